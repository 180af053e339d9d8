using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>A plugin that was written by hand becomes a project by one line, and stays the same plugin for Codex.</summary>
[TestClass]
public sealed class AdoptionTests : EndToEndTest
{
    private const string Project = """
        #file Contoso.Old.cxproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
        """;

    private const string Conventional = """
        #file .codex-plugin/plugin.json
        {
          "name": "contoso-old",
          "version": "1.4.0",
          "description": "Has been written by hand.",
          "author": { "name": "Contoso", "email": "plugins@contoso.example", "url": "https://contoso.example" },
          "homepage": "https://contoso.example/old",
          "repository": "https://git.contoso.example/old",
          "license": "MIT",
          "keywords": ["code review", "git"],
          "interface": {
            "displayName": "Contoso Old",
            "shortDescription": "Written by hand",
            "longDescription": "Has been written by hand, and works.",
            "developerName": "Contoso",
            "category": "Developer Tools",
            "capabilities": ["Read"],
            "websiteURL": "https://contoso.example",
            "defaultPrompt": ["Review my branch", "Say what changed"],
            "brandColor": "#005A9E",
            "logo": "./assets/logo.svg"
          }
        }
        #file assets/logo.svg
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64"/></svg>
        #file .mcp.json
        { "mcpServers": { "old-docs": { "type": "http", "url": "https://docs.contoso.example/mcp", "tool_timeout_sec": 30 },
                          "old-local": { "command": "./bin/serve", "args": ["--quiet"], "cwd": "." } } }
        #file bin/serve
        #!/bin/sh
        #file hooks/hooks.json
        { "hooks": { "SessionStart": [ { "matcher": "startup", "hooks": [ { "type": "command", "command": "${PLUGIN_ROOT}/bin/serve", "timeout": 5 } ] } ] } }
        #file README.md
        # Old
        """;

    private const string WithPathsOfItsOwn = """
        #file .codex-plugin/plugin.json
        {
          "name": "contoso_Old.1",
          "version": "2.0.0-beta.1",
          "skills": ["./prompts", "./more/single"],
          "mcpServers": { "own-docs": { "url": "https://docs.contoso.example/mcp" } },
          "hooks": { "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "echo done" } ] } ] } }
        }
        #file prompts/one/SKILL.md
        ---
        description: Is one of two.
        ---
        #file prompts/group/two/SKILL.md
        ---
        name: second
        description: Is two of two.
        ---
        #file more/single/SKILL.md
        ---
        name: single
        description: Stands alone.
        ---
        """;

    private const string Claude = """
        #file .claude-plugin/plugin.json
        { "name": "contoso-claude", "version": "1.0.0", "description": "Was made for another host." }
        #file .mcp.json
        { "claude-docs": { "type": "http", "url": "https://docs.contoso.example/mcp" } }
        """;

    private const string Portable = """
        #file plugin.json
        {
          "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
          "name": "contoso.portable",
          "version": "3.0.0",
          "description": "Is portable.",
          "author": { "name": "Contoso" },
          "extensions": { "com.openai": { "interface": { "displayName": "Portable", "category": "Developer Tools" } } }
        }
        #file mcp.json
        {
          "$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
          "mcpServers": { "portable-docs": { "type": "streamable-http", "url": "https://docs.contoso.example/mcp", "headers": { "X-Team": "a" } } }
        }
        """;

    [TestMethod]
    [DataRow(Conventional)]
    [DataRow(WithPathsOfItsOwn)]
    [DataRow(Claude)]
    [DataRow(Portable)]
    public async Task BuiltPluginIsForCodexWhatTheOriginalWas(string plugin)
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder(plugin);
        if (!plugin.Contains("\"skills\"", StringComparison.Ordinal))
        {
            folder.Write("#file skills/old/SKILL.md\n---\nname: old\ndescription: Is old. Use when nothing new is there.\n---\nRead [this](references/a.md).\n#file skills/old/references/a.md\nText\n");
        }

        var original = await CodexReport.LoadPluginAsync(folder.Folder);
        folder.Write(Project);

        (await folder.RunAsync("build")).SucceededWithWarnings();

        var built = await CodexReport.LoadPluginAsync(folder.PathOf("bin/Debug/plugin"));
        Assert.IsNull(original.InstallError, original.ToJson());
        Assert.AreNotEqual(0, built.Skills.Count);
        Assert.AreEqual(original.ToJson(), built.ToJson());
    }

    [TestMethod]
    public async Task PackageSaysWhatTheManifestSays()
    {
        var folder = CreateFolder(Conventional + "\n" + Project + Skill("old"));

        (await folder.RunAsync("pack")).SucceededWithWarnings("CXP4011");

        var package = TestPackage.Open(folder.PathOf("bin/Release/Contoso.Old.1.4.0.nupkg"));
        Assert.AreEqual("Has been written by hand.", package.Value("description"));
        Assert.AreEqual("Contoso", package.Value("authors"));
        Assert.AreEqual("MIT", package.Value("license"));
        Assert.AreEqual("https://contoso.example/old", package.Value("projectUrl"));
        Assert.AreEqual("code-review git", package.Value("tags"));
        Assert.AreEqual("Contoso Old", package.Value("title"));
        Assert.IsFalse(package.Files.Any(static file => file.Contains(".cxproj", StringComparison.Ordinal) || file.StartsWith("plugin/obj/", StringComparison.Ordinal)), string.Join('\n', package.Files));
        Assert.Contains("plugin/bin/serve", package.Files);
        Assert.Contains("\"1.4.0\"", package.Text("plugin/.codex-plugin/plugin.json"));

        // The second time nothing of the first output has become a source.
        (await folder.RunAsync("build")).SucceededWithWarnings("CXP4011");
        (await folder.RunAsync("pack")).SucceededWithWarnings("CXP4011");
        AssertList(TestPackage.Open(folder.PathOf("bin/Release/Contoso.Old.1.4.0.nupkg")).Files, [.. package.Files]);
    }

    [TestMethod]
    public async Task ValueGivenTwiceIsAnErrorWithBothPlaces()
    {
        var folder = CreateFolder(Conventional + Skill("old") + """

            #file Contoso.Old.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <Version>1.5.0</Version>
              </PropertyGroup>
            </Project>
            """);

        var result = await folder.RunAsync("build");

        var error = result.FailedWith("CXP1015").Error("CXP1015");
        Assert.AreEqual("Contoso.Old.cxproj(3)", $"{error.File}({error.Line})");
        Assert.Contains(".codex-plugin/plugin.json", error.Text);
    }
}
