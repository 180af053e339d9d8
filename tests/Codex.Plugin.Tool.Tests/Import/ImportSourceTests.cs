using System.Xml.Linq;
using Codex.Plugin.PackageManager.Import;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Tool.Tests.Import;

/// <summary>What is found in a folder, and what becomes of it.</summary>
[TestClass]
public sealed class ImportSourceTests : ImportTest
{
    [TestMethod]
    public async Task PluginIsCopiedByteForByteBesideAProjectOfOneLine()
    {
        var folder = CreateFolder(Plugin).WriteBytes("source/assets/data.bin", [0, 255, 13, 10]).WriteBytes("source/scripts/run.sh", "#!/bin/sh\r\n"u8);

        ImportResult result = await ImportAsync(folder);

        Assert.AreEqual(ImportSourceKind.Plugin, result.Kind);
        AssertList(Lines(result));
        AssertList(folder.List("imported"),
            ".gitignore", "global.json", "import-report.md", "plugins.csproj",
            "plugins/contoso-review/.codex-plugin/plugin.json", "plugins/contoso-review/assets/data.bin", "plugins/contoso-review/contoso-review.cxproj",
            "plugins/contoso-review/scripts/run.sh", "plugins/contoso-review/skills/review/SKILL.md");
        foreach (string file in folder.List("source"))
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(folder.PathOf($"source/{file}")), File.ReadAllBytes(folder.PathOf($"imported/plugins/contoso-review/{file}")), file);
        }

        Assert.AreEqual("<Project Sdk=\"Codex.Plugin.Sdk\" />\n", folder.Read("imported/plugins/contoso-review/contoso-review.cxproj"));
        Assert.AreEqual(Repository.Version, (string?)folder.ReadJson("imported/global.json")["msbuild-sdks"]!["Codex.Plugin.Sdk"]);
    }

    [TestMethod]
    public async Task PoliciesOfAMarketplaceBecomeMetadata()
    {
        var folder = CreateFolder(Marketplace(
            """{ "name": "one", "source": { "source": "local", "path": "./plugins/one" }, "policy": { "installation": "INSTALLED_BY_DEFAULT", "authentication": "ON_USE", "products": ["CODEX", "CHATGPT"] }, "category": "Developer Tools" }""",
            """{ "name": "two", "source": "./plugins/two" }""") + Member("plugins/one") + Member("plugins/two") + Member("plugins/unlisted"));

        ImportResult result = await ImportAsync(folder);

        Assert.AreEqual("contoso", result.Marketplace);
        AssertList(result.Plugins.Select(static one => $"{one.Name} {one.PackageId} {one.Project} {one.Content.Skills}"), "one one plugins/one/one.cxproj 1", "two two plugins/two/two.cxproj 1");
        XElement project = XElement.Load(folder.PathOf("imported/plugins.csproj"));
        Assert.AreEqual("Marketplace contoso Contoso", string.Join(' ', project.Element("PropertyGroup")!.Elements().Select(static one => one.Value)));
        AssertList(project.Descendants("ProjectReference").Select(static one => string.Join(' ', one.Attributes().Select(static attribute => $"{attribute.Name}={attribute.Value}"))),
            "Include=plugins/one/one.cxproj InstallationPolicy=INSTALLED_BY_DEFAULT AuthenticationPolicy=ON_USE Category=Developer Tools Products=CODEX;CHATGPT",
            "Include=plugins/two/two.cxproj");
    }

    [TestMethod]
    public async Task EntryWithoutManifestGivesTheManifest()
    {
        var folder = CreateFolder("""
            #file source/.claude-plugin/marketplace.json
            { "name": "contoso", "owner": { "name": "Contoso" }, "plugins": [
              { "name": "documents", "source": "./", "strict": false, "description": "Documents.", "skills": ["./skills/a"] },
              { "name": "bare", "source": "./bare" } ] }
            """ + Skill("a", "source/") + Skill("b", "source/") + Skill("c", "source/bare/"));

        ImportResult result = await ImportAsync(folder);

        AssertList(result.Plugins.Select(static one => $"{one.Name} {one.Content.Skills}"), "documents 1", "bare 1");
        Assert.AreEqual("./skills/a", (string?)folder.ReadJson("imported/plugins/documents/.codex-plugin/plugin.json")["skills"]![0]);
        AssertList(Lines(result),
            "Changed documents .codex-plugin/plugin.json", "Changed documents .codex-plugin/plugin.json", "NotCarriedOver documents skills/b/SKILL.md CXP2011",
            "Changed bare ./bare", "Changed bare .");
    }

    [TestMethod]
    [DataRow("source/")]
    [DataRow("source/.claude/")]
    public async Task LooseSkillsBecomeOnePlugin(string place)
    {
        string skills = place == "source/" ? place : $"{place}skills/";
        var folder = CreateFolder($"""
            #file {skills}one/SKILL.md
            ---
            name: one
            description: Is one of two.
            ---
            #file {skills}one/scripts/run.sh
            #!/bin/sh
            #file {skills}two/SKILL.md
            ---
            name: two
            description: Is two of two.
            ---
            #file source/ci/build.sh
            #!/bin/sh
            """);

        ImportResult result = await ImportAsync(folder, name: "contoso");

        Assert.AreEqual(ImportSourceKind.Skills, result.Kind);
        AssertList(result.Plugins.Select(static one => $"{one.Name} {one.Content.Skills}"), "source 2");
        AssertList(folder.List("imported/plugins/source"), "skills/one/SKILL.md", "skills/one/scripts/run.sh", "skills/two/SKILL.md", "source.cxproj");
    }

    [TestMethod]
    public async Task FolderOfPluginsNeedsNoList()
    {
        var folder = CreateFolder((Member("a") + Member("plugins/b") + Member("c", "a") + "\n#file source/readme/README.md\nNo plugin.").TrimStart());

        ImportResult result = await ImportAsync(folder);

        Assert.AreEqual(ImportSourceKind.Plugins, result.Kind);
        AssertList(result.Plugins.Select(static one => one.Name), "a", "b");
        AssertList(Lines(result), "NotCarriedOver - c CXP7011");
    }

    [TestMethod]
    public async Task WithoutAnOutputTheFolderHasTheMarketplacesName()
    {
        var folder = CreateFolder(Marketplace("""{ "name": "one", "source": "./one" }""") + Member("one"));

        ImportResult result = await PluginImporter.ImportAsync(new ImportOptions { Source = "source", SdkVersion = "1.0.0", WorkingDirectory = folder.Folder });

        Assert.AreEqual(folder.PathOf("contoso"), result.Directory);
        Assert.IsTrue(folder.Exists("contoso/plugins.csproj"));
    }

    [TestMethod]
    public async Task NameThatCodexKeepsIsChangedAndTheChangeListed()
    {
        var folder = CreateFolder(Marketplace("""{ "name": "one", "source": "./one" }""").Replace("\"contoso\"", "\"openai-curated\"", StringComparison.Ordinal) + Member("one"));

        ImportResult result = await ImportAsync(folder);

        Assert.AreEqual("imported-openai-curated", result.Marketplace);
        AssertList(Lines(result), "Changed - name CXP7001");
    }

    [TestMethod]
    public async Task DryRunSaysTheSameAndKeepsNothing()
    {
        var folder = CreateFolder(Plugin);

        ImportResult tried = await ImportAsync(folder, dryRun: true);
        Assert.IsTrue(tried.DryRun);
        AssertList(Directory.GetFileSystemEntries(folder.Folder).Select(static path => Path.GetFileName(path)), "source");

        ImportResult done = await ImportAsync(folder);
        AssertList(tried.Plugins.Select(static one => one.ToString()), [.. done.Plugins.Select(static one => one.ToString())]);
    }

    [TestMethod]
    public async Task CancelledImportLeavesNothing()
    {
        var folder = CreateFolder(Marketplace("""{ "name": "one", "source": "./one" }""", """{ "name": "two", "source": "./two" }""") + Member("one") + Member("two"));
        using var cancellation = new CancellationTokenSource();
        var progress = new Immediate(progress =>
        {
            if (progress.Done == 1)
            {
                cancellation.Cancel();
            }
        });

        await Assert.ThrowsAsync<OperationCanceledException>(() => PluginImporter.ImportAsync(
            new ImportOptions { Source = "source", Output = "new/below/imported", SdkVersion = "1.0.0", WorkingDirectory = folder.Folder }, progress, cancellation.Token));

        AssertList(Directory.GetFileSystemEntries(folder.Folder).Select(static path => Path.GetFileName(path)), "source");
    }

    [TestMethod]
    public async Task OutputThatHoldsSomethingIsRefused()
    {
        var folder = CreateFolder(Plugin + "\n#file imported/mine.txt\nMine.");

        ImportException refused = await RefusesAsync(folder);

        Assert.Contains("not empty", refused.Message);
        AssertList(folder.List("imported"), "mine.txt");
    }

    [TestMethod]
    public async Task OutputInsideTheSourceIsNotImported()
    {
        var folder = CreateFolder(Plugin);

        ImportResult result = await PluginImporter.ImportAsync(new ImportOptions { Source = ".", SdkVersion = "1.0.0", WorkingDirectory = folder.PathOf("source") });

        Assert.AreEqual(folder.PathOf("source/contoso-review"), result.Directory);
        Assert.DoesNotContain(static file => file.Contains("import-", StringComparison.Ordinal) && !file.EndsWith("import-report.md", StringComparison.Ordinal), folder.List("source"));
    }

    [TestMethod]
    public async Task FolderWithNothingSaysWhatWasLookedFor()
    {
        var folder = CreateFolder("#file source/notes.txt\nNothing.");

        Assert.Contains(".claude-plugin/marketplace.json", (await RefusesAsync(folder)).Message);
        Assert.Contains("There is no folder 'nowhere'", (await RefusesAsync(folder, "nowhere")).Message);
    }

    private sealed class Immediate(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}
