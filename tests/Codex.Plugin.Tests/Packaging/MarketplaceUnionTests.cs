using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Packaging;

[TestClass]
public sealed class MarketplaceUnionTests
{
    private const string A = "src/A/A.csproj";
    private const string B = "src/B/B.csproj";

    private static readonly RecordedPlugin s_review = Plugin("Contoso.Review", "1.2.0");
    private static readonly RecordedPlugin s_deploy = Plugin("Contoso.Deploy", "2.0.1");

    private readonly Dictionary<string, RecordedProject> _recorded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = [];
    private readonly HashSet<string> _outOfDate = [];

    [TestMethod]
    public void FirstProjectBringsItsPlugins()
    {
        MarketplaceUnion union = Build(A, s_deploy, s_review);
        HasPlugins(union, "contoso-deploy 2.0.1", "contoso-review 1.2.0");
        TextAssert.AreLines(union.Projects.Keys, A);
    }

    [TestMethod]
    public void PluginsOfAllProjectsAreThereOnce()
    {
        Build(A, s_review);
        MarketplaceUnion union = Build(B, s_deploy, s_review);
        HasPlugins(union, "contoso-deploy 2.0.1", "contoso-review 1.2.0");
        TextAssert.AreLines(union.Projects.Keys, A, B);
    }

    [TestMethod]
    public void ProjectThatIsGoneBringsNothing()
    {
        Build(A, s_review);
        _gone.Add(A);
        HasPlugins(Build(B, s_deploy), "contoso-deploy 2.0.1");
        TextAssert.AreLines(_recorded.Keys, B);
    }

    [TestMethod]
    public void ReferenceThatIsGoneLeavesWhatOthersReference()
    {
        Build(A, s_deploy, s_review);
        Build(B, s_review);
        HasPlugins(Build(A), "contoso-review 1.2.0");
        TextAssert.AreLines(_recorded.Keys, B);
        HasPlugins(Build(B));
        Assert.IsEmpty(_recorded);
    }

    [TestMethod]
    public void StrongestPolicyCountsAndEveryDependent()
    {
        Build(A, s_review with { Policy = new() { Installation = InstallationPolicy.NotAvailable, Authentication = AuthenticationPolicy.OnInstall, Products = ["CODEX"] }, RequiredBy = ["z"] });
        MarketplaceUnion union = Build(B, s_review with { Policy = new() { Installation = InstallationPolicy.InstalledByDefault, Authentication = AuthenticationPolicy.OnUse, Products = ["ATLAS", "CODEX"], Category = "Reviews" }, RequiredBy = ["c", "z"] });

        RecordedPlugin plugin = union.Plugins.Single();
        Assert.AreEqual(InstallationPolicy.InstalledByDefault, plugin.Policy.Installation);
        Assert.AreEqual(AuthenticationPolicy.OnInstall, plugin.Policy.Authentication);
        TextAssert.AreLines(plugin.Policy.Products!, "ATLAS", "CODEX");
        Assert.AreEqual("Reviews", plugin.Policy.Category);
        TextAssert.AreLines(plugin.RequiredBy, "c", "z");
    }

    [TestMethod]
    public void PluginThatAProjectReferencesItselfIsNoMereDependency()
    {
        RecordedPlugin plugin = Build(A, s_review with { RequiredBy = ["contoso-deploy"], IsTransitive = true }).Plugins.Single();
        Assert.IsTrue(plugin.IsTransitive);

        plugin = Build(B, s_review).Plugins.Single();
        Assert.IsFalse(plugin.IsTransitive);
        TextAssert.AreLines(plugin.RequiredBy, "contoso-deploy");
    }

    [TestMethod]
    public void TwoVersionsAreRefused()
    {
        Build(A, s_review);
        MarketplaceUnion union = Build(B, Plugin("Contoso.Review", "1.3.0"));
        CompilationAssert.AreOnly(union.Conflicts, "CXP7036 B.csproj");
        AreNamed(union, A, "1.2.0", B, "1.3.0");
        TextAssert.AreLines(_recorded.Keys, A);
    }

    [TestMethod]
    public void TwoPackagesWithOnePluginAreRefused()
    {
        Build(A, s_review);
        MarketplaceUnion union = Build(B, s_review with { PackageId = "Fabrikam.Review" });
        CompilationAssert.AreOnly(union.Conflicts, "CXP7038 B.csproj");
        AreNamed(union, A, "Contoso.Review", B, "Fabrikam.Review");
    }

    [TestMethod]
    public void NamesThatDifferOnlyInCaseAreOneFolder()
    {
        Build(A, s_review);
        CompilationAssert.AreOnly(Build(B, s_review with { Name = "Contoso-Review" }).Conflicts, "CXP7038 B.csproj");
    }

    [TestMethod]
    public void OneVersionWithTwoContentsIsRefused()
    {
        Build(A, s_review);
        MarketplaceUnion union = Build(B, s_review with { Sha512 = "other" });
        CompilationAssert.AreOnly(union.Conflicts, "CXP7039 B.csproj");
        AreNamed(union, A, "sha-of-Contoso.Review", B, "other");
    }

    [TestMethod]
    public void CaseOfThePackageIdDoesNotMatter()
    {
        Build(A, s_review);
        CompilationAssert.AreOnly(Build(B, s_review with { PackageId = "contoso.review" }).Conflicts);
    }

    [TestMethod]
    public void TwoNamesAreRefused()
    {
        Build(A, new RecordedProject([s_review]) { MarketplaceName = "contoso" });
        Build("src/C/C.csproj", s_review);
        MarketplaceUnion union = Build(B, new RecordedProject([s_review]) { MarketplaceName = "fabrikam" });
        CompilationAssert.AreOnly(union.Conflicts, "CXP7037 B.csproj");
        AreNamed(union, A, "contoso", B, "fabrikam");
    }

    [TestMethod]
    public void NameOfOneProjectIsThatOfAll()
    {
        Build(A, new RecordedProject([s_review]) { MarketplaceName = "contoso", Title = "Contoso" });
        MarketplaceUnion union = Build(B, s_review);
        Assert.AreEqual("contoso", union.MarketplaceName);
        Assert.AreEqual("Contoso", union.Title);
    }

    [TestMethod]
    public void VersionThatIsRaisedForAllIsNoConflictOnTheWay()
    {
        Build(A, s_review);
        Build(B, s_deploy, s_review);
        RecordedPlugin raised = Plugin("Contoso.Review", "1.3.0");

        _outOfDate.Add(B);
        HasPlugins(Build(A, raised), "contoso-deploy 2.0.1", "contoso-review 1.3.0");
        HasPlugins(Build(B, s_deploy, raised), "contoso-deploy 2.0.1", "contoso-review 1.3.0");
        TextAssert.AreLines(_recorded.Keys, A, B);
    }

    [TestMethod]
    public void VersionThatIsRaisedInOneProjectIsAConflictInBoth()
    {
        Build(A, s_review);
        Build(B, s_review);
        RecordedPlugin raised = Plugin("Contoso.Review", "1.3.0");

        CompilationAssert.AreOnly(Build(A, raised).Conflicts, "CXP7036 A.csproj");
        CompilationAssert.AreOnly(Build(B, s_review).Conflicts);

        _outOfDate.Add(B);
        CompilationAssert.AreOnly(Build(A, raised).Conflicts);
        CompilationAssert.AreOnly(Build(B, s_review).Conflicts, "CXP7036 B.csproj");
    }

    [TestMethod]
    public void NameThatIsChangedForAllIsNoConflictOnTheWay()
    {
        Build(A, new RecordedProject([s_review]) { MarketplaceName = "contoso" });
        Build(B, new RecordedProject([s_review]) { MarketplaceName = "contoso" });

        _outOfDate.Add(B);
        Assert.AreEqual("fabrikam", Build(A, new RecordedProject([s_review]) { MarketplaceName = "fabrikam" }).MarketplaceName);
        Assert.AreEqual("fabrikam", Build(B, new RecordedProject([s_review]) { MarketplaceName = "fabrikam" }).MarketplaceName);
    }

    private MarketplaceUnion Build(string project, params RecordedPlugin[] plugins) => Build(project, plugins.Length == 0 ? null : new RecordedProject(plugins));

    private MarketplaceUnion Build(string project, RecordedProject? brought)
    {
        MarketplaceUnion union = MarketplaceUnion.Join(
            _recorded, project, brought, path => !_gone.Contains(path), (path, _) => !_outOfDate.Contains(path), new Location(Path.GetFileName(project)));
        if (union.Conflicts.Count == 0)
        {
            _recorded.Clear();
            foreach ((string path, RecordedProject recorded) in union.Projects)
            {
                _recorded.Add(path, recorded);
            }

            _outOfDate.Remove(project);
        }

        return union;
    }

    private static RecordedPlugin Plugin(string packageId, string version) =>
        new(Check.PluginName.FromPackageId(packageId), version, packageId, version, PluginPolicy.Default, []) { Sha512 = $"sha-of-{packageId}" };

    private static void HasPlugins(MarketplaceUnion union, params string[] expected)
    {
        CompilationAssert.AreOnly(union.Conflicts);
        TextAssert.AreLines(union.Plugins.Select(static plugin => $"{plugin.Name} {plugin.Version}"), expected);
    }

    private static void AreNamed(MarketplaceUnion union, params string[] names)
    {
        foreach (string name in names)
        {
            Assert.Contains($"{name}", union.Conflicts.Single().Message);
        }
    }
}
