using System.Text.RegularExpressions;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

[TestClass]
public sealed partial class TemplateTests : EndToEndTest
{
    private static readonly Lazy<Task> s_installation = new(InstallAsync);

    /// <summary>The templates of this checkout, installed once a run.</summary>
    internal static Task Installation => s_installation.Value;

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
    public async Task NewPluginWithAServerIsTestedPackedAndStartedByCodex()
    {
        await CodexCli.RequireAsync();
        var folder = await CreateTemplateFolderAsync(await CreateFolderWithUserPackagesAsync());

        (await folder.RunAsync("new", "codexplugin", "--mcp", "dotnet", "-n", "Acme.Tools")).Succeeded();
        (await folder.RunInAsync("Acme.Tools", "test")).Succeeded().Says("Passed:     2");
        (await folder.RunInAsync("Acme.Tools", "pack")).Succeeded();

        AssertList(folder.List("Acme.Tools").Where(static path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)),
            "Acme.Tools.Mcp/Acme.Tools.Mcp.csproj", "Acme.Tools.Mcp/Program.cs", "Acme.Tools.Mcp/TextTools.cs",
            "Acme.Tools.Tests/Acme.Tools.Tests.csproj", "Acme.Tools.Tests/PluginTests.cs",
            "Acme.Tools.slnx", "Acme.Tools/Acme.Tools.cxproj", "Acme.Tools/README.md", "Acme.Tools/skills/tools/SKILL.md", "README.md");
        foreach (var file in folder.List("Acme.Tools").Where(static path => Path.GetExtension(path) is ".cs" or ".csproj" or ".cxproj" or ".md" or ".slnx" && !path.Contains("/obj/", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatchRegex(Placeholder(), folder.Read($"Acme.Tools/{file}"), file);
        }

        // Somebody else's machine: a feed, and no execute bits.
        (await folder.RunAsync("nuget", "push", "Acme.Tools/Acme.Tools/bin/Release/*.nupkg", "--source", folder.Feed)).Succeeded();
        folder.Delete("Acme.Tools");
        folder.Write("""
            #file plugins.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <Sdk Name="Codex.Plugin.Sdk" Version="SDK_VERSION" />
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Acme.Tools" Version="1.0.0" /></ItemGroup>
            </Project>
            """);
        (await folder.RunAsync("restore")).Succeeded();
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in new DirectoryInfo(Path.Combine(folder.PackagesFolder, "acme.tools")).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                file.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
        }

        (await folder.RunAsync("msbuild", "-t:LayOutMarketplace")).Succeeded();
        using var home = await CodexHome.CreateAsync();
        await home.InstallAsync("acme-tools", await home.AddMarketplaceAsync(folder.Folder));
        AssertList(await home.ListToolsAsync(), "acme-tools: count_words");
    }

    [TestMethod]
    [DataRow("Contoso.Foo_Bar 2", "contoso-foo-bar-2")]
    [DataRow("it's $(x) 100%", "it-s-x-100")]
    public async Task NewPluginWithAServerMayHaveAnOddName(string name, string server)
    {
        var folder = await CreateTemplateFolderAsync(await CreateFolderWithUserPackagesAsync());

        (await folder.RunAsync("new", "codexplugin", "--mcp", "dotnet", "-n", name, "--no-restore")).Succeeded();
        (await folder.RunInAsync(name, "build", name)).Succeeded().Says("1 skill, 1 MCP server, ");

        Assert.AreEqual("dotnet", (string?)folder.ReadJson($"{name}/{name}/bin/Debug/plugin/.mcp.json")["mcpServers"]![server]!["command"]);
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

        (await folder.RunAsync("new", "codexplugin", "-h")).Succeeded().Says("--skill <skill>").Says("--authors <authors>").Says("--mcp <dotnet|none>").Says("--no-restore");
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

    private async Task<TestFolder> CreateTemplateFolderAsync(TestFolder? folder = null)
    {
        await Installation;
        return folder ?? CreateFolder();
    }

    [GeneratedRegex("first-skill|server-name|plugin-[a-z]+-(text|id)|plugin-heading|Company|sdkversion|#if")]
    private static partial Regex Placeholder();
}
