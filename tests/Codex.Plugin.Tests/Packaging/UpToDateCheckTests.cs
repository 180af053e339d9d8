using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Packaging;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class UpToDateCheckTests : IDisposable
{
    private const string Summary = "1 plugin: 1 AVAILABLE";

    private readonly PackageFolder _packages = new();
    private readonly RestoredPlugin _review;

    public UpToDateCheckTests()
    {
        _review = _packages.Add("Contoso.Review", "1.2.0");
        File.WriteAllText(ProjectFile, "<Project />");
        CompilationAssert.AreOnly(_packages.LayOut(Marketplace, "contoso", title: null, _review));
        Check().Remember(Summary);
    }

    private string Marketplace => Path.Combine(_packages.Root, "out");

    private string ProjectFile => Path.Combine(_packages.Root, "plugins.csproj");

    [TestMethod]
    public void UnchangedMarketplaceIsUpToDate()
    {
        Assert.AreEqual(Summary, Find());
        Assert.AreEqual(Summary, Find());
    }

    [TestMethod]
    [DataRow("out/plugins/contoso-review/skills/review/SKILL.md")]
    [DataRow("out/.agents/plugins/marketplace.json")]
    [DataRow("out/.agents/plugins/codexmarketplace.json")]
    [DataRow("packages/contoso.review/1.2.0/plugin/skills/review/SKILL.md")]
    [DataRow("packages/contoso.review/1.2.0/codexplugin.json")]
    [DataRow("plugins.csproj")]
    public void EditedFileIsSeen(string file)
    {
        File.AppendAllText(Path.Combine(_packages.Root, file), " ");
        Assert.IsNull(Find());
    }

    [TestMethod]
    [DataRow("out/plugins/contoso-review/added.md")]
    [DataRow("out/.claude-plugin/marketplace.json")]
    [DataRow("packages/contoso.review/1.2.0/plugin/added.md")]
    [DataRow("skills")]
    public void AddedFileIsSeen(string file)
    {
        string path = Path.Combine(_packages.Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "added");
        Assert.IsNull(Find());
    }

    [TestMethod]
    [DataRow("out/plugins/contoso-review/skills/review/SKILL.md")]
    [DataRow("packages/contoso.review/1.2.0/plugin/skills/review/SKILL.md")]
    public void MissingFileIsSeen(string file)
    {
        File.Delete(Path.Combine(_packages.Root, file));
        Assert.IsNull(Find());
    }

    [TestMethod]
    public void OtherWordsOfTheProjectAreSeen() => Assert.IsNull(Check("other inputs").Find(_packages.StateFile));

    [TestMethod]
    public void BuildWithAFindingIsNeverUpToDate()
    {
        Check().Remember(null);
        Assert.IsNull(Find());
    }

    [TestMethod]
    public void NothingRememberedIsNotUpToDate()
    {
        File.WriteAllText(UpToDateFile, "");
        Assert.IsNull(Find());
        File.Delete(_packages.StateFile);
        Check().Remember(Summary);
        Assert.IsNull(Find());
    }

    public void Dispose() => _packages.Dispose();

    private string UpToDateFile => Path.ChangeExtension(_packages.StateFile, ".uptodate");

    private UpToDateCheck Check(string inputs = "inputs") => new(UpToDateFile, inputs, [ProjectFile, Path.Combine(_packages.Root, "skills")]);

    private string? Find() => Check().Find(_packages.StateFile);
}
