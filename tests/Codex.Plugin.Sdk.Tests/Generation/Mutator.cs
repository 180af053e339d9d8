using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codex.Plugin.Sdk.Tests.Generation;

/// <summary>What a mutation means to the one who made it.</summary>
internal enum MutationKind
{
    /// <summary>Something is another text, or is gone on purpose.</summary>
    Change,

    /// <summary>Something is misspelt, misplaced or damaged: whoever did it wanted Codex to load it.</summary>
    Mistake,
}

/// <summary>One mutation of a plugin.</summary>
/// <param name="Plugin">The plugin after it.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Text">What was done where.</param>
internal sealed record Mutation(GeneratedPlugin Plugin, MutationKind Kind, string Text);

/// <summary>Makes one random change of a valid plugin.</summary>
internal sealed class Mutator
{
    private static readonly JsonSerializerOptions Relaxed = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Stand for what no JsonNode can hold, until it is text.
    private const string Twin = "mutator-twin-";
    private const string Raw = "mutator-raw-";

    private static readonly string[] RawValues =
        ["1e999", "-1", "0", "1.5", "9223372036854775808", "18446744073709551616", "\"\\ud800\"", "\"\\u0000\"", "\"a\\nb\"", "null", "[]", "{}", "[null]", "[1]", "\"\"", "\" \"", "true", "5", "\"x\"", "{\"x\":1}", "[\"x\"]", "{\"x\":\"y\"}"];

    private readonly Random _random;
    private readonly GeneratedPlugin _plugin;
    private const string Cut = "cut short";

    private MutationKind _kind = MutationKind.Mistake;

    private Mutator(GeneratedPlugin plugin, int seed)
    {
        _random = new Random(seed);
        _plugin = plugin.Copy();
    }

    public static Mutation Mutate(GeneratedPlugin plugin, int seed)
    {
        for (var attempt = 0; ; attempt++)
        {
            var mutator = new Mutator(plugin, seed + (attempt * 7919));
            if (mutator.Mutate() is { } text)
            {
                return new Mutation(mutator._plugin, mutator._kind, text);
            }
        }
    }

    private string? Mutate()
    {
        string[] paths = [.. _plugin.Files.Keys.Where(path => !path.EndsWith(".cxproj", StringComparison.Ordinal))];
        var path = Pick(paths);
        // The files that Codex reads are more interesting than those that it copies.
        if (!path.EndsWith(".json", StringComparison.Ordinal) && !path.EndsWith(".yaml", StringComparison.Ordinal))
        {
            path = Pick(paths);
        }

        var roll = _random.Next(10);
        return roll == 0 ? MutateFile(path)
            : roll == 1 ? MutateBytes(path)
            : path.EndsWith(".json", StringComparison.Ordinal) ? MutateJson(path)
            : path.EndsWith("/SKILL.md", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal) ? MutateYaml(path)
            : MutateFile(path);
    }

    private string? MutateFile(string path)
    {
        var file = _plugin.Files[path];
        var slash = path.LastIndexOf('/') + 1;
        var (folder, name) = (path[..slash], path[slash..]);
        switch (_random.Next(9))
        {
            case 0:
                _kind = MutationKind.Change;
                _plugin.Files.Remove(path);
                return $"{path}: removed";
            case 1:
                return Rename(folder + (char.IsLower(name[0]) ? name.ToUpperInvariant() : name.ToLowerInvariant()));
            case 2:
                return Rename(folder + Path.GetFileNameWithoutExtension(name) + Pick(".txt", ".jsonc", ".yml", ".markdown", ".bak", ""));
            case 3:
                return Rename(folder + "." + name);
            case 4:
                // Below mcp/ and apps/ anything may lie.
                _kind = !_plugin.IsHandWritten && folder is ("mcp/" or "apps/") ? MutationKind.Change : _kind;
                return Rename($"{folder}deeper/{name}");
            case 5:
                // At the root of a project by convention it is no file of the plugin any more.
                _kind = !_plugin.IsHandWritten ? MutationKind.Change : _kind;
                return Rename(name);
            case 6:
                _plugin.Files.Remove(path);
                _plugin.Files[path + "/file.txt"] = file;
                return $"{path}: is a folder";
            case 7:
                var copy = "assets/elsewhere" + Path.GetExtension(name);
                var target = Pick(Path.GetRelativePath("/" + folder, "/" + copy), "/dev/null", "nowhere", "../../../outside");
                _plugin.Files[copy] = file;
                _plugin.Files[path] = new GeneratedFile(null, target);
                return $"{path}: is a link to {target}";
            default:
                _plugin.Files[path] = new GeneratedFile([]);
                return $"{path}: empty";
        }

        string? Rename(string other)
        {
            if (_plugin.Files.ContainsKey(other) || other.EndsWith('/') || other == path)
            {
                return null;
            }

            _plugin.Files.Remove(path);
            _plugin.Files[other] = file;
            return $"{path}: renamed to {other}";
        }
    }

    private static bool IsFreeName(string path, string where)
    {
        var names = where.Split('.');
        return names.Length > 2
            ? names[^2] is "env" or "http_headers" or "env_http_headers" or "mcpServers" or "tools" or "apps"
            : path == ".mcp.json" || path.StartsWith("config/", StringComparison.Ordinal);
    }

    private string? MutateBytes(string path)
    {
        var bytes = _plugin.Files[path].Content!;
        if (bytes.Length < 2)
        {
            return null;
        }

        var at = _random.Next(bytes.Length);
        (string what, byte[] content) = _random.Next(8) switch
        {
            0 => ("byte order mark", [0xEF, 0xBB, 0xBF, .. bytes]),
            1 => ("UTF-16", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes))),
            2 => ("byte 0xE9", [.. bytes[..at], 0xE9, .. bytes[at..]]),
            3 => (Cut, bytes[..at]),
            4 => ("NUL", [.. bytes[..at], 0, .. bytes[at..]]),
            5 => ("without a character", [.. bytes[..at], .. bytes[(at + 1)..]]),
            6 => ("empty line first", [(byte)'\n', .. bytes]),
            _ => ("old Mac", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\n', '\r'))),
        };
        _plugin.Files[path] = new GeneratedFile(content);
        _kind = what == Cut ? MutationKind.Change : _kind;
        return $"{path}: {what} (at {at})";
    }

    private string? MutateJson(string path)
    {
        var root = JsonNode.Parse(_plugin.Files[path].Content!)!;
        var members = Members(root, "").ToList();
        var (parent, name, where) = members[_random.Next(members.Count)];
        var value = parent[name];
        string what;
        switch (_random.Next(10))
        {
            case 0:
                _kind = MutationKind.Change;
                parent.Remove(name);
                what = "removed";
                break;
            case 1 or 2:
                var other = Misspell(name);
                if (parent.ContainsKey(other))
                {
                    return null;
                }

                // A name that the author is free to give.
                _kind = IsFreeName(path, where) ? MutationKind.Change : _kind;
                parent.Remove(name);
                parent[other] = value?.DeepClone();
                what = $"renamed to \"{other}\"";
                break;
            case 3:
                parent[Twin + name] = value?.DeepClone();
                what = "twice";
                break;
            case 4 when value is JsonArray or JsonObject:
                parent[name] = value is JsonArray { Count: > 0 } array ? array[0]!.DeepClone() : new JsonArray(value.DeepClone());
                _kind = name is "defaultPrompt" ? MutationKind.Change : _kind;
                what = "without or with an array around it";
                break;
            case 5 when Text(value) is { } text:
                var changed = ChangeText(text);
                parent[name] = changed;
                what = $"'{Short(text)}' is '{Short(changed)}'";
                break;
            case 6 when Text(value) is { } text && text.Contains('/', StringComparison.Ordinal):
                var broken = BreakPath(text);
                parent[name] = broken;
                what = $"'{Short(text)}' is '{Short(broken)}'";
                break;
            case 7:
                parent[Pick("extra", "$schema", "description", "timeout", "disabled", "headers", "comment")] = Pick<JsonNode>("x", 1, new JsonObject());
                what = "beside it an extra member";
                break;
            default:
                var number = _random.Next(RawValues.Length);

                // Null and nothing are what an author may mean.
                _kind = RawValues[number] is "null" or "[]" or "{}" || name is "defaultPrompt" || value is JsonObject ? MutationKind.Change : _kind;
                parent[name] = Raw + number;
                what = $"{Short(value?.ToJsonString() ?? "null")} is {RawValues[number]}";
                break;
        }

        var result = root.ToJsonString(Relaxed).Replace(Twin, "", StringComparison.Ordinal);
        for (var i = RawValues.Length - 1; i >= 0; i--)
        {
            result = result.Replace($"\"{Raw}{i}\"", RawValues[i], StringComparison.Ordinal);
        }

        _plugin.Files[path] = new GeneratedFile(Encoding.UTF8.GetBytes(result));
        return $"{path}: {where}: {what}";
    }

    private static IEnumerable<(JsonObject Parent, string Name, string Where)> Members(JsonNode? node, string where)
    {
        switch (node)
        {
            case JsonObject json:
                foreach (var (name, value) in json)
                {
                    yield return (json, name, $"{where}.{name}");
                    foreach (var inner in Members(value, $"{where}.{name}"))
                    {
                        yield return inner;
                    }
                }

                break;
            case JsonArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    foreach (var inner in Members(array[i], $"{where}[{i}]"))
                    {
                        yield return inner;
                    }
                }

                break;
            default:
                break;
        }
    }

    private string? MutateYaml(string path)
    {
        var text = Encoding.UTF8.GetString(_plugin.Files[path].Content!);
        var lines = text.Split('\n').ToList();
        var end = path.EndsWith(".md", StringComparison.Ordinal) ? lines.FindIndex(1, line => line.Trim() == "---") + 1 : lines.Count - 1;
        var at = _random.Next(end);
        var line = lines[at];
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var (key, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..].Trim());
        string what;
        switch (_random.Next(19))
        {
            case 0:
                _kind = MutationKind.Change;
                lines.RemoveAt(at);
                what = "removed";
                break;
            case 1:
                Set(" " + line, "indented");
                break;
            case 2:
                Set("\t" + line, "tab");
                break;
            case 3 when line.StartsWith(' '):
                Set(line[1..], "one blank less");
                break;
            case 4:
                lines.Insert(at, line);
                what = "twice";
                break;
            case 5 when colon >= 0:
                Set($"{key} {value}", "no colon");
                break;
            case 6 when colon >= 0:
                Set($"{key}:{value}", "no blank after the colon");
                break;
            case 7 when colon >= 0:
                Set($"{key}: \"{value}", "a quote");
                break;
            case 8 when colon >= 0:
                Set($"{key}: a: {value}", "a colon inside");
                break;
            case 9 when colon >= 0:
                Set($"{key}: {Pick("[", "{", "@", "`", "*", "&", "%", "!", "- ", "? ", "> ", "| ", "#", "# ", "]")}{value}", "a sign before the value");
                break;
            case 10 when colon >= 0:
                _kind = MutationKind.Change;
                Set($"{key}: {Pick("", "null", "~", "\"\"", "\" \"", "123", "true", "2026-01-01", "[]", "{}", "[a]", "{a: b}", "|", "yes")}", "another value");
                break;
            case 11 when colon >= 0:
                Set($"{Misspell(key.Trim())}: {value}".PadLeft(line.Length), "misspelt");
                break;
            case 12 when colon >= 0:
                _kind = MutationKind.Change;
                Set($"{key}: {new string('x', Pick(64, 65, 130, 1024, 1025, 5000))}", "long");
                break;
            case 13:
                Set(line + Pick("\0", "\u0007", "\u0085", "\u2028", "\u200B", "\uFEFF", "\r"), "a strange character");
                break;
            case 14:
                Set(line + " # comment", "comment");
                break;
            case 15:
                lines.Insert(at, Pick("---", "...", "", "--- # c", "----", "  ---", "%YAML 1.2", "x", "<<: *a"));
                what = "a line before";
                break;
            case 16 when colon >= 0:
                Set($"{key.ToUpperInvariant()}: {value}", "upper case");
                break;
            case 17 when colon >= 0:
                Set($"{key}: \"\\ud83d\\ude00\"", "an escaped pair");
                break;
            case 18 when colon >= 0 && value.Contains('/', StringComparison.Ordinal):
                Set($"{key}: {BreakPath(value)}", "broken path");
                break;
            default:
                return null;
        }

        _plugin.Files[path] = new GeneratedFile(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return $"{path}: line {at + 1} '{Short(line)}': {what}{(at < lines.Count ? $" '{Short(lines[at])}'" : "")}";

        void Set(string changed, string how)
        {
            lines[at] = changed;
            what = how;
        }
    }

    private string Misspell(string name)
    {
        if (name.Length < 2)
        {
            return name + "x";
        }

        var at = _random.Next(name.Length - 1);
        return _random.Next(5) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, name[at].ToString()),
            2 => char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : char.ToUpperInvariant(name[0]) + name[1..],
            3 when name.Contains('_', StringComparison.Ordinal) => string.Concat(name.Split('_').Select((part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..])),
            3 => string.Concat(name.Select(c => char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString())) is var snake && snake != name ? snake : name + "s",
            _ => name.EndsWith('s') ? name[..^1] : name + "s",
        };
    }

    private string ChangeText(string text) => _random.Next(8) switch
    {
        0 => "",
        1 => "  ",
        2 => string.Concat(Enumerable.Repeat(text + " ", 600)),
        3 => text + "\u0007",
        4 => text + "\n" + text,
        5 => text.ToUpperInvariant(),
        6 => " " + text + " ",
        _ => text + "\0",
    };

    private string BreakPath(string path) => _random.Next(10) switch
    {
        0 => path.TrimStart('.', '/'),
        1 => "../" + path,
        2 => path.Replace('/', '\\'),
        3 => path + " ",
        4 => path.ToUpperInvariant(),
        5 => path + "x",
        6 => "/" + path,
        7 => path.Replace("./", ".//", StringComparison.Ordinal),
        8 => path + "/../x",
        _ => "${PLUGIN_ROOT}/" + path,
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string Short(string text) =>
        string.Concat((text.Length <= 60 ? text : text[..60] + "...").Select(c => char.IsControl(c) ? $"<{(int)c:X2}>" : c.ToString()));

    private T Pick<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];

    private string Pick(string[] values) => values[_random.Next(values.Length)];
}
