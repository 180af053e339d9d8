using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Check;
using Codex.Plugin.Read;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging;

/// <summary>A plugin's folder, as Codex reads it.</summary>
internal sealed class PluginContent
{
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

    /// <summary>What a member of the manifest holds or names: one thing or an array of them.</summary>
    private JsonArray Elements(string member) => _manifest[member] switch
    {
        null => [],
        JsonArray several => several,
        var one => [one.DeepClone()],
    };

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
