using System.Text.RegularExpressions;
using System.Xml.Linq;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>What we publish ourselves.</summary>
[TestClass]
public sealed partial class PackageTests : EndToEndTest
{
    private static readonly string[] s_published = ["Codex.Plugin.Sdk", "Codex.Plugin.Templates", "Codex.Plugin.Testing", "Codex.Plugin.Tool"];

    public static IEnumerable<object[]> Published => s_published.Select(id => new object[] { id });

    [TestMethod]
    public async Task SolutionPacksExactlyWhatIsPublished()
    {
        var folder = CreateFolder();

        var pack = await Dotnet.RunInRepositoryAsync("pack", "Codex.Plugin.Sdk.sln", "-c", "Release", "-o", folder.Folder, "--artifacts-path", SdkPackages.ArtifactsFolder);

        pack.Succeeded();
        AssertList(folder.List("."), [.. s_published.Select(id => $"{id}.{Repository.Version}.nupkg")]);
        foreach (var id in s_published)
        {
            var name = $"{id}.{Repository.Version}.nupkg";
            CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(SdkPackages.Feed, name)), File.ReadAllBytes(folder.PathOf(name)), $"{name} differs from the one packed by its project alone");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Published))]
    public void PackagePresentsItself(string id)
    {
        var package = Open(id);

        Assert.AreEqual(Repository.Version, package.Value("version"));
        Assert.AreEqual("README.md", package.Value("readme"));
        Assert.Contains($"# {id}", package.Text("README.md"));
        Assert.IsTrue(package.Entries.ContainsKey(package.Value("icon")!));
        Assert.AreEqual("MIT", package.Value("license"));
        Assert.IsGreaterThan(60, package.Value("description")!.Length);
        Assert.DoesNotContain("Package Description", package.Value("description")!);
        Assert.AreNotEqual("", package.Value("tags") ?? "");
        var repository = package.Metadata.Elements().Single(element => element.Name.LocalName == "repository");
        Assert.AreEqual("git", (string?)repository.Attribute("type"));
        Assert.StartsWith("https://", (string)repository.Attribute("url")!);
        AssertList(package.Dependencies, id == "Codex.Plugin.Testing" ? ["net10.0: Markdig 1.6.0", "net10.0: ModelContextProtocol.Core 2.4.0", "net10.0: YamlDotNet 18.1.0"] : []);
    }

    [TestMethod]
    public void TestKitHoldsItsLibrariesAndNothingElse() => AssertList(Open("Codex.Plugin.Testing").Files.Order(StringComparer.Ordinal),
        "README.md", "build/Codex.Plugin.Testing.targets", "buildTransitive/Codex.Plugin.Testing.targets", "icon.png",
        "lib/net10.0/Codex.Plugin.Runtime.dll", "lib/net10.0/Codex.Plugin.Runtime.xml", "lib/net10.0/Codex.Plugin.Testing.dll", "lib/net10.0/Codex.Plugin.Testing.xml", "lib/net10.0/Codex.Plugin.dll");

    /// <summary>The SDK and the templates of its own version, and nothing of MSBuild.</summary>
    [TestMethod]
    public void ToolBringsWhatItNeeds()
    {
        var files = Open("Codex.Plugin.Tool").Files.Where(static path => path.StartsWith("tools/", StringComparison.Ordinal)).ToList();

        AssertList(files.Where(static path => path.EndsWith(".nupkg", StringComparison.Ordinal)),
            $"tools/net10.0/any/packages/Codex.Plugin.Sdk.{Repository.Version}.nupkg", $"tools/net10.0/any/packages/Codex.Plugin.Templates.{Repository.Version}.nupkg");
        AssertList(files.Where(static path => Path.GetFileName(path).StartsWith("Microsoft.Build", StringComparison.Ordinal)), "tools/net10.0/any/Microsoft.Build.Locator.dll");
        Assert.IsEmpty(files.Where(static path => Path.GetFileName(path).StartsWith("Codex.Plugin.Run.", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void PackageTypesAreThoseThatDotnetLooksFor()
    {
        AssertList(Open("Codex.Plugin.Tool").PackageTypes, "DotnetTool");
        AssertList(Open("Codex.Plugin.Sdk").PackageTypes, "MSBuildSdk");
        AssertList(Open("Codex.Plugin.Templates").PackageTypes, "Template");
        Assert.AreNotEqual(Open("Codex.Plugin.Sdk").Value("description"), Open("Codex.Plugin.Templates").Value("description"));
    }

    [TestMethod]
    public void EveryFileOfTheSdkThatMSBuildImportsIsXml()
    {
        var package = Open("Codex.Plugin.Sdk");
        var imported = package.Files.Where(path => path.EndsWith(".props", StringComparison.Ordinal) || path.EndsWith(".targets", StringComparison.Ordinal)).ToList();

        foreach (var path in imported)
        {
            Assert.AreEqual("Project", XDocument.Parse(package.Text(path)).Root!.Name.LocalName, path);
        }

        foreach (var path in Directory.EnumerateFiles(Repository.PathOf("sdk", "targets")).Select(Path.GetFileName))
        {
            Assert.Contains($"targets/{path}", imported);
        }

        Assert.Contains("Sdk/Sdk.props", imported);
        Assert.Contains("Sdk/Sdk.targets", imported);
        Assert.Contains("build/Codex.Plugin.Sdk.targets", imported);
    }

    [TestMethod]
    public void SdkBringsItsTasksButNothingOfMSBuild()
    {
        var tasks = Open("Codex.Plugin.Sdk").Files.Where(path => path.StartsWith("tasks/", StringComparison.Ordinal)).ToList();

        Assert.Contains("tasks/net10.0/Codex.Plugin.Tasks.dll", tasks);
        Assert.Contains("tasks/net10.0/Codex.Plugin.Tasks.deps.json", tasks);
        Assert.IsEmpty(tasks.Where(path => path.Contains("Microsoft.Build", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void EveryVersionOfTheSdkInTextsIsTheCurrentOne()
    {
        var stale = new List<string>();
        foreach (var folder in new[] { "samples", "templates", "sdk", "docs", "." })
        {
            var option = folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories;
            foreach (var file in Directory.EnumerateFiles(Repository.PathOf(folder), "*", option).Where(IsText))
            {
                stale.AddRange(SdkVersion().Matches(File.ReadAllText(file))
                    .Select(match => match.Groups["version"].Value)
                    .Where(version => version != Repository.Version && version is not ("0.0.0-sdkversion" or "1.2.3"))
                    .Select(version => $"{Path.GetRelativePath(Repository.Root, file)}: {version}"));
            }
        }

        AssertList(stale);
    }

    private static bool IsText(string path) =>
        Path.GetExtension(path) is ".md" or ".cxproj" or ".csproj" or ".props" or ".targets" or ".json"
        && Path.GetFileName(path) != "CHANGELOG.md"
        && !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    private static TestPackage Open(string id) => TestPackage.Open(Path.Combine(SdkPackages.Feed, $"{id}.{Repository.Version}.nupkg"));

    [GeneratedRegex("""Codex\.Plugin\.Sdk(/|"\s*:\s*"|"\s+Version=")(?<version>\d[\w.-]*)""")]
    private static partial Regex SdkVersion();
}
