using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>
/// Descriptors <c>mcp/*.json</c> in the shapes of other hosts, turned into Codex's own where the meaning is certain.
/// Everything else stays as it is written, for the rules to report. The values keep their places.
/// </summary>
internal static partial class McpTranslation
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant;

    /// <summary>What other hosts and Codex's own configuration call the member around the servers.</summary>
    private static readonly string[] s_wrappers = ["mcpServers", "servers", "mcp_servers"];

    /// <summary>Members of one meaning, by the name that other hosts have for them. The spellings of Codex's own names without underscores are added below.</summary>
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["httpUrl"] = "url",
        ["serverUrl"] = "url",
        ["includeTools"] = "enabled_tools",
        ["excludeTools"] = "disabled_tools",
    }.Concat(from name in McpServerShape.Names where name.Contains('_', StringComparison.Ordinal) select KeyValuePair.Create(ToCamelCase(name), name)).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] s_addresses = ["command", "url", "httpUrl", "serverUrl"];

    private static readonly string[] s_stdio = ["stdio", "local"];

    private static readonly string[] s_http = ["http", "streamable-http", "streamable_http", "streamableHttp", "streamablehttp"];

    // Codex finds the file for the name on Windows too.
    private static readonly FrozenSet<string> s_launchers = FrozenSet.ToFrozenSet(
        ["npx", "npm", "pnpm", "pnpx", "yarn", "bun", "bunx", "node", "deno", "uv", "uvx", "pipx", "python", "python3", "dotnet", "dnx", "docker", "podman", "go"], StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_specialToCmd = SearchValues.Create("&|<>^%!\"()");

    // After these, and a folder, the program looks for files from there.
    private static readonly FrozenSet<string> s_changeFolder = FrozenSet.ToFrozenSet(["--directory", "--cwd", "--prefix", "--dir", "--chdir", "-C"], StringComparer.Ordinal);

    /// <summary>The member of Codex's that has the meaning of this one of another host; null where there is none.</summary>
    public static string? NameInCodex(string name) => name == "headers" ? "http_headers" : s_names.GetValueOrDefault(name);

    /// <summary>The member of the file around its servers; null where there is none.</summary>
    public static JsonMember? FindWrapper(JsonSyntax file) =>
        file.Find("mcpServers") ?? (IsServer(file) ? null : s_wrappers.Select(file.Find).FirstOrDefault(static member => member is { Value: { IsObject: true } servers } && !IsServer(servers)));

    /// <summary>Whether the file is a map of servers without a member around them.</summary>
    public static bool IsMap(JsonSyntax file) =>
        !IsServer(file) && file.Members.Any(static member => member.Value.IsObject)
        && file.Members.All(static member => IsServer(member.Value) || (!member.Value.IsObject && McpServerShape.IsRemark(member.Name)));

    /// <summary>The server in Codex's own format, as far as it can be told.</summary>
    public static JsonSyntax Translate(JsonSyntax server)
    {
        if (!server.IsObject)
        {
            return server;
        }

        var members = new MemberList(server);
        foreach (JsonMember member in server.Members)
        {
            if (s_names.TryGetValue(member.Name, out string? name) && members[name] is null)
            {
                members.Replace(member, member with { Name = name });
            }
        }

        TranslateSwitches(members);
        TranslateType(members);
        TranslateTools(members);
        TranslateOAuth(members);
        TranslateHeaders(members);
        TranslateEnvironment(members);
        TranslateCommand(members);
        TranslatePaths(members);
        return members.ToSyntax();
    }

    /// <summary>The path below the plugin's folder that a placeholder at the beginning of the text leads to; null where there is none, or more than a path.</summary>
    private static (string Option, string Path)? FindPath(string text)
    {
        if (PluginPath().Match(text) is not { Success: true } match)
        {
            return null;
        }

        // Gemini has a placeholder for the slash, and Windows another slash.
        string rest = match.Groups["rest"].Value.Replace("${/}", "/", StringComparison.Ordinal).Replace("${pathSeparator}", "/", StringComparison.Ordinal).Replace('\\', '/');
        bool isPath = rest.Length == 0 || (rest[0] == '/' && rest.AsSpan().IndexOfAny(":;,\0\n") < 0 && McpPlaceholders.Find(rest) is null);
        return isPath && DeclaredPath.Resolve(rest) is { } path ? (match.Groups["option"].Value, path) : null;
    }

    /// <summary>The variable of the user's that is the whole text; null where there is none.</summary>
    private static string? FindVariable(string? text) =>
        text is not null && WholeVariable().Match(text) is { Success: true } match && !McpPlaceholders.IsOfHost(match.Groups["name"].Value) ? match.Groups["name"].Value : null;

    private static void TranslateSwitches(MemberList members)
    {
        if (members["disabled"] is { Value.Kind: JsonValueKind.True or JsonValueKind.False } disabled && members["enabled"] is null)
        {
            JsonValueKind kind = disabled.Value.Kind == JsonValueKind.True ? JsonValueKind.False : JsonValueKind.True;
            members.Replace(disabled, new JsonMember("enabled", disabled.NameStart, new JsonSyntax { Kind = kind, Start = disabled.Value.Start, End = disabled.Value.End }));
        }

        // Nothing is approved: that is how Codex has it anyway.
        foreach (string name in (ReadOnlySpan<string>)["alwaysAllow", "autoApprove"])
        {
            if (members[name] is { Value: { IsArray: true, Items.Count: 0 } } nothing)
            {
                members.Replace(nothing);
            }
        }

        if (members["trust"] is { Value.Kind: JsonValueKind.False } trust)
        {
            members.Replace(trust);
        }
    }

    /// <summary>A type that only says what the command or the address says already.</summary>
    private static void TranslateType(MemberList members)
    {
        string[] same = members["command"] is not null ? s_stdio : s_http;
        foreach (string name in (ReadOnlySpan<string>)["type", "transport", "transportType"])
        {
            if (members[name] is not { } member || member.Value.AsText() is not { } type)
            {
                continue;
            }

            if (same.Contains(type, StringComparer.Ordinal))
            {
                // What Codex knows stays: other hosts that read the same output want it.
                if (name != "type" || type is not ("stdio" or "http" or "streamable-http" or "streamable_http"))
                {
                    members.Replace(member);
                }
            }
            else if (members["type"] is null)
            {
                members.Replace(member, member with { Name = "type" });
            }
        }
    }

    /// <summary>An array of tools, where Codex has an object of settings by tool: those that are offered.</summary>
    private static void TranslateTools(MemberList members)
    {
        if (members["tools"] is { Value: { IsArray: true, Items: { Count: > 0 } tools } } member && tools.All(static tool => tool.AsText() is not null))
        {
            if (tools.Count == 1 && tools[0].Text == "*")
            {
                members.Replace(member);
            }
            else if (members["enabled_tools"] is null && tools.All(static tool => tool.Text != "*"))
            {
                members.Replace(member, member with { Name = "enabled_tools" });
            }
        }
        else if (members["tools"] is { Value.IsObject: true } settings)
        {
            JsonMember[] translated = [.. settings.Value.Members.Select(static tool => tool with { Value = Rename(tool.Value, ("approvalMode", "approval_mode"), ("outputTokenLimit", "output_token_limit")) })];
            if (!translated.Zip(settings.Value.Members).All(static pair => ReferenceEquals(pair.First.Value, pair.Second.Value)))
            {
                members.Replace(settings, settings with { Value = JsonSyntax.OfMembers(translated, settings.Value.Start) });
            }
        }
    }

    private static void TranslateOAuth(MemberList members)
    {
        if (members["oauth"] is not { Value.IsObject: true } oauth)
        {
            return;
        }

        var inside = new MemberList(oauth.Value);
        if (inside["enabled"] is { Value.Kind: JsonValueKind.True } enabled)
        {
            // Codex finds out by itself.
            inside.Replace(enabled);
        }

        JsonMember? scopes = inside["scopes"] is { } member && members["scopes"] is null && ScopesOf(member.Value) is { } list ? member with { Value = list } : null;
        if (scopes is not null)
        {
            inside.Replace(inside["scopes"]!);
        }

        JsonSyntax rest = inside.ToSyntax();
        if (!ReferenceEquals(rest, oauth.Value))
        {
            members.Replace(oauth, [.. rest.Members.Count > 0 ? [oauth with { Value = rest }] : (JsonMember[])[], .. scopes is null ? [] : (JsonMember[])[scopes]]);
        }

        static JsonSyntax? ScopesOf(JsonSyntax value) =>
            value.IsArray ? value
            : value.AsText() is { } text ? JsonSyntax.OfItems([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(scope => JsonSyntax.OfText(scope, value.Start))], value.Start)
            : null;
    }

    /// <summary>Headers: those with a value, those with a variable of the user's, and the token.</summary>
    private static void TranslateHeaders(MemberList members)
    {
        if (members["headersHelper"] is { } helper && helper.Value.AsText() is { } command && !command.Contains('$', StringComparison.Ordinal) && members["http_headers_helper"] is null)
        {
            members.Replace(helper, helper with { Name = "http_headers_helper" });
        }

        if (members["headers"] is not { Value.IsObject: true } headers || members["http_headers"] is not null)
        {
            return;
        }

        var literal = new List<JsonMember>();
        var ofVariables = new List<JsonMember>();
        JsonMember? token = null;
        foreach (JsonMember header in headers.Value.Members)
        {
            string? text = header.Value.AsText();
            if (FindVariable(text) is { } variable && members["env_http_headers"] is null)
            {
                ofVariables.Add(header with { Value = JsonSyntax.OfText(variable, header.Value.Start) });
            }
            else if (string.Equals(header.Name, "Authorization", StringComparison.OrdinalIgnoreCase) && text is not null && text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                && FindVariable(text["Bearer ".Length..].TrimStart(' ')) is { } bearer && token is null && members["bearer_token_env_var"] is null)
            {
                token = new JsonMember("bearer_token_env_var", header.NameStart, JsonSyntax.OfText(bearer, header.Value.Start));
            }
            else
            {
                literal.Add(header);
            }
        }

        var translated = new List<JsonMember>();
        if (literal.Count > 0)
        {
            translated.Add(new JsonMember("http_headers", headers.NameStart, literal.Count == headers.Value.Members.Count ? headers.Value : JsonSyntax.OfMembers(literal, headers.Value.Start)));
        }

        if (ofVariables.Count > 0)
        {
            translated.Add(new JsonMember("env_http_headers", headers.NameStart, JsonSyntax.OfMembers(ofVariables, headers.Value.Start)));
        }

        members.Replace(headers, [.. translated, .. token is null ? [] : (JsonMember[])[token]]);
    }

    /// <summary>Variables that are passed on under their own names.</summary>
    private static void TranslateEnvironment(MemberList members)
    {
        if (members["command"] is null || members["env"] is not { Value.IsObject: true } environment || members["env_vars"] is { Value.IsArray: false })
        {
            return;
        }

        JsonMember[] passedOn = [.. environment.Value.Members.Where(static variable => FindVariable(variable.Value.AsText()) == variable.Name)];
        if (passedOn.Length == 0)
        {
            return;
        }

        IEnumerable<JsonSyntax> names = passedOn.Select(static variable => JsonSyntax.OfText(variable.Name, variable.Value.Start));
        JsonMember[] rest = [.. environment.Value.Members.Except(passedOn)];
        if (members["env_vars"] is { } declared)
        {
            members.Replace(declared, declared with { Value = JsonSyntax.OfItems([.. declared.Value.Items, .. names.Where(name => declared.Value.Items.All(item => item.AsText() != name.Text))], declared.Value.Start) });
            names = [];
        }

        members.Replace(environment,
        [
            .. rest.Length == 0 ? [] : (JsonMember[])[environment with { Value = JsonSyntax.OfMembers(rest, environment.Value.Start) }],
            .. members["env_vars"] is not null ? [] : (JsonMember[])[new JsonMember("env_vars", environment.NameStart, JsonSyntax.OfItems([.. names], environment.Value.Start))],
        ]);
    }

    /// <summary>Programs by the names that they have on Windows only: <c>npx.cmd</c>, <c>cmd /c npx</c>.</summary>
    private static void TranslateCommand(MemberList members)
    {
        if (members["command"] is not { } command || command.Value.AsText() is not { } program)
        {
            return;
        }

        if (program.ToUpperInvariant() is "CMD" or "CMD.EXE" && members["args"] is { Value.Items: { Count: > 1 } arguments } member
            && arguments[0].AsText() is "/c" or "/C"
            && arguments.All(static argument => argument.AsText() is { } text && !text.AsSpan().ContainsAny(s_specialToCmd))
            && LauncherOf(arguments[1].Text!) is { } started)
        {
            members.Replace(member, member with { Value = JsonSyntax.OfItems([.. arguments.Skip(2)], member.Value.Start) });
            members.Replace(command, command with { Value = JsonSyntax.OfText(started, arguments[1].Start) });
        }
        else if (LauncherOf(program) is { } launcher && launcher != program)
        {
            members.Replace(command, command with { Value = JsonSyntax.OfText(launcher, command.Value.Start) });
        }

        static string? LauncherOf(string program)
        {
            bool isOfWindows = Path.GetExtension(program).ToUpperInvariant() is ".CMD" or ".EXE" or ".BAT";
            string name = isOfWindows ? program[..^4] : program;
            return s_launchers.Contains(name) ? name : null;
        }
    }

    /// <summary>Files of the plugin, which other hosts name by a placeholder, and Codex from the server's folder.</summary>
    private static void TranslatePaths(MemberList members)
    {
        JsonMember? cwd = members["cwd"];
        if (cwd?.Value.AsText() is { } written && FindPath(written) is ("", { } inside))
        {
            JsonMember translated = cwd with { Value = JsonSyntax.OfText(DeclaredPath.FromFolder("", inside), cwd.Value.Start) };
            members.Replace(cwd, translated);
            cwd = translated;
        }

        // Without "cwd" the plugin's folder it will be.
        bool isDeclared = cwd is { Value.Kind: not JsonValueKind.Null };
        string? folder = !isDeclared ? "" : cwd!.Value.AsText() is { } declared && !IsAbsolute(declared) && McpPlaceholders.Find(declared) is null ? DeclaredPath.Resolve(declared.Replace('\\', '/')) : null;
        int? place = null;
        if (folder is null || members["command"] is not { } command)
        {
            return;
        }

        if (command.Value.AsText() is { } program && FindPath(program) is ("", { Length: > 0 } file))
        {
            place = command.Value.Start;
            members.Replace(command, command with { Value = JsonSyntax.OfText(DeclaredPath.FromFolder(folder, file), command.Value.Start) });
        }

        if (members["args"] is { Value.IsArray: true } arguments)
        {
            JsonSyntax[] translated = TranslateArguments(command.Value.AsText() ?? "", arguments.Value.Items, folder);
            if (translated.Zip(arguments.Value.Items).FirstOrDefault(static pair => !ReferenceEquals(pair.First, pair.Second)).First is { } first)
            {
                place ??= first.Start;
                members.Replace(arguments, arguments with { Value = JsonSyntax.OfItems(translated, arguments.Value.Start) });
            }
        }

        if (place is { } start && !isDeclared)
        {
            members.Replace(cwd, new JsonMember("cwd", start, JsonSyntax.OfText(".", start)));
        }
    }

    private static JsonSyntax[] TranslateArguments(string command, IReadOnlyList<JsonSyntax> arguments, string folder)
    {
        JsonSyntax[] translated = [.. arguments];
        int script = McpCommandLine.ScriptOfShell(command, arguments);
        bool isFolder = false;
        for (int i = 0; i < script; i++)
        {
            string? text = arguments[i].AsText();
            (string Option, string Path)? found = text is null ? null : FindPath(text);
            if (found is ({ } option, { } path))
            {
                translated[i] = JsonSyntax.OfText(option + DeclaredPath.FromFolder(folder, path), arguments[i].Start);
            }

            bool changesFolder = isFolder || (text is not null && text.IndexOf('=', StringComparison.Ordinal) is > 0 and int equals && s_changeFolder.Contains(text[..equals]));
            if (changesFolder && found?.Path != folder && text is not ("." or "./"))
            {
                // What follows is looked for from another folder.
                break;
            }

            isFolder = text is not null && s_changeFolder.Contains(text);
        }

        return translated;
    }

    private static bool IsServer(JsonSyntax value) =>
        s_addresses.Any(name => value[name]?.AsText() is not null);

    private static JsonSyntax Rename(JsonSyntax value, params (string From, string To)[] names)
    {
        if (!value.IsObject)
        {
            return value;
        }

        var members = new MemberList(value);
        foreach ((string from, string to) in names)
        {
            if (members[from] is { } member && members[to] is null)
            {
                members.Replace(member, member with { Name = to });
            }
        }

        return members.ToSyntax();
    }

    private static bool IsAbsolute(string path) => path.StartsWith('/') || path.StartsWith('\\') || path.StartsWith('~') || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]));

    private static string ToCamelCase(string name)
    {
        string[] words = name.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    // The folder of the plugin, as each host calls it, alone or with a path behind it.
    [GeneratedRegex(@"\A(?<option>--?[A-Za-z0-9][A-Za-z0-9-]*=)?\$\{(?:(?:CLAUDE_|COPILOT_|CURSOR_|CODEX_)?PLUGIN_ROOT|extensionPath|__dirname)\}(?<rest>.*)\z", Plain | RegexOptions.Singleline)]
    private static partial Regex PluginPath();

    [GeneratedRegex(@"\A(?:\$\{(?:env:)?(?<name>[A-Za-z_][A-Za-z0-9_]*)\}|\$(?<name>[A-Z_][A-Z0-9_]+))\z", Plain)]
    private static partial Regex WholeVariable();

    /// <summary>The members of an object, of which some are replaced.</summary>
    private sealed class MemberList(JsonSyntax value)
    {
        private readonly List<JsonMember> _members = [.. value.Members];
        private bool _isChanged;

        public JsonMember? this[string name] => _members.Find(member => member.Name == name);

        /// <summary>Puts members into the place of another, or at the end.</summary>
        public void Replace(JsonMember? old, params JsonMember[] members)
        {
            int index = old is null ? _members.Count : _members.IndexOf(old);
            if (old is not null)
            {
                _members.RemoveAt(index);
            }

            _members.InsertRange(index, members);
            _isChanged = true;
        }

        public JsonSyntax ToSyntax() => _isChanged ? JsonSyntax.OfMembers(_members, value.Start) : value;
    }
}
