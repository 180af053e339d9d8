using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>A file of a plugin that is laid out.</summary>
/// <param name="Path">Relative to the plugin's folder, with <c>/</c>.</param>
/// <param name="Sha256">What its content must be, in lower-case hexadecimal digits; null: whatever lies there.</param>
/// <param name="Executable">Whether it gets the execute bit even if its content is not that of an executable.</param>
internal sealed record PluginSourceFile(string Path, string? Sha256, bool Executable);

/// <summary>Where the files of a plugin come from that is laid out.</summary>
internal sealed record PluginSource
{
    /// <summary>The plugin's name.</summary>
    public required string Name { get; init; }

    /// <summary>The absolute path of the folder that holds the files. Links in it are not followed.</summary>
    public required string Folder { get; init; }

    /// <summary>What, besides the files' stamps, tells this content from another one. Ex: a package's id, version and hash.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The absolute path of the file that <see cref="ReadFiles"/> reads, whose stamp counts too; null where it reads none.</summary>
    public string? ListFile { get; init; }

    /// <summary>
    /// The files, from what lies in the folder by path. Called only where something changed. What it throws as <see cref="IOException"/>,
    /// <see cref="UnauthorizedAccessException"/> or <see cref="System.Text.Json.JsonException"/> goes to <see cref="Refuse"/>.
    /// </summary>
    public required Func<IReadOnlyDictionary<string, FileStamp>, IReadOnlyList<PluginSourceFile>> ReadFiles { get; init; }

    /// <summary>The finding for a source that cannot be laid out, from what is wrong with it.</summary>
    public required Func<string, Diagnostic> Refuse { get; init; }

    /// <summary>A folder that is taken as it is.</summary>
    public static PluginSource OfFolder(string name, string folder, Func<string, Diagnostic> refuse) => new()
    {
        Name = name,
        Folder = folder,
        ReadFiles = static found => FolderFiles.WithoutLinks(found).ConvertAll(static path => new PluginSourceFile(path, Sha256: null, Executable: false)),
        Refuse = refuse,
    };
}
