using System.Text.Json.Nodes;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>What the real Codex says it has loaded is what the project declared.</summary>
[TestClass]
public sealed class CodexTests : EndToEndTest
{
    [TestMethod]
    public async Task HelloIsLoadedAsDeclared()
    {
        await CodexCli.RequireAsync();
        var folder = SampleTests.CopySamples(CreateFolderWithPackages());
        (await folder.RunAsync("build", "Hello")).Succeeded();

        var report = await AssertLoadedAsync(folder.PathOf("Hello/bin/Debug/plugin"));

        AssertHello(report);
    }

    [TestMethod]
    public async Task ReviewIsLoadedAsDeclared()
    {
        await CodexCli.RequireAsync();
        var folder = SampleTests.CopySamples(CreateFolderWithPackages());
        (await folder.RunAsync("build", "Review")).Succeeded();

        var report = await AssertLoadedAsync(folder.PathOf("Review/bin/Debug/plugin"));

        AssertReview(report, folder);
    }

    [TestMethod]
    public async Task RestoredPluginsAreLoadedAsBuilt()
    {
        await CodexCli.RequireAsync();
        var folder = SampleTests.CopySamples(await CreateFolderWithUserPackagesAsync());
        await SampleTests.PackAndPushAsync(folder);
        (await folder.RunAsync("restore", "Consumer")).Succeeded();
        (await folder.RunAsync("msbuild", "Consumer", "-t:LayOutMarketplace")).Succeeded();
        var marketplace = SampleTests.FindMarketplace(folder);

        var hello = await CodexReport.LoadMarketplaceAsync(marketplace, "contoso-hello");
        var review = await CodexReport.LoadMarketplaceAsync(marketplace, "contoso-review");

        AssertClean(hello);
        AssertClean(review);
        AssertHello(hello);
        AssertReview(review, folder);
        Assert.AreEqual(Comparable(await CodexReport.LoadPluginAsync(folder.PathOf("Hello/bin/Release/plugin"))), Comparable(hello));
        Assert.AreEqual(Comparable(await CodexReport.LoadPluginAsync(folder.PathOf("Review/bin/Release/plugin"))), Comparable(review));
    }

    [TestMethod]
    public async Task OddNamesAreLoadedToo()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder("""
            #file Contoso.Foo_Bar 2.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <Version>2.0.0-beta.1+abc</Version>
                <Title>Über &amp; "quoted" 日本</Title>
                <Description>Text with "quotes", \ and 100%25.</Description>
                <Logo>assets/a b/logo ü.svg</Logo>
              </PropertyGroup>
              <ItemGroup>
                <McpServer Include="docs_1" Url="https://docs.contoso.example/mcp?a=b&amp;c=d" />
                <McpServer Include="local" Command="./server/run it.sh" Arguments="--name=a b;ü" />
                <PluginFile Include="server/**" />
              </ItemGroup>
            </Project>
            #file assets/a b/logo ü.svg
            <svg xmlns="http://www.w3.org/2000/svg"/>
            #file server/run it.sh
            #!/bin/sh
            #file skills/Ünï cödé/SKILL.md
            ---
            name: Ünï cödé
            description: "Has a name: with colon, 日本 and 'quotes'."
            ---
            #file skills/plain/SKILL.md
            ---
            description: Has no name of its own.
            ---
            #file skills/group/nested one/SKILL.md
            ---
            name: nested
            description: >
              Is folded
              over lines.
            ---
            """);
        (await folder.RunAsync("build")).SucceededWithWarnings("CXP2015", "CXP2015", "CXP2015", "CXP2015");

        var report = await AssertLoadedAsync(folder.PathOf("bin/Debug/plugin"));

        Assert.AreEqual("contoso-foo-bar-2", report.Name);
        Assert.AreEqual("2.0.0-beta.1", report.Version);
        AssertList(report.Skills.Select(skill => $"{skill.Name}|{skill.Description}|{skill.Path}"),
            "contoso-foo-bar-2:nested|Is folded over lines.|skills/group/nested one/SKILL.md",
            "contoso-foo-bar-2:plain|Has no name of its own.|skills/plain/SKILL.md",
            "contoso-foo-bar-2:Ünï cödé|Has a name: with colon, 日本 and 'quotes'.|skills/Ünï cödé/SKILL.md");
        Assert.AreEqual("Über & \"quoted\" 日本", (string?)report.Interface["displayName"]);
        AssertList(report.McpServers.Keys, "docs_1", "local");
        Assert.AreEqual("https://docs.contoso.example/mcp?a=b&c=d", report.McpServers["docs_1"].Url);
        AssertList(report.McpServers["local"].Args!, "--name=a b", "ü");
    }

    /// <summary>Codex loads everything that the manifest in the folder declares, and complains about nothing.</summary>
    internal static async Task<CodexReport> AssertLoadedAsync(string pluginFolder)
    {
        var report = await CodexReport.LoadPluginAsync(pluginFolder);
        AssertClean(report);
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(pluginFolder, ".codex-plugin", "plugin.json")))!;
        Assert.AreEqual((string?)manifest["name"], report.Name);
        Assert.AreEqual((string?)manifest["version"], report.Version);
        Assert.AreEqual((string?)manifest["description"], report.Description);
        foreach (var (name, declared) in manifest["interface"]!.AsObject())
        {
            // Codex spells them 'Url', and answers paths without './'.
            var answered = report.Interface[name.Replace("URL", "Url", StringComparison.Ordinal)];
            Assert.AreEqual(Neutral(declared), Neutral(answered), $"{name} of {report}");
        }

        var skills = TestFolder.ListFiles(pluginFolder).Where(path => path.EndsWith("/SKILL.md", StringComparison.Ordinal));
        AssertList(report.Skills.Select(skill => skill.Path), [.. skills]);
        return report;

        static string Neutral(JsonNode? node) => (node?.ToJsonString() ?? "nothing").Replace("\"./", "\"", StringComparison.Ordinal);
    }

    private static void AssertClean(CodexReport report)
    {
        Assert.IsNull(report.InstallError, report.ToJson());
        Assert.IsEmpty(report.Warnings, report.ToJson());
        Assert.IsEmpty(report.SkillErrors, report.ToJson());
        Assert.IsEmpty(report.HookWarnings, report.ToJson());
    }

    private static void AssertHello(CodexReport report)
    {
        Assert.AreEqual("1.0.0", report.Version);
        AssertList(report.Skills.Select(skill => $"{skill.Name}|{skill.Description}"),
            "contoso-hello:hello|Welcomes someone who is new to this repository and gives a short tour of it. Use when the user says hello, is new here, or asks where to begin.");
        Assert.IsEmpty(report.McpServers);
        Assert.IsEmpty(report.Hooks);
    }

    private static void AssertReview(CodexReport report, TestFolder folder)
    {
        Assert.AreEqual("1.2.0", report.Version);
        Assert.AreEqual("Reviews branches and writes release texts the Contoso way.", report.Description);
        AssertList(report.Skills.Select(skill => $"{skill.Name}|{skill.Description}"),
            [.. folder.List("Review/skills").Where(path => path.EndsWith("/SKILL.md", StringComparison.Ordinal)).Select(path => Declared(folder.Read("Review/skills/" + path)))]);
        AssertList(report.McpServers.Select(server => $"{server.Key}|{server.Value.Type}|{server.Value.Url}|{server.Value.BearerTokenEnvVar}|{server.Value.ToolTimeoutSeconds}"),
            "contoso-docs|streamable_http|https://docs.contoso.example/mcp|CONTOSO_TOKEN|",
            "contoso-tickets|streamable_http|https://tickets.contoso.example/mcp||30");
        AssertList(report.Hooks.Select(hook => $"{hook.Event}|{hook.HandlerType}|{hook.TimeoutSeconds}|{hook.StatusMessage}"), "sessionStart|command|5|Looking at the branch");
        Assert.AreEqual("Contoso Review", (string?)report.Interface["displayName"]);
        Assert.AreEqual("#005A9E", (string?)report.Interface["brandColor"]);
        Assert.AreEqual("assets/logo.svg", (string?)report.Interface["logo"]);
        AssertList(report.Interface["screenshots"]!.AsArray().Select(path => (string)path!), "assets/screens/1-review-branch.png", "assets/screens/2-write-changelog.png");
        AssertList(report.Interface["defaultPrompt"]!.AsArray().Select(path => (string)path!), "Review my branch", "Check my new tests", "Write the changelog since the last release");
    }

    // The sample's own header: two lines, the second one quoted.
    private static string Declared(string skill)
    {
        var lines = skill.Split('\n');
        return $"contoso-review:{lines[1]["name: ".Length..]}|{lines[2]["description: ".Length..].Trim('"')}";
    }

    // How it came to Codex differs, what it is does not.
    private static string Comparable(CodexReport report) => (report with { InstallPolicy = null, AuthPolicy = null }).ToJson();
}
