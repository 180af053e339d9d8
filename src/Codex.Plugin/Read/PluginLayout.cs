using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Where Codex looks for the parts of a plugin: at its own places, or where a hand-written manifest says.</summary>
internal sealed record PluginLayout
{
    public static PluginLayout Default { get; } = new();

    /// <summary>Whether everything in the project's folder belongs to the plugin, as it does for Codex; else only the files found by convention.</summary>
    public bool WholeFolder { get; init; }

    /// <summary>Whether the manifest is one of the portable format, whose servers have a format of their own.</summary>
    public bool IsPortable { get; init; }

    /// <summary>The folders below which skills lie, relative to the project's folder, without a slash at the end.</summary>
    public IReadOnlyList<string> SkillRoots { get; init; } = [SourceTree.SkillsFolder];

    /// <summary>The file with the MCP servers; null where the manifest holds them itself.</summary>
    public string? McpFile { get; init; } = SourceTree.ProjectMcpFile;

    /// <summary>The MCP servers in the manifest; null where they are in <see cref="McpFile"/>.</summary>
    public JsonPlace? InlineServers { get; init; }

    /// <summary>The file with the apps.</summary>
    public string AppFile { get; init; } = SourceTree.ProjectAppFile;

    /// <summary>The files with hooks.</summary>
    public IReadOnlyList<string> HookFiles { get; init; } = [SourceTree.HooksFile];

    /// <summary>The hooks in the manifest.</summary>
    public IReadOnlyList<JsonPlace> InlineHooks { get; init; } = [];

    /// <summary>The folders with commands, or single <c>.md</c> files.</summary>
    public IReadOnlyList<string> CommandRoots { get; init; } = [SourceTree.CommandsFolder];

    /// <summary>Whether Codex turns the file into a skill when it installs the plugin.</summary>
    public bool IsCommand(string path) => CommandReader.IsCommand(path) && CommandRoots.Any(root => IsCommandOf(root, path));

    /// <summary>Whether the path is the root or lies below it.</summary>
    public static bool IsCommandOf(string root, string path) =>
        path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '/');

    /// <summary>Whether the path is that of a skill that belongs to the plugin; which of those Codex finds, <see cref="Check.SkillSet"/> says.</summary>
    public bool IsSkill(string path) => path.EndsWith("/" + SkillReader.FileName, StringComparison.Ordinal) && SkillRootOf(path) is not null;

    /// <summary>The nearest root above the path, or null where there is none.</summary>
    public string? SkillRootOf(string path)
    {
        string? nearest = null;
        foreach (string root in SkillRoots)
        {
            if (path.Length > root.Length && path[root.Length] == '/' && path.StartsWith(root, StringComparison.Ordinal) && root.Length > (nearest?.Length ?? -1))
            {
                nearest = root;
            }
        }

        return nearest;
    }
}

/// <summary>A value of a JSON file.</summary>
/// <param name="Source">The file.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonPlace(JsonSource Source, JsonSyntax Value);
