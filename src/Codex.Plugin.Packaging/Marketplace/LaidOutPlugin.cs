using Codex.Plugin.Read;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>A plugin in a marketplace's folder, with what it was made of.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Identity">That of its source.</param>
/// <param name="SourceFolder">Where its files came from.</param>
/// <param name="ListFile">Where their list came from; null: none.</param>
/// <param name="List">The stamp of the list.</param>
/// <param name="Sources">The stamps of the files in the source folder.</param>
/// <param name="Outputs">The stamps of the files in the marketplace.</param>
/// <param name="Executables">Those of them that have the execute bit.</param>
internal sealed record LaidOutPlugin(
    string Name,
    string Identity,
    string SourceFolder,
    string? ListFile,
    FileStamp List,
    IReadOnlyDictionary<string, FileStamp> Sources,
    IReadOnlyDictionary<string, FileStamp> Outputs,
    IReadOnlyList<string> Executables)
{
    /// <summary>Whether it was made of that source, in the state in which the source is now.</summary>
    public bool IsOf(PluginSource source, IReadOnlyDictionary<string, FileStamp> sources) =>
        Identity == source.Identity && SourceFolder == source.Folder && ListFile == source.ListFile && List == StampOf(ListFile) && Same(Sources, sources);

    /// <summary>Whether neither the source nor the plugin's folder has changed.</summary>
    /// <param name="folder">The plugin's folder.</param>
    public bool IsUntouched(string folder) =>
        List == StampOf(ListFile) && Same(Sources, FolderFiles.Scan(SourceFolder)) && !FolderFiles.IsLink(folder) && HasOutputs(folder, FolderFiles.Scan(folder));

    /// <summary>Whether the plugin's folder holds what was written there.</summary>
    public bool HasOutputs(string folder, IReadOnlyDictionary<string, FileStamp> outputs) => Same(Outputs, outputs) && AreExecutable(folder, Executables);

    public static bool AreExecutable(string folder, IReadOnlyList<string> files)
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (string file in files)
            {
                if ((File.GetUnixFileMode(Path.Combine(folder, file)) & UnixFileMode.UserExecute) == 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    public static FileStamp StampOf(string? file) => file is not null && new FileInfo(file) is { Exists: true } info ? FileStamp.Of(info) : FileStamp.None;

    private static bool Same(IReadOnlyDictionary<string, FileStamp> one, IReadOnlyDictionary<string, FileStamp> other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        foreach ((string path, FileStamp stamp) in one)
        {
            if (!other.TryGetValue(path, out FileStamp? found) || found != stamp)
            {
                return false;
            }
        }

        return true;
    }
}
