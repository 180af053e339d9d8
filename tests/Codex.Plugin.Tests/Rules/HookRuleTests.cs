using Codex.Plugin.Diagnostics;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>Hooks: what Codex loads, skips, ignores and rejects (asked of 0.169).</summary>
[TestClass]
public sealed class HookRuleTests
{
    private const string Handler = "{\"type\":\"command\",\"command\":\"echo\"}";

    /// <summary>The rule, or nothing, and the file with a mark where the rule finds something.</summary>
    [TestMethod]
    [DataRow("", "{}")]
    [DataRow("", "{\"hooks\":{}}")]
    [DataRow("", "{\"hooks\":[]}")]
    [DataRow("", "{\"hooks\":{},\"description\":null}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"commandWindows\":null,\"timeout\":null,\"statusMessage\":null,\"additionalContextLimit\":null}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\\u0000b\\nc\",\"timeout\":0,\"async\":false,\"statusMessage\":\"\",\"additionalContextLimit\":0}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":9223372036854775807,\"command_windows\":\"\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":-0}]}]}}")]
    [DataRow("", "{\"hooks\":{\"SessionEnd\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":3}]}]}}")]
    [DataRow("", "{\"hooks\":{\"Interrupt\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"_x\":1,\"$c\":2,\"description\":3,\"name\":\"n\",\"id\":\"i\",\"//\":\"r\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"description\":\"d\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",\"input\":{\"a\":[1.5,{\"b\":9223372036854775807,\"c\":-9223372036854775809}]},\"timeout\":5,\"statusMessage\":\"m\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":null,\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"*\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"Stop\":[{\"matcher\":\"*\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"Stop\":[{\"matcher\":\"\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"Bash|Edit\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"mcp__.*\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"Bash|Edit \",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":\"Bash(Output)?\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("", "{\"hooks\":{\"SessionStart\":[{\"matcher\":\"startup or resume\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4004", "§[]")]
    [DataRow("CXP4004", "§null")]
    [DataRow("CXP4004", "§\"x\"")]
    [DataRow("CXP4004", "§{\"Stop\":[]}")]
    [DataRow("CXP4004", "§{\"description\":\"d\",\"x\":1}")]
    [DataRow("CXP4004", "{\"hooks\":§null}")]
    [DataRow("CXP4004", "{\"hooks\":§[\"Stop\"]}")]
    [DataRow("CXP4004", "{\"hooks\":§5}")]
    [DataRow("CXP4004", "{\"hooks\":{},§\"$schema\":\"x\"}")]
    [DataRow("CXP4004", "{\"hooks\":{},§\"version\":1}")]
    [DataRow("CXP4004", "{\"hooks\":{},\"description\":§5}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":§{\"hooks\":[]}}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":§null}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":§\"x\"}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[§\"x\"]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[§null]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":§null}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":§{}}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[§\"echo\"]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[§null]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":§5,\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":§[\"a\"],\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[§{\"command\":\"a\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":§null,\"command\":\"a\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":§\"http\",\"url\":\"x\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":§\"Command\",\"command\":\"a\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[§{\"type\":\"command\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[§{\"type\":\"command\",\"commandWindows\":\"dir\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":§null}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":§[\"a\"]}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"commandWindows\":§5}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"commandWindows\":\"b\",§\"command_windows\":\"c\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§-1}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§1.5}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§1.0}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§1e2}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§18446744073709551616}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§\"5\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§true}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"additionalContextLimit\":§-1}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"additionalContextLimit\":§1.5}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"additionalContextLimit\":§18446744073709551616}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"additionalContextLimit\":§\"5\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"async\":§null}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"async\":§\"true\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"statusMessage\":§1}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[§{\"type\":\"mcp_tool\",\"tool\":\"t\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[§{\"type\":\"mcp_tool\",\"server\":\"s\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":§1,\"tool\":\"t\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",\"input\":§null}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",\"input\":§\"x\"}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",\"input\":§[1]}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",\"input\":{\"a\":[{\"b\":§null}]}}]}]}}")]
    [DataRow("CXP4004", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",\"input\":{\"a\":§9223372036854775808}}]}]}}")]
    [DataRow("CXP4005", "{\"hooks\":{§\"StopFailure\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4005", "{\"hooks\":{§\"PostToolUseFailure\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4005", "{\"hooks\":{§\"Notification\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4005", "{\"hooks\":{§\"preToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4005", "{\"hooks\":{§\"pre_tool_use\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4005", "{\"hooks\":{§\"UserInstructions\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4005", "{\"hooks\":{§\" Stop\":\"junk\"}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":§\"\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":§\"  \"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":§\"prompt\",\"prompt\":5,\"foo\":1}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":§\"agent\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":§\"\",\"tool\":\"t\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":§\" \"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"SessionEnd\":[{\"hooks\":[{\"type\":§\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[§{\"type\":\"command\",\"command\":\"echo\"}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[§{\"matcher\":\"Bash\"}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[§{\"matcher\":\"Bash\",\"hook\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":§\"[\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":§\"Bash(\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"SubagentStop\":[{\"matcher\":§\"*Bash\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":§\"Bash(git *)\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":§\"Bash,Edit\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PreToolUse\":[{\"matcher\":§\"Bash | Edit\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4006", "{\"hooks\":{\"PermissionRequest\":[{\"matcher\":§\"Bash \",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",§\"timeoutSec\":7}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",§\"server\":\"s\"}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",§\"arguments\":{}}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",§\"async\":true}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",§\"additionalContextLimit\":9}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"PreToolUse\":[{§\"foo\":1,\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"PreToolUse\":[{§\"timeout\":1,\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"Stop\":[{\"matcher\":§\"Bash\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"UserPromptSubmit\":[{\"matcher\":§\"[\",\"hooks\":[{\"type\":\"command\",\"command\":\"echo\"}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"additionalContextLimit\":§9223372036854775808}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"SessionEnd\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§4}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"Interrupt\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§9223372036854775808}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"Interrupt\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",\"timeout\":§9}]}]}}")]
    [DataRow("CXP4007", "{\"hooks\":{\"SessionEnd\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"async\":§true}]}]}}")]
    [DataRow("CXP4009", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"timeout\":§9223372036854775808}]}]}}")]
    [DataRow("CXP4009", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"command\",\"command\":\"a\",\"additionalContextLimit\":§18446744073709551615}]}]}}")]
    [DataRow("CXP4009", "{\"hooks\":{\"PreToolUse\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\",\"timeout\":§9223372036854775808}]}]}}")]
    public void HooksAreReadAsCodexReadsThem(string id, string marked)
    {
        const string Mark = "§";
        string text = marked.Replace(Mark, "", StringComparison.Ordinal);
        string[] expected = id.Length == 0 ? [] : [$"{id} hooks/hooks.json(1,{marked.IndexOf(Mark, StringComparison.Ordinal) + 1})"];
        using PluginFolder folder = PluginFolder.WithSkill().Write("hooks/hooks.json", text);
        HasOnlyBesidesTrust(folder.Compile(), expected);
    }

    [TestMethod]
    public void EveryMistakeOfAFileIsReported()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("hooks/hooks.json",
            """
            {
              "hooks": {
                "Stopp": [],
                "Stop": [ { "hooks": [ { "type": "command", "command": 1, "timeout": "5" }, { "type": "prompt" } ] } ],
                "PreToolUse": [ { "matcher": "(", "hooks": [ { "type": "command", "command": "echo" } ] } ]
              }
            }
            """);
        folder.Compile().HasOnly(
            "CXP4005 hooks/hooks.json(3,5)", "CXP4004 hooks/hooks.json(4,60)", "CXP4004 hooks/hooks.json(4,74)", "CXP4006 hooks/hooks.json(4,91)", "CXP4006 hooks/hooks.json(5,34)");
    }

    [TestMethod]
    [DataRow("hooks/run.sh", true)]
    [DataRow("\"${PLUGIN_ROOT}/hooks/run.sh\" --x", true)]
    [DataRow("${CLAUDE_PLUGIN_ROOT}/hooks/run.sh", true)]
    [DataRow("\"${PLUGIN_ROOT}\"/hooks/./run.sh; true", true)]
    [DataRow("sh \"${PLUGIN_ROOT}/hooks/run.sh\"", true)]
    [DataRow("'${PLUGIN_ROOT}/hooks/my run.sh'", true)]
    [DataRow("${PLUGIN_ROOT}/hooks/$NAME.sh", true)]
    [DataRow("${PLUGIN_ROOT}/hooks/*.sh", true)]
    [DataRow("${PLUGIN_ROOT}/hooks/../run.sh", true)]
    [DataRow("echo ${PLUGIN_ROOT}/nope.sh", true)]
    [DataRow("\"${PLUGIN_ROOT}/hooks/Run.sh\" --x", false)]
    [DataRow("${CLAUDE_PLUGIN_ROOT}/scripts/run.sh", false)]
    [DataRow("$PLUGIN_ROOT/nope.sh", false)]
    [DataRow("\"${PLUGIN_ROOT}\"/nope.sh; true", false)]
    [DataRow("python3 '${PLUGIN_ROOT}/no pe.py' x", false)]
    public void FileThatAHookStartsIsInThePlugin(string command, bool isThere)
    {
        string hooks = new System.Text.Json.Nodes.JsonObject { ["command"] = command }.ToJsonString();
        using PluginFolder folder = PluginFolder.WithSkill().Write("hooks/run.sh", "#!/bin/sh\n").Write("hooks/my run.sh", "#!/bin/sh\n").Write("scripts/run.sh", "#!/bin/sh\n")
            .Write("hooks/hooks.json", $"{{\"hooks\":{{\"Stop\":[{{\"hooks\":[{{\"type\":\"command\",{hooks[1..^1]}}}]}}]}}}}");
        HasOnlyBesidesTrust(folder.Compile(), isThere ? [] : ["CXP4010 hooks/hooks.json(1,57)"]);
    }

    [TestMethod]
    public void HooksMustBeTrusted()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("hooks/hooks.json", $"{{\"hooks\":{{\"Stop\":[{{\"hooks\":[{Handler},{Handler}]}}]}}}}");
        PluginCompilation compilation = folder.Compile().HasOnly("CXP4011 hooks/hooks.json");
        Assert.AreEqual(2, compilation.Summary!.Hooks);
    }

    [TestMethod]
    [DataRow("{\"hooks\":{\"Stop\":[]}}", 0)]
    [DataRow("{\"hooks\":{\"Stop\":[{\"hooks\":[{\"type\":\"mcp_tool\",\"server\":\"s\",\"tool\":\"t\"}]}]}}", 1)]
    public void OnlyCommandsMustBeTrustedAndOnlyWhatRunsCounts(string hooks, int count)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("hooks/hooks.json", hooks);
        Assert.AreEqual(count, folder.Compile().HasOnly().Summary!.Hooks);
    }

    [TestMethod]
    [DataRow("\"./hooks/hooks.json\"", "CXP4008 hooks.json")]
    [DataRow("null", "CXP4008 hooks.json")]
    [DataRow("[]", "CXP4008 hooks.json")]
    [DataRow("\"./hooks.json\"", "CXP4008 hooks/hooks.json")]
    [DataRow("[\"./hooks.json\",\"./hooks/hooks.json\"]")]
    [DataRow("[\"./hooks.json\",\"./hooks/hooks.json\",\"././hooks.json\"]", "CXP4012 .codex-plugin/plugin.json(1,89)")]
    [DataRow("{}", "CXP4008 hooks.json", "CXP4008 hooks/hooks.json")]
    [DataRow("[{}]", "CXP4008 hooks.json", "CXP4008 hooks/hooks.json")]
    [DataRow("{\"hooks\":{\"Stop\":[]}}", "CXP4008 hooks.json", "CXP4008 hooks/hooks.json")]
    [DataRow("{\"Stop\":[]}", "CXP4004 .codex-plugin/plugin.json(1,52)", "CXP4008 hooks.json", "CXP4008 hooks/hooks.json")]
    [DataRow("{\"hooks\":{\"Stop\":5}}", "CXP4004 .codex-plugin/plugin.json(1,69)", "CXP4008 hooks.json", "CXP4008 hooks/hooks.json")]
    [DataRow("[\"./hooks.json\",{\"hooks\":{}}]", "CXP4004 .codex-plugin/plugin.json(1,53)", "CXP4008 hooks/hooks.json")]
    [DataRow("[null]", "CXP1012 .codex-plugin/plugin.json(1,53)", "CXP4008 hooks.json")]
    [DataRow("[[\"./hooks.json\"]]", "CXP1012 .codex-plugin/plugin.json(1,53)", "CXP4008 hooks.json")]
    [DataRow("5", "CXP1012 .codex-plugin/plugin.json(1,52)", "CXP4008 hooks.json")]
    public void ManifestNamesHooks(string hooks, params string[] expected)
    {
        string tool = Handler.Replace("command\",\"command\":\"echo\"", "mcp_tool\",\"server\":\"s\",\"tool\":\"t\"", StringComparison.Ordinal);
        string text = $"{{\"hooks\":{{\"Stop\":[{{\"hooks\":[{tool}]}}]}}}}";
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write("hooks.json", text).Write("hooks/hooks.json", text)
            .Write(".codex-plugin/plugin.json", $"{{\"name\":\"contoso-review\",\"version\":\"1.0.0\",\"hooks\":{hooks}}}");
        folder.Compile().HasOnly(expected);
    }

    [TestMethod]
    public void RootHooksFileAloneIsAnError()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("hooks.json", "{\"hooks\":{}}");
        Assert.AreEqual(DiagnosticSeverity.Error, folder.Compile().HasOnly("CXP4008 hooks.json").Diagnostics[0].Severity);
        folder.Write(".codex-plugin/plugin.json", "{\"name\":\"contoso-review\",\"version\":\"1.0.0\"}");
        Assert.AreEqual(DiagnosticSeverity.Error, folder.Compile().HasOnly("CXP4008 hooks.json").Diagnostics[0].Severity);
    }

    private static void HasOnlyBesidesTrust(PluginCompilation compilation, params string[] expected) =>
        CompilationAssert.AreOnly([.. compilation.Diagnostics.Where(static found => found.Descriptor.Id != "CXP4011")], expected);
}
