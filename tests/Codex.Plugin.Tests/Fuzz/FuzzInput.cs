using System.Text;

namespace Codex.Plugin.Tests.Fuzz;

/// <summary>One file of a project, made from a number: random bytes, or a well-formed file with random damage.</summary>
/// <param name="Path">The path in the project.</param>
/// <param name="Content">The bytes.</param>
internal sealed record FuzzInput(string Path, byte[] Content)
{
    // What parsers stumble over.
    private static readonly string[] s_tokens =
    [
        "{", "}", "[", "]", "\"", "'", ":", ": ", ",", "\n", "\r\n", "\r", "\t", "\0", "\u0007", "\u0085", "\u2028", "\uFEFF", "ü", "日本", "😀",
        "null", "true", "-1", "0", "1e999", "1.5", "9223372036854775808", "18446744073709551616", "\\ud800", "\\udc00\\ud800", "\\u0000", "\\q", "\"\"", "{}", "[]", "//", "/*", "#",
        "---\n", "...\n", "- ", "? ", "! ", "!!bool ", "!<x> ", "&a ", "*a", "*b", "<<: *a", "|", ">", "|2-\n", ">+\n", "%YAML 9.9\n", "@", "`", "  ", "\"\\x\"",
        "name", "description", "metadata", "short-description", "mcpServers", "command", "url", "hooks", "apps", "id", "skills", "interface", "screenshots", "./", "../", "$schema",
    ];

    private static readonly (string Path, string Content)[] s_shapes =
    [
        ("skills/fuzz/SKILL.md",
            """
            ---
            name: &a fuzz
            description: >-
              Says: "what" it does,
              over two lines.
            license: MIT
            metadata:
              short-description: 'It''s short'
              tags: [a, {b: c}]
            ---
            Read [the notes](references/notes.md) and ![a picture](assets/a.png).
            """),
        ("skills/fuzz/agents/openai.yaml",
            """
            interface:
              display_name: "Fuzz"
              short_description: Short
              icon_small: ./assets/small.png
              brand_color: "#112233"
              default_prompt: |
                Do it.
            policy:
              allow_implicit_invocation: false
              products: [CODEX, chatgpt]
            dependencies:
              tools:
                - type: mcp
                  value: tickets
                  transport: streamable_http
                  url: https://tickets.contoso.example/mcp
            """),
        (".codex-plugin/plugin.json",
            """
            {
              "name": "fuzz", "version": "1.2.3", "description": "d", "author": { "name": "a", "url": "https://contoso.example" }, "keywords": ["a", "b"],
              "skills": ["./skills/", "./more/skills"], "mcpServers": { "a": { "command": "./run", "args": ["-v", 1] } }, "apps": "./.app.json",
              "hooks": { "hooks": { "Stop": [ { "matcher": "*", "hooks": [ { "type": "command", "command": "true", "timeout": 5 } ] } ] } },
              "interface": { "displayName": "Fuzz", "capabilities": ["Read"], "defaultPrompt": ["a", "b"], "brandColor": "#112233", "logo": "./assets/logo.png", "screenshots": ["./assets/1.png"], "websiteURL": "https://contoso.example" },
              "extensions": { "com.openai": { "onboardingSkill": "./skills/fuzz/SKILL.md" } }
            }
            """),
        ("plugin.json",
            """
            {
              "$schema": "https://agent-plugins.org/schemas/1.0.0/plugin.schema.json", "name": "fuzz", "version": "1.0.0", "author": { "name": "a" },
              "extensions": { "com.openai": { "interface": { "displayName": "Fuzz", "logo": "./assets/logo.png" } } }
            }
            """),
        (".mcp.json", """{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "a"], "env": { "A": "1" }, "startup_timeout_sec": 10 }, "b": { "url": "https://b.example/mcp", "http_headers": { "X": "y" } } } }"""),
        ("mcp/fuzz.json", """{ "url": "https://contoso.example/mcp", "oauth": { "client_id": "x", "callback_port": 80 }, "tools": { "t": { "approval_mode": "prompt" } }, "enabled_tools": ["t"] }"""),
        ("mcp/fuzz.json", """{ "command": "./run", "args": ["--x"], "env_vars": ["A", { "name": "B", "source": "local" }], "cwd": ".", "tool_timeout_sec": 1.5 }"""),
        (".app.json", """{ "apps": { "a": { "id": "connector_1", "category": "x" } } }"""),
        ("apps/fuzz.json", """{ "id": "connector_1", "category": "x" }"""),
        ("hooks/hooks.json",
            """
            {
              "description": "d",
              "hooks": {
                "PreToolUse": [ { "matcher": "Bash|mcp__.*", "hooks": [ { "type": "command", "command": "${PLUGIN_ROOT}/a.sh", "timeout": 5, "additionalContextLimit": 100, "async": false, "statusMessage": "m" } ] } ],
                "Stop": [ { "hooks": [ { "type": "mcp_tool", "server": "s", "tool": "t", "input": { "a": [1, 2.5] } } ] } ]
              }
            }
            """),
        ("commands/fuzz.md",
            """
            ---
            description: Does it
            argument-hint: "[file]"
            ---
            Do it to $ARGUMENTS and @file.
            """),
        ("assets/fuzz.svg", """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48"><rect width="48" height="48"/></svg>"""),
        ("assets/fuzz.png", "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\00\0\0\00\b\u0006\0\0\0"),
    ];

    public static FuzzInput Create(int seed)
    {
        var random = new Random(seed);
        (string path, string text) = s_shapes[random.Next(s_shapes.Length)];
        if (random.Next(10) == 0)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return new FuzzInput(path, noise);
        }

        List<byte> bytes = [.. path.EndsWith(".png", StringComparison.Ordinal) ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(random.Next(8) == 0 ? text.ReplaceLineEndings("\r\n") : text)];
        for (int damages = random.Next(1, 6); damages > 0; damages--)
        {
            Damage(bytes, random);
        }

        return new FuzzInput(path, [.. bytes]);
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                byte[] repeated = Encoding.UTF8.GetBytes(s_tokens[random.Next(s_tokens.Length)]);
                bytes.InsertRange(at, Enumerable.Repeat(repeated, random.Next(1, 300)).SelectMany(static token => token));
                break;
            default:
                byte[] token = Encoding.UTF8.GetBytes(s_tokens[random.Next(s_tokens.Length)]);
                bytes.RemoveRange(at, Math.Min(random.Next(3) * length, bytes.Count - at));
                bytes.InsertRange(at, token);
                break;
        }
    }
}
