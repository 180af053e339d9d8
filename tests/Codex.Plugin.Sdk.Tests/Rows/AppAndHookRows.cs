namespace Codex.Plugin.Sdk.Tests.Rows;

/// <summary>Rows 25 to 27: apps and hooks.</summary>
internal static class AppAndHookRows
{
    private const string GoodApp = """
        #file .app.json
        { "apps": { "github": { "id": "connector_0123" } } }
        """;

    private const string Handler = "{ \"type\": \"mcp_tool\", \"server\": \"tickets\", \"tool\": \"list\" }";

    public static SilentFailure[] All =>
    [
        // Codex shows apps only to who has logged in: asked is what it logs.
        App("without the member apps", "{ \"github\": { \"id\": \"connector_0123\" } }", "error CXP4001 .app.json(1,1)"),
        App("in a list", "{ \"apps\": [ { \"id\": \"connector_0123\" } ] }", "error CXP4001 .app.json(1,11)", "log: failed to parse plugin app config"),
        App("without an id", "{ \"apps\": { \"github\": {} } }", "error CXP4002 .app.json(1,23)", "log: failed to parse plugin app config"),
        App("with a blank id", "{ \"apps\": { \"github\": { \"id\": \" \" } } }", "error CXP4002 .app.json(1,31)", "log: missing an app id"),
        App("with a byte order mark", "\uFEFF{ \"apps\": { \"github\": { \"id\": \"connector_0123\" } } }", "error CXP4001 .app.json(1,1)", "log: failed to parse plugin app config"),
        App("with a number for the category", "{ \"apps\": { \"github\": { \"id\": \"connector_0123\", \"category\": 5 } } }", "error CXP4002 .app.json(1,61)", "log: failed to parse plugin app config"),
        new(25, "apps in the manifest", """
            #file .codex-plugin/plugin.json
            { "name": "rowname", "version": "1.0.0", "apps": { "github": { "id": "connector_0123" } } }
            """)
        {
            Good = GoodApp,
            Build = ["error CXP1012 .codex-plugin/plugin.json(1,50)"],
            Lost = ["skill rowname:keep"],
            Trace = ["install: ", "log: "],
        },
        Hook("of an event that there is not", $$"""{ "hooks": { "Notification": [ { "hooks": [ {{Handler}} ] } ] } }""", "error CXP4005 hooks/hooks.json(1,14)"),
        Hook("of an event in other letter case", $$"""{ "hooks": { "stop": [ { "hooks": [ {{Handler}} ] } ] } }""", "error CXP4005 hooks/hooks.json(1,14)"),
        new(26, "hooks.json at the root", "#file hooks.json\n" + GoodHooks())
        {
            Good = "#file hooks/hooks.json\n" + GoodHooks(),
            Build = ["error CXP4008 hooks.json"],
            Lost = ["hook stop"],
        },
        Hook("without the member hooks", $$"""{ "Stop": [ { "hooks": [ {{Handler}} ] } ] }""", "error CXP4004 hooks/hooks.json(1,1)", "hooks/list: failed to parse plugin hooks config"),
        Hook("with a member beside hooks", $$"""{ "version": 1, "hooks": { "Stop": [ { "hooks": [ {{Handler}} ] } ] } }""", "error CXP4004 hooks/hooks.json(1,3)", "hooks/list: unknown field"),
        Hook("that is not in a group", $$"""{ "hooks": { "Stop": [ {{Handler}} ] } }""", "error CXP4006 hooks/hooks.json(1,24)"),
        Hook("of the type prompt", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "prompt", "prompt": "Go on?" } ] } ] } }""", "error CXP4006 hooks/hooks.json(1,47)", "hooks/list: not supported yet"),
        Hook("of the type agent", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "agent", "prompt": "Go on?" } ] } ] } }""", "error CXP4006 hooks/hooks.json(1,47)", "hooks/list: not supported yet"),
        Hook("of a type that there is not", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "http", "url": "https://contoso.example" } ] } ] } }""", "error CXP4004 hooks/hooks.json(1,47)", "hooks/list: expected one of"),
        Hook("with an empty command", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": " " } ] } ] } }""", "error CXP4006 hooks/hooks.json(1,69)", "hooks/list: skipping empty hook command"),
        Hook("with one value of a wrong type", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "true", "timeout": "5" } ] } ] } }""", "error CXP4004 hooks/hooks.json(1,88)", "hooks/list: invalid type"),
        new(26, "hooks with a matcher that is no regular expression", "#file hooks/hooks.json\n" + Matcher("*Bash"))
        {
            Good = "#file hooks/hooks.json\n" + Matcher("Bash"),
            Build = ["error CXP4006 hooks/hooks.json(1,43)"],
            Lost = ["hook preToolUse"],
            Trace = ["hooks/list: invalid matcher"],
        },
        // It is loaded; that it fits no tool is seen in a session.
        new(26, "hooks with a permission for a matcher", "#file hooks/hooks.json\n" + Matcher("Bash(git *)"))
        {
            Good = "#file hooks/hooks.json\n" + Matcher("Bash"),
            Build = ["warning CXP4006 hooks/hooks.json(1,43)"],
            Lost = ["hook preToolUse.matcher = Bash"],
            Instead = ["hook preToolUse.matcher = Bash(git *)"],
        },
        Hook("with null for async", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "true", "async": null } ] } ] } }""", "error CXP4004 hooks/hooks.json(1,86)", "hooks/list: invalid type"),
        Hook("with an event twice", $$"""{ "hooks": { "Stop": [], "Stop": [ { "hooks": [ {{Handler}} ] } ] } }""", "error CXP4004 hooks/hooks.json(1,26)", "hooks/list: duplicate field"),
        Hook("in a group with a misspelt member", $$"""{ "hooks": { "Stop": [ { "Hooks": [ {{Handler}} ] } ] } }""", "error CXP4006 hooks/hooks.json(1,24)"),
        Hook("with an unknown input", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "mcp_tool", "server": "a", "tool": "b", "input": { "c": null } } ] } ] } }""", "error CXP4004 hooks/hooks.json(1,103)", "hooks/list: TOML"),
        Hook("of a session's end that call a tool", $$"""{ "hooks": { "SessionEnd": [ { "hooks": [ {{Handler}} ] } ] } }""", "error CXP4006 hooks/hooks.json(1,53)", "hooks/list: not supported"),
        Hook("with a byte order mark", "\uFEFF" + GoodHooks(), "error CXP4004 hooks/hooks.json(1,1)", "hooks/list: failed to parse plugin hooks config"),
        Hook("with both spellings for Windows", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "true", "commandWindows": "a", "command_windows": "b" } ] } ] } }""", "error CXP4004 hooks/hooks.json(1,100)", "hooks/list: duplicate field"),
        new(26, "hooks in a deeper folder", "#file hooks/deeper/hooks.json\n" + GoodHooks())
        {
            Good = "#file hooks/hooks.json\n" + GoodHooks(),
            Build = ["warning CXP1022 hooks/deeper/hooks.json"],
            Lost = ["hook stop"],
        },
        new(26, "hooks as a path and as an object", $$"""
            #file .codex-plugin/plugin.json
            { "name": "rowname", "version": "1.0.0",
              "hooks": ["./hooks/a.json", {{GoodHooks()}}] }
            #file hooks/a.json
            {{GoodHooks()}}
            """)
        {
            Good = $$"""
                #file .codex-plugin/plugin.json
                { "name": "rowname", "version": "1.0.0",
                  "hooks": ["./hooks/a.json"] }
                #file hooks/a.json
                {{GoodHooks()}}
                """,
            Build = ["error CXP4004 .codex-plugin/plugin.json(2,13)"],
            Lost = ["hook stop"],
        },
        Hook("with a number that ends Codex", """{ "hooks": { "Stop": [ { "hooks": [ { "type": "mcp_tool", "server": "tickets", "tool": "list", "timeout": 9223372036854775808 } ] } ] } }""", "error CXP4009 hooks/hooks.json(1,107)", "crash: "),
        new(26, "hooks in the manifest without the member hooks", $$"""
            #file .codex-plugin/plugin.json
            { "name": "rowname", "version": "1.0.0",
              "hooks": { "Stop": [ { "hooks": [ {{Handler}} ] } ] } }
            """)
        {
            Good = $$"""
                #file .codex-plugin/plugin.json
                { "name": "rowname", "version": "1.0.0",
                  "hooks": { "hooks": { "Stop": [ { "hooks": [ {{Handler}} ] } ] } } }
                """,
            Build = ["error CXP4004 .codex-plugin/plugin.json(2,12)"],
            Lost = ["hook stop"],
            Trace = ["log: ignoring hooks"],
        },
        // Codex lists it and runs it only when it is trusted.
        new(27, "command that must be trusted", """
            #file hooks/hooks.json
            { "hooks": { "Stop": [ { "hooks": [ { "type": "command", "command": "git fetch" } ] } ] } }
            """)
        {
            Good = "",
            Build = ["warning CXP4011 hooks/hooks.json"],
            Instead = ["hook stop.trustStatus = untrusted"],
        },
    ];

    private static string GoodHooks() => $$"""{ "hooks": { "Stop": [ { "hooks": [ {{Handler}} ] } ] } }""";

    private static string Matcher(string matcher) => $$"""{ "hooks": { "PreToolUse": [ { "matcher": "{{matcher}}", "hooks": [ {{Handler}} ] } ] } }""";

    private static SilentFailure App(string condition, string json, string build, params string[] trace) =>
        new(25, "apps " + condition, "#file .app.json\n" + json) { Good = GoodApp, Build = [build], Trace = trace };

    private static SilentFailure Hook(string condition, string json, string build, params string[] trace) =>
        new(26, "hooks " + condition, "#file hooks/hooks.json\n" + json)
        {
            Good = "#file hooks/hooks.json\n" + GoodHooks(),
            Build = [build],
            Lost = ["hook stop"],
            Trace = trace,
        };
}
