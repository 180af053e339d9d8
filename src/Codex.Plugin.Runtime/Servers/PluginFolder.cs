using Codex.Plugin.Manifest;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>A built plugin, as Codex finds it: the folder with <c>.codex-plugin/plugin.json</c>.</summary>
public sealed class PluginFolder
{
    private PluginFolder(string path, JsonSyntax manifest)
    {
        Path = path;
        Name = manifest["name"]?.AsText() ?? "";
        Version = manifest["version"]?.AsText();
        Description = manifest["description"]?.AsText();
        Skills = PluginSkillReader.Read(path, manifest["skills"]);
        Servers = PluginServerReader.Read(path, manifest["mcpServers"]);
    }

    /// <summary>The absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>The plugin's name.</summary>
    public string Name { get; }

    /// <summary>The plugin's version; null where the manifest has none.</summary>
    public string? Version { get; }

    /// <summary>The plugin's description; null where the manifest has none.</summary>
    public string? Description { get; }

    /// <summary>The skills that Codex finds, in the order of their names.</summary>
    public IReadOnlyList<PluginSkill> Skills { get; }

    /// <summary>The MCP servers, in the order of their names.</summary>
    public IReadOnlyList<PluginServer> Servers { get; }

    /// <summary>Reads a plugin's folder.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="PluginFolderException">There is no plugin, or Codex cannot read it.</exception>
    public static PluginFolder Load(string path)
    {
        string folder = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (!File.Exists(System.IO.Path.Combine(folder, ManifestWriter.ManifestFile)))
        {
            string advice = Directory.Exists(folder) ? $"it has no {ManifestWriter.ManifestFile}" : "the folder is not there";
            throw new PluginFolderException($"'{folder}' is no plugin: {advice}. Build the plugin's project, and name the folder that the build prints.");
        }

        return new PluginFolder(folder, ReadJson(folder, ManifestWriter.ManifestFile));
    }

    /// <summary>Reads a JSON file of the plugin as strictly as Codex does.</summary>
    internal static JsonSyntax ReadJson(string folder, string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(System.IO.Path.Combine(folder, path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PluginFolderException($"'{path}' of the plugin in '{folder}' cannot be read: {exception.Message}", exception);
        }

        var text = new SourceText(path, bytes);
        return JsonSource.TryParse(text, out JsonSource? source, out string? problem, out int offset)
            ? source!.Root
            : throw new PluginFolderException($"{text.At(offset)}: Codex cannot read this file of the plugin in '{folder}': {problem}.");
    }

    /// <summary>The folders or files that a member of the manifest names and Codex takes, relative to the plugin.</summary>
    internal static IReadOnlyList<string> ReadPaths(JsonSyntax? member)
    {
        IEnumerable<JsonSyntax> values = member is null ? [] : member.IsArray ? member.Items : [member];
        var paths = new List<string>();
        foreach (JsonSyntax value in values)
        {
            if (value.AsText() is { } text && ManifestPath.TryRead(text, out string path, out _))
            {
                paths.Add(path);
            }
        }

        return paths;
    }
}

/// <summary>A folder holds no plugin that Codex can read.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class PluginFolderException(string message, Exception? innerException = null) : Exception(message, innerException);
