using System.Text.Json.Nodes;
using Codex.Plugin.PackageManager.Import;
using Codex.Plugin.Sdk.Tests.Codex;

namespace Codex.Plugin.Tool.Tests.Import;

/// <summary>What was imported builds, and the real Codex says of it what it says of the original.</summary>
[TestClass]
public sealed class ImportBuildTests : ImportTest
{
    private const string Whole = """

        #file source/plugins/whole/.codex-plugin/plugin.json
        {
          "name": "whole",
          "version": "1.4.0",
          "description": "Has everything.",
          "keywords": ["a", "b"],
          "interface": { "displayName": "Whole", "shortDescription": "Everything", "category": "Other", "defaultPrompt": ["Go"], "logo": "./assets/logo.svg" }
        }
        #file source/plugins/whole/assets/logo.svg
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64"/></svg>
        #file source/plugins/whole/.mcp.json
        { "mcpServers": { "whole-docs": { "url": "https://docs.contoso.example/mcp", "tool_timeout_sec": 30 }, "whole-run": { "command": "./bin/serve", "cwd": "." } } }
        #file source/plugins/whole/bin/serve
        #!/bin/sh
        #file source/plugins/whole/.app.json
        { "apps": { "mail": { "id": "connector_0123" } } }
        #file source/plugins/whole/hooks/hooks.json
        { "hooks": { "SessionStart": [ { "hooks": [ { "type": "command", "command": "${PLUGIN_ROOT}/bin/serve" } ] } ] } }
        #file source/plugins/whole/commands/ship.md
        ---
        description: Ships it.
        ---
        Ship it.
        #file source/plugins/whole/skills/deep/tasks/SKILL.md
        ---
        name: tasks
        description: Does "the work".
        ---
        Work.
        """;

    // One finding each that Codex only ignores.
    private const string Dirty = """

        #file source/plugins/dirty/.codex-plugin/plugin.json
        { "name": "dirty", "version": "1.0", "description": "Has mistakes.", "agents": "./agents/", "hooks": "hooks.json", "interface": { "displayName": "Dirty", "supportURL": "https://contoso.example" } }
        #file source/plugins/dirty/.mcp.json
        { "mcpServers": { "dirty-both": { "command": "node", "url": "https://docs.contoso.example/mcp" }, "dirty-docs": { "url": "https://docs.contoso.example/mcp", "autoApprove": true } } }
        #file source/plugins/dirty/agents/helper.md
        Help.
        #file source/plugins/dirty/skills/good/SKILL.md
        ---
        name: good
        description: Is good.
        ---
        Good.
        #file source/plugins/dirty/skills/bad/SKILL.md
        Has no frontmatter.
        #file source/plugins/dirty/hooks/hooks.json
        { "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "echo done" } ] } ], "Notification": [] } }
        """;

    [TestMethod]
    public async Task CodexMarketplaceIsForCodexWhatItWas()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder(Marketplace(
            """{ "name": "whole", "source": { "source": "local", "path": "./plugins/whole" }, "policy": { "installation": "AVAILABLE", "authentication": "ON_USE" }, "category": "$([System.Environment]::MachineName);A&B %41 @(x)" }""",
            """{ "name": "dirty", "source": "./plugins/dirty" }""",
            """{ "name": "plain", "source": "./plugins/plain" }""",
            """{ "name": "plaln", "source": "./plugins/plaln" }""") + Whole + Dirty + Member("plugins/plain") + Member("plugins/plaln"));

        ImportResult result = await ImportAsync(folder);
        (await folder.RunInAsync("imported", "build", "-m:2")).SucceededWithWarnings();

        ImportComparison comparison = await ImportComparison.ReadAsync(folder.PathOf("source"), folder.PathOf("imported/bin/Debug"), result);
        AssertList(comparison.Differences.Where(static one => one.Plugin != "dirty").Select(static one => $"{one.Plugin}\n{one.Lines}"));
        AssertList(comparison.Differences.Select(static one => one.Plugin), "dirty");
        CodexReport whole = comparison.Plugins[0].Result!;
        Assert.AreEqual("2 2 1 ON_USE", $"{whole.Skills.Count} {whole.McpServers.Count} {whole.Hooks.Count} {whole.AuthPolicy}");
        Assert.AreEqual("$([System.Environment]::MachineName);A&B %41 @(x)", (string?)whole.Interface["category"]);

        // What differs is what Codex complained about, and nothing that it has loaded.
        (_, CodexReport? before, CodexReport? after) = comparison.Plugins[1];
        Assert.AreEqual(JsonNode.Parse((before! with { Version = after!.Version, SkillErrors = [], Warnings = [] }).ToJson())!.ToJsonString(), JsonNode.Parse((after with { Warnings = [] }).ToJson())!.ToJsonString());
        Assert.IsEmpty(after.SkillErrors);
        AssertList(result.Findings.Where(static one => one.Plugin == "dirty" && one.Kind != ImportFindingKind.WithoutEffect).Select(static one => one.Code!).Order(StringComparer.Ordinal),
            "CXP1013", "CXP1013", "CXP1014", "CXP1021", "CXP2003", "CXP3002", "CXP3006", "CXP4005");
        Assert.AreEqual("Changed plugins.csproj CXP8027", string.Join('\n', result.Findings.Where(static one => one.Plugin is null).Select(static one => $"{one.Kind} {one.Path} {one.Code}")));
    }

    [TestMethod]
    public async Task ClaudeMarketplaceIsForCodexWhatItWas()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder("""
            #file source/.claude-plugin/marketplace.json
            { "name": "contoso-claude", "owner": { "name": "Contoso" }, "metadata": { "pluginRoot": "./plugins" }, "plugins": [
              { "name": "tools", "source": "./plugins/tools", "category": "development", "agents": ["./agents/a.md"] },
              { "name": "documents", "source": "./", "strict": false, "version": "1.0.0", "description": "Documents.", "skills": ["./skills/a", "./skills/b"] },
              { "name": "elsewhere", "source": { "source": "github", "repo": "contoso/elsewhere" } } ] }
            #file source/plugins/tools/.claude-plugin/plugin.json
            { "name": "tools", "version": "2.0.0", "description": "Tools.", "author": { "name": "Contoso" } }
            #file source/plugins/tools/agents/a.md
            An agent.
            #file source/plugins/tools/commands/ship.md
            ---
            description: Ships it.
            ---
            Ship it.
            #file source/plugins/tools/commands/fix.md
            ---
            description: Fixes it.
            ---
            Fix $ARGUMENTS.
            #file source/plugins/tools/hooks/hooks.json
            { "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "${CLAUDE_PLUGIN_ROOT}/run.sh" } ] } ] } }
            #file source/plugins/tools/run.sh
            #!/bin/sh
            """ + Skill("a", "source/") + Skill("b", "source/") + Skill("c", "source/"));

        ImportResult result = await ImportAsync(folder);
        (await folder.RunInAsync("imported", "build", "-m:2")).SucceededWithWarnings();

        ImportComparison comparison = await ImportComparison.ReadAsync(folder.PathOf("source"), folder.PathOf("imported/bin/Debug"), result);
        AssertList(comparison.Differences.Select(static one => $"{one.Plugin}\n{one.Lines}"));
        AssertList(comparison.Plugins.Select(static one => $"{one.Plugin} {one.Result!.Skills.Count} {one.Result.Hooks.Count}"), "tools 1 1", "documents 2 0");
        AssertList(Lines(result),
            "NotCarriedOver - .claude-plugin/marketplace.json(4,3)",
            "NotCarriedOver tools ./plugins/tools", "WithoutEffect tools agents CXP1022", "WithoutEffect tools commands/fix.md(4,5) CXP2024",
            "Changed documents .codex-plugin/plugin.json", "NotCarriedOver documents skills/c/SKILL.md CXP2011");
    }

    [TestMethod]
    public async Task LooseSkillsBuild()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder("""
            #file source/one/SKILL.md
            ---
            name: one
            description: Is one of two.
            ---
            Read [this](notes.md).
            #file source/one/notes.md
            Notes.
            #file source/two/SKILL.md
            ---
            name: two
            description: Is two of two.
            allowed-tools: Bash
            ---
            Two.
            """);

        ImportResult result = await ImportAsync(folder, name: "contoso-skills");
        (await folder.RunInAsync("imported", "build")).SucceededWithWarnings();

        CodexReport report = await CodexReport.LoadMarketplaceAsync(folder.PathOf("imported/bin/Debug"), "source");
        AssertList(report.Skills.Select(static one => one.Name), "source:one", "source:two");
        Assert.AreEqual("1.0.0", report.Version);
        AssertList(Lines(result), "Changed source .", "WithoutEffect source skills/two/SKILL.md(4,1) CXP2016");
    }
}
