using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

[TestClass]
public sealed partial class BuildTests : EndToEndTest
{
    private const string Everything = """
        #file Contoso.Review.cxproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
          <PropertyGroup>
            <Version>1.2.0</Version>
            <Authors>Contoso</Authors>
            <Title>Contoso Review</Title>
            <Description>Reviews pull requests the Contoso way.</Description>
            <PackageProjectUrl>https://contoso.example/review</PackageProjectUrl>
            <RepositoryUrl>https://git.contoso.example/review</RepositoryUrl>
            <PackageLicenseExpression>MIT</PackageLicenseExpression>
            <PackageTags>review;security</PackageTags>
            <ShortDescription>Reviews</ShortDescription>
            <LongDescription>Reviews everything.</LongDescription>
            <DeveloperName>Contoso Tools</DeveloperName>
            <PluginCategory>Developer Tools</PluginCategory>
            <WebsiteUrl>https://contoso.example</WebsiteUrl>
            <PrivacyPolicyUrl>https://contoso.example/privacy</PrivacyPolicyUrl>
            <TermsOfServiceUrl>https://contoso.example/terms</TermsOfServiceUrl>
            <BrandColor>#007ACC</BrandColor>
            <Logo>assets/logo.svg</Logo>
            <LogoDark>assets/logo-dark.svg</LogoDark>
            <ComposerIcon>assets/icon.svg</ComposerIcon>
            <NoWarn>$(NoWarn);CXP4011</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <PluginCapability Include="Read;Write" />
            <DefaultPrompt Include="Review my branch" />
            <DefaultPrompt Include="What is new%3B and why%3F" />
            <Screenshot Include="assets/screens/*.svg" />
            <McpServer Include="contoso-docs" Url="https://docs.contoso.example/mcp" BearerTokenEnvVar="CONTOSO_TOKEN" />
            <McpServer Include="contoso-local" Command="node" Arguments="./server/index.js;--quiet" />
            <App Include="github" ConnectorId="connector_0123" />
            <PluginFile Include="server/**" />
            <PluginExclude Include="skills/review/draft.md" />
          </ItemGroup>
        </Project>
        #file skills/review/SKILL.md
        ---
        name: review
        description: Reviews a branch.
        ---
        Review.
        #file skills/review/references/list.md
        The list.
        #file skills/review/draft.md
        Stays out.
        #file mcp/tickets.json
        { "url": "https://tickets.contoso.example/mcp" }
        #file apps/slack.json
        { "id": "connector_slack" }
        #file hooks/hooks.json
        { "hooks": { "SessionStart": [ { "hooks": [ { "type": "command", "command": "true" } ] } ] } }
        #file assets/logo.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        #file assets/logo-dark.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        #file assets/icon.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        #file assets/screens/1.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
        #file server/index.js
        // a server
        """;

    [TestMethod]
    public async Task SourcesAndPropertiesBecomeTheFolderThatCodexLoads()
    {
        var folder = CreateFolder(Everything);

        (await folder.RunAsync("build")).Succeeded();

        AssertList(
            folder.List("bin/Debug/plugin"),
            ".app.json", ".codex-plugin/plugin.json", ".mcp.json",
            "assets/icon.svg", "assets/logo-dark.svg", "assets/logo.svg", "assets/screens/1.svg",
            "hooks/hooks.json", "server/index.js", "skills/review/SKILL.md", "skills/review/references/list.md");
        AssertJson("""
            {
              "name": "contoso-review", "version": "1.2.0", "description": "Reviews pull requests the Contoso way.",
              "author": { "name": "Contoso" }, "homepage": "https://contoso.example/review", "repository": "https://git.contoso.example/review",
              "license": "MIT", "keywords": ["review", "security"],
              "skills": "./skills/", "mcpServers": "./.mcp.json", "apps": "./.app.json", "hooks": "./hooks/hooks.json",
              "interface": {
                "displayName": "Contoso Review", "shortDescription": "Reviews", "longDescription": "Reviews everything.",
                "developerName": "Contoso Tools", "category": "Developer Tools", "capabilities": ["Read", "Write"],
                "websiteURL": "https://contoso.example", "privacyPolicyURL": "https://contoso.example/privacy", "termsOfServiceURL": "https://contoso.example/terms",
                "defaultPrompt": ["Review my branch", "What is new; and why?"], "brandColor": "#007ACC",
                "composerIcon": "./assets/icon.svg", "logo": "./assets/logo.svg", "logoDark": "./assets/logo-dark.svg",
                "screenshots": ["./assets/screens/1.svg"]
              }
            }
            """, folder.ReadJson("bin/Debug/plugin/.codex-plugin/plugin.json"));
        var servers = folder.ReadJson("bin/Debug/plugin/.mcp.json")["mcpServers"]!.AsObject();
        AssertList(servers.Select(server => server.Key).Order(StringComparer.Ordinal), "contoso-docs", "contoso-local", "tickets");
        AssertJson("""{ "github": { "id": "connector_0123" }, "slack": { "id": "connector_slack" } }""", folder.ReadJson("bin/Debug/plugin/.app.json")["apps"]!);
    }

    [TestMethod]
    public async Task BuildEndsWithWhatThePluginHolds()
    {
        const string Summary = "1 skill, 3 MCP servers, 2 apps, 1 hook, 2 KB";
        var folder = CreateFolder(Everything);

        AssertSummary(await folder.RunAsync("build"));
        AssertSummary(await folder.RunAsync("build"));
        AssertSummary(await folder.RunAsync("build", "--no-restore", "-tl:off"));

        // The terminal logger shows the path in a line of its own, and no message of any project.
        string terminal = ControlSequence().Replace((await folder.RunAsync("build", "-tl:on")).Output, "");
        Assert.Contains("bin/Debug/plugin", terminal);
        Assert.DoesNotContain(Summary, terminal);

        folder.Write("#file skills/x/SKILL.md\nno frontmatter");
        (await folder.RunAsync("build", "--no-restore")).FailedWith("CXP2003").DoesNotSay(" skill, ");

        void AssertSummary(DotnetResult build)
        {
            List<string> lines = [.. build.Succeeded().Lines.Select(static line => line.Trim())];
            int path = lines.IndexOf($"Contoso.Review -> {folder.PathOf("bin/Debug/plugin")}/");
            Assert.IsGreaterThanOrEqualTo(0, path, build.Output);
            Assert.AreEqual(Summary, lines[path + 1]);
        }
    }

    [TestMethod]
    public async Task SecondBuildWritesNothing()
    {
        var folder = CreateFolder(Everything);
        (await folder.RunAsync("build")).Succeeded();
        var first = folder.Snapshot("bin", "obj");

        (await folder.RunAsync("build")).Succeeded();
        AssertSame(first, folder.Snapshot("bin", "obj"));

        (await folder.RunAsync("build", "--no-restore")).Succeeded();
        AssertSame(first, folder.Snapshot("bin", "obj"));
    }

    [TestMethod]
    public async Task EditedAddedRenamedAndDeletedSourcesReachTheOutput()
    {
        var folder = CreateFolder(Hello + Skill("second") + "\n#file skills/second/references/a/b.md\ntext");
        (await folder.RunAsync("build")).Succeeded();
        var untouched = folder.Snapshot("bin/Debug/plugin/skills/second");

        folder.Replace("skills/hello/SKILL.md", "Says hello.", "Says good morning.");
        folder.Write(Skill("third"));
        (await folder.RunAsync("build", "--no-restore")).Succeeded();
        Assert.Contains("Says good morning.", folder.Read("bin/Debug/plugin/skills/hello/SKILL.md"));
        Assert.IsTrue(folder.Exists("bin/Debug/plugin/skills/third/SKILL.md"));
        AssertSame(untouched, folder.Snapshot("bin/Debug/plugin/skills/second"));

        Directory.Move(folder.PathOf("skills/third"), folder.PathOf("skills/fourth"));
        folder.Replace("skills/fourth/SKILL.md", "name: third", "name: fourth");
        (await folder.RunAsync("build", "--no-restore")).Succeeded();
        Assert.IsFalse(folder.Exists("bin/Debug/plugin/skills/third"));
        Assert.IsTrue(folder.Exists("bin/Debug/plugin/skills/fourth/SKILL.md"));

        folder.Delete("skills/second", "skills/fourth");
        (await folder.RunAsync("build", "--no-restore")).Succeeded();
        AssertList(Directory.GetDirectories(folder.PathOf("bin/Debug/plugin/skills")).Select(path => Path.GetFileName(path)), "hello");
    }

    [TestMethod]
    public async Task SourceReplacedByAnOlderOneIsBuilt()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("build")).Succeeded();

        folder.Replace("skills/hello/SKILL.md", "Says hello.", "Says howdy.");
        File.SetLastWriteTimeUtc(folder.PathOf("skills/hello/SKILL.md"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        (await folder.RunAsync("build", "--no-restore")).Succeeded();
        Assert.Contains("howdy", folder.Read("bin/Debug/plugin/skills/hello/SKILL.md"));
    }

    [TestMethod]
    public async Task ChangedPropertyRewritesTheManifestOnly()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("build")).Succeeded();
        var skill = folder.Snapshot("bin/Debug/plugin/skills");

        (await folder.RunAsync("build", "-p:Title=A better title", "-p:Version=3.1.0")).Succeeded();

        var manifest = folder.ReadJson("bin/Debug/plugin/.codex-plugin/plugin.json");
        Assert.AreEqual("3.1.0", (string?)manifest["version"]);
        Assert.AreEqual("A better title", (string?)manifest["interface"]!["displayName"]);
        AssertSame(skill, folder.Snapshot("bin/Debug/plugin/skills"));
    }

    [TestMethod]
    public async Task OutputChangedByHandIsRepaired()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("build")).Succeeded();
        var manifest = folder.Read("bin/Debug/plugin/.codex-plugin/plugin.json");

        folder.Delete("bin/Debug/plugin/skills/hello/SKILL.md");
        folder.Write("#file bin/Debug/plugin/.codex-plugin/plugin.json\n{}\n#file bin/Debug/plugin/stray.txt\nstray");
        (await folder.RunAsync("build", "--no-restore")).Succeeded();

        Assert.AreEqual(manifest, folder.Read("bin/Debug/plugin/.codex-plugin/plugin.json"));
        AssertList(folder.List("bin/Debug/plugin"), ".codex-plugin/plugin.json", "skills/hello/SKILL.md");
    }

    [TestMethod]
    public async Task ErrorNamesTheSourceFileOnceWithLineAndColumn()
    {
        var folder = CreateFolder(Hello + $"""

            #file skills/x/SKILL.md
            ---
            name: {new string('x', 65)}
            description: Its name is too long.
            ---
            """);

        var build = (await folder.RunAsync("build")).FailedWith("CXP2004");

        var error = build.Error("CXP2004");
        Assert.AreEqual("skills/x/SKILL.md(2,7)", $"{error.File}({error.Line},{error.Column})");
        build.Says("skills/x/SKILL.md(2,7): error CXP2004: The skill's name 'xxx");
        build.Says("1 Error(s)").Says("0 Warning(s)");
        Assert.IsFalse(folder.Exists("bin/Debug/plugin"));

        // As somebody sees it who sits in front of a terminal, where the code is a link.
        var terminal = await folder.RunAsync("build", "-tl:on");
        Assert.Contains("skills/x/SKILL.md(2,7): error CXP2004: The skill's name 'xxx", ControlSequence().Replace(terminal.Output, ""));
        terminal.Says("/docs/diagnostics/CXP2004.md");
        (await folder.RunAsync("build", "-p:GenerateFullPaths=true")).FailedWith("CXP2004").Says(folder.PathOf("skills/x/SKILL.md") + "(2,7): error CXP2004: ");
    }

    [TestMethod]
    public async Task PromptWithAQuestionMarkIsNotLost()
    {
        var folder = CreateFolder(Hello).Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <DefaultPrompt Include="What can you do?" />
              </ItemGroup>
            </Project>
            """);

        // To MSBuild it is a wildcard that no file matches.
        var build = await folder.RunAsync("build");
        if (build.ExitCode == 0)
        {
            Assert.AreEqual("What can you do?", (string?)folder.ReadJson("bin/Debug/plugin/.codex-plugin/plugin.json")["interface"]!["defaultPrompt"]?[0]);
        }
    }

    [TestMethod]
    public async Task FailedBuildLeavesThePreviousOutput()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("build")).Succeeded();
        var built = folder.Snapshot("bin");

        folder.Write("#file skills/hello/SKILL.md\nno frontmatter");
        (await folder.RunAsync("build", "--no-restore")).FailedWith("CXP2003");
        AssertSame(built, folder.Snapshot("bin"));
        (await folder.RunAsync("build", "--no-restore")).FailedWith("CXP2003");
    }

    [TestMethod]
    public async Task WarningsAreShownAgainWhenNothingChanged()
    {
        var folder = CreateFolder(Hello + "\n" + FolderWithoutSkill);
        (await folder.RunAsync("build")).SucceededWithWarnings("CXP2001").Says("1 Warning(s)");
        var first = folder.Snapshot("bin", "obj");

        (await folder.RunAsync("build")).SucceededWithWarnings("CXP2001").Says("1 Warning(s)");
        AssertSame(first, folder.Snapshot("bin", "obj"));
    }

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.IsTrue(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), actual.ToJsonString());

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;;.*?\x1b\\")]
    private static partial Regex ControlSequence();
}
