using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Rules;

/// <summary>Descriptors in the shapes of other hosts: what they become, and what is refused.</summary>
[TestClass]
public sealed class McpTranslationTests
{
    private const string Stdio = "\"command\":\"contoso\"";
    private const string Http = "\"url\":\"https://contoso.com/mcp\"";

    [TestMethod]
    // Names.
    [DataRow("{'httpUrl':'https://contoso.com/mcp'}", "{'url':'https://contoso.com/mcp'}")]
    [DataRow("{'serverUrl':'https://contoso.com/mcp'}", "{'url':'https://contoso.com/mcp'}")]
    [DataRow("{HTTP,'bearerTokenEnvVar':'A','startupTimeoutSec':5,'toolTimeoutSec':1.5}", "{HTTP,'bearer_token_env_var':'A','startup_timeout_sec':5,'tool_timeout_sec':1.5}")]
    [DataRow("{STDIO,'envVars':['A'],'enabledTools':['a'],'disabledTools':['b'],'supportsParallelToolCalls':true}", "{STDIO,'env_vars':['A'],'enabled_tools':['a'],'disabled_tools':['b'],'supports_parallel_tool_calls':true}")]
    [DataRow("{HTTP,'httpHeaders':{'A':'b'},'envHttpHeaders':{'B':'C'},'oauthResource':'x'}", "{HTTP,'http_headers':{'A':'b'},'env_http_headers':{'B':'C'},'oauth_resource':'x'}")]
    [DataRow("{STDIO,'includeTools':['a'],'excludeTools':['b']}", "{STDIO,'enabled_tools':['a'],'disabled_tools':['b']}")]
    [DataRow("{STDIO,'tools':{'a':{'approvalMode':'prompt','outputTokenLimit':5}}}", "{STDIO,'tools':{'a':{'approval_mode':'prompt','output_token_limit':5}}}")]
    [DataRow("{STDIO,'tools':['*']}", "{STDIO}")]
    [DataRow("{STDIO,'tools':['a','b']}", "{STDIO,'enabled_tools':['a','b']}")]
    [DataRow("{HTTP,'headersHelper':'contoso headers'}", "{HTTP,'http_headers_helper':'contoso headers'}")]
    // Switches.
    [DataRow("{STDIO,'disabled':true}", "{STDIO,'enabled':false}")]
    [DataRow("{STDIO,'disabled':false}", "{STDIO,'enabled':true}")]
    [DataRow("{STDIO,'alwaysAllow':[],'autoApprove':[],'trust':false}", "{STDIO}")]
    // Types.
    [DataRow("{'type':'stdio',STDIO}", "{'type':'stdio',STDIO}")]
    [DataRow("{'type':'local',STDIO}", "{STDIO}")]
    [DataRow("{'type':'http',HTTP}", "{'type':'http',HTTP}")]
    [DataRow("{'type':'streamable_http',HTTP}", "{'type':'streamable_http',HTTP}")]
    [DataRow("{'type':'streamableHttp',HTTP}", "{HTTP}")]
    [DataRow("{'transport':'stdio',STDIO}", "{STDIO}")]
    [DataRow("{'transport':'http',HTTP}", "{HTTP}")]
    [DataRow("{'type':'http','transportType':'streamable-http',HTTP}", "{'type':'http',HTTP}")]
    // Headers.
    [DataRow("{HTTP,'headers':{'X-A':'b','X-C':'d e'}}", "{HTTP,'http_headers':{'X-A':'b','X-C':'d e'}}")]
    [DataRow("{HTTP,'headers':{'X-A':'${A}','X-B':'${env:B_2}','X-C':'$CC'}}", "{HTTP,'env_http_headers':{'X-A':'A','X-B':'B_2','X-C':'CC'}}")]
    [DataRow("{HTTP,'headers':{'Authorization':'Bearer ${TOKEN}'}}", "{HTTP,'bearer_token_env_var':'TOKEN'}")]
    [DataRow("{HTTP,'headers':{'authorization':'bearer  ${env:token}'}}", "{HTTP,'bearer_token_env_var':'token'}")]
    [DataRow("{HTTP,'headers':{'Authorization':'Bearer $TOKEN'}}", "{HTTP,'bearer_token_env_var':'TOKEN'}")]
    [DataRow("{HTTP,'headers':{'Authorization':'${AUTHORIZATION}'}}", "{HTTP,'env_http_headers':{'Authorization':'AUTHORIZATION'}}")]
    [DataRow("{HTTP,'headers':{'Authorization':'Bearer ${TOKEN}','X-A':'${A}','X-B':'b'}}", "{HTTP,'http_headers':{'X-B':'b'},'env_http_headers':{'X-A':'A'},'bearer_token_env_var':'TOKEN'}")]
    [DataRow("{HTTP,'headers':{}}", "{HTTP}")]
    // Variables.
    [DataRow("{STDIO,'env':{'A':'${A}'}}", "{STDIO,'env_vars':['A']}")]
    [DataRow("{STDIO,'env':{'A':'${env:A}','B':'$BB','BB':'$BB','C':'c'}}", "CXP3009")]
    [DataRow("{STDIO,'env':{'A':'${env:A}','BB':'$BB','C':'c','D':''}}", "{STDIO,'env':{'C':'c','D':''},'env_vars':['A','BB']}")]
    [DataRow("{STDIO,'env':{'A':'${A}','B':'${B}'},'env_vars':['B','C']}", "{STDIO,'env_vars':['B','C','A']}")]
    [DataRow("{'env':{'A':'${A}'},'envVars':['B'],STDIO}", "{'env_vars':['B','A'],STDIO}")]
    // OAuth.
    [DataRow("{HTTP,'oauth':{'clientId':'a','callbackPort':80}}", "{HTTP,'oauth':{'clientId':'a','callbackPort':80}}")]
    [DataRow("{HTTP,'oauth':{'clientId':'a','scopes':'read write'}}", "{HTTP,'oauth':{'clientId':'a'},'scopes':['read','write']}")]
    [DataRow("{HTTP,'oauth':{'enabled':true,'scopes':['read']}}", "{HTTP,'scopes':['read']}")]
    // Programs of Windows.
    [DataRow("{'command':'npx.cmd','args':['-y','a@1.2.3']}", "{'command':'npx','args':['-y','a@1.2.3']}")]
    [DataRow("{'command':'node.EXE'}", "{'command':'node'}")]
    [DataRow("{'command':'contoso.exe'}", "{'command':'contoso.exe'}")]
    [DataRow("{'command':'cmd','args':['/c','npx','-y','a@1.2.3']}", "{'command':'npx','args':['-y','a@1.2.3']}")]
    [DataRow("{'command':'CMD.exe','args':['/C','uvx.exe','a==1.0']}", "{'command':'uvx','args':['a==1.0']}")]
    [DataRow("{'command':'cmd','args':['/c','contoso','x']}", "{'command':'cmd','args':['/c','contoso','x']}")]
    [DataRow("{'command':'cmd','args':['/c','npx','a@1.2.3','&&','x']}", "{'command':'cmd','args':['/c','npx','a@1.2.3','&&','x']}")]
    // Codex's own.
    [DataRow("{STDIO,'env':{'A':'b'},'env_vars':['A',{'name':'B','source':'local'}],'cwd':'.','args':['-x','$','${','a$b']}", "{STDIO,'env':{'A':'b'},'env_vars':['A',{'name':'B','source':'local'}],'cwd':'.','args':['-x','$','${','a$b']}")]
    [DataRow("{HTTP,'http_headers':{'A':'b'},'oauth':{'client_id':'a'},'scopes':['s'],'enabled':true,'tool_timeout_sec':1.50}", "{HTTP,'http_headers':{'A':'b'},'oauth':{'client_id':'a'},'scopes':['s'],'enabled':true,'tool_timeout_sec':1.50}")]
    [DataRow("{'$schema':'https://contoso.com/schema',STDIO}", "{STDIO}")]
    public void WhatIsCertainIsTranslated(string written, string expected)
    {
        Assert.AreEqual(Json(expected), Compile(Json(written)));
        if (expected[0] == '{')
        {
            Assert.AreEqual(Json(expected), Compile(Json(expected)), "translated twice");
        }
    }

    [TestMethod]
    [DataRow("{'command':'${CLAUDE_PLUGIN_ROOT}/server/run'}", "{'command':'./server/run','cwd':'.'}")]
    [DataRow("{'command':'${PLUGIN_ROOT}/server//run','args':[]}", "{'command':'./server/run','args':[],'cwd':'.'}")]
    [DataRow("{'command':'node','args':['${extensionPath}/server/main.js']}", "{'command':'node','args':['./server/main.js'],'cwd':'.'}")]
    [DataRow("{'command':'node','args':['${extensionPath}${/}server${/}main.js']}", "{'command':'node','args':['./server/main.js'],'cwd':'.'}")]
    [DataRow("{'command':'node','args':['${__dirname}/server/main.js']}", "{'command':'node','args':['./server/main.js'],'cwd':'.'}")]
    [DataRow("{'command':'node','args':['${CURSOR_PLUGIN_ROOT}\\\\server\\\\main.js']}", "{'command':'node','args':['./server/main.js'],'cwd':'.'}")]
    [DataRow("{'command':'node','args':['--max-x','1','${COPILOT_PLUGIN_ROOT}/server/main.js','--root=${CLAUDE_PLUGIN_ROOT}','--config=${CLAUDE_PLUGIN_ROOT}/server/sub/x.txt']}",
        "{'command':'node','args':['--max-x','1','./server/main.js','--root=.','--config=./server/sub/x.txt'],'cwd':'.'}")]
    [DataRow("{'command':'contoso','args':['${CLAUDE_PLUGIN_ROOT}']}", "{'command':'contoso','args':['.'],'cwd':'.'}")]
    [DataRow("{'command':'contoso','args':['${CLAUDE_PLUGIN_ROOT}/a/../data/']}", "{'command':'contoso','args':['./data'],'cwd':'.'}")]
    [DataRow("{'command':'bash','args':['${CLAUDE_PLUGIN_ROOT}/server/run']}", "{'command':'bash','args':['./server/run'],'cwd':'.'}")]
    [DataRow("{'command':'contoso','cwd':'${CLAUDE_PLUGIN_ROOT}'}", "{'command':'contoso','cwd':'.'}")]
    [DataRow("{'command':'contoso','cwd':'${extensionPath}/server/'}", "{'command':'contoso','cwd':'./server'}")]
    [DataRow("{'command':'node','cwd':'${extensionPath}/server','args':['${extensionPath}/server/main.js','main.js']}", "{'command':'node','cwd':'./server','args':['./main.js','main.js']}")]
    [DataRow("{'command':'${extensionPath}/server/run','cwd':'server/sub','args':['${extensionPath}/server/sub']}", "{'command':'../run','cwd':'server/sub','args':['.']}")]
    [DataRow("{'command':'${extensionPath}/server/run','cwd':null}", "{'command':'./server/run','cwd':'.'}")]
    [DataRow("{'command':'uv','args':['run','--directory','${CLAUDE_PLUGIN_ROOT}','${CLAUDE_PLUGIN_ROOT}/server/main.py']}", "{'command':'uv','args':['run','--directory','.','./server/main.py'],'cwd':'.'}")]
    [DataRow("{'command':'uv','args':['--directory=${CLAUDE_PLUGIN_ROOT}/server','run','main.py']}", "{'command':'uv','args':['--directory=./server','run','main.py'],'cwd':'.'}")]
    // More than a path, or a path that nobody can tell.
    [DataRow("{'command':'uv','args':['--directory','${CLAUDE_PLUGIN_ROOT}/server','run','${CLAUDE_PLUGIN_ROOT}/server/main.py']}", "CXP3009")]
    [DataRow("{'command':'node','args':['${CLAUDE_PLUGIN_ROOT}/../x.js']}", "CXP3009")]
    [DataRow("{'command':'node','args':['${CLAUDE_PLUGIN_ROOT}x.js']}", "CXP3009")]
    [DataRow("{'command':'node','args':['${CLAUDE_PLUGIN_ROOT}/${NAME}.js']}", "CXP3009")]
    [DataRow("{'command':'node','args':['-r','a:${CLAUDE_PLUGIN_ROOT}/x.js']}", "CXP3009")]
    [DataRow("{'command':'docker','args':['run','-v','${CLAUDE_PLUGIN_ROOT}/data:/data','contoso:1']}", "CXP3009")]
    [DataRow("{'command':'${CLAUDE_PLUGIN_ROOT}'}", "CXP3009")]
    [DataRow("{'command':'${CLAUDE_PLUGIN_DATA}/run'}", "CXP3009")]
    [DataRow("{'command':'sh','args':['-c','${CLAUDE_PLUGIN_ROOT}/server/run --x']}", "CXP3009")]
    [DataRow("{'command':'contoso','cwd':'${CLAUDE_PLUGIN_ROOT}/..'}", "CXP3009")]
    [DataRow("{'command':'contoso','cwd':'/opt','args':['${CLAUDE_PLUGIN_ROOT}/server/main.js']}", "CXP3009")]
    [DataRow("{'command':'contoso','cwd':'${workspaceFolder}','args':['a']}", "CXP3009")]
    [DataRow("{'command':'${CLAUDE_PLUGIN_ROOT}/server/Run'}", "CXP3010")]
    public void PathsLeadIntoThePlugin(string written, string expected) => Assert.AreEqual(Json(expected), Compile(Json(written)));

    [TestMethod]
    [DataRow("{'type':'sse',HTTP}", "CXP3008", "streamable HTTP")]
    [DataRow("{'type':'ws',HTTP}", "CXP3008", "'ws'")]
    [DataRow("{'transport':'sse',HTTP}", "CXP3008", "'sse'")]
    [DataRow("{STDIO,'timeout':30000}", "CXP3006", "both in seconds; other hosts count milliseconds")]
    [DataRow("{STDIO,'envFile':'.env'}", "CXP3006", "\"env_vars\"")]
    [DataRow("{STDIO,'alwaysAllow':['a']}", "CXP3006", "approve tools")]
    [DataRow("{STDIO,'autoApprove':['*']}", "CXP3006", "approve tools")]
    [DataRow("{STDIO,'trust':true}", "CXP3006", "approve tools")]
    [DataRow("{STDIO,'disabled':true,'enabled':true}", "CXP3006", "\"enabled\"")]
    [DataRow("{STDIO,'disabled':'yes'}", "CXP3006", "\"enabled\": false")]
    [DataRow("{HTTP,'headers':{'A':'b'},'http_headers':{'A':'b'}}", "CXP3006", "\"http_headers\" is there as well")]
    [DataRow("{HTTP,'httpUrl':'https://contoso.com'}", "CXP3006", "\"url\" is there as well")]
    [DataRow("{STDIO,'includeTools':['a'],'enabledTools':['a']}", "CXP3006", "\"enabled_tools\" is there as well")]
    [DataRow("{STDIO,'tools':['a','*']}", "CXP3005", "an object")]
    [DataRow("{STDIO,'tools':['a'],'enabled_tools':['b']}", "CXP3005", "an object")]
    [DataRow("{HTTP,'headers':['A: b']}", "CXP3006", "\"http_headers\"")]
    [DataRow("{HTTP,'headers':{'A':1}}", "CXP3005", "http_headers.A")]
    [DataRow("{HTTP,'headersHelper':'${CLAUDE_PLUGIN_ROOT}/x.sh'}", "CXP3006", "http_headers_helper")]
    [DataRow("{HTTP,'headers':{'A':'Token ${TOKEN}'}}", "CXP3009", "env_http_headers")]
    [DataRow("{HTTP,'headers':{'Authorization':'Bearer ${TOKEN:-x}'}}", "CXP3009", "defaults")]
    [DataRow("{HTTP,'headers':{'Authorization':'Bearer ${input:token}'}}", "CXP3009", "asks nobody")]
    [DataRow("{HTTP,'headers':{'Authorization':'${user_config.TOKEN}'}}", "CXP3009", "asks nobody")]
    [DataRow("{HTTP,'headers':{'A':'${A}'},'env_http_headers':{'B':'C'}}", "CXP3009", "env_http_headers")]
    [DataRow("{HTTP,'http_headers':{'A':'${A}'}}", "CXP3009", "env_http_headers")]
    [DataRow("{STDIO,'headers':{'A':'b'}}", "CXP3007", "http_headers")]
    [DataRow("{STDIO,'env':{'A':'${B}'}}", "CXP3009", "under its own name")]
    [DataRow("{STDIO,'env':{'A':'${A:-b}'}}", "CXP3009", "defaults")]
    [DataRow("{STDIO,'env':{'A':'${input:a}'}}", "CXP3009", "asks nobody")]
    [DataRow("{STDIO,'env':{'A':'x${A}'}}", "CXP3009", "under its own name")]
    [DataRow("{STDIO,'env':{'A':'${PLUGIN_DATA}/x'}}", "CXP3009", "no folder for data")]
    [DataRow("{STDIO,'env':{'A':'${CLAUDE_PLUGIN_ROOT}/x'}}", "CXP3009", "find its files from there")]
    [DataRow("{STDIO,'env':{'PLUGIN_ROOT':'${PLUGIN_ROOT}'}}", "CXP3009", "find its files from there")]
    [DataRow("{STDIO,'env':{'A':'${A}'},'env_vars':'A'}", "CXP3009 CXP3005", "")]
    [DataRow("{HTTP,'env':{'A':'${A}'}}", "CXP3007 CXP3009", "")]
    [DataRow("{STDIO,'args':['${workspaceFolder}']}", "CXP3009", "folder of the session")]
    [DataRow("{STDIO,'args':['${CLAUDE_PROJECT_DIR}/x']}", "CXP3009", "folder of the session")]
    [DataRow("{STDIO,'args':['${PLUGIN_DATA}/x']}", "CXP3009", "no folder for data")]
    [DataRow("{STDIO,'args':['--key','${KEY}']}", "CXP3009", "\"env_vars\"")]
    [DataRow("{'url':'https://${HOST}/mcp'}", "CXP3009", "write it out")]
    [DataRow("{HTTP,'oauth':{'client_id':'${A}'}}", "CXP3009", "public client")]
    [DataRow("{HTTP,STDIO}", "CXP3002", "both")]
    [DataRow("{'httpUrl':'https://contoso.com/mcp',STDIO}", "CXP3002", "both")]
    [DataRow("{'command':['contoso','x']}", "CXP3002", "not a text")]
    public void WhatIsNotCertainIsRefusedWithAdvice(string written, string ids, string advice)
    {
        IReadOnlyList<Diagnostic> found = Read(Json(written));
        Assert.AreEqual(ids, string.Join(' ', found.Select(static one => one.Descriptor.Id)), string.Join('\n', found));
        Assert.Contains(advice, found[0].Message);
        Assert.IsTrue(found.All(static one => one.Severity == DiagnosticSeverity.Error));
    }

    [TestMethod]
    [DataRow("{'mcpServers':{'a':{STDIO},'b':{HTTP}}}", "a b")]
    [DataRow("{'servers':{'a':{STDIO},'b':{HTTP}}}", "a b")]
    [DataRow("{'inputs':[{'id':'x'}],'servers':{'a':{STDIO}}}", "a")]
    [DataRow("{'mcp_servers':{'a':{STDIO}}}", "a")]
    [DataRow("{'a':{STDIO},'b':{'httpUrl':'https://contoso.com'}}", "a b")]
    [DataRow("{'$schema':'x','a':{STDIO}}", "a")]
    [DataRow("{'servers':{STDIO}}", "servers")]
    [DataRow("{STDIO}", "docs")]
    [DataRow("{'httpUrl':'https://contoso.com'}", "docs")]
    [DataRow("{'mcpServers':{}}", "")]
    [DataRow("{'servers':{}}", "")]
    [DataRow("{'$schema':'x','mcpServers':{'a':{STDIO}},'description':'y'}", "a CXP3018 Warning")]
    [DataRow("{'mcpServers':{'a':{STDIO}},'servers':{'b':{STDIO}}}", "CXP3018 Error")]
    [DataRow("{'mcpServers':{'a':{STDIO}},'b':{STDIO}}", "CXP3018 Error")]
    [DataRow("{'name':'x','version':'1.0.0','mcpServers':{'a':{STDIO}}}", "CXP3018 Error CXP3018 Warning")]
    [DataRow("{'mcpServers':{'a':[]}}", "CXP3002 Error")]
    [DataRow("{'mcpServers':[]}", "CXP3001 Error")]
    [DataRow("{'mcp':{'servers':{'a':{STDIO}}}}", "CXP3018 Error")]
    [DataRow("{'context_servers':{'a':{STDIO}}}", "CXP3018 Error")]
    [DataRow("{STDIO,'servers':{'b':{STDIO}}}", "CXP3006 Error")]
    [DataRow("{'servers':[]}", "CXP3002 Error")]
    [DataRow("{}", "CXP3002 Error")]
    [DataRow("[]", "CXP3002 Error")]
    [DataRow("{'mcpServers':{'a b':{STDIO}}}", "CXP3017 Error")]
    public void FileHoldsOneServerOrSeveral(string written, string expected)
    {
        var diagnostics = new DiagnosticBag();
        McpServerReader reader = Read(Json(written), diagnostics);
        IEnumerable<string> said = diagnostics.ToSortedList().Select(static one => $"{one.Descriptor.Id} {one.Severity}");
        Assert.AreEqual(expected, string.Join(' ', diagnostics.HasErrors ? said : reader.Servers.Select(static server => server.Key).Concat(said)));
    }

    [TestMethod]
    public void FindingsPointAtWhatIsWritten()
    {
        using PluginFolder folder = new PluginFolder().Write("mcp/docs.json",
            """
            {
              "servers": {
                "a": {
                  "httpUrl": "https://contoso.com",
                  "headers": { "A": "${A}", "B": "x ${B}" },
                  "timeout": 30000
                },
                "b": {
                  "command": "node",
                  "args": ["${CLAUDE_PLUGIN_ROOT}/a.js"],
                  "env": { "A": "${A}", "C": "${D}" }
                }
              }
            }
            """);
        folder.Compile().HasOnly("CXP3009 mcp/docs.json(5,38)", "CXP3006 mcp/docs.json(6,7)", "CXP3010 mcp/docs.json(10,16)", "CXP3009 mcp/docs.json(11,34)");
    }

    // A plugin's own .mcp.json is Codex's format, and nobody else's.
    [TestMethod]
    [DataRow("{HTTP,'headers':{'A':'b'}}", "CXP3006")]
    [DataRow("{STDIO,'env':{'A':'${A}'}}", "CXP3009")]
    [DataRow("{'command':'${CLAUDE_PLUGIN_ROOT}/x'}", "CXP3009")]
    public void MapOfThePluginIsNotTranslated(string server, string id)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(".mcp.json", $"{{\"mcpServers\":{{\"docs\":{Json(server)}}}}}");
        Assert.AreEqual(id, Assert.ContainsSingle(folder.Compile().Diagnostics).Descriptor.Id);
    }

    private static string Compile(string server)
    {
        using PluginFolder folder = new PluginFolder()
            .Write("server/run", "#!/bin/sh\n").Write("server/main.js", "console.log(1)").Write("server/main.py", "print(1)").Write("server/sub/x.txt", "x").Write("mcp/docs.json", server);
        string[] files = ["server/run", "server/main.js", "server/main.py", "server/sub/x.txt"];
        PluginCompilation compilation = folder.Compile(project => project with { Files = [.. files.Select(static file => new FileItem(file))] });
        return compilation.Diagnostics.Count > 0 ? string.Join(' ', compilation.Diagnostics.Select(static one => one.Descriptor.Id))
            : JsonNode.Parse(folder.ReadOutput(".mcp.json"))!["mcpServers"]!["docs"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static IReadOnlyList<Diagnostic> Read(string text)
    {
        var diagnostics = new DiagnosticBag();
        Read(text, diagnostics);
        return diagnostics.ToSortedList();
    }

    private static McpServerReader Read(string text, DiagnosticBag diagnostics)
    {
        var reader = new McpServerReader(new Dictionary<string, SourceEntry>(), diagnostics);
        reader.AddDescriptor("docs", new SourceText("mcp/docs.json", System.Text.Encoding.UTF8.GetBytes(text)));
        return reader;
    }

    private static string Json(string text) => text.Replace("STDIO", Stdio, StringComparison.Ordinal).Replace("HTTP", Http, StringComparison.Ordinal).Replace('\'', '"');
}
