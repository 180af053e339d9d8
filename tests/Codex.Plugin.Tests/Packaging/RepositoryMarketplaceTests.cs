using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Packaging;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class RepositoryMarketplaceTests : IDisposable
{
    private static readonly string[] s_folders = [".agents", "plugins"];

    private readonly PackageFolder _packages = new();
    private readonly string _root;

    public RepositoryMarketplaceTests()
    {
        _root = Path.Combine(_packages.Root, "My Repo");
        Directory.CreateDirectory(Path.Combine(_root, ".git"));
    }

    [TestMethod]
    public void ProjectsShareTheMarketplace()
    {
        RestoredPlugin review = _packages.Add("Contoso.Review", "1.2.0");
        RestoredPlugin deploy = _packages.Add("Contoso.Deploy", "2.0.1");

        CompilationAssert.AreOnly(Build("A", review));
        CompilationAssert.AreOnly(Build("B", review, deploy));

        MarketplaceDocument document = Document();
        Assert.AreEqual("my-repo", document.Name);
        TextAssert.AreLines(document.Plugins.Select(static plugin => plugin.Name), "contoso-deploy", "contoso-review");
        TextAssert.AreLines(MarketplaceRecord.Load(PathOf(MarketplaceRecord.File)).Projects.Keys, "src/A/A.csproj", "src/B/B.csproj");

        // Nothing has changed, and nothing is written.
        string[] before = Files();
        CompilationAssert.AreOnly(Build("A", review));
        CompilationAssert.AreOnly(Build("B", review, deploy));
        TextAssert.AreLines(Files(), before);
    }

    [TestMethod]
    public void PluginOfAnotherProjectThatIsGoneComesBackWithItsBuild()
    {
        RestoredPlugin review = _packages.Add("Contoso.Review", "1.2.0");
        RestoredPlugin deploy = _packages.Add("Contoso.Deploy", "2.0.1");
        Build("A", review);
        Build("B", deploy);
        Directory.Delete(PathOf("plugins/contoso-deploy"), recursive: true);
        Touch("A");

        CompilationAssert.AreOnly(Build("A", review));
        TextAssert.AreLines(Document().Plugins.Select(static plugin => plugin.Name), "contoso-review");

        CompilationAssert.AreOnly(Build("B", deploy));
        TextAssert.AreLines(Document().Plugins.Select(static plugin => plugin.Name), "contoso-deploy", "contoso-review");
    }

    [TestMethod]
    public void LastProjectLeavesNothingOfOurs()
    {
        RestoredPlugin review = _packages.Add("Contoso.Review", "1.2.0");
        Build("A", review);
        Build("B", review);
        File.WriteAllText(PathOf("plugins/mine.txt"), "mine");

        CompilationAssert.AreOnly(Build("A"));
        Assert.IsTrue(File.Exists(PathOf("plugins/contoso-review/.codex-plugin/plugin.json")));
        CompilationAssert.AreOnly(Build("B"));

        Assert.IsFalse(Directory.Exists(PathOf(".agents")));
        TextAssert.AreLines(Directory.EnumerateFileSystemEntries(PathOf("plugins")).Select(static path => Path.GetFileName(path)), "mine.txt");
    }

    [TestMethod]
    public void ProjectWithoutPluginsWritesNothing()
    {
        CompilationAssert.AreOnly(Build("A"));
        Assert.IsFalse(Directory.Exists(PathOf(".agents")));
        Assert.IsEmpty(Directory.EnumerateFiles(PathOf("src/A/obj")).Where(static file => !file.EndsWith("assets.json", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void ProjectThatIsGoneIsForgotten()
    {
        RestoredPlugin review = _packages.Add("Contoso.Review", "1.2.0");
        RestoredPlugin deploy = _packages.Add("Contoso.Deploy", "2.0.1");
        Build("A", review);
        Build("B", deploy);
        Directory.Delete(PathOf("src/B"), recursive: true);

        CompilationAssert.AreOnly(Build("A", review));

        TextAssert.AreLines(Document().Plugins.Select(static plugin => plugin.Name), "contoso-review");
        Assert.IsFalse(Directory.Exists(PathOf("plugins/contoso-deploy")));
    }

    [TestMethod]
    public void TwoVersionsAreAConflictUntilTheOtherProjectChanges()
    {
        RestoredPlugin old = _packages.Add("Contoso.Review", "1.2.0");
        RestoredPlugin raised = _packages.Add("Contoso.Review", "1.3.0");
        Build("A", old);
        Build("B", old);
        string[] before = Files();

        CompilationAssert.AreOnly(Build("A", raised), "CXP7036 A.csproj");
        TextAssert.AreLines(Files(), before);

        // A restore of both writes their assets files.
        Touch("B");
        CompilationAssert.AreOnly(Build("A", raised));
        CompilationAssert.AreOnly(Build("B", raised));
        Assert.Contains("\"1.3.0\"", File.ReadAllText(PathOf("plugins/contoso-review/.codex-plugin/plugin.json")));
    }

    [TestMethod]
    public void VersionThatOneProjectKeepsIsAConflictInThatProject()
    {
        RestoredPlugin old = _packages.Add("Contoso.Review", "1.2.0");
        RestoredPlugin raised = _packages.Add("Contoso.Review", "1.3.0");
        Build("A", old);
        Build("B", old);
        Touch("B");

        CompilationAssert.AreOnly(Build("A", raised));
        CompilationAssert.AreOnly(Build("B", old), "CXP7036 B.csproj");
        CompilationAssert.AreOnly(Build("A", raised));
        CompilationAssert.AreOnly(Build("B", old), "CXP7036 B.csproj");
        CompilationAssert.AreOnly(Build("B", raised));
    }

    [TestMethod]
    public void NameOfTheMarketplaceOutlivesItsFolder()
    {
        RestoredPlugin review = _packages.Add("Contoso.Review", "1.2.0");
        Build("A", review);
        File.WriteAllText(PathOf(MarketplaceDocument.File), File.ReadAllText(PathOf(MarketplaceDocument.File)).Replace("my-repo", "elsewhere", StringComparison.Ordinal));

        CompilationAssert.AreOnly(Build("A", review));

        Assert.AreEqual("elsewhere", Document().Name);
    }

    [TestMethod]
    public void ProjectsInParallelBringAllOfIt()
    {
        RestoredPlugin[] plugins = [.. Enumerable.Range(0, 8).Select(i => _packages.Add($"Contoso.P{i}", "1.0.0"))];
        Parallel.For(0, 8, i => CompilationAssert.AreOnly(Build($"A{i}", plugins[i], plugins[(i + 1) % 8])));

        TextAssert.AreLines(Document().Plugins.Select(static plugin => plugin.Name), [.. plugins.Select(static plugin => plugin.Name)]);
        Assert.HasCount(8, MarketplaceRecord.Load(PathOf(MarketplaceRecord.File)).Projects);
    }

    [TestMethod]
    public void MarketplaceProjectAndOrdinaryOnesShareAFolder()
    {
        RestoredPlugin review = _packages.Add("Contoso.Review", "1.2.0");
        RestoredPlugin deploy = _packages.Add("Contoso.Deploy", "2.0.1");
        CompilationAssert.AreOnly(Build("A", review));
        CompilationAssert.AreOnly(Open("All", isForThisProject: true).LayOut("contoso", "Contoso plugins", [Available(deploy)]));
        CompilationAssert.AreOnly(Build("A", review));

        Assert.AreEqual("contoso", Document().Name);
        TextAssert.AreLines(Document().Plugins.Select(static plugin => plugin.Name), "contoso-deploy", "contoso-review");
    }

    [TestMethod]
    public void MarketplaceProjectWithoutPluginsHasAMarketplace()
    {
        CompilationAssert.AreOnly(Open("All", isForThisProject: true).LayOut("contoso", "Contoso plugins", []));
        Assert.IsEmpty(Document().Plugins);
    }

    [TestMethod]
    public void RepositoryBehindALinkIsTheSame()
    {
        RestoredPlugin review = _packages.Add("Contoso.Review", "1.2.0");
        Build("A", review);
        Directory.CreateSymbolicLink(Path.Combine(_packages.Root, "link"), _root);
        string project = Path.Combine(_packages.Root, "link/src/A/A.csproj");

        CompilationAssert.AreOnly(new MarketplaceLayout(project, Path.Combine(_packages.Root, "link/src/A/obj"), _root, "A.csproj") { StateFile = PathOf("state") }.LayOut(null, null, [Available(review)]));

        TextAssert.AreLines(MarketplaceRecord.Load(PathOf(MarketplaceRecord.File)).Projects.Keys, "src/A/A.csproj");
    }

    public void Dispose() => _packages.Dispose();

    private IReadOnlyList<Diagnostic> Build(string project, params RestoredPlugin[] plugins) => Open(project).LayOut(null, null, Array.ConvertAll(plugins, Available));

    private MarketplaceLayout Open(string project, bool isForThisProject = false)
    {
        string folder = PathOf($"src/{project}");
        string file = Path.Combine(folder, $"{project}.csproj");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.Combine(folder, "obj"));
            File.WriteAllText(Path.Combine(folder, "obj", "project.assets.json"), "");
            File.WriteAllText(file, "");
        }

        return new MarketplaceLayout(file, Path.Combine(folder, "obj"), RepositoryRoot.Find(folder), $"{project}.csproj")
        {
            IsForThisProject = isForThisProject,
            StateFile = Path.Combine(folder, "obj", "codexmarketplace.state"),
        };
    }

    private void Touch(string project) => File.SetLastWriteTimeUtc(PathOf($"src/{project}/obj/project.assets.json"), DateTime.UtcNow.AddSeconds(1));

    private string PathOf(string path) => Path.Combine(_root, path);

    private MarketplaceDocument Document() => MarketplaceDocument.Load(PathOf(MarketplaceDocument.File));

    private string[] Files() =>
        s_folders.SelectMany(folder => new DirectoryInfo(PathOf(folder)).EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true }))
            .Select(static file => $"{file.FullName} {file.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal).ToArray();

    private static MarketplacePlugin Available(RestoredPlugin plugin) => new(plugin, PluginPolicy.Default, []);
}
