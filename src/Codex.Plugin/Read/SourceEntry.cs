namespace Codex.Plugin.Read;

/// <summary>A file or folder of the project that takes part in the plugin.</summary>
/// <param name="Path">Relative to the project's folder, with <c>/</c>.</param>
/// <param name="FullPath">Where to read it.</param>
/// <param name="IsDirectory">Whether it is a folder.</param>
/// <param name="Stamp">Its size and time of last write; nothing for a folder.</param>
internal sealed record SourceEntry(string Path, string FullPath, bool IsDirectory, FileStamp Stamp)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>What tells a changed file from an unchanged one without reading it.</summary>
/// <param name="Length">The size in bytes.</param>
/// <param name="LastWrite">The time of last write, in ticks, UTC.</param>
internal readonly record struct FileStamp(long Length, long LastWrite)
{
    public static FileStamp Of(FileSystemInfo info) =>
        info is FileInfo file ? new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks) : default;
}
