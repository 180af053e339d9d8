using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codex.Plugin.Sdk.Tests.Generation;

/// <summary>Makes a valid plugin of a number: a project by convention, or a folder with a manifest written by hand.</summary>
internal sealed class PluginGenerator
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Escaped = new();

    private static readonly string[] Words =
        ["review", "release", "notes", "branch", "tickets", "report", "deploy", "Größe", "données", "日本語", "проверка", "emoji-😀", "check list", "a.b", "x_y", "UPPER"];

    private static readonly string[] FolderWords = ["review", "release-notes", "branch", "überblick", "check list", "a.b", "x_y", "Upper", "日本"];

    private static readonly string[] ContextEvents = ["PreToolUse", "PostToolUse", "SessionStart", "UserPromptSubmit", "SubagentStart"];
    private static readonly string[] MatcherEvents = ["PreToolUse", "PermissionRequest", "PostToolUse", "PreCompact", "PostCompact", "SessionStart", "SubagentStart", "SubagentStop"];
    private static readonly string[] Events = [.. MatcherEvents, "PreModelRequest", "PostModelRequest", "SessionEnd", "UserPromptSubmit", "Stop", "Interrupt"];

    private static readonly string[] Matchers = ["*", "", "Bash", "Bash|Edit", "^mcp__tickets__.*$", "mcp__memory__(read|write)", @"\w+_tool", "(?i)bash"];

    private readonly Random _random;
    private readonly int _seed;
    private readonly string _name;
    private readonly GeneratedPlugin _plugin;
    private readonly Dictionary<string, string> _about = new(StringComparer.Ordinal);
    private readonly JsonObject _interface = [];
    private string _version = "1.0.0";

    private PluginGenerator(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _name = $"g{seed}{Pick("", "-tools", "-for-review", "-a-b-c")}";
        _plugin = new GeneratedPlugin { Seed = seed, IsHandWritten = Chance(50), Project = Describe };
    }

    public static GeneratedPlugin Create(int seed)
    {
        var generator = new PluginGenerator(seed);
        generator.Generate();
        return generator._plugin;
    }

    private void Generate()
    {
        _plugin.Add($"{_name}.cxproj", "<Project Sdk=\"Codex.Plugin.Sdk/1.0.0\" />\n");
        AddAbout();
        AddInterface();
        string[] roots = _plugin.IsHandWritten && Chance(40) ? Pick<string[]>(["more/skills"], ["skills", "other"], ["a", "b/c"]) : ["skills"];
        AddSkills(roots, _random.Next(1, 5));
        if (_plugin.IsHandWritten)
        {
            AddHandWritten(roots);
        }
        else
        {
            AddConventional();
        }
    }

    private void AddAbout()
    {
        _about["description"] = Sentence();
        foreach (var (member, value) in ((string, string)[])[("author", "Contoso " + Pick("Ltd", "Ünited", "\"quoted\"")), ("homepage", "https://contoso.example/a?b=c&d=e"), ("repository", "https://git.contoso.example/p"), ("license", "MIT")])
        {
            if (Chance(60))
            {
                _about[member] = value;
            }
        }
    }

    private void AddInterface()
    {
        Set("displayName", () => Pick("Review tools", "Über & \"quoted\"", "日本語"));
        Set("shortDescription", () => "Short " + Word());
        Set("longDescription", () => string.Join(' ', Enumerable.Repeat(Sentence(), _random.Next(1, 20))));
        Set("developerName", () => "Contoso");
        Set("category", () => Pick("Developer Tools", "Productivity"));
        Set("websiteURL", () => "https://contoso.example/w");
        Set("privacyPolicyURL", () => "https://contoso.example/privacy");
        Set("termsOfServiceURL", () => "https://contoso.example/terms");
        Set("brandColor", () => Pick("#204060", "#AbCdEf"));
        Set("capabilities", () => new JsonArray("Read", "Write"));
        Set("defaultPrompt", () => new JsonArray([.. Enumerable.Range(1, _random.Next(1, 4)).Select(i => (JsonNode?)$"Prompt {i}: {Word()}")]));
        Set("logo", () => Asset("logo", 64));
        Set("logoDark", () => Asset("logo-dark", 64));
        Set("composerIcon", () => Asset("icon", 48));
        Set("screenshots", () => new JsonArray([.. Enumerable.Range(1, _random.Next(1, 4)).Select(i => (JsonNode?)Screenshot(i))]));

        void Set(string name, Func<JsonNode?> value)
        {
            if (Chance(50))
            {
                _interface[name] = value();
            }
        }

        string Asset(string name, int size)
        {
            var path = $"assets/{Pick("", "brand/", "a b/")}{name}{(Chance(50) ? ".png" : ".svg")}";
            _plugin.Files.Add(path, new GeneratedFile(path.EndsWith(".png", StringComparison.Ordinal) ? Picture.Png(size, size) : Encoding.UTF8.GetBytes(Picture.Svg(size))));
            return "./" + path;
        }

        string Screenshot(int number)
        {
            var path = $"assets/screens/{number}-{Pick("review", "branch")}.png";
            _plugin.Files.Add(path, new GeneratedFile(Picture.Png(706, 500)));
            return "./" + path;
        }
    }

    private void AddSkills(string[] roots, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var nesting = string.Concat(Enumerable.Range(0, Chance(25) ? _random.Next(1, 5) : 0).Select(level => $"group{level}/"));
            var folderName = $"{Pick(FolderWords)}-{i}";
            var folder = $"{roots[i % roots.Length]}/{nesting}{folderName}";
            var name = Chance(20) ? null : $"{Word()} {i}";
            _plugin.Skills.Add(name ?? folderName);
            AddSkill(folder, name);
        }

        // Every root that a manifest names holds a skill.
        for (var i = count; i < roots.Length; i++)
        {
            _plugin.Skills.Add($"more-{i}");
            AddSkill($"{roots[i]}/more-{i}", $"more-{i}");
        }
    }

    private void AddSkill(string folder, string? name)
    {
        var text = new StringBuilder("---\n");
        if (name is not null)
        {
            text.Append("name: ").Append(Scalar(name)).Append('\n');
        }

        text.Append("description: ").Append(DescriptionScalar()).Append('\n');
        if (Chance(30))
        {
            text.Append("license: MIT\n");
        }

        if (Chance(30))
        {
            text.Append("metadata:\n  short-description: ").Append(Scalar("Short " + Word())).Append('\n').Append(Chance(50) ? "  owner: contoso\n" : "");
        }

        text.Append("---\n# Title\n\n").Append(string.Concat(Enumerable.Repeat(Sentence() + "\n", _random.Next(0, 40))));
        if (Chance(40))
        {
            var reference = $"references/{Pick("notes", "check-list", "größe")}.md";
            text.Append("See [the notes](").Append(reference).Append(").\n");
            _plugin.Add($"{folder}/{reference}", "# Notes\n" + Sentence() + "\n");
        }

        if (Chance(30))
        {
            _plugin.Add($"{folder}/scripts/run.sh", "#!/bin/sh\necho " + Pick("a", "b") + "\n");
        }

        var content = text.ToString();
        _plugin.Add($"{folder}/SKILL.md", Chance(15) ? content.ReplaceLineEndings("\r\n") : content);
        if (Chance(40))
        {
            AddAgent(folder);
        }
    }

    private void AddAgent(string folder)
    {
        var text = new StringBuilder();
        if (Chance(80))
        {
            text.Append("interface:\n");
            Line("display_name", () => Scalar("Agent " + Word()));
            Line("short_description", () => Scalar(Sentence()));
            Line("default_prompt", () => Chance(50) ? Scalar(Sentence()) : "|\n    Do it.\n    Then say so.");
            Line("brand_color", () => Pick("\"#204060\"", "'#aabbcc'"));
            Line("icon_small", () =>
            {
                _plugin.Files.Add($"{folder}/assets/small.svg", new GeneratedFile(Encoding.UTF8.GetBytes(Picture.Svg(48))));
                return Pick("assets/small.svg", "./assets/small.svg", "\"./assets/small.svg\"");
            });
            Line("icon_large", () =>
            {
                _plugin.Files.Add($"{folder}/assets/large.png", new GeneratedFile(Picture.Png(96, 96)));
                return "./assets/large.png";
            });
            if (text.Length == "interface:\n".Length)
            {
                text.Append("  display_name: Agent\n");
            }
        }

        if (Chance(40))
        {
            text.Append("policy:\n  allow_implicit_invocation: ").Append(Pick("true", "false")).Append('\n').Append(Chance(40) ? "  products:\n    - CODEX\n    - CHATGPT\n" : "");
        }

        if (Chance(30))
        {
            text.Append("dependencies:\n  tools:\n    - type: \"mcp\"\n      value: \"tickets\"\n      description: \"Tickets\"\n      transport: \"streamable_http\"\n      url: \"https://tickets.contoso.example/mcp\"\n");
        }

        if (text.Length == 0)
        {
            text.Append("interface:\n  display_name: Agent\n");
        }

        _plugin.Add($"{folder}/agents/openai.yaml", text.ToString());

        void Line(string key, Func<string> value)
        {
            if (Chance(50))
            {
                text.Append("  ").Append(key).Append(": ").Append(value()).Append('\n');
            }
        }
    }

    private void AddConventional()
    {
        for (var i = _random.Next(0, 4); i > 0; i--)
        {
            var server = $"s{_seed}-{i}";
            _plugin.Servers.Add(server);
            AddJson($"mcp/{server}.json", Server());
        }

        for (var i = _random.Next(0, 3); i > 0; i--)
        {
            AddJson($"apps/app{i}.json", App(i));
        }

        if (Chance(50))
        {
            AddJson("hooks/hooks.json", Hooks());
        }

        AddScripts();
    }

    private void AddHandWritten(string[] roots)
    {
        var manifest = new JsonObject { ["name"] = _name };
        _version = Pick("1.2.3", "0.1.0-beta.1", "10.20.30", "1.0.0");
        Add("version", _version, _version == "1.0.0" ? 50 : 100);
        Add("description", _about["description"], 90);
        Add("author", _about.TryGetValue("author", out var author) ? new JsonObject { ["name"] = author, ["url"] = "https://contoso.example" } : null);
        Add("homepage", _about.GetValueOrDefault("homepage"));
        Add("repository", _about.GetValueOrDefault("repository"));
        Add("license", _about.GetValueOrDefault("license"));
        Add("keywords", new JsonArray("review", "größe"), 50);
        if (roots is not ["skills"] || Chance(60))
        {
            manifest["skills"] = roots.Length == 1 && Chance(70) ? "./" + roots[0] + Pick("", "/") : new JsonArray([.. roots.Select(root => (JsonNode?)("./" + root + Pick("", "/")))]);
        }

        AddServers(manifest);
        if (Chance(40))
        {
            var apps = new JsonObject { ["apps"] = new JsonObject([.. Enumerable.Range(1, _random.Next(1, 3)).Select(i => KeyValuePair.Create($"app{i}", (JsonNode?)App(i)))]) };
            var path = Pick(".app.json", "config/apps.json");
            AddJson(path, apps);
            if (path != ".app.json" || Chance(50))
            {
                manifest["apps"] = "./" + path;
            }
        }

        AddHooks(manifest);
        Add("interface", _interface, 90);
        AddScripts();
        AddJson(".codex-plugin/plugin.json", manifest);

        void Add(string name, JsonNode? value, int percent = 70)
        {
            if (value is not null && Chance(percent))
            {
                manifest[name] = value;
            }
        }
    }

    private void AddServers(JsonObject manifest)
    {
        var servers = new JsonObject();
        for (var i = _random.Next(0, 4); i > 0; i--)
        {
            var name = $"s{_seed}-{i}";
            _plugin.Servers.Add(name);
            servers[name] = Server();
        }

        if (servers.Count == 0)
        {
            return;
        }

        var value = Chance(60) ? new JsonObject { ["mcpServers"] = servers } : servers;
        switch (_random.Next(3))
        {
            case 0:
                AddJson(".mcp.json", value);
                if (Chance(50))
                {
                    manifest["mcpServers"] = "./.mcp.json";
                }

                break;
            case 1:
                AddJson("config/servers.json", value);
                manifest["mcpServers"] = "./config/servers.json";
                break;
            default:
                manifest["mcpServers"] = value;
                break;
        }
    }

    private void AddHooks(JsonObject manifest)
    {
        switch (_random.Next(7))
        {
            case 0:
                AddJson("hooks/hooks.json", Hooks());
                break;
            case 1:
                AddJson("hooks/hooks.json", Hooks());
                manifest["hooks"] = "./hooks/hooks.json";
                break;
            case 2:
                AddJson("config/a.json", Hooks());
                AddJson("config/b.json", Hooks());
                manifest["hooks"] = new JsonArray("./config/a.json", "./config/b.json");
                break;
            case 3:
                manifest["hooks"] = Hooks();
                break;
            case 4:
                manifest["hooks"] = new JsonArray(Hooks(), Hooks());
                break;
            default:
                break;
        }
    }

    private void AddScripts()
    {
        // Named by servers and hooks; below a folder of the conventions.
        _plugin.Add("hooks/scripts/run.sh", "#!/bin/sh\necho run\n");
    }

    private JsonObject Server() => Chance(50) ? LocalServer() : RemoteServer();

    private JsonObject LocalServer()
    {
        var server = new JsonObject { ["command"] = Pick("node", "npx", "./hooks/scripts/run.sh", "uvx") };
        Maybe(server, "type", () => "stdio");
        Maybe(server, "args", () => new JsonArray("-y", Pick("@contoso/tickets@1.2.3", "a b", "--größe=1")));
        Maybe(server, "env", () => new JsonObject { ["LOG_LEVEL"] = Pick("debug", "ü") });
        Maybe(server, "env_vars", () => new JsonArray("CONTOSO_TOKEN", new JsonObject { ["name"] = "OTHER", ["source"] = "local" }));
        // A file of the plugin is looked for in the server's own folder.
        Maybe(server, "cwd", () => ((string)server["command"]!).StartsWith('.') ? "." : Pick(".", "./hooks"));
        AddCommon(server);
        return server;
    }

    private JsonObject RemoteServer()
    {
        var server = new JsonObject { ["url"] = Pick("https://mcp.contoso.example/mcp", "https://mcp.contoso.example/a?b=c", "http://127.0.0.1:9/mcp") };
        Maybe(server, "type", () => Pick("http", "streamable_http"));
        Maybe(server, "http_headers", () => new JsonObject { ["X-Team"] = "review" });
        Maybe(server, "env_http_headers", () => new JsonObject { ["X-Key"] = "CONTOSO_KEY" });
        Maybe(server, "bearer_token_env_var", () => "CONTOSO_TOKEN");
        Maybe(server, "oauth", () => new JsonObject { ["client_id"] = "contoso", ["callback_port"] = 8123, ["callback_url"] = "http://127.0.0.1:8123/callback" });
        Maybe(server, "oauth_resource", () => "https://mcp.contoso.example");
        Maybe(server, "auth", () => Pick("oauth", "chatgpt"));
        Maybe(server, "scopes", () => new JsonArray("read", "write"));
        AddCommon(server);
        return server;
    }

    private void AddCommon(JsonObject server)
    {
        Maybe(server, "enabled", () => Chance(80));
        Maybe(server, "required", () => false);
        Maybe(server, "supports_parallel_tool_calls", () => true);
        Maybe(server, Pick("startup_timeout_sec", "startup_timeout_ms"), () => Pick(20, 1000));
        Maybe(server, "tool_timeout_sec", () => Chance(50) ? JsonValue.Create(1.5) : JsonValue.Create(60));
        Maybe(server, "startup_readiness", () => Pick("connection", "catalog"));
        Maybe(server, "tool_input_schema_max_bytes", () => 4096);
        Maybe(server, "omit_tools_from", () => new JsonArray("code_mode", "deferred"));
        Maybe(server, "environment_id", () => "local");
        Maybe(server, "enabled_tools", () => new JsonArray("search", "read"));
        Maybe(server, "disabled_tools", () => new JsonArray("delete"));
        Maybe(server, "default_tools_approval_mode", () => Pick("auto", "prompt", "writes"));
        Maybe(server, "tools", () => new JsonObject { ["search"] = new JsonObject { ["approval_mode"] = "prompt", ["output_token_limit"] = 1000 } });
    }

    private JsonObject App(int number)
    {
        var app = new JsonObject { ["id"] = $"connector_{_seed}_{number}" };
        Maybe(app, "category", () => "Productivity");
        return app;
    }

    private JsonObject Hooks()
    {
        var events = new JsonObject();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var name = Pick(Events);
            if (!events.ContainsKey(name))
            {
                events[name] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => (JsonNode?)Group(name))]);
            }
        }

        var hooks = new JsonObject { ["hooks"] = events };
        if (Chance(30))
        {
            hooks.Insert(0, "description", "Hooks of " + _name);
        }

        return hooks;
    }

    private JsonObject Group(string name)
    {
        var group = new JsonObject();
        if (MatcherEvents.Contains(name))
        {
            Maybe(group, "matcher", () => Pick(Matchers));
        }

        group["hooks"] = new JsonArray([.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => (JsonNode?)Handler(name))]);
        return group;
    }

    private JsonObject Handler(string name)
    {
        _plugin.Hooks++;
        var isShort = name is "SessionEnd" or "Interrupt";
        JsonObject handler;
        if (name != "SessionEnd" && Chance(20))
        {
            handler = new JsonObject { ["type"] = "mcp_tool", ["server"] = "tickets", ["tool"] = "note" };
            Maybe(handler, "input", () => new JsonObject { ["text"] = "a", ["number"] = 2 });
        }
        else
        {
            handler = new JsonObject { ["type"] = "command", ["command"] = Pick("${PLUGIN_ROOT}/hooks/scripts/run.sh", "sh \"${PLUGIN_ROOT}/hooks/scripts/run.sh\" größe") };
            Maybe(handler, "commandWindows", () => "cmd /c echo run");
            if (name != "SessionEnd")
            {
                Maybe(handler, "async", () => Chance(30));
            }

            if (ContextEvents.Contains(name))
            {
                Maybe(handler, "additionalContextLimit", () => Pick(100, 10000));
            }
        }

        Maybe(handler, "timeout", () => isShort ? _random.Next(1, 4) : _random.Next(1, 900));
        Maybe(handler, "statusMessage", () => "Running " + Word());
        return handler;
    }

    private PluginProject Describe(string folder)
    {
        var project = new PluginProject
        {
            ProjectFile = Path.Combine(folder, _name + ".cxproj"),
            Name = _name,
            Version = _version,
            DeclaredVersion = _version,
        };
        if (_plugin.IsHandWritten)
        {
            // What a project file of one line comes to.
            return project with
            {
                Interface = new PluginInterface { DisplayName = _name },
                Defaulted = new HashSet<string>
                {
                    "name", "version", "description", "author.name", "interface.displayName", "interface.shortDescription",
                    "interface.longDescription", "interface.developerName", "interface.websiteURL",
                },
            };
        }

        return project with
        {
            Description = _about["description"],
            Author = _about.GetValueOrDefault("author"),
            Homepage = _about.GetValueOrDefault("homepage"),
            Repository = _about.GetValueOrDefault("repository"),
            License = _about.GetValueOrDefault("license"),
            Keywords = ["review", "größe"],
            Interface = new PluginInterface
            {
                DisplayName = Text("displayName"),
                ShortDescription = Text("shortDescription"),
                LongDescription = Text("longDescription"),
                DeveloperName = Text("developerName"),
                Category = Text("category"),
                WebsiteUrl = Text("websiteURL"),
                PrivacyPolicyUrl = Text("privacyPolicyURL"),
                TermsOfServiceUrl = Text("termsOfServiceURL"),
                BrandColor = Text("brandColor"),
                Capabilities = Texts("capabilities"),
                DefaultPrompts = Texts("defaultPrompt"),
                Logo = Text("logo")?[2..],
                LogoDark = Text("logoDark")?[2..],
                ComposerIcon = Text("composerIcon")?[2..],
                Screenshots = [.. Texts("screenshots").Select(path => new FileItem(path[2..]))],
            },
        };

        string? Text(string name) => _interface[name]?.GetValue<string>();

        string[] Texts(string name) => [.. (_interface[name] as JsonArray ?? []).Select(item => item!.GetValue<string>())];
    }

    private void Maybe(JsonObject json, string name, Func<JsonNode?> value)
    {
        if (Chance(30))
        {
            json[name] = value();
        }
    }

    private void AddJson(string path, JsonNode json)
    {
        var text = json.ToJsonString(Chance(70) ? Indented : Escaped);
        _plugin.Add(path, (Chance(10) ? text.ReplaceLineEndings("\r\n") : text) + Pick("", "\n"));
    }

    /// <summary>The text as one line of YAML, in any of its styles.</summary>
    private string Scalar(string text) => _random.Next(3) switch
    {
        0 when text.All(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '.' or '_' || char.IsSurrogate(c)) => text,
        1 => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
    };

    private string DescriptionScalar() => _random.Next(6) switch
    {
        0 => ">\n  " + Sentence() + "\n  " + Sentence(),
        1 => ">-\n  " + Sentence() + "\n\n  " + Sentence(),
        2 => "|\n  " + Sentence() + "\n    " + Sentence(),
        3 => "A plain text\n  over two lines.",
        _ => Scalar(Sentence()),
    };

    private string Sentence() => $"{Pick("Reviews", "Writes", "Checks", "Größe von")} {Word()} {Pick("of the current branch", "with \"care\"", "it's done", "日本語で", "a → b")}. Use when asked{Pick("", "; or not", ", 100 %")}.";

    private string Word() => Pick(Words);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];

    private string Pick(string[] values) => values[_random.Next(values.Length)];
}
