using System.Text.RegularExpressions;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

[TestClass]
public sealed partial class TemplateTests : EndToEndTest
{
    private static readonly Lazy<Task> s_installation = new(InstallAsync);

    [TestMethod]
    [DataRow("Acme.Hello", "Acme.Hello", "acme-hello", "hello")]
    [DataRow("Contoso.Foo_Bar 2", "Contoso.Foo_Bar-2", "contoso-foo-bar-2", "foo-bar-2")]
    [DataRow("A&B", "A-B", "a-b", "a-b")]
    [DataRow("1st.Plugin", "1st.Plugin", "1st-plugin", "plugin")]
    [DataRow("it's $(x) 100%", "it-s-x-100", "it-s-x-100", "it-s-x-100")]
    public async Task NewPluginPacksWithoutAnyEdit(string name, string packageId, string pluginName, string skill)
    {
        var folder = await CreateTemplateFolderAsync();

        (await folder.RunAsync("new", "codexplugin", "-n", name)).Succeeded();
        (await folder.RunInAsync(name, "pack")).Succeeded();

        var package = TestPackage.Open(folder.PathOf($"{name}/bin/Release/{packageId}.1.0.0.nupkg"));
        AssertList(package.Files, "README.md", "codexplugin.json", "plugin/.codex-plugin/plugin.json", $"plugin/skills/{skill}/SKILL.md");
        var manifest = folder.ReadJson($"{name}/bin/Release/plugin/.codex-plugin/plugin.json");
        Assert.AreEqual(pluginName, (string?)manifest["name"]);
        Assert.AreEqual(name, (string?)manifest["interface"]!["displayName"]);
        Assert.Contains($"Codex.Plugin.Sdk/{Repository.Version}", folder.Read($"{name}/{name}.cxproj"));
        Assert.Contains($"Include=\"{packageId}\"", folder.Read($"{name}/README.md"));
        foreach (var file in new[] { "README.md", $"{name}.cxproj", $"skills/{skill}/SKILL.md" })
        {
            Assert.DoesNotMatchRegex(Placeholder(), folder.Read($"{name}/{file}"));
        }
    }

    [TestMethod]
    public async Task OptionsNameTheSkillAndTheAuthors()
    {
        var folder = await CreateTemplateFolderAsync();

        (await folder.RunAsync("new", "codexplugin", "-n", "Acme.Hello", "--skill", "Write Docs!", "--authors", "Acme & <Sons>", "--no-restore")).Succeeded();
        Assert.IsFalse(folder.Exists("Acme.Hello/obj"), "restored");
        (await folder.RunInAsync("Acme.Hello", "build")).Succeeded();

        AssertList(folder.List("Acme.Hello/bin/Debug/plugin"), ".codex-plugin/plugin.json", "skills/write-docs/SKILL.md");
        Assert.Contains("name: \"write-docs\"", folder.Read("Acme.Hello/skills/write-docs/SKILL.md"));
        Assert.AreEqual("Acme & <Sons>", (string?)folder.ReadJson("Acme.Hello/bin/Debug/plugin/.codex-plugin/plugin.json")["author"]!["name"]);
    }

    [TestMethod]
    public async Task NewPluginInTheCurrentFolderTakesItsName()
    {
        var folder = await CreateTemplateFolderAsync();
        Directory.CreateDirectory(folder.PathOf("Acme.Here"));

        (await folder.RunInAsync("Acme.Here", "new", "codexplugin")).Succeeded();

        Assert.IsTrue(folder.Exists("Acme.Here/Acme.Here.cxproj"));
        (await folder.RunInAsync("Acme.Here", "build")).Succeeded();
    }

    [TestMethod]
    public async Task HelpNamesTheOptions()
    {
        var folder = await CreateTemplateFolderAsync();

        (await folder.RunAsync("new", "codexplugin", "-h")).Succeeded().Says("--skill <skill>").Says("--authors <authors>").Says("--no-restore");
    }

    [TestMethod]
    public async Task NewPluginLoadsInCodex()
    {
        await CodexCli.RequireAsync();
        var folder = await CreateTemplateFolderAsync();
        (await folder.RunAsync("new", "codexplugin", "-n", "Acme.Hello")).Succeeded();
        (await folder.RunInAsync("Acme.Hello", "build")).Succeeded();

        await CodexTests.AssertLoadedAsync(folder.PathOf("Acme.Hello/bin/Debug/plugin"));
    }

    private static async Task InstallAsync()
    {
        using var folder = new TestFolder("templates");
        var package = Path.Combine(SdkPackages.Feed, $"Codex.Plugin.Templates.{Repository.Version}.nupkg");
        (await folder.RunAsync("new", "install", package)).Succeeded();
    }

    private async Task<TestFolder> CreateTemplateFolderAsync()
    {
        await s_installation.Value;
        return CreateFolder();
    }

    [GeneratedRegex("first-skill|plugin-[a-z]+-(text|id)|plugin-heading|Company|sdkversion|#if")]
    private static partial Regex Placeholder();
}
