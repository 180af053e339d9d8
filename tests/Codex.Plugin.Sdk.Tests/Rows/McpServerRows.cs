namespace Codex.Plugin.Sdk.Tests.Rows;

/// <summary>Rows 18 to 24 and 37: MCP servers.</summary>
internal static class McpServerRows
{
    private const string Remote = "\"url\": \"https://docs.contoso.example/mcp\"";

    private const string Script = """

        #file skills/keep/scripts/run.sh
        #!/bin/sh
        echo run
        """;

    private const string GoodPortable = """
        #file plugin.json
        { "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json", "name": "rowname" }
        #file mcp.json
        {
          "$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
          "mcpServers": {
            "rowname-docs": { "type": "streamable-http", "url": "https://docs.contoso.example/mcp" }
          }
        }
        """;

    public static SilentFailure[] All =>
    [
        new(18, "headers as other hosts call them", Servers(Remote + ", \"headers\": { \"X-Team\": \"review\" }"))
        {
            Good = Servers(Remote + ", \"http_headers\": { \"X-Team\": \"review\" }"),
            Build = ["error CXP3006 .mcp.json(1,80)"],
            Lost = ["server rowname-docs.httpHeaders.X-Team = review"],
        },
        new(18, "server disabled as other hosts do", Servers(Remote + ", \"disabled\": true"))
        {
            Good = Servers(Remote + ", \"enabled\": false"),
            Build = ["error CXP3006 .mcp.json(1,80)"],
            Lost = ["server rowname-docs.enabled = false"],
            Instead = ["server rowname-docs.enabled = true"],
        },
        new(18, "timeout as other hosts call it", Servers(Remote + ", \"timeout\": 5"))
        {
            Good = Servers(Remote + ", \"tool_timeout_sec\": 5"),
            Build = ["error CXP3006 .mcp.json(1,80)"],
            Lost = ["server rowname-docs.toolTimeoutSeconds = 5"],
        },
        new(18, "token's variable in camel case", Servers(Remote + ", \"bearerTokenEnvVar\": \"CONTOSO_TOKEN\""))
        {
            Good = Servers(Remote + ", \"bearer_token_env_var\": \"CONTOSO_TOKEN\""),
            Build = ["error CXP3006 .mcp.json(1,80)"],
            Lost = ["server rowname-docs.bearerTokenEnvVar = CONTOSO_TOKEN"],
        },
        new(18, "OAuth that is no object", Servers(Remote + ", \"oauth\": true"))
        {
            Good = Servers(Remote),
            Build = ["warning CXP3006 .mcp.json(1,89)"],
        },
        new(18, "mode of a tool in camel case", Servers(Remote + ", \"tools\": { \"a\": { \"approvalMode\": \"prompt\" } }"))
        {
            Good = Servers(Remote + ", \"tools\": { \"a\": { \"approval_mode\": \"prompt\" } }"),
            Build = ["error CXP3006 .mcp.json(1,98)"],
        },
        // Codex lists it and cannot start it.
        new(18, "environment that there is not", Servers(Remote + ", \"environment_id\": \"remote\""))
        {
            Good = Servers(Remote + ", \"environment_id\": \"local\""),
            Build = ["error CXP3017 .mcp.json(1,98)"],
            Trace = ["log: "],
        },
        // The process would start in the folder of the session: only a session shows that. The build adds the folder.
        new(19, "relative command without cwd", Servers("\"command\": \"./skills/keep/scripts/run.sh\"") + Script)
        {
            Lost = ["server rowname-docs.cwd = ."],
        },
        new(19, "relative argument without cwd", Servers("\"command\": \"sh\", \"args\": [\"./skills/keep/scripts/run.sh\"]") + Script)
        {
            Lost = ["server rowname-docs.cwd = ."],
        },
        new(19, "relative command that is not there", Servers("\"command\": \"./skills/keep/scripts/run.sh\", \"cwd\": \".\""))
        {
            Good = Servers("\"command\": \"./skills/keep/scripts/run.sh\", \"cwd\": \".\"") + Script,
            Build = ["error CXP3010 .mcp.json(1,48)"],
        },
        new(20, "placeholder of the plugin's folder", Servers("\"command\": \"sh\", \"args\": [\"${PLUGIN_ROOT}/skills/keep/scripts/run.sh\"]") + Script)
        {
            Good = Servers("\"command\": \"sh\", \"args\": [\"./skills/keep/scripts/run.sh\"]") + Script,
            Build = ["error CXP3009 .mcp.json(1,63)"],
            Lost = ["server rowname-docs.args[0] = ./skills/keep/scripts/run.sh"],
            Instead = ["server rowname-docs.args[0] = ${PLUGIN_ROOT}/skills/keep/scripts/run.sh"],
        },
        new(20, "placeholder in a header", Servers(Remote + ", \"http_headers\": { \"X-Key\": \"${CONTOSO_KEY}\" }"))
        {
            Good = Servers(Remote + ", \"env_http_headers\": { \"X-Key\": \"CONTOSO_KEY\" }"),
            Build = ["error CXP3009 .mcp.json(1,107)"],
            Lost = ["server rowname-docs.envHttpHeaders.X-Key = CONTOSO_KEY"],
            Instead = ["server rowname-docs.httpHeaders.X-Key = ${CONTOSO_KEY}"],
        },
        new(20, "placeholder in the environment", Servers("\"command\": \"contoso\", \"env\": { \"KEY\": \"${CONTOSO_KEY}\" }"))
        {
            Good = Servers("\"command\": \"contoso\", \"env_vars\": [\"CONTOSO_KEY\"]"),
            Build = ["error CXP3009 .mcp.json(1,75)"],
            Lost = ["server rowname-docs.envVars[0] = CONTOSO_KEY"],
            Instead = ["server rowname-docs.env.KEY = ${CONTOSO_KEY}"],
        },
        Dropped("command and address", Remote + ", \"command\": \"contoso\"", "error CXP3002 .mcp.json(1,44)", "is not supported for stdio"),
        Dropped("neither command nor address", "\"type\": \"http\"", "error CXP3002 .mcp.json(1,35)", "invalid transport"),
        Dropped("token in the plugin", Remote + ", \"bearer_token\": \"0123\"", "error CXP3007 .mcp.json(1,80)", "bearer_token is not supported"),
        Dropped("text for the arguments", "\"command\": \"contoso\", \"args\": \"--stdio\"", "error CXP3005 .mcp.json(1,67)", "invalid type"),
        Dropped("number in the environment", "\"command\": \"contoso\", \"env\": { \"PORT\": 80 }", "error CXP3005 .mcp.json(1,76)", "invalid type"),
        Dropped("environment of an address", Remote + ", \"env\": { \"A\": \"b\" }", "error CXP3007 .mcp.json(1,80)", "env is not supported"),
        Dropped("word that is none of Codex's", Remote + ", \"default_tools_approval_mode\": \"ask\"", "error CXP3005 .mcp.json(1,111)", "unknown variant"),
        Dropped("secret without an id", Remote + ", \"oauth\": { \"client_secret\": \"0123\" }", "", "oauth.client_secret requires")
            with { Build = ["error CXP3005 .mcp.json(1,108)", "error CXP3022 .mcp.json(1,108)"] },
        Dropped("port that is none", Remote + ", \"oauth\": { \"client_id\": \"a\", \"callback_port\": 70000 }", "error CXP3005 .mcp.json(1,126)", "failed to parse plugin MCP server"),
        Dropped("way to log in that only hosts configure", Remote + ", \"auth\": \"ema_auth\"", "error CXP3005 .mcp.json(1,88)", "ema_auth"),
        Dropped("text for the scopes", Remote + ", \"scopes\": \"read write\"", "error CXP3005 .mcp.json(1,90)", "failed to parse plugin MCP server"),
        Dropped("time below zero", Remote + ", \"tool_timeout_sec\": -1", "error CXP3005 .mcp.json(1,100)", "failed to parse plugin MCP server"),
        Dropped("fraction of a millisecond", Remote + ", \"startup_timeout_ms\": 1.5", "error CXP3005 .mcp.json(1,102)", "failed to parse plugin MCP server"),
        Dropped("size of nothing", Remote + ", \"tool_input_schema_max_bytes\": 0", "error CXP3005 .mcp.json(1,111)", "failed to parse plugin MCP server"),
        Dropped("number for its name", Remote + ", \"name\": 5", "error CXP3005 .mcp.json(1,88)", "failed to parse plugin MCP server"),
        Dropped("misspelt variable", "\"command\": \"contoso\", \"env_vars\": [{ \"nme\": \"A\" }]", "", "failed to parse plugin MCP server")
            with { Build = ["error CXP3005 .mcp.json(1,72)", "error CXP3005 .mcp.json(1,74)"] },
        Dropped("variable from elsewhere", "\"command\": \"contoso\", \"env_vars\": [{ \"name\": \"A\", \"source\": \"Local\" }]", "error CXP3005 .mcp.json(1,97)", "failed to parse plugin MCP server"),
        Dropped("folder for an address", Remote + ", \"cwd\": \".\"", "error CXP3007 .mcp.json(1,80)", "cwd is not supported"),
        Dropped("null for a tool", Remote + ", \"tools\": { \"a\": null }", "error CXP3005 .mcp.json(1,96)", "failed to parse plugin MCP server"),
        Dropped("blank helper", Remote + ", \"http_headers_helper\": \" \"", "error CXP3005 .mcp.json(1,103)", "must not be empty"),
        new(21, "address that is none", Servers("\"url\": \"docs\""))
        {
            Good = Servers(Remote),
            Build = ["error CXP3002 .mcp.json(1,44)"],
            Lost = ["server rowname-docs.url = https://docs.contoso.example/mcp"],
            Instead = ["server rowname-docs.url = docs"],
        },
        new(21, "server that is twice in the file", "#file .mcp.json\n{ \"mcpServers\": { \"rowname-docs\": { \"command\": \"contoso\" }, \"rowname-docs\": { \"command\": \"other\" } } }")
        {
            Good = "#file .mcp.json\n{ \"mcpServers\": { \"rowname-docs\": { \"command\": \"contoso\" }, \"rowname-more\": { \"command\": \"other\" } } }",
            Build = ["error CXP3001 .mcp.json(1,61)"],
            Lost = ["server rowname-docs.command = contoso"],
            Instead = ["server rowname-docs.command = other"],
        },
        new(21, "byte order mark before the servers", "#file .mcp.json\n\uFEFF{ \"mcpServers\": { \"rowname-docs\": { \"url\": \"https://docs.contoso.example/mcp\" } } }")
        {
            Good = Servers(Remote),
            Build = ["error CXP3001 .mcp.json(1,1)"],
            Lost = ["server rowname-docs"],
            Trace = ["log: failed to parse plugin MCP config"],
        },
        // Codex would speak streamable HTTP to it.
        new(21, "server with the type sse", Servers("\"type\": \"sse\", " + Remote))
        {
            Good = Servers("\"type\": \"http\", " + Remote),
            Build = ["error CXP3008 .mcp.json(1,45)"],
            Trace = ["log: unknown transport type"],
        },
        new(21, "servers that are not JSON", "#file .mcp.json\n{\n  // the documentation\n  \"mcpServers\": {}\n}")
        {
            Good = Servers(Remote),
            Build = ["error CXP3001 .mcp.json(2,3)"],
            Lost = ["server rowname-docs"],
            Trace = ["log: failed to parse plugin MCP config"],
        },
        new(23, "mcp.json without its manifest", Servers(Remote).Replace(".mcp.json", "mcp.json", StringComparison.Ordinal))
        {
            Good = Servers(Remote),
            Build = ["error CXP3013 mcp.json"],
            Lost = ["server rowname-docs"],
        },
        new(23, "servers under the name of another host", "#file .mcp.json\n{ \"servers\": { \"rowname-docs\": { \"url\": \"https://docs.contoso.example/mcp\" } } }")
        {
            Good = Servers(Remote),
            Build = ["error CXP3018 .mcp.json(1,3)"],
            Lost = ["server rowname-docs"],
            Trace = ["log: failed to parse plugin MCP server"],
        },
        new(23, "server beside the wrapper", "#file .mcp.json\n{ \"mcpServers\": {}, \"rowname-docs\": { \"url\": \"https://docs.contoso.example/mcp\" } }")
        {
            Good = Servers(Remote),
            Build = ["error CXP3018 .mcp.json(1,21)"],
            Lost = ["server rowname-docs"],
        },
        PortableServer("type of another format", "streamable-http", "http", "error CXP3014 mcp.json(4,31)"),
        PortableServer("address without TLS", "https://docs", "http://docs", "error CXP3014 mcp.json(4,57)"),
        PortableServer("member of another format", "\"streamable-http\", ", "\"streamable-http\", \"tool_timeout_sec\": 5, ", "error CXP3014 mcp.json(4,50)"),
        PortableServer("no $schema", "\"$schema\": \"https://agent-plugins.org/schemas/1.0.0/mcp.schema.json\",\n", "\n", "error CXP3014 mcp.json(1,1)"),
        // What Codex lists does not tell how it asks before a tool runs.
        new(24, "tools that run unasked", Servers(Remote + ", \"default_tools_approval_mode\": \"approve\""))
        {
            Good = Servers(Remote + ", \"default_tools_approval_mode\": \"writes\""),
            Build = ["warning CXP3012 .mcp.json(1,111)"],
        },
        new(24, "tool that runs unasked", Servers(Remote + ", \"tools\": { \"delete\": { \"approval_mode\": \"approve\" } }"))
        {
            Good = Servers(Remote + ", \"tools\": { \"delete\": { \"approval_mode\": \"prompt\" } }"),
            Build = ["warning CXP3012 .mcp.json(1,120)"],
        },
        // It runs whatever has that name on the day.
        new(24, "server that is fetched anew", Servers("\"command\": \"npx\", \"args\": [\"-y\", \"@contoso/docs-mcp\"]"))
        {
            Good = Servers("\"command\": \"npx\", \"args\": [\"-y\", \"@contoso/docs-mcp@1.2.3\"]"),
            Build = ["warning CXP3023 .mcp.json(1,70)"],
            Lost = ["server rowname-docs.args[1] = @contoso/docs-mcp@1.2.3"],
            Instead = ["server rowname-docs.args[1] = @contoso/docs-mcp"],
        },
        new(36, "secret in a header", Servers(Remote + ", \"http_headers\": { \"Authorization\": \"Bearer correct-horse\" }"))
        {
            Good = Servers(Remote + ", \"bearer_token_env_var\": \"CONTOSO_TOKEN\""),
            Build = ["error CXP3022 .mcp.json(1,115)"],
            Lost = ["server rowname-docs.bearerTokenEnvVar = CONTOSO_TOKEN"],
            Instead = ["server rowname-docs.httpHeaders.Authorization = Bearer correct-horse"],
        },
        new(36, "secret in the environment", Servers("\"command\": \"contoso\", \"env\": { \"CONTOSO_TOKEN\": \"correct-horse\" }"))
        {
            Good = Servers("\"command\": \"contoso\", \"env_vars\": [\"CONTOSO_TOKEN\"]"),
            Build = ["error CXP3022 .mcp.json(1,85)"],
            Lost = ["server rowname-docs.envVars[0] = CONTOSO_TOKEN"],
            Instead = ["server rowname-docs.env.CONTOSO_TOKEN = correct-horse"],
        },
        // Codex lists it; that it cannot be started is seen in a session.
        new(37, "command that is no program", Servers("\"command\": \"./skills/keep/scripts/run.js\", \"cwd\": \".\"") + "\n#file skills/keep/scripts/run.js\nconsole.log(1);")
        {
            Good = Servers("\"command\": \"node\", \"args\": [\"./skills/keep/scripts/run.js\"], \"cwd\": \".\"") + "\n#file skills/keep/scripts/run.js\nconsole.log(1);",
            Build = ["error CXP3011 .mcp.json(1,48)"],
        },
    ];

    private static string Servers(string members) => $$"""
        #file .mcp.json
        { "mcpServers": { "rowname-docs": { {{members}} } } }
        """;

    private static SilentFailure Dropped(string condition, string members, string build, string said) =>
        new(21, "server with " + condition, Servers(members))
        {
            Good = Servers(Remote),
            Build = [build],
            Lost = ["server rowname-docs"],
            Trace = ["log: " + said],
        };

    /// <summary>A server of the portable format that Codex drops.</summary>
    private static SilentFailure PortableServer(string condition, string good, string bad, string build) =>
        new(23, "portable servers: " + condition, GoodPortable.Replace(good, bad, StringComparison.Ordinal))
        {
            Good = GoodPortable,
            Build = [build],
            Lost = ["server rowname-docs"],
            Trace = ["log: "],
        };
}
