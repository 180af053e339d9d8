namespace Codex.Plugin.Sdk.Tests.Rows;

/// <summary>Rows 1 to 12 and 28: the manifest, its names, versions and paths, and what lies in the folder.</summary>
internal static class ManifestRows
{
    private const string Portable = """
        #file plugin.json
        {
          "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
          "name": "rowname"
        }

        """;

    private const string Own = """
        #file .codex-plugin/plugin.json
        {
          "name": "rowname",
          "version": "1.0.0"
        }

        """;

    private const string MoreSkill = """

        #file more/x/SKILL.md
        ---
        name: x
        description: Does x.
        ---
        """;

    private const string WithoutKeep = "\n#without skills/keep/SKILL.md";

    private const string ToolHooks = """
        { "hooks": { "Stop": [ { "hooks": [ { "type": "mcp_tool", "server": "tickets", "tool": "list" } ] } ] } }
        """;

    private const string Hooks = "\n#file hooks/hooks.json\n" + ToolHooks;

    private const string OtherHooks = "\n#file more/hooks.json\n" + """
        { "hooks": { "SessionStart": [ { "hooks": [ { "type": "mcp_tool", "server": "tickets", "tool": "list" } ] } ] } }
        """;

    private const string Servers = """
        { "mcpServers": { "rowname-docs": { "url": "https://docs.contoso.example/mcp" } } }
        """;

    private const string OtherServers = """

        #file .mcp.json
        { "mcpServers": { "rowname-other": { "url": "https://other.contoso.example/mcp" } } }
        """;

    private const string Logo = """

        #file assets/logo.svg
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" /></svg>
        """;

    public static SilentFailure[] All =>
    [
        new(1, "hooks beside a portable manifest", Portable + Hooks)
        {
            Good = Own + Hooks,
            Build = ["error CXP1016 hooks/hooks.json"],
            Lost = ["hook stop"],
        },
        new(1, "hooks in the extension of a portable manifest", $$"""
            #file plugin.json
            {
              "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json",
              "name": "rowname",
              "extensions": { "com.openai": { "hooks": {{ToolHooks}} } }
            }
            """)
        {
            Good = Own + Hooks,
            Build = ["error CXP1016 plugin.json(4,35)"],
            Lost = ["hook stop"],
        },
        new(1, ".mcp.json beside a portable manifest", Portable + "#file .mcp.json\n" + Servers)
        {
            Good = Own + "#file .mcp.json\n" + Servers,
            Build = ["error CXP1016 .mcp.json"],
            Lost = ["server rowname-docs"],
        },
        new(1, "nested skill below a portable manifest", Portable + """
            #file skills/group/x/SKILL.md
            ---
            name: x
            description: Does x.
            ---
            """)
        {
            Good = Own + """
                #file skills/group/x/SKILL.md
                ---
                name: x
                description: Does x.
                ---
                """,
            Build = ["error CXP1016 skills/group/x/SKILL.md"],
            Lost = ["skill rowname:x"],
        },
        // Codex shows apps only to who has logged in: here it can only be asked whether it complains.
        new(1, "apps beside a portable manifest", Portable + """
            #file .app.json
            { "apps": { "github": { "id": "connector_0123" } } }
            """)
        {
            Good = Own + """
                #file .app.json
                { "apps": { "github": { "id": "connector_0123" } } }
                """,
            Build = ["error CXP1016 .app.json"],
        },
        new(2, "version of the portable format that there is not", """
            #file plugin.json
            {
              "$schema": "https://agent-plugins.org/schemas/1.1.0/plugin.schema.json",
              "name": "rowname"
            }
            """)
        {
            Good = Portable,
            Build = ["error CXP1017 plugin.json(2,14)"],
            Lost = ["skill rowname:keep"],
            Trace = ["install: ", "log: "],
        },
        new(2, "version of the portable format that there is not, beside an own manifest", """
            #file plugin.json
            {
              "$schema": "https://agent-plugins.org/schemas/1.1.0/plugin.schema.json",
              "name": "rowname"
            }

            """ + Own)
        {
            Good = Own,
            Build = ["error CXP1017 plugin.json(2,14)"],
            Lost = ["skill rowname:keep"],
            Trace = ["install: ", "log: "],
        },
        new(2, "schema of another file of the portable format", """
            #file plugin.json
            {
              "$schema": "https://agent-plugins.org/schemas/1.0.0/mcp.schema.json",
              "name": "rowname"
            }

            """ + Own)
        {
            Good = Own,
            Build = ["error CXP1017 plugin.json(2,14)"],
            Lost = ["skill rowname:keep"],
            Trace = ["install: ", "log: "],
        },
        // The portable manifest counts no more, and no word says so.
        new(3, "portable manifest that is not JSON", Portable.Replace("\"rowname\"", "\"rowname\",", StringComparison.Ordinal) + Own + Hooks)
        {
            Good = Own + Hooks,
            Build = ["error CXP1017 plugin.json(4,1)"],
        },
        Refused(3, "half a character in the manifest", """{ "name": "rowname", "version": "1.0.0", "keywords": ["\ud800"] }""", "error CXP1011 .codex-plugin/plugin.json(1,55)"),
        Refused(3, "comment in the manifest", """
            {
              // the name
              "name": "rowname", "version": "1.0.0"
            }
            """, "error CXP1011 .codex-plugin/plugin.json(2,3)"),
        Refused(3, "comma at the end of the manifest", """
            {
              "name": "rowname",
              "version": "1.0.0",
            }
            """, "error CXP1011 .codex-plugin/plugin.json(4,1)"),
        Refused(3, "byte order mark before the manifest", "\uFEFF{ \"name\": \"rowname\", \"version\": \"1.0.0\" }", "error CXP1011 .codex-plugin/plugin.json(1,1)"),
        Refused(3, "member twice in the manifest", """
            {
              "name": "rowname",
              "version": "1.0.0",
              "version": "1.0.1"
            }
            """, "error CXP1011 .codex-plugin/plugin.json(4,3)"),
        Refused(3, "one address in both spellings", """
            {
              "name": "rowname",
              "version": "1.0.0",
              "interface": {
                "websiteURL": "https://contoso.example",
                "websiteUrl": "https://contoso.example"
              }
            }
            """, "error CXP1011 .codex-plugin/plugin.json(6,5)"),
        Refused(3, "text for a list in the interface", """
            {
              "name": "rowname",
              "version": "1.0.0",
              "interface": { "capabilities": "Read" }
            }
            """, "error CXP1012 .codex-plugin/plugin.json(4,34)"),
        Refused(3, "number for a text in the interface", """
            {
              "name": "rowname",
              "version": "1.0.0",
              "interface": { "displayName": 4 }
            }
            """, "error CXP1012 .codex-plugin/plugin.json(4,33)"),
        Refused(3, "null for the keywords", """
            {
              "name": "rowname",
              "version": "1.0.0",
              "keywords": null
            }
            """, "error CXP1012 .codex-plugin/plugin.json(4,15)"),
        // The SDK writes the entry of the marketplace itself, under the plugin's name: the two cannot differ.
        Refused(5, "blank in the name", "{ \"name\": \"contoso review\", \"version\": \"1.0.0\" }", "error CXP1001 .codex-plugin/plugin.json(1,11)", "only ASCII letters"),
        Refused(5, "dots side by side in the name", "{ \"name\": \"rowname..x\", \"version\": \"1.0.0\" }", "error CXP1001 .codex-plugin/plugin.json(1,11)", "dots"),
        new(6, "name that leaves no room for names of skills", $$"""
            #file .codex-plugin/plugin.json
            { "name": "rowname-{{new string('x', 120)}}", "version": "1.0.0" }
            """)
        {
            Good = Own,
            Build = ["error CXP1001 .codex-plugin/plugin.json(1,11)"],
            Lost = ["skill rowname:keep"],
            Trace = ["skills/list: exceeds maximum length of 129"],
        },
        // The version comes from the project.
        new(7, "no version", "#file .codex-plugin/plugin.json\n{ \"name\": \"rowname\" }")
        {
            Lost = ["version = 1.0.0"],
            Instead = ["version = local"],
        },
        Refused(7, "number for the version", "{ \"name\": \"rowname\", \"version\": 1 }", ["error CXP1012 .codex-plugin/plugin.json(1,33)"]),
        Refused(7, "blank version", "{ \"name\": \"rowname\", \"version\": \" \" }", "error CXP1002 .codex-plugin/plugin.json(1,33)", "blank"),
        Refused(7, "version with a blank in it", "{ \"name\": \"rowname\", \"version\": \"1.0.0 beta\" }", "error CXP1002 .codex-plugin/plugin.json(1,33)"),
        // Codex takes any text; NuGet and the directory do not.
        new(7, "version that is none", "#file .codex-plugin/plugin.json\n{ \"name\": \"rowname\", \"version\": \"banana\" }")
        {
            Good = Own,
            Build = ["error CXP1002 .codex-plugin/plugin.json(1,33)"],
            Lost = ["version = 1.0.0"],
            Instead = ["version = banana"],
        },
        new(7, "version of two parts", "#file .codex-plugin/plugin.json\n{ \"name\": \"rowname\", \"version\": \"1.0\" }")
        {
            Good = Own,
            Build = ["warning CXP1021 .codex-plugin/plugin.json(1,33)"],
            Lost = ["version = 1.0.0"],
            Instead = ["version = 1.0"],
        },
        Skills(9, "path without ./", "\"more/\"", "path must start with"),
        Skills(9, "absolute path", "\"/more/\"", "path must start with"),
        Skills(9, "path with a backslash", "\".\\\\more\"", "path must start with"),
        Skills(9, "path with two dots", "\"./skills/../more/\"", "path must not contain"),
        Skills(9, "path that is only ./", "\"./\"", "path must not be"),
        Skills(9, "path with two slashes", "\".//more/\"", "path must stay within"),
        new(9, "path to servers without ./", Manifest("\"mcpServers\": \"more/servers.json\"") + "#file more/servers.json\n" + Servers + OtherServers)
        {
            Good = Manifest("\"mcpServers\": \"./more/servers.json\"") + "#file more/servers.json\n" + Servers,
            Build = ["error CXP1014 .codex-plugin/plugin.json(4,17)"],
            Lost = ["server rowname-docs"],
            Instead = ["server rowname-other"],
            Trace = ["log: path must start with"],
        },
        new(9, "path to hooks without ./", Manifest("\"hooks\": \"more/hooks.json\"") + Hooks + OtherHooks)
        {
            Good = Manifest("\"hooks\": \"./more/hooks.json\"") + OtherHooks,
            Build = ["error CXP1014 .codex-plugin/plugin.json(4,12)"],
            Lost = ["hook sessionStart"],
            Instead = ["hook stop"],
            Trace = ["log: path must start with"],
        },
        new(9, "path to a logo without ./", Manifest("\"interface\": { \"logo\": \"assets/logo.svg\" }") + Logo)
        {
            Good = Manifest("\"interface\": { \"logo\": \"./assets/logo.svg\" }") + Logo,
            Build = ["error CXP1014 .codex-plugin/plugin.json(4,26)"],
            Lost = ["interface.logo = assets/logo.svg"],
            Trace = ["log: path must start with"],
        },
        new(9, "path to a screenshot without ./", Manifest("\"interface\": { \"screenshots\": [\"assets/logo.svg\"] }") + Logo)
        {
            Good = Manifest("\"interface\": { \"screenshots\": [\"./assets/logo.svg\"] }") + Logo,
            Build = ["error CXP1014 .codex-plugin/plugin.json(4,34)"],
            Lost = ["interface.screenshots[0] = assets/logo.svg"],
            Trace = ["log: path must start with"],
        },
        new(9, "path with a blank at its end", Manifest("\"skills\": \"./skills \""))
        {
            Good = Manifest("\"skills\": \"./skills\""),
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,13)", "error CXP2011 skills/keep/SKILL.md"],
            Lost = ["skill rowname:keep"],
        },
        new(10, "path in another letter case", Manifest("\"skills\": \"./Skills/\""))
        {
            Good = Manifest("\"skills\": \"./skills/\""),
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,13)", "error CXP2011 skills/keep/SKILL.md"],
            Lost = ["skill rowname:keep"],
        },
        new(10, "one folder of skills that is not there", Manifest("\"skills\": [\"./skills/\", \"./mroe/\"]") + MoreSkill)
        {
            Good = Manifest("\"skills\": [\"./skills/\", \"./more/\"]") + MoreSkill,
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,27)"],
            Lost = ["skill rowname:x"],
        },
        new(10, "screenshot that is not there", Manifest("\"interface\": { \"screenshots\": [\"./assets/logo.svg\"] }"))
        {
            Good = Own,
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,34)"],
            Instead = ["interface.screenshots[0] = assets/logo.svg"],
        },
        new(11, "list of paths to servers", Manifest("\"mcpServers\": [\"./more/servers.json\"]") + "#file more/servers.json\n" + Servers + OtherServers)
        {
            Good = Manifest("\"mcpServers\": \"./more/servers.json\"") + "#file more/servers.json\n" + Servers,
            Build = ["error CXP1012 .codex-plugin/plugin.json(4,17)"],
            Lost = ["server rowname-docs"],
            Instead = ["server rowname-other"],
            Trace = ["log: ignoring mcpServers"],
        },
        new(11, "folder for the file of servers", Manifest("\"mcpServers\": \"./more\"") + "#file more/servers.json\n" + Servers)
        {
            Good = Manifest("\"mcpServers\": \"./more/servers.json\"") + "#file more/servers.json\n" + Servers,
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,17)"],
            Lost = ["server rowname-docs"],
        },
        new(10, "folder of skills that is not there", Manifest("\"skills\": \"./more/\""))
        {
            Good = Manifest("\"skills\": \"./skills/\""),
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,13)", "error CXP2011 skills/keep/SKILL.md"],
            Lost = ["skill rowname:keep"],
        },
        new(10, "file of servers that is not there", Manifest("\"mcpServers\": \"./servers.json\"") + "#file .mcp.json\n" + Servers)
        {
            Good = Manifest("\"mcpServers\": \"./.mcp.json\"") + "#file .mcp.json\n" + Servers,
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,17)", "error CXP3013 .mcp.json"],
            Lost = ["server rowname-docs"],
        },
        new(10, "file of hooks that is not there", Manifest("\"hooks\": \"./hook.json\"") + Hooks)
        {
            Good = Manifest("\"hooks\": \"./hooks/hooks.json\"") + Hooks,
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,12)", "warning CXP4008 hooks/hooks.json"],
            Lost = ["hook stop"],
            Trace = ["hooks/list: failed to read plugin hooks config"],
        },
        // Codex lists apps only with a login.
        new(10, "file of apps that is not there", Manifest("\"apps\": \"./apps.json\""))
        {
            Good = Own,
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,11)"],
        },
        // Codex hands the path on as it is, to whoever shows nothing in its place.
        new(10, "logo that is not there", Manifest("\"interface\": { \"logo\": \"./assets/logo.svg\" }"))
        {
            Good = Own,
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,26)"],
            Instead = ["interface.logo = assets/logo.svg"],
        },
        new(11, "path of skills that is a file", Manifest("\"skills\": \"./more/x/SKILL.md\"") + MoreSkill + WithoutKeep)
        {
            Good = Manifest("\"skills\": \"./more/x\"") + MoreSkill + WithoutKeep,
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,13)"],
            Lost = ["skill rowname:x"],
        },
        new(11, "number in the list of skills", Manifest("\"skills\": [\"./more/\", 5]") + MoreSkill)
        {
            Good = Manifest("\"skills\": [\"./more/\"]") + MoreSkill + WithoutKeep,
            Build = ["error CXP1012 .codex-plugin/plugin.json(4,25)", "error CXP2011 skills/keep/SKILL.md"],
            Lost = ["skill rowname:x"],
            Instead = ["skill rowname:keep"],
            Trace = ["log: ignoring skills"],
        },
        new(11, "one wrong path in the list of skills", Manifest("\"skills\": [\"./skills/\", \"more/\"]") + MoreSkill)
        {
            Good = Manifest("\"skills\": [\"./skills/\", \"./more/\"]") + MoreSkill,
            Build = ["error CXP1014 .codex-plugin/plugin.json(4,27)"],
            Lost = ["skill rowname:x"],
            Trace = ["log: ignoring skills"],
        },
        // A link that stays inside becomes files.
        new(12, "link to a folder with a skill", """
            #file common/x/SKILL.md
            ---
            name: x
            description: Does x.
            ---
            #link skills/x ../common/x
            """)
        {
            Lost = ["skill rowname:x"],
        },
        new(12, "SKILL.md that is a link", """
            #file common/x.md
            ---
            name: x
            description: Does x.
            ---
            #link skills/x/SKILL.md ../../common/x.md
            """)
        {
            Lost = ["skill rowname:x"],
        },
        new(12, "manifest that is a link", """
            #file common.json
            { "name": "rowname", "version": "1.0.0" }
            #link .codex-plugin/plugin.json ../common.json
            """)
        {
            Lost = ["skill rowname:keep"],
            Trace = ["install: missing plugin.json", "log: "],
        },
        new(12, "link out of the project", "#link skills/x ../../nowhere/x")
        {
            Good = """
                #file skills/x/SKILL.md
                ---
                name: x
                description: Does x.
                ---
                """,
            Build = ["error CXP1006 skills/x"],
            Lost = ["skill rowname:x"],
        },
        new(28, "misspelt member of the manifest", Manifest("\"Description\": \"Does it.\""))
        {
            Good = Manifest("\"description\": \"Does it.\""),
            Build = ["error CXP1013 .codex-plugin/plugin.json(4,3)"],
            Lost = ["description = Does it."],
        },
        new(28, "misspelt member of the interface", Manifest("\"interface\": { \"displayname\": \"Contoso\" }"))
        {
            Good = Manifest("\"interface\": { \"displayName\": \"Contoso\" }"),
            Build = ["error CXP1013 .codex-plugin/plugin.json(4,18)"],
            Lost = ["interface.displayName = Contoso"],
        },
        new(28, "name of a member in other letter case", "#file .codex-plugin/plugin.json\n{ \"name\": \"rowname\", \"version\": \"1.0.0\", \"Interface\": { \"displayName\": \"Contoso\" } }")
        {
            Good = Manifest("\"interface\": { \"displayName\": \"Contoso\" }"),
            Build = ["error CXP1013 .codex-plugin/plugin.json(1,42)"],
            Lost = ["interface.displayName = Contoso"],
        },
        new(28, "commands of another host's form", Manifest("\"commands\": { \"deploy\": \"./commands/deploy.md\" }") + "#file commands/deploy.md\n---\ndescription: Deploys.\n---\nDeploy.")
        {
            Good = Manifest("\"commands\": \"./commands/\"") + "#file commands/deploy.md\n---\ndescription: Deploys.\n---\nDeploy.",
            Build = ["error CXP1012 .codex-plugin/plugin.json(4,15)"],
            Lost = ["skill rowname:source-command-deploy"],
            Trace = ["log: ignoring commands"],
        },
        new(28, "commands that are not there", Manifest("\"commands\": \"./cmds/\"") + "#file commands/deploy.md\n---\ndescription: Deploys.\n---\nDeploy.")
        {
            Good = Manifest("\"commands\": \"./commands/\"") + "#file commands/deploy.md\n---\ndescription: Deploys.\n---\nDeploy.",
            Build = ["error CXP1005 .codex-plugin/plugin.json(4,15)"],
            Lost = ["skill rowname:source-command-deploy"],
        },
        new(28, "agents in the manifest", Manifest("\"agents\": \"./agents/\"") + "#file agents/reviewer.md\nYou review.")
        {
            Good = Own,
            Build = ["error CXP1013 .codex-plugin/plugin.json(4,3)", "warning CXP1022 agents"],
        },
        new(28, "address that Codex does not show", Manifest("\"interface\": { \"displayName\": \"Contoso\", \"supportURL\": \"https://contoso.example\" }"))
        {
            Good = Manifest("\"interface\": { \"displayName\": \"Contoso\" }"),
            Build = ["error CXP1013 .codex-plugin/plugin.json(4,44)"],
        },
    ];

    private static string Manifest(string member) => $$"""
        #file .codex-plugin/plugin.json
        {
          "name": "rowname",
          "version": "1.0.0",
          {{member}}
        }

        """;

    private static SilentFailure Refused(int row, string condition, string manifest, string build, string said = "") => Refused(row, condition, manifest, [build], said);

    private static SilentFailure Refused(int row, string condition, string manifest, string[] build, string said = "") =>
        new(row, condition, "#file .codex-plugin/plugin.json\n" + manifest)
        {
            Good = Own,
            Build = build,
            Lost = ["skill rowname:keep"],
            Trace = ["install: " + said, "log: "],
        };

    /// <summary>Codex ignores the path and takes the default folder.</summary>
    private static SilentFailure Skills(int row, string condition, string path, string said) =>
        new(row, condition, Manifest($"\"skills\": {path}") + MoreSkill)
        {
            Good = Manifest("\"skills\": \"./more/\"") + MoreSkill + WithoutKeep,
            Build = ["error CXP1014 .codex-plugin/plugin.json(4,13)"],
            Lost = ["skill rowname:x"],
            Instead = ["skill rowname:keep"],
            Trace = ["log: " + said],
        };
}
