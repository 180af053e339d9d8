using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Check;
using Codex.Plugin.Read;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging;

/// <summary>A plugin's folder, as Codex reads it.</summary>
internal sealed class PluginContent
{
    // By ending, since a script without '#!' is run by naming its interpreter.
    private static readonly HashSet<string> s_scriptExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".sh", ".bash", ".zsh", ".ps1", ".psm1", ".cmd", ".bat", ".py", ".rb", ".pl", ".js", ".mjs", ".cjs", ".ts", ".csx",
    };

    // As deep as Codex looks; hidden folders are none to it.
    private static readonly EnumerationOptions s_skills = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = SkillSet.DeepestFolder,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MatchCasing = MatchCasing.CaseSensitive,
    };

    private readonly string _folder;
    private readonly JsonObject _manifest;

    private PluginContent(string folder, JsonObject manifest)
    {
        _folder = folder;
        _manifest = manifest;
    }

    public string Name => Text("name");

    public string Version => Text("version");

    /// <exception cref="JsonException">There is no manifest, or it is not one.</exception>
    public static PluginContent Read(string folder) => new(folder, ReadObject(folder, "./.codex-plugin/plugin.json"));

    /// <summary>The names of the MCP servers, as the manifest names or holds them, or from where Codex looks otherwise.</summary>
    public IEnumerable<string> ServerNames
    {
        get
        {
            JsonNode? declared = _manifest["mcpServers"] ?? (File.Exists(Path.Combine(_folder, ManifestWriter.McpFile)) ? JsonValue.Create("./" + ManifestWriter.McpFile) : null);
            JsonObject? servers = declared is JsonValue path ? ReadObject(_folder, path.ToString()) : declared as JsonObject;
            return (servers?["mcpServers"] as JsonObject ?? servers ?? []).Where(static server => server.Value is JsonObject).Select(static server => server.Key);
        }
    }

    /// <summary>The names of the skills.</summary>
    public IEnumerable<string> SkillNames
    {
        get
        {
            string[] roots = [.. Elements("skills").OfType<JsonValue>().Select(static root => root.ToString()[2..])];
            return from root in (roots.Length > 0 ? roots : [SourceTree.SkillsFolder]).Select(root => new DirectoryInfo(Path.Combine(_folder, root)))
                   where root.Exists
                   from file in root.EnumerateFiles(SkillReader.FileName, s_skills)
                   where file.Length <= SkillReader.LargestFile
                   let path = Path.GetRelativePath(_folder, file.FullName).Replace('\\', '/')
                   where !path.Contains("/.", StringComparison.Ordinal)
                   let name = SkillReader.FindName(path, File.ReadAllBytes(file.FullName))
                   where name is not null
                   select name;
        }
    }

    /// <summary>What the plugin brings, in a stable order.</summary>
    public JsonObject Capabilities(IReadOnlyList<PackageFileEntry> files)
    {
        var capabilities = new JsonObject();
        string[] roots = [.. Elements("skills").OfType<JsonValue>().Select(static root => root.ToString()[2..].TrimEnd('/') + "/")];
        Add("skills", files.Where(file => file.Path.EndsWith("/SKILL.md", StringComparison.Ordinal) && roots.Any(root => file.Path.StartsWith(root, StringComparison.Ordinal)))
            .Select(static file => (JsonNode)file.Path[..^"/SKILL.md".Length]));
        JsonObject servers = Part("mcpServers", "mcpServers");
        Add("mcpServers", servers.Select(static server => Describe(server.Key, server.Value, "url", "command", "args")));
        Add("apps", Part("apps", "apps").Select(static app => Describe(app.Key, app.Value, "id")));
        Add("hooks", Elements("hooks").SelectMany(one => Wrapped(one, "hooks")).SelectMany(static hook => Handlers(hook.Key, hook.Value)));
        Add("scripts", files.Where(static file => file.Executable || s_scriptExtensions.Contains(Path.GetExtension(file.Path))).Select(static file => (JsonNode)file.Path));
        Add("hosts", servers.Select(static server => Host(server.Value)).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(static host => (JsonNode)host));
        return capabilities;

        void Add(string name, IEnumerable<JsonNode> values)
        {
            var array = new JsonArray([.. values]);
            if (array.Count > 0)
            {
                capabilities[name] = array;
            }
        }
    }

    private static JsonObject Describe(string name, JsonNode? declared, params ReadOnlySpan<string> members)
    {
        var described = new JsonObject { ["name"] = name };
        foreach (string member in members)
        {
            if ((declared as JsonObject)?[member] is { } value)
            {
                described[member] = value.DeepClone();
            }
        }

        return described;
    }

    private static IEnumerable<JsonNode> Handlers(string @event, JsonNode? groups)
    {
        foreach (JsonNode? group in groups as JsonArray ?? [])
        {
            foreach (JsonNode? handler in (group as JsonObject)?["hooks"] as JsonArray ?? [])
            {
                var described = new JsonObject { ["event"] = @event };
                foreach (string member in (ReadOnlySpan<string>)["type", "command", "commandWindows", "server", "tool"])
                {
                    if ((handler as JsonObject)?[member] is { } value)
                    {
                        described[member] = value.DeepClone();
                    }
                }

                yield return described;
            }
        }
    }

    private static string? Host(JsonNode? server) =>
        (server as JsonObject)?["url"] is JsonValue url && Uri.TryCreate(url.ToString(), UriKind.Absolute, out Uri? uri) ? uri.IdnHost : null;

    private string Text(string member)
    {
        try
        {
            return StrictJson.Text(_manifest, member);
        }
        catch (JsonException exception)
        {
            throw new JsonException($"plugin.json: {exception.Message}", exception);
        }
    }

    private JsonObject Part(string member, string wrapper) => Wrapped(_manifest[member], wrapper);

    /// <summary>What a member of the manifest holds or names: one thing or an array of them.</summary>
    private JsonArray Elements(string member) => _manifest[member] switch
    {
        null => [],
        JsonArray several => several,
        var one => [one.DeepClone()],
    };

    private JsonObject Wrapped(JsonNode? declared, string wrapper) =>
        (declared is JsonValue path ? ReadObject(_folder, path.ToString()) : declared as JsonObject)?[wrapper] as JsonObject ?? [];

    private static JsonObject ReadObject(string folder, string path)
    {
        try
        {
            return StrictJson.ReadObject(Path.Combine(folder, path[2..]));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new JsonException($"there is no {path}", exception);
        }
    }
}
