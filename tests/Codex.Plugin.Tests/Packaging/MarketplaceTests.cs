using System.Security.Cryptography;
using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Packaging;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class MarketplaceTests
{
    private const string Project = "plugins.csproj";

    [TestMethod]
    public void PluginsAreLaidOut()
    {
        using var packages = new PackageFolder();
        RestoredPlugin[] plugins = [packages.Add("Contoso.Review", "1.2.0"), packages.Add("Contoso.Deploy", "2.0.1")];

        CompilationAssert.AreOnly(LayOut(packages, plugins));

        Assert.AreEqual(
            """
            {
              "name": "contoso",
              "interface": {
                "displayName": "Contoso plugins"
              },
              "plugins": [
                {
                  "name": "contoso-deploy",
                  "source": {
                    "source": "local",
                    "path": "./plugins/contoso-deploy"
                  },
                  "policy": {
                    "installation": "AVAILABLE",
                    "authentication": "ON_INSTALL"
                  }
                },
                {
                  "name": "contoso-review",
                  "source": {
                    "source": "local",
                    "path": "./plugins/contoso-review"
                  },
                  "policy": {
                    "installation": "AVAILABLE",
                    "authentication": "ON_INSTALL"
                  }
                }
              ]
            }

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(Path.Combine(Folder(packages), ".agents/plugins/marketplace.json")));
        TextAssert.AreLines(Files(packages).Keys,
            ".agents/plugins/codexmarketplace.json", ".agents/plugins/marketplace.json",
            "plugins/contoso-deploy/.codex-plugin/plugin.json", "plugins/contoso-deploy/skills/review/SKILL.md", "plugins/contoso-deploy/skills/review/run.sh",
            "plugins/contoso-review/.codex-plugin/plugin.json", "plugins/contoso-review/skills/review/SKILL.md", "plugins/contoso-review/skills/review/run.sh");
    }

    [TestMethod]
    public void SecondRunWritesNothing()
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0");
        LayOut(packages, plugin);
        var before = Files(packages);
        CompilationAssert.AreOnly(LayOut(packages, plugin));
        TextAssert.AreLines(Files(packages).Select(static file => $"{file}"), [.. before.Select(static file => $"{file}")]);
    }

    [TestMethod]
    public void PluginThatIsGoneIsRemoved()
    {
        using var packages = new PackageFolder();
        RestoredPlugin[] plugins = [packages.Add("Contoso.Review", "1.2.0"), packages.Add("Contoso.Deploy", "2.0.1")];
        LayOut(packages, plugins);
        CompilationAssert.AreOnly(LayOut(packages, plugins[1]));
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder(packages), "plugins/contoso-review")));
    }

    [TestMethod]
    public void NewVersionReplacesTheOldOne()
    {
        using var packages = new PackageFolder();
        LayOut(packages, packages.Add("Contoso.Review", "1.2.0"));
        CompilationAssert.AreOnly(LayOut(packages, packages.Add("Contoso.Review", "1.3.0")));
        Assert.Contains("\"1.3.0\"", File.ReadAllText(Path.Combine(Folder(packages), "plugins/contoso-review/.codex-plugin/plugin.json")));
    }

    [TestMethod]
    public void TamperedPackageIsRefused()
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0");
        LayOut(packages, plugin);
        var before = Files(packages);
        string skill = Path.Combine(plugin.Folder, "skills/review/SKILL.md");
        byte[] bytes = File.ReadAllBytes(skill);
        bytes[^2] ^= 1;
        File.WriteAllBytes(skill, bytes);

        CompilationAssert.AreOnly(LayOut(packages, plugin), $"CXP7003 {Project}");

        TextAssert.AreLines(Files(packages).Select(static file => $"{file}"), [.. before.Select(static file => $"{file}")]);
        Assert.IsEmpty(Directory.GetDirectories(Path.Combine(Folder(packages), ".agents/plugins")));
    }

    [TestMethod]
    [DataRow("skills/review/SKILL.md", "CXP7003")]
    [DataRow("../codexplugin.json", "CXP6005")]
    [DataRow("../plugin", "CXP7003;CXP7003;CXP7003")]
    public void PackageWithMissingPartIsRefused(string path, string ids)
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0");
        string full = Path.Combine(plugin.Folder, path);
        if (Directory.Exists(full))
        {
            Directory.Delete(full, recursive: true);
        }
        else
        {
            File.Delete(full);
        }

        CompilationAssert.AreOnly(LayOut(packages, plugin), [.. ids.Split(';').Select(static id => $"{id} {Project}")]);
        Assert.IsFalse(Directory.Exists(Folder(packages)));
    }

    [TestMethod]
    [DataRow("../outside.txt")]
    [DataRow("skills/../../outside.txt")]
    [DataRow("{root}/outside.txt")]
    [DataRow("../../../../outside.txt")]
    [DataRow("")]
    [DataRow("skills/review/../../.codex-plugin/plugin.json")]
    public void ManifestThatNamesAPlaceOutsideIsRefused(string path)
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0");
        foreach (string folder in (ReadOnlySpan<string>)[packages.Root, plugin.PackageFolder])
        {
            File.WriteAllText(Path.Combine(folder, "outside.txt"), "x");
        }

        byte[] bytes = File.ReadAllBytes(Path.Combine(plugin.Folder, ".codex-plugin/plugin.json"));
        string sha = Convert.ToHexStringLower(SHA256.HashData(path.Contains("plugin.json", StringComparison.Ordinal) ? bytes : [.. "x"u8]));
        Change(plugin, manifest => manifest with
        {
            Files = [.. manifest.Files, new PackageFileEntry(path.Replace("{root}", packages.Root, StringComparison.Ordinal), 1, sha, Executable: false)],
        });

        CompilationAssert.AreOnly(LayOut(packages, plugin), $"CXP7004 {Project}");
        Assert.IsFalse(Directory.Exists(Folder(packages)));
    }

    [TestMethod]
    [DataRow("../../../evil")]
    [DataRow("..")]
    [DataRow("Evil Name")]
    [DataRow("/tmp/evil")]
    public void NameThatIsNoneIsRefused(string name)
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0") with { Name = name };
        Change(plugin, manifest => manifest with { Name = name });
        Directory.CreateDirectory(Folder(packages));
        HashSet<string> before = [.. Directory.EnumerateFileSystemEntries(packages.Root)];

        IReadOnlyList<Diagnostic> found = LayOut(packages, plugin);

        TextAssert.AreLines(Directory.EnumerateFileSystemEntries(packages.Root).Where(path => !before.Contains(path)));
        CompilationAssert.AreOnly(found, $"CXP6005 {Project}");
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("plugins+more")]
    [DataRow("openai.curated")]
    public void MarketplaceWithANameThatIsNoneIsRefused(string name)
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0");
        CompilationAssert.AreOnly(packages.LayOut(Folder(packages), name, title: null, plugin), $"CXP7001 {Project}");
        Assert.IsFalse(Directory.Exists(Folder(packages)));
    }

    [TestMethod]
    public void ManifestWithAMemberTwiceIsRefused()
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0");
        string file = Path.Combine(plugin.PackageFolder, "codexplugin.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"format\": 1,", "\"format\": 1, \"format\": 1,", StringComparison.Ordinal));
        CompilationAssert.AreOnly(LayOut(packages, plugin), $"CXP6005 {Project}");
    }

    [TestMethod]
    public void FolderThatIsAFileIsFound()
    {
        using var packages = new PackageFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(Folder(packages))!);
        File.WriteAllText(Folder(packages), "in the way");
        CompilationAssert.AreOnly(LayOut(packages, packages.Add("Contoso.Review", "1.2.0")), $"CXP1008 {Project}");
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(4)]
    public void RestoredPluginsAreFound(int assetsVersion)
    {
        using var packages = new PackageFolder { AssetsVersion = assetsVersion };
        RestoredPlugin direct = packages.Add("Contoso.Review", "1.2.0");
        RestoredPlugin transitive = packages.Add("Contoso.Common", "1.0.0-beta.1", direct: false);
        packages.Add("Contoso.Project", "1.0.0", type: "project");
        packages.Add("Contoso.Library", "1.0.0", packageType: "Dependency");
        packages.WriteAssets();

        (IReadOnlyList<RestoredPlugin> plugins, IReadOnlyList<Diagnostic> diagnostics) = RestoredPlugins.Read(packages.AssetsFile, Project);

        CompilationAssert.AreOnly(diagnostics);
        TextAssert.AreLines(plugins.Select(static plugin => plugin.ToString()), direct.ToString(), transitive.ToString());
    }

    [TestMethod]
    public void PackageThatExecutesIsRefused()
    {
        using var packages = new PackageFolder();
        packages.Add("Contoso.Good", "1.0.0");
        packages.Add("Contoso.Bad", "1.0.0", otherFiles: "build/Contoso.Bad.targets");
        packages.WriteAssets();

        (IReadOnlyList<RestoredPlugin> plugins, IReadOnlyList<Diagnostic> diagnostics) = RestoredPlugins.Read(packages.AssetsFile, Project);

        CompilationAssert.AreOnly(diagnostics, $"CXP6004 {Project}");
        Assert.Contains("build/Contoso.Bad.targets", diagnostics[0].Message);
        TextAssert.AreLines(plugins.Select(static plugin => plugin.Name), "contoso-good");
    }

    [TestMethod]
    public void MissingFolderIsFound()
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0");
        packages.WriteAssets();
        Directory.Delete(plugin.PackageFolder, recursive: true);
        CompilationAssert.AreOnly(RestoredPlugins.Read(packages.AssetsFile, Project).Diagnostics, $"CXP6005 {Project}");
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("{\"name\":1,\"version\":\"1.0.0\"}")]
    [DataRow("{\"name\":\"contoso-review\"}")]
    [DataRow("{\"name\":\"contoso-review\",\"name\":\"contoso-review\",\"version\":\"1.2.0\"}")]
    [DataRow("{\"name\":\"\\ud800\",\"version\":\"1.2.0\"}")]
    [DataRow("{\"name\":\"../evil\",\"version\":\"1.2.0\"}")]
    [DataRow("{\"name\":\"\",\"version\":\"1.2.0\"}")]
    public void PackageWithDamagedPluginIsFound(string manifest)
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0");
        packages.WriteAssets();
        File.WriteAllText(Path.Combine(plugin.Folder, ".codex-plugin/plugin.json"), manifest);
        CompilationAssert.AreOnly(RestoredPlugins.Read(packages.AssetsFile, Project).Diagnostics, $"CXP6005 {Project}");
    }

    [TestMethod]
    [DataRow("<package")]
    [DataRow("<package />")]
    [DataRow(null)]
    public void PackageWithDamagedNuspecIsFound(string? nuspec)
    {
        using var packages = new PackageFolder();
        RestoredPlugin plugin = packages.Add("Contoso.Review", "1.2.0");
        packages.WriteAssets();
        string file = Path.Combine(plugin.PackageFolder, "contoso.review.nuspec");
        File.Delete(file);
        if (nuspec is not null)
        {
            File.WriteAllText(file, nuspec);
        }

        CompilationAssert.AreOnly(RestoredPlugins.Read(packages.AssetsFile, Project).Diagnostics, $"CXP6005 {Project}");
    }

    [TestMethod]
    public void AssetsFileThatIsNoneIsAnException()
    {
        using var packages = new PackageFolder();
        Assert.Throws<IOException>(() => RestoredPlugins.Read(packages.AssetsFile, Project));
        File.WriteAllText(packages.AssetsFile, "{}");
        Assert.Throws<JsonException>(() => RestoredPlugins.Read(packages.AssetsFile, Project));
        File.WriteAllText(packages.AssetsFile, "{");
        Assert.Throws<JsonException>(() => RestoredPlugins.Read(packages.AssetsFile, Project));
    }

    private static string Folder(PackageFolder packages) => Path.Combine(packages.Root, "out", "marketplace");

    private static IReadOnlyList<Diagnostic> LayOut(PackageFolder packages, params RestoredPlugin[] plugins)
    {
        Directory.CreateDirectory(Path.Combine(packages.Root, "out"));
        return packages.LayOut(Folder(packages), "contoso", "Contoso plugins", plugins);
    }

    private static void Change(RestoredPlugin plugin, Func<PackageManifest, PackageManifest> change)
    {
        string file = Path.Combine(plugin.PackageFolder, "codexplugin.json");
        File.WriteAllBytes(file, change(PackageManifest.Load(file)).ToBytes());
    }

    private static SortedDictionary<string, (DateTime, long)> Files(PackageFolder packages)
    {
        var files = new SortedDictionary<string, (DateTime, long)>(StringComparer.Ordinal);
        foreach (FileInfo file in new DirectoryInfo(Folder(packages)).EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true }))
        {
            files.Add(Path.GetRelativePath(Folder(packages), file.FullName), (file.LastWriteTimeUtc, file.Length));
        }

        return files;
    }
}
