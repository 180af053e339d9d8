using System.Xml.Linq;
using Codex.Plugin.PackageManager.Projects;

namespace Codex.Plugin.Tool.Tests.Projects;

/// <summary>How a source of where the user works becomes known to a project elsewhere.</summary>
[TestClass]
public sealed class ProjectSourcesTests : IDisposable
{
    private const string Feed = "https://feed.contoso.example/v3/index.json";

    private readonly string _root = Directory.CreateTempSubdirectory("codex-plugin-sources-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void ASourceIsRecordedAsItIsWritten()
    {
        string work = Write("work", $"""
            <packageSources><clear /><add key="my feed" value="{Feed}" protocolVersion="3" /></packageSources>
            <packageSourceCredentials><my_x0020_feed><add key="Username" value="me" /><add key="ClearTextPassword" value="%CONTOSO_TOKEN%" /></my_x0020_feed></packageSourceCredentials>
            """);
        ManagedProject project = Project();

        (string key, string? file) = new ProjectSources(project).Record(work, "My Feed", "Contoso.Review", isOnlySource: false);

        Assert.AreEqual(("my feed", project.ConfigFile), (key, file));
        XElement written = XDocument.Load(project.ConfigFile).Root!;
        Assert.AreEqual($"""<add key="my feed" value="{Feed}" protocolVersion="3" />""", Only(written, "packageSources").ToString());
        Assert.Contains("""<add key="ClearTextPassword" value="%CONTOSO_TOKEN%" />""", Only(written, "packageSourceCredentials").ToString());
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(project.ConfigFile));
        }

        Assert.AreEqual(("my feed", null), new ProjectSources(project).Record(work, "my feed", "Contoso.Review", isOnlySource: false), "a second time");
    }

    [TestMethod]
    public void ARepositoryGetsNoCredentials()
    {
        string work = Write("work", $"""
            <packageSources><add key="contoso" value="{Feed}" /></packageSources>
            <packageSourceCredentials><contoso><add key="Username" value="me" /><add key="ClearTextPassword" value="secret" /></contoso></packageSourceCredentials>
            """);
        ManagedProject project = Project() with { Scope = ProjectScope.Repository };

        new ProjectSources(project).Record(work, "contoso", "Contoso.Review", isOnlySource: false);

        Assert.DoesNotContain("secret", File.ReadAllText(project.ConfigFile));
    }

    [TestMethod]
    public void AFolderBecomesAbsoluteAndGetsAKey()
    {
        string work = Write("work", "<packageSources><clear /></packageSources>");
        Directory.CreateDirectory(Path.Combine(work, "our feed"));
        ManagedProject project = Project();

        (string key, _) = new ProjectSources(project).Record(work, "our feed", "Contoso.Review", isOnlySource: false);

        Assert.AreEqual("our-feed", key);
        Assert.AreEqual(Path.Combine(work, "our feed"), (string?)Only(XDocument.Load(project.ConfigFile).Root!, "packageSources").Attribute("value"));
        Assert.AreEqual("feed.contoso.example", new ProjectSources(project).Record(work, Feed, "Contoso.Review", isOnlySource: false).Key);
        Assert.AreEqual("feed.contoso.example-2", new ProjectSources(project).Record(work, "https://feed.contoso.example/other/index.json", "Contoso.Review", isOnlySource: false).Key);
    }

    /// <summary>Whoever else publishes a package of that name; and nobody is shut out of everything by that.</summary>
    [TestMethod]
    public void TheOnlySourceOfAPackageIsMapped()
    {
        string work = Write("work", $"""<packageSources><add key="contoso" value="{Feed}" /></packageSources>""");
        ManagedProject project = Project("""<packageSources><clear /><add key="other" value="https://other.example/v3/index.json" /></packageSources><packageSourceMapping><clear /></packageSourceMapping>""");

        new ProjectSources(project).Record(work, "contoso", "Contoso.Review", isOnlySource: true);

        Assert.AreEqual("contoso: Contoso.Review *; other: *", Mapping(project));
        Assert.IsNull(new ProjectSources(project).Record(work, "contoso", "Contoso.Review", isOnlySource: true).WrittenFile);

        new ProjectSources(project).Record(work, "https://third.example/v3/index.json", "Contoso.Deploy", isOnlySource: true);
        Assert.AreEqual("contoso: Contoso.Review *; other: *; third.example: Contoso.Deploy *", Mapping(project));
    }

    private static XElement Only(XElement root, string section) => root.Element(section)!.Elements().Single(static element => element.Name != "clear");

    private static string Mapping(ManagedProject project) =>
        string.Join("; ", XDocument.Load(project.ConfigFile).Root!.Element("packageSourceMapping")!.Elements("packageSource").OrderBy(static source => (string)source.Attribute("key")!, StringComparer.Ordinal)
            .Select(static source => $"{(string?)source.Attribute("key")}: {string.Join(' ', source.Elements().Select(static pattern => (string?)pattern.Attribute("pattern")))}"));

    private ManagedProject Project(string? config = null) =>
        new(Path.Combine(Write("kept", config ?? "<packageSources><clear /></packageSources>"), "plugins.csproj"), "my-plugins", ProjectScope.User);

    private string Write(string folder, string config)
    {
        string path = Directory.CreateDirectory(Path.Combine(_root, folder)).FullName;
        File.WriteAllText(Path.Combine(path, "nuget.config"), $"<configuration>{config}</configuration>");
        return path;
    }
}
