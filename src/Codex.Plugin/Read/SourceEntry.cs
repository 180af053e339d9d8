using Microsoft.Win32.SafeHandles;

namespace Codex.Plugin.Read;

/// <summary>A file or folder of the project that takes part in the plugin.</summary>
/// <param name="Path">Relative to the project's folder, with <c>/</c>.</param>
/// <param name="FullPath">Where to read it.</param>
/// <param name="IsDirectory">Whether it is a folder.</param>
/// <param name="Stamp">Its size and time of last write; nothing for a folder.</param>
internal sealed record SourceEntry(string Path, string FullPath, bool IsDirectory, FileStamp Stamp)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The content. The size was found when the file was; a file that has grown meanwhile is cut, and the next build sees that it changed.</summary>
    public byte[] ReadAll()
    {
        var bytes = new byte[Stamp.Length];
        using SafeFileHandle handle = File.OpenHandle(FullPath, share: FileShare.ReadWrite | FileShare.Delete);
        int read = 0;
        for (int count = -1; count != 0 && read < bytes.Length; read += count)
        {
            count = RandomAccess.Read(handle, bytes.AsSpan(read), read);
        }

        return read == bytes.Length ? bytes : bytes[..read];
    }
}

/// <summary>What tells a changed file from an unchanged one without reading it.</summary>
/// <remarks>A class: the framework holds collections of references as machine code, those of a struct would be compiled in every build.</remarks>
/// <param name="Length">The size in bytes.</param>
/// <param name="LastWrite">The time of last write, in ticks, UTC.</param>
internal sealed record FileStamp(long Length, long LastWrite)
{
    /// <summary>The stamp of a folder, whose own size and time say nothing.</summary>
    public static FileStamp None { get; } = new(0, 0);

    public static FileStamp Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc.Ticks);
}
