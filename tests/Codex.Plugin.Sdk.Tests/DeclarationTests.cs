using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>What a project says about servers and hooks in items is what the real Codex reports, field by field.</summary>
[TestClass]
public sealed class DeclarationTests : EndToEndTest
{
    private const string ForEveryServer =
        "StartupTimeout=\"20\" ToolTimeout=\"1.5\" StartupReadiness=\"catalog\" Enabled=\"true\" Required=\"false\" SupportsParallelToolCalls=\"true\" "
        + "EnabledTools=\"search;a%3Bb\" DisabledTools=\"delete\" DefaultToolsApprovalMode=\"prompt\" ToolApprovalModes=\"search=auto\" "
        + "ToolOutputTokenLimits=\"search=2000\" ToolInputSchemaMaxBytes=\"4096\" OmitToolsFrom=\"deferred\"";

    private const string ReportedOfEveryServer =
        """ "enabled":true,"enabled_tools":["search","a;b"],"disabled_tools":["delete"],"startup_timeout_sec":20.0,"tool_timeout_sec":1.5""";

    private const string WrittenOfEveryServer =
        """ "startup_timeout_sec":20,"tool_timeout_sec":1.5,"startup_readiness":"catalog","enabled":true,"required":false,"supports_parallel_tool_calls":true, """
        + """ "enabled_tools":["search","a;b"],"disabled_tools":["delete"],"default_tools_approval_mode":"prompt","""
        + """ "tools":{"search":{"approval_mode":"auto","output_token_limit":2000}},"tool_input_schema_max_bytes":4096,"omit_tools_from":["deferred"]""";

    [TestMethod]
    public async Task EveryMetadataOfAServerReachesCodex()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder($"""
            {Hello}
            #file Directory.Packages.props
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Contoso.Build.Mcp" Version="2.1" />
              </ItemGroup>
            </Project>
            #file Directory.Build.props
            <Project>
              <ItemDefinitionGroup>
                <McpServer>
                  <Team>Docs</Team>
                  <ToolTimeout>1.5</ToolTimeout>
                </McpServer>
              </ItemDefinitionGroup>
              <PropertyGroup>
                <HeaderValue>c%3Bd</HeaderValue>
              </PropertyGroup>
            </Project>
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <McpServer Include="remote" Url="https://docs.contoso.example/mcp?a=%3B" BearerTokenEnvVar="CONTOSO_TOKEN"
                           HttpHeaders="X-Team=a=b;X-List=$(HeaderValue)" EnvHttpHeaders="X-Tenant=CONTOSO_TENANT" HttpHeadersHelper="true"
                           Auth="oauth" Scopes="read;write" OAuthClientId="contoso" OAuthCallbackPort="8123" OAuthCallbackUrl="https://contoso.example/back"
                           OAuthResource="https://docs.contoso.example" {ForEveryServer} />
                <McpServer Include="local" Command="contoso-docs" Arguments="a%3Bb;c" Environment="CONTOSO_HOME=/opt/a=b;EMPTY=" EnvVars="CONTOSO_TOKEN;CONTOSO_USER"
                           WorkingDirectory="skills" {ForEveryServer} />
                <McpServer Include="package" Package="Contoso.Build.Mcp" Arguments="--root;%24x" />
              </ItemGroup>
            </Project>
            """);
        (await folder.RunAsync("build", "-p:CheckMcpServerPackages=false")).Succeeded();

        var plugin = folder.PathOf("bin/Debug/plugin");
        var report = await CodexTests.AssertLoadedAsync(plugin);

        AssertList(report.McpServers.Keys, "local", "package", "remote");
        using var home = await CodexHome.CreateAsync();
        var marketplace = TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), plugin, report.Name);
        var installed = await home.InstallAsync(report.Name, await home.AddMarketplaceAsync(marketplace));
        await AssertServerAsync("remote",
            $$"""
            {"name":"remote",{{ReportedOfEveryServer}},
             "transport":{"type":"streamable_http","url":"https://docs.contoso.example/mcp?a=;","bearer_token_env_var":"CONTOSO_TOKEN",
              "http_headers":{"X-Team":"a=b","X-List":"c;d"},"env_http_headers":{"X-Tenant":"CONTOSO_TENANT"},"http_headers_helper":"<redacted>"} }
            """);
        await AssertServerAsync("local",
            $$"""
            {"name":"local",{{ReportedOfEveryServer}},
             "transport":{"type":"stdio","command":"contoso-docs","args":["a;b","c"],"env":{"CONTOSO_HOME":"/opt/a=b","EMPTY":""},
              "env_vars":["CONTOSO_TOKEN","CONTOSO_USER"],"cwd":"PLUGIN/skills"} }
            """);
        await AssertServerAsync("package",
            """
            {"name":"package","enabled":true,"tool_timeout_sec":1.5,
             "transport":{"type":"stdio","command":"dotnet","args":["dnx","Contoso.Build.Mcp@2.1.0","--yes","--","--root","$x"],"env_vars":[],"cwd":"PLUGIN/."} }
            """);

        // What Codex does not tell, it has read all the same: else it would have complained, or dropped the server.
        var written = folder.ReadJson("bin/Debug/plugin/.mcp.json")["mcpServers"]!;
        AssertJson($$"""{{{WrittenOfEveryServer}}}""", Without(written["local"]!, "command", "args", "env", "env_vars", "cwd"));
        AssertJson(
            $$"""
            {"auth":"oauth","scopes":["read","write"],"oauth":{"client_id":"contoso","callback_port":8123,"callback_url":"https://contoso.example/back"},
             "oauth_resource":"https://docs.contoso.example","http_headers_helper":"true",{{WrittenOfEveryServer}}}
            """,
            Without(written["remote"]!, "url", "bearer_token_env_var", "http_headers", "env_http_headers"));

        async Task AssertServerAsync(string name, string expected)
        {
            var server = await home.RunJsonAsync("mcp", "get", name, "--json");
            AssertJson(expected.Replace("PLUGIN", installed, StringComparison.Ordinal), JsonNode.Parse(server.GetRawText())!);
        }
    }

    [TestMethod]
    public async Task EveryMetadataOfAHookReachesCodex()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder($$"""
            {{Hello}}
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <NoWarn>$(NoWarn);CXP4011</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <McpServer Include="notes" Command="contoso-notes" />
                <Hook Include="check" Event="PreToolUse" Matcher="^(Bash|Edit)$" Command="echo a%3B echo 100%25" CommandWindows="echo b" Timeout="30" Async="true" StatusMessage="Checking" AdditionalContextLimit="500" />
                <Hook Include="PreToolUse" Matcher="mcp__notes__.*" Server="notes" Tool="save" Input='{ "text": "a;b" }' Timeout="7" StatusMessage="Saving" />
                <Hook Include="SessionStart" Matcher="startup|resume" Command="echo start" AdditionalContextLimit="100" />
                <Hook Include="Stop" Command="echo stop" />
                <Hook Include="SessionEnd" Command="echo end" Timeout="2" />
                <Hook Include="UserPromptSubmit" Server="notes" Tool="save" />
              </ItemGroup>
            </Project>
            #file hooks/hooks.json
            { "hooks": { "PreToolUse": [{ "matcher": "Bash", "hooks": [{ "type": "command", "command": "echo file" }] }], "PreCompact": [{ "hooks": [{ "type": "command", "command": "echo compact" }] }] } }
            """);
        (await folder.RunAsync("build")).Succeeded();

        AssertHooks(await CodexTests.AssertLoadedAsync(folder.PathOf("bin/Debug/plugin")), "hooks/project.json",
            "hooks/hooks.json:pre_tool_use:0:0|preToolUse|Bash|command|echo file|||600|False||",
            "hooks/hooks.json:pre_compact:0:0|preCompact||command|echo compact|||600|False||",
            "ITEMS:pre_tool_use:0:0|preToolUse|^(Bash|Edit)$|command|echo a; echo 100%|||30|True|Checking|500",
            "ITEMS:pre_tool_use:1:0|preToolUse|mcp__notes__.*|mcpTool||notes|save|7|False|Saving|",
            "ITEMS:session_start:0:0|sessionStart|startup|resume|command|echo start|||600|False||100",
            "ITEMS:session_end:0:0|sessionEnd||command|echo end|||2|False||",
            "ITEMS:user_prompt_submit:0:0|userPromptSubmit||mcpTool||notes|save|600|False||",
            "ITEMS:stop:0:0|stop||command|echo stop|||600|False||");
        AssertJson("""{ "text": "a;b" }""", folder.ReadJson("bin/Debug/plugin/hooks/project.json")["hooks"]!["PreToolUse"]![1]!["hooks"]![0]!["input"]!);

        // Alone, they are the plugin's own file, and one more at the end leaves the names of the others, to which the trust in them belongs.
        folder.Delete("hooks");
        folder.Replace("Contoso.Hello.cxproj", "  </ItemGroup>", "  <Hook Include=\"PreToolUse\" Matcher=\"Bash\" Command=\"echo last\" />\n  </ItemGroup>");
        (await folder.RunAsync("build")).Succeeded();
        AssertHooks(await CodexTests.AssertLoadedAsync(folder.PathOf("bin/Debug/plugin")), "hooks/hooks.json",
            "ITEMS:pre_tool_use:0:0|preToolUse|^(Bash|Edit)$|command|echo a; echo 100%|||30|True|Checking|500",
            "ITEMS:pre_tool_use:1:0|preToolUse|mcp__notes__.*|mcpTool||notes|save|7|False|Saving|",
            "ITEMS:pre_tool_use:2:0|preToolUse|Bash|command|echo last|||600|False||",
            "ITEMS:session_start:0:0|sessionStart|startup|resume|command|echo start|||600|False||100",
            "ITEMS:session_end:0:0|sessionEnd||command|echo end|||2|False||",
            "ITEMS:user_prompt_submit:0:0|userPromptSubmit||mcpTool||notes|save|600|False||",
            "ITEMS:stop:0:0|stop||command|echo stop|||600|False||");
    }

    [TestMethod]
    public async Task HookItemsStandBesideThoseInAManifest()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <NoWarn>$(NoWarn);CXP4011</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <Hook Include="Stop" Command="echo item" />
              </ItemGroup>
            </Project>
            #file .codex-plugin/plugin.json
            { "name": "contoso-hello", "version": "1.0.0", "description": "Says hello.", "interface": { "displayName": "Hello" },
              "hooks": { "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": "echo inline" }] }] } } }
            """);
        (await folder.RunAsync("build")).Succeeded();

        AssertHooks(await CodexTests.AssertLoadedAsync(folder.PathOf("bin/Debug/plugin")), "none",
            "plugin.json#hooks[0]:stop:0:0|stop||command|echo inline|||600|False||",
            "plugin.json#hooks[1]:stop:0:0|stop||command|echo item|||600|False||");
    }

    private static void AssertHooks(CodexReport report, string file, params string[] expected) =>
        AssertList(report.Hooks.Select(hook => $"{hook.Key}|{hook.Event}|{hook.Matcher}|{hook.HandlerType}|{hook.Command}|{hook.Server}|{hook.Tool}|{hook.TimeoutSeconds}|{hook.Async}|{hook.StatusMessage}|{hook.AdditionalContextLimit}"),
            [.. expected.Select(line => line.Replace("ITEMS", file, StringComparison.Ordinal))]);

    private static JsonObject Without(JsonNode json, params string[] members) =>
        new(json.AsObject().Where(member => !members.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    /// <summary>Equal, whatever the order of the members and whether one is null or absent.</summary>
    private static void AssertJson(string expected, JsonNode actual)
    {
        var indented = new JsonSerializerOptions { WriteIndented = true };
        Assert.AreEqual(Sorted(JsonNode.Parse(expected))!.ToJsonString(indented), Sorted(actual)!.ToJsonString(indented));
    }

    private static JsonNode? Sorted(JsonNode? json) => json switch
    {
        JsonObject members => new JsonObject(members.Where(member => member.Value is not null).OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => json?.DeepClone(),
    };
}
