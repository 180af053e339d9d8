using System.Text;

namespace Codex.Plugin.Tests.Hostile;

/// <summary>Where a hostile package is stopped at the latest.</summary>
internal enum StoppedBy
{
    /// <summary>NuGet does not extract it.</summary>
    Restore,

    /// <summary>The search for plugins among the restored packages.</summary>
    Resolve,

    /// <summary>The lay-out of the marketplace.</summary>
    LayOut,
}

/// <param name="Name">The last part of the package's id.</param>
/// <param name="By">Where a build ends.</param>
/// <param name="Code">The finding of our library, whoever comes first in a build.</param>
/// <param name="Entry">What the finding names.</param>
/// <param name="Make">Makes the honest package hostile.</param>
internal sealed record HostileCase(string Name, StoppedBy By, string Code, string Entry, Func<HostilePackage, HostilePackage> Make)
{
    public string Id => $"Contoso.{Name}";

    /// <summary>The package.</summary>
    /// <param name="marker">The file that shows that something of it ran.</param>
    public HostilePackage Package(string marker = "ran") => Make(new HostilePackage(Id) { Marker = marker });

    public override string ToString() => Name;
}

/// <summary>Packages that somebody made to harm.</summary>
internal static class HostileCorpus
{
    private const string Evil = "evil";

    /// <summary>Targets that leave a file behind whenever anything at all is run in a project that imports them.</summary>
    private const string Targets = """
        <Project InitialTargets="Evil">
          <Target Name="Evil" BeforeTargets="Restore;CollectPackageReferences;BeforeBuild;Build;LayOutMarketplace;ResolveCodexPlugins">
            <WriteLinesToFile File="MARKER" Lines="ran" />
          </Target>
        </Project>
        """;

    public static IReadOnlyList<HostileCase> All { get; } =
    [
        // Paths that lead out of the package.
        Entry("SlipUp", StoppedBy.Restore, "../../../evil.txt"),
        Entry("SlipOfPlugin", StoppedBy.Restore, "plugin/../../../../evil.txt"),
        Entry("SlipInside", StoppedBy.LayOut, "plugin/../evil.txt"),
        Entry("SlipEncoded", StoppedBy.Restore, "%2e%2e/%2e%2e/evil.txt"),
        Entry("SlipEncodedSlash", StoppedBy.Restore, "plugin/..%2f..%2f..%2f..%2fevil.txt"),
        Entry("SlipBack", StoppedBy.Resolve, @"..\..\..\evil.txt"),
        Entry("SlipBackOfPlugin", StoppedBy.Resolve, @"plugin/skills\..\..\..\evil.txt"),
        Entry("Absolute", StoppedBy.LayOut, "/evil.txt"),
        Entry("Drive", StoppedBy.Resolve, "C:/evil.txt"),
        Entry("DriveBack", StoppedBy.Resolve, @"C:\evil.txt"),
        Entry("Share", StoppedBy.Resolve, @"\\server\share\evil.txt"),
        Entry("DotPart", StoppedBy.LayOut, "plugin/./evil.txt"),
        Entry("EmptyPart", StoppedBy.LayOut, "plugin//evil.txt"),
        new("Link", StoppedBy.LayOut, "CXP7004", "plugin/link", static package => package.Pack("plugin/link", "/etc/passwd", RawEntry.Link).List("link", "/etc/passwd")),

        // Names that are others elsewhere.
        Listed("Stream", "notes.md:evil", by: StoppedBy.Resolve),
        Listed("Control", "a\nb.md", "a b.md", StoppedBy.Resolve),
        Listed("Encoded", "a%20b.md"),
        Listed("Device", "NUL.txt"),
        Listed("SuperscriptDevice", "COM\u00B9"),
        Listed("BlankDevice", "con .txt"),
        Listed("TrailingDot", "notes."),
        Listed("TrailingBlank", "notes "),
        Listed("LongName", new string('n', 240) + new string('\u00E9', 8), new string('n', 100), StoppedBy.Restore),
        Listed("LongPath", string.Join('/', Enumerable.Repeat(new string('d', 80), 6)), new string('d', 80)),
        new("CaseTwin", StoppedBy.LayOut, "CXP7004", "Notes.md", static package => package.AddFile("notes.md", "one").AddFile("Notes.md", Evil)),
        new("AccentTwin", StoppedBy.LayOut, "CXP7004", "cafe\u0301.md", static package => package.AddFile("caf\u00E9.md", "one").AddFile("cafe\u0301.md", Evil)),
        new("FolderTwin", StoppedBy.LayOut, "CXP7004", "Plugin/evil.md", static package => package.Pack("Plugin/evil.md", Evil)),
        new("Twice", StoppedBy.LayOut, "CXP7004", "SKILL.md", static package => package.Pack($"plugin/{package.Skill}", Evil)),
        new("ManifestTwice", StoppedBy.LayOut, "CXP7004", HostilePackage.ManifestFile, static package => package.Pack(HostilePackage.ManifestFile, "{}")),

        // Too much.
        new("Bomb", StoppedBy.LayOut, "CXP7005", "plugin/zeros.bin", static package => package.Pack(Zeros("plugin/zeros.bin", 300))),
        new("SpreadBomb", StoppedBy.LayOut, "CXP7005", "plugin/zeros-", static package =>
            Enumerable.Range(0, 30).Aggregate(package, static (all, i) => all.Pack(Zeros($"plugin/zeros-{i}.bin", 1)))),
        new("ManyFiles", StoppedBy.LayOut, "CXP7005", "12004 files", static package =>
            ManyFiles(package, 12_000)),

        // A codexplugin.json that lies.
        new("OtherContent", StoppedBy.LayOut, "CXP7003", "SKILL.md", static package => package.Replace(package.Skill, $"---\nname: {package.Name}\ndescription: Harms.\n---\nHelp.\n")),
        new("OtherSize", StoppedBy.LayOut, "CXP7003", "SKILL.md", static package => package.Replace(package.Skill, Evil)),
        new("NegativeSize", StoppedBy.LayOut, "CXP7003", "notes.md", static package => package.Pack("plugin/notes.md", Evil).List("notes.md", Evil, size: -1)),
        new("HugeSize", StoppedBy.LayOut, "CXP7005", "notes.md", static package => package.Pack("plugin/notes.md", Evil).List("notes.md", Evil, size: long.MaxValue)),
        new("NotListed", StoppedBy.LayOut, "CXP7003", "plugin/hooks/hooks.json", static package => package.Pack("plugin/hooks/hooks.json", Evil)),
        new("NotThere", StoppedBy.LayOut, "CXP7003", "plugin/notes.md", static package => package.List("notes.md", Evil)),
        new("ListsUp", StoppedBy.LayOut, "CXP7004", "../../../evil.md", static package => package.List("../../../evil.md", Evil)),
        new("ListsBack", StoppedBy.LayOut, "CXP7004", @"..\..\evil.md", static package => package.List(@"..\..\evil.md", Evil)),
        new("ListsAbsolute", StoppedBy.LayOut, "CXP7004", "/etc/passwd", static package => package.List("/etc/passwd", Evil)),
        new("ListsDrive", StoppedBy.LayOut, "CXP7004", "C:/evil.md", static package => package.List("C:/evil.md", Evil)),
        new("ListsNothing", StoppedBy.LayOut, "CXP7004", "codexplugin.json", static package => package.List("", Evil)),
        new("ListsTwice", StoppedBy.LayOut, "CXP7004", "SKILL.md", static package => package.List(package.Skill, Evil)),
        new("OtherName", StoppedBy.LayOut, "CXP7003", HostilePackage.ManifestFile, static package => Set(package, "name", "contoso-review")),
        new("OtherVersion", StoppedBy.LayOut, "CXP7003", HostilePackage.ManifestFile, static package => Set(package, "version", "2.0.0")),
        new("PluginOfOtherName", StoppedBy.LayOut, "CXP7003", HostilePackage.ManifestFile, static package => package.ReplaceListed(".codex-plugin/plugin.json", HostilePackage.PluginJson("contoso-review", "1.0.0"))),
        new("VersionThatIsAPath", StoppedBy.LayOut, "CXP7003", "../../evil", static package =>
            Set(package.ReplaceListed(".codex-plugin/plugin.json", HostilePackage.PluginJson(package.Name, "../../evil")), "version", "../../evil")),
        new("NameThatIsAPath", StoppedBy.Resolve, "CXP6005", "../../evil", static package =>
            Set(package.ReplaceListed(".codex-plugin/plugin.json", HostilePackage.PluginJson("../../evil", "1.0.0")), "name", "../../evil")),
        new("MemberTwice", StoppedBy.LayOut, "CXP6005", "name", static package => Manifest(package, static text => text.Replace("\"name\":", "\"name\":\"x\",\"name\":", StringComparison.Ordinal))),
        new("DeepManifest", StoppedBy.LayOut, "CXP6005", "maximum configured depth", static package => Manifest(package, static text => text.Replace("{}", new string('[', 100_000), StringComparison.Ordinal))),
        new("DeepPlugin", StoppedBy.Resolve, "CXP6005", "maximum configured depth", static package => package.ReplaceListed(".codex-plugin/plugin.json", new string('[', 100_000))),
        new("LargeManifest", StoppedBy.LayOut, "CXP7005", HostilePackage.ManifestFile, static package => Manifest(package, static text => text + new string(' ', 100 << 20))),
        new("InvalidUtf8", StoppedBy.LayOut, "CXP6005", HostilePackage.ManifestFile, static package => Manifest(package, static text => text.Replace("\"sha256\":\"", "\"sha256\":\"\uFFFD", StringComparison.Ordinal), broken: true)),
        new("HalfPair", StoppedBy.LayOut, "CXP6005", HostilePackage.ManifestFile, static package => Manifest(package, static text => text.Replace("\"sha256\":\"", "\"sha256\":\"\\ud800", StringComparison.Ordinal))),
        new("NoManifest", StoppedBy.LayOut, "CXP6005", HostilePackage.ManifestFile, static package => package.RemoveManifest()),
        new("ManifestIsNull", StoppedBy.LayOut, "CXP6005", HostilePackage.ManifestFile, static package => Manifest(package, static _ => "null")),

        // What takes part in a build.
        Executing("BuildTargets", "build/Contoso.BuildTargets.targets"),
        Executing("BuildProps", "build/Contoso.BuildProps.props"),
        Executing("OddCase", "BUILD/Contoso.OddCase.targets"),
        Executing("Transitive", "buildTransitive/Contoso.Transitive.targets"),
        Executing("MultiTargeting", "buildMultiTargeting/Contoso.MultiTargeting.targets"),
        Executing("Framework", "build/netstandard2.0/Contoso.Framework.targets"),
        Executing("Library", "lib/netstandard2.0/Contoso.Library.dll"),
        Executing("Reference", "ref/netstandard2.0/Contoso.Reference.dll"),
        Executing("Runtime", "runtimes/linux-x64/native/evil.so"),
        Executing("Script", "tools/install.ps1"),
        Executing("Init", "tools/init.ps1"),
        Executing("Analyzer", "analyzers/dotnet/cs/evil.dll"),
        Executing("Content", "content/evil.cs"),
        Executing("ContentFiles", "contentFiles/cs/any/evil.cs"),
        new("Tool", StoppedBy.Restore, "CXP6004", "tools/net10.0/any/DotnetToolSettings.xml", static package =>
        {
            package.Types += "<packageType name=\"DotnetTool\" />";
            return package.Pack("tools/net10.0/any/DotnetToolSettings.xml", "<DotNetCliTool Version=\"1\"><Commands><Command Name=\"evil\" EntryPoint=\"evil.dll\" Runner=\"dotnet\" /></Commands></DotNetCliTool>");
        }),
    ];

    public static HostilePackage ManyFiles(HostilePackage package, int count) =>
        Enumerable.Range(0, count).Aggregate(package, static (all, i) => all.Pack(new RawEntry($"plugin/many/{i}", [])));

    private static HostileCase Entry(string name, StoppedBy by, string entry) => new(name, by, "CXP7004", entry, package => package.Pack(entry, Evil));

    private static HostileCase Listed(string name, string path, string? shown = null, StoppedBy by = StoppedBy.LayOut) => new(name, by, "CXP7004", shown ?? path, package => package.AddFile(path, Evil));

    private static HostileCase Executing(string name, string entry) => new(name, StoppedBy.Resolve, "CXP6004", entry, package => package.Pack(entry, Targets.Replace("MARKER", package.Marker, StringComparison.Ordinal)));

    private static HostilePackage Set(HostilePackage package, string member, string value)
    {
        package.Manifest[member] = value;
        return package;
    }

    private static HostilePackage Manifest(HostilePackage package, Func<string, string> change, bool broken = false)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(change(package.Manifest.ToJsonString()));
        package.ManifestBytes = broken ? [.. bytes.Where(static value => value != 0xBF)] : bytes;
        return package;
    }

    private static RawEntry Zeros(string name, int megabytes) => RawEntry.Of(name, stream =>
    {
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < megabytes; i++)
        {
            stream.Write(zeros);
        }
    });
}
