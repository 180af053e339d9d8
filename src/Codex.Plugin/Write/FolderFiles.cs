using System.IO.Enumeration;
using Codex.Plugin.Read;
using Microsoft.Win32.SafeHandles;

namespace Codex.Plugin.Write;

/// <summary>The files of a folder that we write, or that we copy from.</summary>
internal static class FolderFiles
{
    /// <summary>Editors and virus scanners read along, and need not stop a build.</summary>
    public const FileShare Everything = FileShare.ReadWrite | FileShare.Delete;

    private const UnixFileMode ExecutableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = true };

    /// <summary>The stamp of a link, which is never followed. No file that we write has it.</summary>
    public static FileStamp Link { get; } = new(-1, -1);

    /// <summary>All files and links below the folder, by path relative to it with <c>/</c>; none where it does not exist.</summary>
    public static Dictionary<string, FileStamp> Scan(string folder)
    {
        var files = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        if (Directory.Exists(folder))
        {
            var found = new FileSystemEnumerable<FileSystemInfo>(folder, static (ref entry) => entry.ToFileSystemInfo(), s_everything)
            {
                ShouldRecursePredicate = static (ref entry) => !IsLink(entry.Attributes),
                ShouldIncludePredicate = static (ref entry) => !entry.IsDirectory || IsLink(entry.Attributes),
            };
            foreach (FileSystemInfo info in found)
            {
                string path = info.FullName[(folder.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/');
                files.Add(path, info is FileInfo file && !IsLink(info.Attributes) ? FileStamp.Of(file) : Link);
            }
        }

        return files;
    }

    /// <summary>The paths of a scan, in ordinal order.</summary>
    /// <exception cref="IOException">There is a link among them.</exception>
    public static List<string> WithoutLinks(IReadOnlyDictionary<string, FileStamp> files)
    {
        var paths = new List<string>(files.Count);
        foreach ((string path, FileStamp stamp) in files)
        {
            paths.Add(stamp != Link ? path : throw new IOException($"'{path}' is a link"));
        }

        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    /// <summary>Makes a file that is not there yet.</summary>
    public static SafeFileHandle Create(string path, bool executable)
    {
        SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, Everything);
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, ExecutableByAll);
        }

        return handle;
    }

    /// <summary>The stamp of a file whose content is complete.</summary>
    public static FileStamp Finish(SafeFileHandle handle)
    {
        if (OperatingSystem.IsWindows())
        {
            // Otherwise NTFS sets the time when the file is closed, and it would not be the one that is remembered.
            File.SetLastWriteTimeUtc(handle, DateTime.UtcNow);
        }

        return new FileStamp(RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle).Ticks);
    }

    /// <summary>Removes a file, or a link to a file or a folder, and not what it leads to.</summary>
    public static void Remove(string path)
    {
        if (OperatingSystem.IsWindows() && Directory.Exists(path))
        {
            Directory.Delete(path);
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <summary>Whether the path itself is a link, wherever that leads.</summary>
    public static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static bool IsLink(FileAttributes attributes) => (attributes & FileAttributes.ReparsePoint) != 0;
}
