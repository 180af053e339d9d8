using Codex.Plugin.Packaging;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Packaging;

/// <summary>CXP6008: a version that others have with another content.</summary>
[TestClass]
public sealed class PublishedVersionTests
{
    [TestMethod]
    public void VersionWithAnotherContentIsFound()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Compile().HasOnly();
        PackageManifest manifest = PackageManifest.Describe(folder.OutputFolder);
        string packages = folder.FullPath("packages");
        string published = Path.Combine(packages, "contoso.review", "1.0.0");

        Assert.IsNull(Find(manifest), "nobody has it");
        Directory.CreateDirectory(published);
        File.WriteAllBytes(Path.Combine(published, "codexplugin.json"), manifest.ToBytes());
        Assert.IsNull(Find(manifest), "the same content");

        folder.Write(PluginFolder.SkillFile, PluginFolder.ValidSkill + "More.\n").Compile().HasOnly();
        PackageManifest changed = PackageManifest.Describe(folder.OutputFolder);
        Assert.AreEqual("CXP6008", Find(changed)!.Descriptor.Id);
        Assert.Contains(PluginFolder.SkillFile, Find(changed)!.Message);
        Assert.IsNull(PublishedVersion.FindDifference(changed, "Contoso.Review", "1.0.1", packages, "x.cxproj"), "another version");
        Assert.IsNull(PublishedVersion.FindDifference(changed, "Contoso.Review", "1.0.0", "", "x.cxproj"), "no packages folder");

        File.WriteAllText(Path.Combine(published, "codexplugin.json"), "{");
        Assert.IsNull(Find(changed), "a damaged one is no evidence");

        Codex.Plugin.Diagnostics.Diagnostic? Find(PackageManifest plugin) => PublishedVersion.FindDifference(plugin, "Contoso.Review", "1.0.0", packages, "x.cxproj");
    }
}
