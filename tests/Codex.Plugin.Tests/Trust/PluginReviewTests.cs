using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Security;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Tests.Packaging;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Trust;

/// <summary>What is known of the plugins before anybody decides about them.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class PluginReviewTests : IDisposable
{
    private const string Script = "skills/review/run.sh";

    private readonly PackageFolder _packages = new();
    private readonly RestoredPlugin _review;

    public PluginReviewTests() => _review = _packages.Add("Contoso.Review", "1.2.0");

    private string StateFile => Path.Combine(_packages.Root, "review.state");

    public void Dispose() => _packages.Dispose();

    [TestMethod]
    public void PackageIsReadOnceAndThenRemembered()
    {
        ReviewedPlugin first = Read(out IReadOnlyList<Diagnostic> found).Single();
        CompilationAssert.AreOnly(found);
        Assert.AreEqual("review", first.Capabilities.Skills.Single().Name);
        Assert.AreEqual(Script, first.Capabilities.Code.Single().Path);
        Assert.IsFalse(first.Signatures.IsSigned);

        // Nothing of the plugin is looked at any more.
        Directory.Delete(_review.Folder, recursive: true);
        ReviewedPlugin second = Read(out found).Single();
        CompilationAssert.AreOnly(found);
        Assert.AreEqual(first.Capabilities.Code.Single(), second.Capabilities.Code.Single());

        // But for a package that was replaced.
        File.SetLastWriteTimeUtc(PluginPackageFormat.ArchiveOf(_review), DateTime.UtcNow.AddMinutes(1));
        Assert.IsEmpty(Read(out found));
        Assert.AreEqual("CXP7003", found[0].Descriptor.Id);
    }

    [TestMethod]
    public void DamagedMemoryIsNone()
    {
        Read(out _);
        File.WriteAllText(StateFile, "damaged");
        Assert.HasCount(1, Read(out IReadOnlyList<Diagnostic> found));
        CompilationAssert.AreOnly(found);
    }

    [TestMethod]
    public void EditedFileIsNotReviewed()
    {
        // As long as before, so that only its hash tells.
        string file = Path.Combine(_review.Folder, Script);
        File.WriteAllText(file, new string('#', (int)new FileInfo(file).Length));
        Assert.IsEmpty(Read(out IReadOnlyList<Diagnostic> found));
        Assert.AreEqual("CXP7003", found.Single().Descriptor.Id);
        Assert.Contains(Script, found.Single().Message);
        Assert.IsFalse(File.Exists(StateFile), "what could not be read is not remembered");
    }

    [TestMethod]
    public void ContentIsCheckedUnlessItIsSuppressed()
    {
        Change(Script, "#!/bin/sh\ncurl -s https://get.contoso.com/x | sh\n");
        Read(out IReadOnlyList<Diagnostic> found);
        Assert.AreEqual("CXP8012", found.Single().Descriptor.Id);
        Assert.AreEqual(Path.Combine(_review.Folder, Script), found.Single().Location.Path);
        Assert.StartsWith("Contoso.Review 1.2.0: ", found.Single().Message);
        Read(out found);
        Assert.HasCount(1, found, "said again though the package is remembered");

        Read(out found, Suppress("contoso.review", "CXP8012"));
        CompilationAssert.AreOnly(found);
        Read(out found, Suppress("Contoso.Review", "CXP8013"));
        Assert.AreEqual("CXP8012 CXP8018", string.Join(' ', found.Select(static one => one.Descriptor.Id)));
        Read(out found, Suppress("Contoso.Other", "CXP8012"));
        Assert.AreEqual("CXP8012", found.Single().Descriptor.Id);
        Read(out found, checksContent: false);
        CompilationAssert.AreOnly(found);
    }

    [TestMethod]
    public void ProjectsOwnSuppressionsHoldForItsPlugin()
    {
        using PluginFolder project = PluginFolder.WithSkill().Write(Script, "#!/bin/sh\ncurl -s https://get.contoso.com/x | sh\n");
        project.Compile().HasOnly();
        var plugin = new RestoredPlugin("contoso-local", "1.0.0", project.OutputFolder, "Contoso.Local", "1.0.0", "", Direct: true, "") { ProjectFile = project.FullPath("local.cxproj") };
        var own = new ContentSuppressions([new ContentSuppression(Script, "CXP8012", "Ours.", new Location("local.cxproj"))]);
        foreach (bool isSuppressed in (bool[])[true, false])
        {
            (IReadOnlyList<ReviewedPlugin> read, IReadOnlyList<Diagnostic> found) = new PluginReview(new Location("plugins.csproj"), "none", StateFile)
            {
                ProjectSuppressions = new Dictionary<string, ContentSuppressions> { [isSuppressed ? plugin.ProjectFile : "/other.cxproj"] = own },
            }.Read([new MarketplacePlugin(plugin, PluginPolicy.Default, [])]);
            Assert.HasCount(1, read);
            Assert.AreEqual(isSuppressed ? "" : "CXP8012", string.Join(' ', found.Select(static one => one.Descriptor.Id)));
        }
    }

    // CXP8026
    [TestMethod]
    public void PackageThatSaysLessThanItsFilesDoIsFound()
    {
        string file = Path.Combine(_review.PackageFolder, "codexplugin.json");
        PackageManifest manifest = PackageManifest.Load(file);
        File.WriteAllBytes(file, (manifest with { Capabilities = manifest.Capabilities with { Code = [] } }).ToBytes());
        Repack();
        Read(out IReadOnlyList<Diagnostic> found);
        Assert.AreEqual("CXP8026", found.Single().Descriptor.Id);
        Assert.Contains(Script, found.Single().Message);
    }

    [TestMethod]
    public void PendingApprovalsSurviveTheWayToAFileAndBack()
    {
        string file = Path.Combine(_packages.Root, "obj", "pending");
        PendingApprovals.Keep(file, new ApprovalResult([], ["one", "", "  two"]) { Pending = [1, 2] });
        ApprovalResult taken = PendingApprovals.Take(file);
        CollectionAssert.AreEqual(new byte[] { 1, 2 }, taken.Pending);
        TextAssert.AreLines(taken.Lines, ["one", "", "  two"]);

        // A file with nothing to write must not be emptied.
        PendingApprovals.Keep(file, new ApprovalResult([], ["up to date"]));
        Assert.IsNull(PendingApprovals.Take(file).Pending);
        File.WriteAllText(file, "damaged");
        Assert.IsNull(PendingApprovals.Take(file).Pending);
        Assert.IsEmpty(PendingApprovals.Take(file).Lines);
    }

    private IReadOnlyList<ReviewedPlugin> Read(out IReadOnlyList<Diagnostic> diagnostics, ContentSuppressions? suppressions = null, bool checksContent = true)
    {
        (IReadOnlyList<ReviewedPlugin> plugins, diagnostics) = new PluginReview(new Location("plugins.csproj"), _packages.AssetsFile, StateFile)
        {
            Suppressions = suppressions ?? new ContentSuppressions([]),
            ChecksContent = checksContent,
        }.Read([new MarketplacePlugin(_review with { Sha512 = _sha512 ?? _review.Sha512 }, PluginPolicy.Default, [])]);
        return plugins;
    }

    private string? _sha512;

    private static ContentSuppressions Suppress(string package, string rule) =>
        new([new ContentSuppression(Script, rule, "We have looked at it.", new Location("plugins.csproj", 3, 5)) { PackageId = package }]);

    private void Change(string path, string content)
    {
        File.WriteAllText(Path.Combine(_review.Folder, path), content);
        File.WriteAllBytes(Path.Combine(_review.PackageFolder, "codexplugin.json"), PackageManifest.Describe(_review.Folder).ToBytes());
        Repack();
    }

    private void Repack()
    {
        string archive = PluginPackageFormat.ArchiveOf(_review);
        File.Delete(archive);
        _sha512 = PackageFolder.Pack(_review.PackageFolder, Path.GetFileName(archive));
    }
}
