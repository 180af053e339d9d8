using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Tests.Hostile;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Packaging;

/// <summary>CXP7003 to CXP7007: packages that somebody made to harm, and packages that somebody changed after the restore.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class HostilePackageTests
{
    private const string Project = "plugins.csproj";

    private const string Archive = "contoso.changed.1.0.0.nupkg";

    /// <summary>What somebody does to the extracted package, and the only finding.</summary>
    private static readonly Dictionary<string, (Action<string> Change, string Code, string Entry)> s_changes = new()
    {
        ["FileEdited"] = (static folder => Edit(folder, "plugin/skills/contoso-changed/SKILL.md"), "CXP7003", "plugin/skills/contoso-changed/SKILL.md"),
        ["FileLonger"] = (static folder => File.AppendAllText(folder + "/plugin/.codex-plugin/plugin.json", " "), "CXP7003", "plugin/.codex-plugin/plugin.json"),
        ["FileAdded"] = (static folder => File.WriteAllText(folder + "/plugin/.mcp.json", "{}"), "CXP7003", "plugin/.mcp.json"),
        ["FileInOddPlaceAdded"] = (static folder => File.WriteAllText(folder + "/plugin/a\\b\n.md", "{}"), "CXP7003", @"plugin/a\b .md"),
        ["FileRemoved"] = (static folder => File.Delete(folder + "/plugin/skills/contoso-changed/SKILL.md"), "CXP7003", "plugin/skills/contoso-changed/SKILL.md"),
        ["FileIsAFolder"] = (static folder => Shell.Run(folder, "cd plugin/skills/contoso-changed && rm SKILL.md && mkdir SKILL.md"), "CXP7003", "plugin/skills/contoso-changed/SKILL.md"),
        ["FileIsALink"] = (static folder => Shell.Run(folder, "cd plugin/skills/contoso-changed && mv SKILL.md ../../../x && ln -s ../../../x SKILL.md"), "CXP7004", "plugin/skills/contoso-changed/SKILL.md"),
        ["LinkThatLeadsNowhere"] = (static folder => Shell.Run(folder, "ln -s nowhere plugin/x"), "CXP7004", "plugin/x"),
        ["LinkInACircle"] = (static folder => Shell.Run(folder, "ln -s . plugin/x"), "CXP7004", "plugin/x"),
        ["EmptyFileIsAPipe"] = (static folder => Shell.Run(folder, "rm plugin/empty && mkfifo plugin/empty"), "CXP7004", "plugin/empty"),
        ["PluginIsALink"] = (static folder => Shell.Run(folder, "mv plugin x && ln -s x plugin"), "CXP7004", "plugin"),
        ["ManifestEdited"] = (static folder => File.AppendAllText(folder + "/codexplugin.json", " "), "CXP7006", "codexplugin.json"),
        ["ManifestEditedInPlace"] = (static folder => Shell.Run(folder, "sed 's/capabilities/Capabilities/' codexplugin.json > x && mv x codexplugin.json"), "CXP6005", "codexplugin.json"),
        ["ManifestIsALink"] = (static folder => Shell.Run(folder, "mv codexplugin.json x && ln -s x codexplugin.json"), "CXP6005", "codexplugin.json"),
        ["ManifestIsAPipe"] = (static folder => Shell.Run(folder, "rm codexplugin.json && mkfifo codexplugin.json"), "CXP6005", "codexplugin.json"),
        ["ManifestRemoved"] = (static folder => File.Delete(folder + "/codexplugin.json"), "CXP6005", "codexplugin.json"),
        ["BothEdited"] = (static folder =>
        {
            Shell.Run(folder, """
                old=$(sha256sum plugin/skills/contoso-changed/SKILL.md | cut -c1-64)
                sed 's/Helps/Harms/' plugin/skills/contoso-changed/SKILL.md > x && mv x plugin/skills/contoso-changed/SKILL.md
                sed "s/$old/$(sha256sum plugin/skills/contoso-changed/SKILL.md | cut -c1-64)/" codexplugin.json > x && mv x codexplugin.json
                """);
        }, "CXP7006", "codexplugin.json"),
        ["PluginManifestIsAPipe"] = (static folder => Shell.Run(folder, "cd plugin/.codex-plugin && rm plugin.json && mkfifo plugin.json"), "CXP6005", "plugin.json"),
        ["PluginManifestIsALink"] = (static folder => Shell.Run(folder, "cd plugin/.codex-plugin && mv plugin.json x && ln -s x plugin.json"), "CXP6005", "plugin.json"),
        ["TargetsAdded"] = (static folder => Shell.Run(folder, "mkdir build && touch build/x.targets"), "CXP6004", "build/"),
        ["ArchiveSwapped"] = (static folder => File.WriteAllBytes($"{folder}/{Archive}", new HostilePackage("Contoso.Changed").Pack("plugin/x", "x").ToBytes()), "CXP7006", Archive),
        ["ArchiveEdited"] = (static folder => Edit(folder, Archive, 100), "CXP7006", Archive),
        ["ArchiveIsNone"] = (static folder => File.WriteAllText($"{folder}/{Archive}", "PK"), "CXP6005", Archive),
        ["ArchiveCut"] = (static folder => File.WriteAllBytes($"{folder}/{Archive}", File.ReadAllBytes($"{folder}/{Archive}")[..^40]), "CXP6005", Archive),
        ["ArchiveIsEmpty"] = (static folder => File.WriteAllBytes($"{folder}/{Archive}", []), "CXP6005", Archive),
        ["ArchiveIsAPipe"] = (static folder => Shell.Run(folder, $"rm {Archive} && mkfifo {Archive}"), "CXP6005", Archive),
        ["ArchiveAndAFileChanged"] = (static folder =>
        {
            File.WriteAllText($"{folder}/plugin/x", "x");
            File.WriteAllBytes($"{folder}/{Archive}", new HostilePackage("Contoso.Changed").AddFile("x", "x").ToBytes());
        }, "CXP7006", Archive),
    };

    public static IEnumerable<object[]> Cases => HostileCorpus.All.Select(static hostile => new object[] { hostile });

    public static IEnumerable<object[]> Changes => s_changes.Keys.Select(static name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void HostilePackageIsRefused(object hostileCase)
    {
        var hostile = (HostileCase)hostileCase;
        using var packages = new PackageFolder();
        packages.Extract(new HostilePackage("Contoso.Good"));
        HostilePackage package = hostile.Package();
        packages.Extract(package);

        AssertRefused(packages, package, hostile.Code, hostile.Entry);
    }

    [TestMethod]
    public void FiftyThousandFilesAreRefusedAtOnce()
    {
        using var packages = new PackageFolder();
        packages.Extract(new HostilePackage("Contoso.Good"));
        HostilePackage package = HostileCorpus.ManyFiles(new HostilePackage("Contoso.Many"), 50_000);
        packages.Extract(package);

        AssertRefused(packages, package, "CXP7005", "50004 files");
    }

    [TestMethod]
    [DynamicData(nameof(Changes))]
    public void ChangedPackageIsRefused(string name)
    {
        (Action<string> change, string code, string entry) = s_changes[name];
        using var packages = new PackageFolder();
        packages.Extract(new HostilePackage("Contoso.Good"));
        HostilePackage package = new HostilePackage("Contoso.Changed").AddFile("empty", "");
        string folder = packages.Extract(package);

        change(folder);

        AssertRefused(packages, package, code, entry);
    }

    [TestMethod]
    public void HonestPackageIsLaidOut()
    {
        using var packages = new PackageFolder();
        packages.Extract(new HostilePackage("Contoso.Good").AddFile("empty", "").AddFile("docs/\u00FCber \u65E5\u672C.md", "Text").AddFile("100%.md", "Text"));

        CompilationAssert.AreOnly(LayOut(packages));

        TextAssert.AreLines(Snapshot(packages.Root).Keys.Where(static path => path.StartsWith("out/plugins/", StringComparison.Ordinal)),
            "out/plugins/contoso-good/.codex-plugin/plugin.json", "out/plugins/contoso-good/100%.md", "out/plugins/contoso-good/docs/\u00FCber \u65E5\u672C.md",
            "out/plugins/contoso-good/empty", "out/plugins/contoso-good/skills/contoso-good/SKILL.md");
    }

    [TestMethod]
    public void PackageWithoutItsArchiveIsLaidOutWithAWarning()
    {
        using var packages = new PackageFolder();
        File.Delete(packages.Extract(new HostilePackage("Contoso.Changed")) + "/" + Archive);

        IReadOnlyList<Diagnostic> found = LayOut(packages);

        CompilationAssert.AreOnly(found, $"CXP7007 {Project}");
        Assert.AreEqual(DiagnosticSeverity.Warning, found[0].Severity);
        Assert.IsTrue(File.Exists(Path.Combine(packages.Root, "out/plugins/contoso-changed/skills/contoso-changed/SKILL.md")));
    }

    [TestMethod]
    public void SignatureIsNoPartOfTheHash()
    {
        using var packages = new PackageFolder();
        HostilePackage package = new("Contoso.Changed");
        string folder = packages.Extract(package);
        var signature = new RawEntry(".signature.p7s", [1, 2, 3]) { Length = 3, Flags = 0 };
        File.WriteAllBytes($"{folder}/{Archive}", RawArchive.ToBytes([.. package.Entries(), signature]));

        CompilationAssert.AreOnly(LayOut(packages));

        // With another entry beside it, it is another package.
        File.WriteAllBytes($"{folder}/{Archive}", RawArchive.ToBytes([.. package.Pack("README.md", "x").Entries(), signature]));
        CompilationAssert.AreOnly(LayOut(packages), $"CXP7006 {Project}");
    }

    [TestMethod]
    public void MarketplaceThatIsTooLargeIsFound()
    {
        var location = new Location(Project);

        Assert.IsNull(PackageLimits.FindProblem("contoso", Enumerable.Repeat(1L, PackageLimits.FilesPerMarketplace), location));
        Assert.AreEqual("plugins.csproj: error CXP7005: The marketplace 'contoso': 100001 files, and 100000 is the limit. Leave out what is so large, or ask its author for a smaller package.",
            $"{PackageLimits.FindProblem("contoso", Enumerable.Repeat(1L, PackageLimits.FilesPerMarketplace + 1), location)}");
        Assert.Contains("CXP7005", $"{PackageLimits.FindProblem("contoso", [PackageLimits.BytesPerMarketplace, 1], location)}");
    }

    // Any bytes instead of the archive are a finding, and never an exception.
    [TestMethod]
    public void DamagedArchiveIsFound()
    {
        using var packages = new PackageFolder();
        string folder = packages.Extract(new HostilePackage("Contoso.Changed"));
        packages.WriteAssets();
        RestoredPlugin plugin = Assert.ContainsSingle(RestoredPlugins.Read(packages.AssetsFile, Project).Plugins);
        byte[] archive = File.ReadAllBytes($"{folder}/{Archive}");
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] changed = [.. archive];
            for (int j = random.Next(1, 9); j > 0; j--)
            {
                // Most of them where the directory is.
                changed[random.Next(2) == 0 ? random.Next(changed.Length) : changed.Length - 1 - random.Next(300)] ^= (byte)random.Next(1, 256);
            }

            File.WriteAllBytes($"{folder}/{Archive}", changed);

            // With a hash that is right: somebody has published it like this.
            foreach (RestoredPlugin restored in (ReadOnlySpan<RestoredPlugin>)[plugin, plugin with { Sha512 = PackageFolder.Hash(changed) }])
            {
                (IReadOnlyList<PackageFileEntry>? files, IReadOnlyList<Diagnostic> found) = PackageVerifier.Verify(restored, new Location(Project));
                Assert.AreEqual(found.Count > 0, files is null);
                Assert.IsTrue(files is null || restored != plugin);
            }
        }
    }

    private static void AssertRefused(PackageFolder packages, HostilePackage package, string code, string entry)
    {
        // The marketplace of before has one plugin.
        packages.WriteAssets();
        CompilationAssert.AreOnly(LayOut(packages, RestoredPlugins.Read(packages.AssetsFile, Project).Plugins.Where(static plugin => plugin.PackageId == "Contoso.Good")));
        packages.WriteAssets();
        SortedDictionary<string, string> before = Snapshot(packages.Root);

        IReadOnlyList<Diagnostic> found = LayOut(packages);

        Diagnostic first = found[0];
        Assert.AreEqual(code, first.Descriptor.Id, string.Join('\n', found));
        Assert.AreEqual(DiagnosticSeverity.Error, first.Severity);
        Assert.Contains($"{package.Id} {package.Version}", first.Message);
        Assert.Contains(entry, first.Message);
        CompilationAssert.AreOnly(found, [.. found.Select(static diagnostic => $"{diagnostic.Descriptor.Id} {Project}")]);
        Assert.IsLessThanOrEqualTo(5, found.Count);
        TextAssert.AreLines(Snapshot(packages.Root).Select(static file => $"{file}"), [.. before.Select(static file => $"{file}")]);
    }

    /// <summary>As a build does: what is wrong with the restored packages ends it.</summary>
    private static IReadOnlyList<Diagnostic> LayOut(PackageFolder packages)
    {
        packages.WriteAssets();
        (IReadOnlyList<RestoredPlugin> plugins, IReadOnlyList<Diagnostic> diagnostics) = RestoredPlugins.Read(packages.AssetsFile, Project);
        return diagnostics.Count > 0 ? diagnostics : LayOut(packages, plugins);
    }

    private static IReadOnlyList<Diagnostic> LayOut(PackageFolder packages, IEnumerable<RestoredPlugin> plugins) =>
        packages.LayOut(Path.Combine(packages.Root, "out"), "contoso", title: null, plugins);

    private static void Edit(string folder, string file, int offset = 30)
    {
        byte[] bytes = File.ReadAllBytes($"{folder}/{file}");
        bytes[offset] ^= 1;
        File.WriteAllBytes($"{folder}/{file}", bytes);
    }

    private static SortedDictionary<string, string> Snapshot(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (FileSystemInfo info in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            if (info is DirectoryInfo { LinkTarget: null } subfolder)
            {
                foreach ((string path, string stamp) in Snapshot(subfolder.FullName))
                {
                    files.Add($"{info.Name}/{path}", stamp);
                }
            }
            else
            {
                files.Add(info.Name, $"{info.LastWriteTimeUtc:O} {info.LinkTarget}");
            }
        }

        return files;
    }
}
