using System.Text.Json.Nodes;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>One plugin with everything that starts something: a server of each kind, apps and hooks.</summary>
[TestClass]
public sealed class WholePluginTests : EndToEndTest
{
    private const string Plugin = """
        #file Server/Contoso.Tools.csproj
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
        </Project>
        #file Server/Program.cs
        System.Console.Error.WriteLine("Not needed here.");
        #file Plugin/Contoso.Whole.cxproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
          <ItemGroup>
            <McpServer Include="contoso-docs" Url="https://docs.contoso.example/mcp" BearerTokenEnvVar="CONTOSO_TOKEN"
                       HttpHeaders="X-Team=review;X-Mode=fast" EnvHttpHeaders="X-Tenant=CONTOSO_TENANT" StartupTimeout="7" ToolTimeout="8.5" Enabled="false" />
            <McpServer Include="contoso-build" Package="Contoso.Build.Mcp" Version="2.1.0.0" Arguments="--root;." Environment="MODE=plugin" EnvVars="CONTOSO_TOKEN;CONTOSO_HOME" />
            <ProjectReference Include="../Server/Contoso.Tools.csproj" McpServer="contoso-tools" Arguments="--verbose" StartupTimeout="20" />
          </ItemGroup>
          <ItemGroup>
            <App Include="github" ConnectorId="connector_0123456789abcdef0123456789abcdef" />
          </ItemGroup>
          <ItemGroup>
            <Hook Include="SessionStart" Command="echo started" Timeout="5" StatusMessage="Looking around" AdditionalContextLimit="1000" />
            <Hook Include="look" Event="PreToolUse" Matcher="Bash|Edit" Command="${PLUGIN_ROOT}/hooks/look.sh" CommandWindows="look.cmd" />
            <Hook Include="ask" Event="PermissionRequest" Matcher="mcp__contoso.*" Server="contoso-tools" Tool="may_i" />
            <Hook Include="tell" Event="PostToolUse" Command="echo done" Async="true" />
          </ItemGroup>
        </Project>
        #file Plugin/apps/tickets.json
        { "id": "asdk_app_contoso_tickets", "category": "Operations" }
        #file Plugin/hooks/hooks.json
        { "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "echo bye", "timeout": 9 } ] } ] } }
        #file Plugin/hooks/look.sh
        #!/bin/sh
        #file Plugin/skills/whole/SKILL.md
        ---
        name: whole
        description: Does it all.
        ---
        """;

    [TestMethod]
    public async Task CodexReportsWhatIsDeclared()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder(Plugin);
        // Nobody has published the package; that the entry is right does not depend on it. Hooks need trust: CXP4011.
        (await folder.RunAsync("build", "Plugin", "-p:CheckMcpServerPackages=false")).SucceededWithWarnings("CXP4011").Says("1 skill, 3 MCP servers, 2 apps, 5 hooks, ");
        var built = folder.PathOf("Plugin/bin/Debug/plugin");

        var report = await CodexTests.AssertLoadedAsync(built);

        AssertList(report.McpServers.Keys, "contoso-build", "contoso-docs", "contoso-tools");
        Assert.AreEqual(
            """{"type":"streamable_http","enabled":false,"url":"https://docs.contoso.example/mcp","bearerTokenEnvVar":"CONTOSO_TOKEN","httpHeaders":{"X-Mode":"fast","X-Team":"review"},"envHttpHeaders":{"X-Tenant":"CONTOSO_TENANT"},"startupTimeoutSeconds":7,"toolTimeoutSeconds":8.5}""",
            Server("contoso-docs"));
        Assert.AreEqual(
            """{"type":"stdio","enabled":true,"command":"dotnet","args":["dnx","Contoso.Build.Mcp@2.1.0","--yes","--","--root","."],"env":{"MODE":"plugin"},"envVars":["CONTOSO_TOKEN","CONTOSO_HOME"],"cwd":"."}""",
            Server("contoso-build"));
        Assert.AreEqual(
            """{"type":"stdio","enabled":true,"command":"dotnet","args":["./mcp/contoso-tools/Contoso.Tools.dll","--verbose"],"envVars":[],"cwd":".","startupTimeoutSeconds":20}""",
            Server("contoso-tools"));
        AssertList(
            report.Hooks.Select(static hook => $"{hook.Key}|{hook.Event}|{hook.Matcher}|{hook.HandlerType}|{hook.Command}{hook.Server}.{hook.Tool}|{hook.TimeoutSeconds}|{hook.Async}|{hook.StatusMessage}|{hook.AdditionalContextLimit}|{hook.SourcePath}").Order(StringComparer.Ordinal),
            "hooks/hooks.json:stop:0:0|stop||command|echo bye.|9|False|||hooks/hooks.json",
            "hooks/project.json:permission_request:0:0|permissionRequest|mcp__contoso.*|mcpTool|contoso-tools.may_i|600|False|||hooks/project.json",
            "hooks/project.json:post_tool_use:0:0|postToolUse||command|echo done.|600|True|||hooks/project.json",
            "hooks/project.json:pre_tool_use:0:0|preToolUse|Bash|Edit|command|<plugin>/hooks/look.sh.|600|False|||hooks/project.json",
            "hooks/project.json:session_start:0:0|sessionStart||command|echo started.|5|False|Looking around|1000|hooks/project.json");
        AssertList(await ListAppsAsync(built), "asdk_app_contoso_tickets|Operations", "connector_0123456789abcdef0123456789abcdef|");

        string Server(string name) => (JsonNode.Parse(report.ToJson())!["mcpServers"]![name]!.ToJsonString()).Replace("\"<plugin>\"", "\".\"", StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> ListAppsAsync(string pluginFolder)
    {
        using var home = await CodexHome.CreateAsync();
        home.LogIn();
        var name = TestMarketplace.ReadPluginName(pluginFolder);
        var marketplace = TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), pluginFolder, name);
        await home.InstallAsync(name, await home.AddMarketplaceAsync(marketplace));
        await using var codex = await home.StartServerAsync();
        var answer = await codex.CallAsync("plugin/read", new { marketplacePath = Path.Combine(marketplace, ".agents", "plugins", "marketplace.json"), pluginName = name });
        return answer.GetProperty("plugin").GetProperty("apps").EnumerateArray().Select(static app => $"{app.GetProperty("id").GetString()}|{app.GetProperty("category").GetString()}").Order(StringComparer.Ordinal);
    }
}
