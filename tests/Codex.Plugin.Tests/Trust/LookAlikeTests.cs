using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Text;
using static Codex.Plugin.Tests.Trust.TrustScene;

namespace Codex.Plugin.Tests.Trust;

[TestClass]
public sealed class LookAlikeTests
{
    [TestMethod]
    [DataRow("Contoso.Review", "Contoso.Revievv", true)]
    [DataRow("Contoso.Review", "Contoso-Review", true)]
    [DataRow("Contoso.Review", "Contoso_Review", true)]
    [DataRow("Contoso.Review", "ContosoReview", true)]
    [DataRow("Contoso.Review", "C0ntos0.Review", true)]
    [DataRow("Contoso.Tools", "Contoso.TooIs", true)]
    [DataRow("Contoso.Tools", "Contoso.Too1s", true)]
    [DataRow("Contoso.Mail", "Contoso.rnail", true)]
    [DataRow("Contoso.Deploy", "Contoso.clep1oy", true)]
    [DataRow("Contoso.Review", "Cont\u043Es\u043E.Review", true)]
    [DataRow("Contoso.Review", "C\u03BFntoso.Review", true)]
    [DataRow("Contoso.Review", "\uFF23ontoso.Review", true)]
    [DataRow("Contoso.Review", "Cónt\u00F6so.Review", true)]
    [DataRow("Contoso.Test", "Conto5o.Te5t", true)]
    [DataRow("contoso-review", "contoso-reviews", false)]
    [DataRow("Contoso.Review", "Contoso.Preview", false)]
    [DataRow("Contoso.A", "Contoso.B", false)]
    [DataRow("Contoso.Build2", "Contoso.Build3", false)]
    public void SkeletonsTell(string one, string other, bool alike) => Assert.AreEqual(alike, LookAlikes.Skeleton(one) == LookAlikes.Skeleton(other));

    // CXP8027
    [TestMethod]
    public void PluginsOfAMarketplaceThatLookAlikeAreFound()
    {
        Diagnostic found = Check([Review("Contoso.Review", new()), Review("Contoso.Revievv", new()), Review("Contoso.Reviews", new())]).Single();
        Assert.AreEqual("CXP8027", found.Descriptor.Id);
        Assert.Contains("package Contoso.Revievv and the package Contoso.Review have", found.Message);
    }

    [TestMethod]
    public void PackagesThatAreToldApartAreNone()
    {
        ReviewedPlugin[] plugins = [Review("Contoso.Mail", new()), Review("Contoso.Mall", new()), Review("Contoso.rnail", new())];
        string[] found = [.. LookAlikes.Check(plugins, PluginApprovals.None, new Location("a.csproj"), ["contoso.mail", "Contoso.Mall"]).Select(static found => found.Message)];
        Assert.HasCount(2, found);
        Assert.IsTrue(found.All(static message => message.Contains("rnail", StringComparison.Ordinal)));
        Assert.HasCount(3, LookAlikes.Check(plugins, PluginApprovals.None, new Location("a.csproj"), ["Contoso.Mail"]));
    }

    [TestMethod]
    public void NamesOfPluginsCountToo()
    {
        Assert.Contains("plugin contoso-revievv of Fabrikam.B", Check([Review("Fabrikam.A", new(), name: "contoso-review"), Review("Fabrikam.B", new(), name: "contoso-revievv")]).Single().Message);
        Assert.IsEmpty(Check([Review("Fabrikam.A", new(), name: "contoso-review"), Review("Fabrikam.B", new(), name: "contoso-review")]), "that is CXP7011");
    }

    [TestMethod]
    public void ProjectsCountToo() => Assert.HasCount(1, Check([Review("Contoso.Review", new(), project: "/a.cxproj"), Review("Contoso.Revlew", new())]));

    [TestMethod]
    public void ApprovedPluginThatIsReplacedByALookAlikeIsFound()
    {
        PluginApprovals approved = PluginApprovals.Of([Review("Contoso.Review", new())]);
        Diagnostic found = LookAlikes.Check([Review("Cont\u043Eso.Review", new(), name: "contoso-review")], approved, new Location("a.csproj")).Single();
        Assert.Contains("Cont\u043E (U+043E)so.Review", found.Message);
        Assert.Contains("plugins.approved.json", found.Message);
        Assert.IsEmpty(LookAlikes.Check([Review("contoso.review", new())], approved, new Location("a.csproj")));
        Assert.HasCount(1, LookAlikes.Check([Review("Contoso.Revievv", new()), Review("Contoso.Review", new())], approved, new Location("a.csproj")));
    }

    private static IReadOnlyList<Diagnostic> Check(IReadOnlyList<ReviewedPlugin> reviewed) => LookAlikes.Check(reviewed, PluginApprovals.None, new Location("a.csproj"));
}
