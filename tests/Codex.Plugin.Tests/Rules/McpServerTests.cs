using System.Text;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Rules;

/// <summary>The members of a server, each with values that Codex takes and others that it drops, ignores or stumbles over.</summary>
[TestClass]
public sealed class McpServerTests
{
    private const string Seconds = "0.5|1|1.5|600|9e18|null";
    private const string NoSeconds = "-1|-0.5|1e999|1e300|18446744073709551615|\"10\"|true|[]|{}";
    private const string Texts = "[]|[\"a\"]|[\"a\",\"a\"]|[\"\"]|null";
    private const string NoTexts = "\"a\"|[1]|[null]|{}|true|1";
    private const string TextMap = "{}|{\"A\":\"b\"}|{\"A\":\"\"}|null";
    private const string NoTextMap = "[]|{\"A\":1}|{\"A\":null}|{\"A\":true}|\"A\"|1";
    private const string Flag = "true|false|null";
    private const string NoFlag = "\"true\"|1|0|[]|{}";
    private const string Count = "1|1000000|null";
    private const string NoCount = "0|-1|1.0|1.5|1e3|\"5\"|true|18446744073709551616";

    // Member, what the server has besides, values that are taken, values for which Codex drops the server.
    private static readonly (string Name, string Besides, string Good, string Bad)[] s_members =
    [
        ("args", Stdio, Texts, NoTexts),
        ("env", Stdio, TextMap, NoTextMap),
        ("env_vars", Stdio, "[]|[\"A\"]|[\"A\",\"A\"]|[{\"name\":\"A\"}]|[{\"name\":\"A\",\"source\":\"local\"}]|[{\"name\":\"A\",\"source\":null}]|null",
            "\"A\"|[1]|[null]|[{}]|[{\"name\":1}]|[{\"name\":\"A\",\"source\":\"Local\"}]|[{\"name\":\"A\",\"x\":1}]|[{\"source\":\"local\"}]|{\"A\":\"b\"}|[[\"A\"]]"),
        ("cwd", Stdio, "\"\"|\".\"|\"./\"|\"/opt\"|null", "1|true|[]|{}"),
        ("http_headers", Http, TextMap, NoTextMap),
        ("env_http_headers", Http, "{}|{\"X-A\":\"B\"}|null", NoTextMap),
        ("bearer_token_env_var", Http, "\"A\"|null", "1|[\"A\"]|{}|true"),
        ("http_headers_helper", Http, "\"helper --json\"|null", "\"\"|\" \"|1|[\"x\"]|{\"command\":\"x\"}"),
        ("oauth", Http, "{}|{\"client_id\":\"x\"}|{\"clientId\":\"x\"}|{\"client_id\":\"x\",\"client_secret\":\"\"}|{\"client_id\":null}|{\"callback_port\":0}|{\"callback_port\":65535}|{\"callback_url\":\"x\"}|{\"token_endpoint_auth_method\":null}|null",
            "{\"client_id\":1}|{\"clientId\":1}|{\"client_secret\":\"\"}|{\"clientSecret\":\"\"}|{\"client_id\":\"\",\"client_secret\":\"\"}|{\"callback_port\":65536}|{\"callback_port\":-1}|{\"callback_port\":\"80\"}|{\"callbackPort\":\"80\"}|{\"callback_url\":1}"
            + "|{\"token_endpoint_auth_method\":\"client_secret_basic\"}|{\"authorization_server_issuer\":\"x\"}"),
        ("oauth_resource", Http, "\"\"|\"https://contoso.com\"|null", "1|[]|{}|true"),
        ("auth", Http, "\"oauth\"|\"chatgpt\"|null", "\"ema_auth\"|\"OAuth\"|\"\"|\"none\"|1|{\"type\":\"oauth\"}"),
        ("scopes", Http, Texts, NoTexts),
        ("scopes", Stdio, Texts, NoTexts),
        ("enabled", Stdio, Flag, NoFlag),
        ("required", Http, Flag, NoFlag),
        ("supports_parallel_tool_calls", Stdio, Flag, NoFlag),
        ("startup_timeout_sec", Stdio, Seconds, NoSeconds),
        ("tool_timeout_sec", Http, Seconds, NoSeconds),
        ("startup_timeout_ms", Stdio, "1|7000|18446744073709551615|null", "-1|1.0|1.5|1e3|18446744073709551616|\"5\"|true"),
        ("startup_readiness", Stdio, "\"connection\"|\"catalog\"|null", "\"Catalog\"|\"\"|1|[]"),
        ("tool_input_schema_max_bytes", Stdio, Count, NoCount),
        ("omit_tools_from", Stdio, "[]|[\"code_mode\",\"deferred\",\"direct\"]|[\"direct\",\"direct\"]|null", "\"direct\"|[\"Direct\"]|[\"x\"]|[1]|{}"),
        ("environment_id", Stdio, "\"local\"|null", "1|true|[]|{}"),
        ("name", Stdio, "\"x\"|\"\"|null", "1|true|{}"),
        ("enabled_tools", Stdio, Texts, NoTexts),
        ("disabled_tools", Http, Texts, NoTexts),
        ("default_tools_approval_mode", Stdio, "\"auto\"|\"prompt\"|\"writes\"|null", "\"Auto\"|\"never\"|\"\"|1"),
        ("tools", Stdio, "{}|{\"t\":{}}|{\"t\":[]}|{\"t\":{\"approval_mode\":\"prompt\"}}|{\"t\":{\"approval_mode\":null}}|{\"t\":{\"output_token_limit\":1}}|null",
            "[]|[\"*\"]|\"t\"|{\"t\":null}|{\"t\":\"approve\"}|{\"t\":{\"approval_mode\":\"Prompt\"}}|{\"t\":{\"approval_mode\":1}}|{\"t\":{\"output_token_limit\":0}}|{\"t\":{\"output_token_limit\":1.5}}|{\"t\":{\"output_token_limit\":\"5\"}}"),
        ("type", Stdio, "\"stdio\"|null", ""),
        ("type", Http, "\"http\"|\"streamable_http\"|\"streamable-http\"|null", ""),
        ("url", Stdio, "null", ""),
        ("command", Http, "null", ""),
        ("bearer_token", Http, "null", ""),
    ];

    private const string Stdio = "\"command\":\"docs\"";
    private const string Http = "\"url\":\"https://docs.contoso.com/mcp\"";

    /// <summary>Servers that Codex loads and that work.</summary>
    internal static IEnumerable<string> Good =>
    [
        .. from member in s_members from value in Split(member.Good) select $"{{{member.Besides},\"{member.Name}\":{value}}}",
        $"{{{Stdio},\"startup_timeout_sec\":5,\"startup_timeout_ms\":7000}}",
        $"{{{Stdio},\"oauth\":{{}}}}",
        $"{{{Http},\"args\":null,\"env\":null,\"cwd\":null,\"command\":null}}",
        "{\"command\":\"a\",\"args\":[\"-c\",\"100%\",\"a$b\",\"$1\",\"^x$|^Y$\",\"50% of 100%\",\"$$X\",\"{x}\",\"{{x}}\"]}",
        "{\"command\":\"sh\",\"args\":[\"-c\",\"exec contoso-docs --home \\\"$HOME\\\" ${CONTOSO_FLAGS:-}\"]}",
        "{\"command\":\"/bin/bash\",\"args\":[\"-e\",\"-lc\",\"x ${A}\"]}",
        "{\"command\":\"env\",\"args\":[\"sh\",\"-c\",\"x $HOME\"]}",
        "{\"command\":\"cmd\",\"args\":[\"/c\",\"x %APPDATA%\"]}",
        "{\"command\":\"pwsh\",\"args\":[\"-NoProfile\",\"-Command\",\"x ${env:HOME}\"]}",
        "{\"command\":\"sh\",\"env\":{\"PLUGIN_ROOT\":\"/opt\"},\"args\":[\"-c\",\"x ${PLUGIN_ROOT}\"]}",
        "{\"url\":\"HTTP://localhost:1/a%20b%C3%BC?x=$y\"}",
        $"{{{Http},\"http_headers\":{{\"X-A\":\"b\\tc\",\"x-team\":\"ü\"}}}}",
    ];

    /// <summary>Servers that Codex drops.</summary>
    internal static IEnumerable<(string Server, string Id)> Dropped =>
    [
        .. from member in s_members from value in Split(member.Bad) select ($"{{{member.Besides},\"{member.Name}\":{value}}}", "CXP3005"),
        .. from member in Split("\"args\":[]|\"args\":[\"a\"]|\"env\":{}|\"env_vars\":[]|\"cwd\":\"\"|\"cwd\":\".\"|\"bearer_token\":\"x\"") select ($"{{{Http},{member}}}", "CXP3007"),
        .. from member in Split("\"http_headers\":{}|\"http_headers\":{\"A\":\"b\"}|\"env_http_headers\":{\"A\":\"B\"}|\"bearer_token_env_var\":\"A\"|\"bearer_token\":\"x\"|\"http_headers_helper\":\"x\"|\"oauth\":{\"client_id\":\"x\"}|\"oauth_resource\":\"x\"|\"auth\":\"oauth\"")
           select ($"{{{Stdio},{member}}}", "CXP3007"),
        .. from server in Split("{}|{\"args\":[]}|{\"command\":null}|{\"command\":1}|{\"url\":[]}|{\"command\":\"x\",\"url\":\"https://contoso.com\"}|[]|null|\"x\"|1|{\"url\":true}") select (server, "CXP3002"),
    ];

    /// <summary>Servers that Codex lists, and that do not do what is written.</summary>
    internal static IEnumerable<(string Server, string Id)> Failing =>
    [
        .. from server in Split("{\"command\":\"\"}|{\"command\":\" \"}|{\"url\":\"\"}|{\"url\":\"contoso.com/mcp\"}|{\"url\":\"ftp://contoso.com\"}|{\"url\":\"/mcp\"}|{\"url\":\"ws://contoso.com\"}") select (server, "CXP3002"),
        .. from member in Split("\"headers\":{\"A\":\"b\"}|\"httpHeaders\":{\"A\":\"b\"}|\"bearerTokenEnvVar\":\"A\"|\"serverUrl\":\"x\"|\"transport\":\"http\"|\"oauth\":{\"scopes\":[\"a\"]}") select ($"{{{Http},{member}}}", "CXP3006"),
        .. from member in Split("\"disabled\":true|\"timeout\":30|\"envFile\":\".env\"|\"alwaysAllow\":[\"a\"]|\"startupTimeoutSec\":5|\"Args\":[\"a\"]|\"tools\":{\"t\":{\"approvalMode\":\"prompt\"}}|\"x\":1") select ($"{{{Stdio},{member}}}", "CXP3006"),
        .. from type in Split("\"sse\"|\"ws\"|\"STDIO\"|\"\"") select ($"{{{Http},\"type\":{type}}}", "CXP3008"),
        .. from member in Split("\"args\":[\"${PLUGIN_ROOT}/x.js\"]|\"args\":[\"a\",\"--key=$CONTOSO_KEY\"]|\"args\":[\"%APPDATA%\\\\x\"]|\"args\":[\"~/x\"]|\"env\":{\"A\":\"${A}\"}|\"env\":{\"PATH\":\"/x:$PATH\"}|\"env\":{\"A\":\"${env:A}\"}|\"cwd\":\"${CLAUDE_PLUGIN_ROOT}\"|\"cwd\":\"~/x\"|\"args\":[\"${input:a-b}\"]|\"args\":[\"${A:-x}\"]")
           select ($"{{{Stdio},{member}}}", "CXP3009"),
        .. from server in Split("{\"command\":\"${PLUGIN_ROOT}/x\"}|{\"command\":\"$HOME/x\"}|{\"url\":\"https://${HOST}/mcp\"}|{\"url\":\"https://contoso.com/$REGION/mcp\"}|{\"command\":\"sh\",\"args\":[\"-c\",\"${CLAUDE_PLUGIN_ROOT}/x\"]}|{\"command\":\"sh\",\"args\":[\"$HOME/x.sh\",\"-c\"]}") select (server, "CXP3009"),
        ($"{{{Http},\"http_headers\":{{\"Authorization\":\"Bearer ${{TOKEN}}\"}}}}", "CXP3009"),
        .. from server in Split("{\"command\":\"./x\"}|{\"command\":\"bin/x\"}|{\"command\":\"node\",\"args\":[\"./x.js\"]}|{\"command\":\"x\",\"cwd\":\"sub\"}|{\"command\":\"x\",\"cwd\":\"..\"}|{\"command\":\"node\",\"cwd\":\".\",\"args\":[\"x.js\"]}|{\"command\":\"npx\",\"args\":[\"tsx@4.19.2\",\"./x.ts\"]}|{\"command\":\"sh\",\"args\":[\"./x.sh\"]}") select (server, "CXP3010"),
        .. from member in Split("\"startup_timeout_sec\":0|\"startup_timeout_ms\":0|\"tool_timeout_sec\":0.0|\"startup_timeout_sec\":1e19|\"environment_id\":\"remote\"|\"environment_id\":\"\"|\"env_vars\":[\"\"]|\"env_vars\":[\"A=b\"]|\"env_vars\":[\"$A\"]|\"env_vars\":[{\"name\":\"A\",\"source\":\"remote\"}]|\"env\":{\"A\":\"\\u0000\"}|\"args\":[\"\\u0000\"]")
           select ($"{{{Stdio},{member}}}", "CXP3017"),
        ("{\"command\":\"python server.py\"}", "CXP3017"),
        .. from member in Split("\"bearer_token_env_var\":\"\"|\"bearer_token_env_var\":\"${A}\"|\"http_headers\":{\"a b\":\"c\"}|\"http_headers\":{\"\":\"c\"}|\"http_headers\":{\"A\":\"b\\nc\"}|\"env_http_headers\":{\"A:\":\"B\"}|\"env_http_headers\":{\"A\":\"$B\"}") select ($"{{{Http},{member}}}", "CXP3017"),
    ];

    [TestMethod]
    public void GoodServersAreTaken()
    {
        foreach (string server in Good)
        {
            TextAssert.AreLines(Read($"{{\"mcpServers\":{{\"docs\":{server}}}}}").Select(found => $"{server}: {found}"));
        }
    }

    [TestMethod]
    public void BadServersAreRefused()
    {
        foreach ((string server, string id) in Dropped.Concat(Failing))
        {
            IReadOnlyList<Diagnostic> found = Read($"{{\"mcpServers\":{{\"docs\":{server}}}}}");
            Assert.AreEqual($"{server}: {id} Error", $"{server}: {string.Join(", ", found.Select(static one => $"{one.Descriptor.Id} {one.Severity}"))}", string.Join('\n', found));
        }
    }

    [TestMethod]
    [DataRow("{\"command\":\"docs\",\"note\":\"x\"}", "CXP3006")]
    [DataRow("{\"command\":\"docs\",\"description\":\"x\"}", "CXP3006")]
    [DataRow("{\"command\":\"docs\",\"_comment\":[1]}", "CXP3006")]
    [DataRow("{\"command\":\"docs\",\"disabled\":false}", "CXP3006")]
    [DataRow("{\"command\":\"docs\",\"alwaysAllow\":[]}", "CXP3006")]
    [DataRow("{\"url\":\"https://contoso.com\",\"oauth\":true}", "CXP3006")]
    [DataRow("{\"command\":\"docs\",\"type\":\"http\"}", "CXP3008")]
    [DataRow("{\"command\":\"docs\",\"type\":1}", "CXP3008")]
    [DataRow("{\"command\":\"docs\",\"default_tools_approval_mode\":\"approve\"}", "CXP3012")]
    [DataRow("{\"command\":\"docs\",\"tools\":{\"delete\":{\"approval_mode\":\"approve\"}}}", "CXP3012")]
    public void WhatDoesNoHarmIsAWarning(string server, string id)
    {
        Diagnostic found = Assert.ContainsSingle(Read($"{{\"mcpServers\":{{\"docs\":{server}}}}}"));
        Assert.AreEqual(id, found.Descriptor.Id);
        Assert.AreEqual(DiagnosticSeverity.Warning, found.Severity);
    }

    [TestMethod]
    [DataRow("headers", "\"http_headers\"")]
    [DataRow("disabled", "\"enabled\": false")]
    [DataRow("timeout", "\"tool_timeout_sec\"")]
    [DataRow("serverUrl", "\"url\"")]
    [DataRow("httpHeaders", "\"http_headers\"")]
    [DataRow("enabledTools", "\"enabled_tools\"")]
    [DataRow("startup_timeout", "\"startup_timeout_sec\"")]
    [DataRow("bearer_token", "\"bearer_token_env_var\"")]
    public void AdviceNamesTheMember(string member, string expected)
    {
        Diagnostic found = Assert.ContainsSingle(Read($"{{\"docs\":{{{Http},\n\"{member}\":\"x\"}}}}"));
        Assert.Contains(expected, found.Message);
        Assert.AreEqual(".mcp.json(2,1)", found.Location.ToString());
    }

    [TestMethod]
    [DataRow("docs", true)]
    [DataRow("a.b/c:d@e_f-1", true)]
    [DataRow("", false)]
    [DataRow("a b", false)]
    [DataRow("ü", false)]
    [DataRow("a\\n", false)]
    public void NameIsOneThatCodexStarts(string name, bool accepted) =>
        TextAssert.AreLines(Read($"{{\"{name}\":{{{Stdio}}}}}").Select(static found => found.Descriptor.Id), accepted ? [] : ["CXP3017"]);

    [TestMethod]
    [DataRow("{\"mcpServers\":{}}", "")]
    [DataRow("{}", "")]
    [DataRow("{\"$schema\":\"x\",\"mcpServers\":{\"a\":{\"command\":\"a\"}}}", "")]
    [DataRow("{\"$schema\":\"x\",\"a\":{\"command\":\"a\"}}", "")]
    [DataRow("{\"description\":\"x\",\"a\":{\"command\":\"a\"}}", "CXP3018 Warning")]
    [DataRow("{\"mcpServers\":{},\"note\":\"x\"}", "CXP3018 Warning")]
    [DataRow("{\"mcpServers\":{},\"b\":{\"command\":\"b\"}}", "CXP3018 Error")]
    [DataRow("{\"mcpServers\":{},\"inputs\":[]}", "CXP3018 Error")]
    [DataRow("{\"servers\":{\"a\":{\"command\":\"a\"}}}", "CXP3018 Error")]
    [DataRow("{\"mcp_servers\":{\"a\":{\"command\":\"a\"}}}", "CXP3018 Error")]
    [DataRow("{\"servers\":{\"command\":\"a\"}}", "")]
    [DataRow("{\"mcpServers\":{\"command\":\"a\"}}", "CXP3002 Error")]
    [DataRow("{\"mcpServers\":[]}", "CXP3001 Error")]
    [DataRow("{\"mcpServers\":null}", "CXP3001 Error")]
    public void FileHasOneOfTwoShapes(string text, string expected) =>
        Assert.AreEqual(expected, string.Join(", ", Read(text).Select(static found => $"{found.Descriptor.Id} {found.Severity}")));

    [TestMethod]
    public void DescriptorHoldsServersAndASchema()
    {
        using PluginFolder folder = new PluginFolder().Write("mcp/docs.json", $"{{\"$schema\":\"https://contoso.com\",{Stdio}}}");
        folder.Compile().HasOnly();
        Assert.DoesNotContain("$schema", folder.ReadOutput(".mcp.json"));
        folder.Write("mcp/docs.json", $"{{\"mcpServers\":{{\"docs\":{{{Stdio}}}}}}}").Compile().HasOnly();
    }

    [TestMethod]
    [DataRow("{\"command\":\"./server/run\"}", "", ".")]
    [DataRow("{\"command\":\"./run\",\"cwd\":\"server\"}", "", "server")]
    [DataRow("{\"command\":\"../server/run\",\"cwd\":\"./server/\"}", "", "./server/")]
    [DataRow("{\"command\":\"node\",\"args\":[\"server/main.js\"]}", "", ".")]
    [DataRow("{\"command\":\"node\",\"args\":[\"--flag\",\"main.js\",\"other.js\"],\"cwd\":\"server\"}", "", "server")]
    [DataRow("{\"command\":\"node\",\"args\":[\"scripts/of-the-user.js\"]}", "", null)]
    [DataRow("{\"command\":\"contoso\",\"args\":[\"chart.js\"],\"cwd\":\".\"}", "", ".")]
    [DataRow("{\"command\":\"uv\",\"args\":[\"--directory\",\"./server\",\"run\",\"./main.py\"]}", "", ".")]
    [DataRow("{\"command\":\"./server/tool.cmd\"}", "", ".")]
    [DataRow("{\"command\":\"/opt/x\",\"cwd\":\"/opt\"}", "", "/opt")]
    [DataRow("{\"command\":\"./main.js\",\"cwd\":\"server\"}", "CXP3011", null)]
    [DataRow("{\"command\":\"./server/Run\"}", "CXP3010", null)]
    [DataRow("{\"command\":\".\\\\server\\\\run\"}", "CXP3010", null)]
    [DataRow("{\"command\":\"node\",\"cwd\":\"server\\\\sub\"}", "CXP3010", null)]
    [DataRow("{\"command\":\"node\",\"args\":[\"server/main.js\"],\"cwd\":\"server\"}", "CXP3010", null)]
    [DataRow("{\"command\":\"./../x\"}", "CXP3010", null)]
    public void FilesOfThePluginAreThere(string server, string expected, string? cwd)
    {
        using PluginFolder folder = new PluginFolder()
            .Write("server/run", "#!/bin/sh\n").Write("server/main.js", "console.log(1)").Write("server/tool.cmd", "@echo off").Write("server/sub/x.txt", "x").Write("mcp/docs.json", server);
        string[] files = ["server/run", "server/main.js", "server/tool.cmd", "server/sub/x.txt"];
        PluginCompilation compilation = folder.Compile(project => project with { Files = [.. files.Select(static file => new FileItem(file))] });
        TextAssert.AreLines(compilation.Diagnostics.Select(static found => found.Descriptor.Id), expected.Length == 0 ? [] : [expected]);
        if (expected.Length == 0)
        {
            Assert.AreEqual(cwd, (string?)JsonNode.Parse(folder.ReadOutput(".mcp.json"))!["mcpServers"]!["docs"]!["cwd"]);
        }
    }

    [TestMethod]
    [DataRow("url", "https://${HOST}/mcp", "CXP3009")]
    [DataRow("command", "./x", "CXP3010")]
    [DataRow("command", "docs", "CXP3007")]
    public void ItemsAreCheckedToo(string member, string value, string id)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("Contoso.Review.cxproj",
            "<Project>\n  <ItemGroup>\n    <McpServer Include=\"docs\" " + (member == "url" ? "Url" : "Command") + "=\"" + value + "\"" + (id == "CXP3007" ? " BearerTokenEnvVar=\"A\"" : "") + " />\n  </ItemGroup>\n</Project>");
        folder.Compile().HasOnly($"{id} Contoso.Review.cxproj(3,{(id == "CXP3007" ? 46 : 31)})");
    }

    [TestMethod]
    public void FileThatIsNotReadIsFound()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("mcp.json", "{}");
        folder.Compile().HasOnly("CXP3013 mcp.json");
        folder.Write("mcp/docs.json", $"{{{Stdio}}}");
        PluginCompilation compilation = folder.Compile().HasOnly("CXP3013 mcp.json");
        Assert.AreEqual(DiagnosticSeverity.Warning, compilation.Diagnostics[0].Severity);
    }

    [TestMethod]
    [DataRow("\"mcpServers\":{}", ".mcp.json", true)]
    [DataRow("\"mcpServers\":\"./servers.json\"", ".mcp.json", false)]
    [DataRow("\"mcpServers\":{\"docs\":{\"command\":\"docs\"}}", ".mcp.json", false)]
    [DataRow("\"version\":\"1.0.0\"", "mcp.json", true)]
    public void FileBesideTheManifestsServersIsFound(string manifest, string file, bool isError)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(".codex-plugin/plugin.json", $"{{\"name\":\"contoso-review\",{manifest}}}")
            .Write("servers.json", $"{{\"docs\":{{{Stdio}}}}}").Write(file, $"{{\"mcpServers\":{{\"other\":{{{Stdio}}}}}}}");
        Diagnostic found = Assert.ContainsSingle(folder.Compile().Diagnostics.Where(static found => found.Descriptor.Id == "CXP3013"));
        Assert.AreEqual(file, found.Location.Path);
        Assert.AreEqual(isError, found.Severity == DiagnosticSeverity.Error);
    }

    [TestMethod]
    public void ManifestThatNamesTheFileIsFollowed()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(".codex-plugin/plugin.json", "{\"name\":\"contoso-review\",\"mcpServers\":\"./mcp.json\"}").Write("mcp.json", $"{{\"docs\":{{{Stdio}}}}}");
        folder.Compile().HasOnly();
        Assert.Contains("\"docs\"", folder.ReadOutput(".mcp.json"));
    }

    [TestMethod]
    public void ServerOfReferencedPluginHasAnotherName()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("mcp/docs.json", $"{{{Stdio}}}");
        ReferencedPlugin a = Reference("a", "{\"mcpServers\":{\"docs\":{\"command\":\"x\"},\"build\":{\"command\":\"x\"}}}");
        ReferencedPlugin b = Reference("b", "{\"build\":{\"command\":\"x\"},\"$schema\":\"x\"}");
        ReferencedPlugin c = Reference("c", "{\"docs\":");
        ReferencedPlugin none = new("d", "Contoso.D 1.0.0", folder.FullPath("../d\0"));
        PluginCompilation compilation = folder.Compile(project => project with { References = [a, b, c, none] });
        compilation.HasOnly("CXP3016 Contoso.Review.cxproj", "CXP3016 mcp/docs.json(1,1)");
        Assert.Contains("Contoso.a 1.0.0 and in Contoso.b 1.0.0", compilation.Diagnostics[0].Message);
        Assert.Contains("this plugin and in Contoso.a 1.0.0", compilation.Diagnostics[1].Message);
        folder.Compile(project => project with { References = [b, c] }).HasOnly();

        ReferencedPlugin Reference(string name, string servers)
        {
            folder.Write($"../{name}/.mcp.json", servers);
            return new ReferencedPlugin(name, $"Contoso.{name} 1.0.0", folder.FullPath($"../{name}"));
        }
    }

    // Whatever somebody writes, there is a finding or a server, in time.
    [TestMethod]
    public void MutatedFilesAreReadWithoutAnException()
    {
        var random = new Random(3005);
        string[] seeds = [.. Good, .. Dropped.Select(static bad => bad.Server), .. Failing.Select(static bad => bad.Server)];
        string[] pieces = ["{", "}", "[", "]", ",", ":", "\"", "null", "1e999", "-0", "\\ud800", "\\u0000", "${", "$A", "%A%", "../", "./", "\\\\", "\"mcpServers\"", "\"type\":", "\"stdio\"", "ü", "\ud83d\ude00"];
        for (int i = 0; i < 2000; i++)
        {
            string server = seeds[random.Next(seeds.Length)];
            StringBuilder text = new StringBuilder("{\"mcpServers\":{\"docs\":").Append(server).Append("}}");
            for (int change = random.Next(4); change >= 0; change--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0:
                        text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
                        break;
                    case 1:
                        text.Insert(at, pieces[random.Next(pieces.Length)]);
                        break;
                    default:
                        text.Insert(at, seeds[random.Next(seeds.Length)]);
                        break;
                }
            }

            byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (random.Next(10) == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var diagnostics = new DiagnosticBag();
            var reader = new McpServerReader(new Dictionary<string, SourceEntry>(), diagnostics);
            reader.AddMap(new SourceText(".mcp.json", bytes));
            reader.AddPortable(new SourceText("mcp.json", bytes));
            reader.AddDescriptor("docs", new SourceText("mcp/docs.json", bytes));
            Assert.IsTrue(diagnostics.HasErrors || reader.Servers.All(static server => server.Value.ToJsonString().Length > 0), text.ToString());
        }
    }

    [TestMethod]
    [DataRow("${a")]
    [DataRow("$A")]
    [DataRow("%a")]
    [DataRow("../")]
    [DataRow("a")]
    [DataRow("${A_")]
    [DataRow("\\u0000")]
    [Timeout(20_000)]
    public void MegabytesAreReadInTime(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 900_000 / piece.Length));
        foreach (string server in (ReadOnlySpan<string>)[$"{{\"command\":\"x\",\"args\":[\"{text}\"]}}", $"{{\"command\":\"{text}\"}}", $"{{\"url\":\"https://contoso.com/{text}\"}}", $"{{{Stdio},\"{text}\":1}}", $"{{\"command\":\"sh\",\"args\":[\"-c\",\"{text}\"]}}"])
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            Read($"{{\"docs\":{server}}}");
            Assert.IsLessThan(5_000, watch.ElapsedMilliseconds, server[..40]);
        }
    }

    private static IReadOnlyList<Diagnostic> Read(string text)
    {
        var diagnostics = new DiagnosticBag();
        new McpServerReader(new Dictionary<string, SourceEntry>(), diagnostics).AddMap(new SourceText(".mcp.json", Encoding.UTF8.GetBytes(text)));
        return diagnostics.ToSortedList();
    }

    private static string[] Split(string values)
    {
        // A bar inside a text is none between values.
        var parts = new List<string>();
        var part = new StringBuilder();
        bool inText = false;
        for (int i = 0; i < values.Length; i++)
        {
            inText ^= values[i] == '"' && (i == 0 || values[i - 1] != '\\');
            if (values[i] == '|' && !inText)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(values[i]);
            }
        }

        return values.Length == 0 ? [] : [.. parts, part.ToString()];
    }
}
