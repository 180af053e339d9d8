using System.Text.Json.Nodes;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>Descriptors as other hosts write them become the servers that the real Codex lists.</summary>
[TestClass]
public sealed class DescriptorTests : EndToEndTest
{
    private const string Plugin = """
        #file Contoso.Servers.cxproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
          <ItemGroup>
            <PluginFile Include="server/**" />
          </ItemGroup>
        </Project>
        #file server/main.js
        console.log(1);
        #file server/run
        #!/bin/sh
        #file mcp/claude.json
        {
          "mcpServers": {
            "claude-local": {
              "command": "${CLAUDE_PLUGIN_ROOT}/server/run",
              "args": ["--config=${CLAUDE_PLUGIN_ROOT}/server/main.js", "--quiet"],
              "env": { "CONTOSO_TOKEN": "${CONTOSO_TOKEN}", "LOG_LEVEL": "debug" }
            },
            "claude-remote": {
              "type": "http",
              "url": "https://claude.contoso.example/mcp",
              "headers": { "Authorization": "Bearer ${CONTOSO_TOKEN}", "X-Team": "review", "X-Key": "${CONTOSO_KEY}" }
            }
          }
        }
        #file mcp/vscode.json
        {
          "inputs": [],
          "servers": {
            "vscode-remote": { "type": "http", "url": "https://vscode.contoso.example/mcp", "headers": { "X-Key": "${env:CONTOSO_KEY}" } },
            "vscode-local": { "type": "stdio", "command": "npx.cmd", "args": ["-y", "@contoso/docs-mcp@1.2.3"] }
          }
        }
        #file mcp/gemini-remote.json
        { "httpUrl": "https://gemini.contoso.example/mcp", "excludeTools": ["delete"], "trust": false }
        #file mcp/gemini-local.json
        { "command": "node", "args": ["${extensionPath}${/}server${/}main.js"], "cwd": "${extensionPath}" }
        #file mcp/codex.json
        { "url": "https://codex.contoso.example/mcp", "bearer_token_env_var": "CONTOSO_TOKEN", "http_headers": { "X-Team": "review" }, "tool_timeout_sec": 30, "enabled": false }
        """;

    private const string Meant = """
        {
          "claude-local": { "type": "stdio", "enabled": true, "command": "./server/run", "args": ["--config=./server/main.js", "--quiet"], "env": { "LOG_LEVEL": "debug" }, "envVars": ["CONTOSO_TOKEN"], "cwd": "." },
          "claude-remote": { "type": "streamable_http", "enabled": true, "url": "https://claude.contoso.example/mcp", "bearerTokenEnvVar": "CONTOSO_TOKEN", "httpHeaders": { "X-Team": "review" }, "envHttpHeaders": { "X-Key": "CONTOSO_KEY" } },
          "codex": { "type": "streamable_http", "enabled": false, "url": "https://codex.contoso.example/mcp", "bearerTokenEnvVar": "CONTOSO_TOKEN", "httpHeaders": { "X-Team": "review" }, "toolTimeoutSeconds": 30 },
          "gemini-local": { "type": "stdio", "enabled": true, "command": "node", "args": ["./server/main.js"], "cwd": "." },
          "gemini-remote": { "type": "streamable_http", "enabled": true, "url": "https://gemini.contoso.example/mcp" },
          "vscode-local": { "type": "stdio", "enabled": true, "command": "npx", "args": ["-y", "@contoso/docs-mcp@1.2.3"], "envVars": [] },
          "vscode-remote": { "type": "streamable_http", "enabled": true, "url": "https://vscode.contoso.example/mcp", "envHttpHeaders": { "X-Key": "CONTOSO_KEY" } }
        }
        """;

    [TestMethod]
    public async Task ShapesOfOtherHostsAreLoadedAsMeant()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder(Plugin);
        (await folder.RunAsync("build")).Succeeded();

        var report = await CodexTests.AssertLoadedAsync(folder.PathOf("bin/Debug/plugin"));

        var servers = JsonNode.Parse(report.ToJson())!["mcpServers"]!.AsObject();
        foreach (var (name, meant) in JsonNode.Parse(Meant)!.AsObject())
        {
            Assert.AreEqual(Comparable(meant!), Comparable(servers[name]!), name);
        }

        Assert.HasCount(7, servers);
        Assert.Contains("\"disabled_tools\": [\n        \"delete\"\n      ]", folder.Read("bin/Debug/plugin/.mcp.json"));
    }

    // Empty lists are Codex's way to say nothing.
    private static string Comparable(JsonNode server) => string.Join('\n',
        server.AsObject().Where(member => member.Value is not JsonArray { Count: 0 }).Select(member => $"{member.Key}: {member.Value!.ToJsonString()}").Order(StringComparer.Ordinal));
}
