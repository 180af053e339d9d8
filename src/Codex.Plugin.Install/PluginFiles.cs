using Codex.Plugin.Read;
using Codex.Plugin.Write;

namespace Codex.Plugin.Install;

/// <summary>The files of a folder, without links, as Codex takes them into its cache.</summary>
internal sealed class PluginFiles
{
    private const int BufferSize = 81920;

    private readonly string _folder;
    private readonly SortedDictionary<string, long> _lengths;
    private readonly Dictionary<string, byte[]> _made;

    private PluginFiles(string folder, SortedDictionary<string, long> lengths, Dictionary<string, byte[]> made)
    {
        _folder = folder;
        _lengths = lengths;
        _made = made;
    }

    /// <summary>The files that Codex has of a plugin when it has installed it.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public static PluginFiles OfPlugin(string folder)
    {
        PluginFiles files = Of(folder);
        foreach (string path in files._lengths.Keys.Where(static path => path.StartsWith(CommandSkills.Folder, StringComparison.Ordinal)).ToList())
        {
            files._lengths.Remove(path);
        }

        Dictionary<string, byte[]> made = CommandSkills.Make(folder, files._lengths.Keys);
        foreach ((string path, byte[] bytes) in made)
        {
            files._lengths.Add(path, bytes.Length);
        }

        return new PluginFiles(folder, files._lengths, made);
    }

    /// <summary>The files that are in the folder.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public static PluginFiles Of(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}'");
        }

        var lengths = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach ((string path, FileStamp stamp) in FolderFiles.Scan(folder))
        {
            if (stamp != FolderFiles.Link)
            {
                lengths.Add(path, stamp.Length);
            }
        }

        return new PluginFiles(folder, lengths, []);
    }

    /// <summary>Whether the folder holds these files, byte for byte, and no others.</summary>
    public bool AreIn(string folder)
    {
        try
        {
            if (!Directory.Exists(folder) || FolderFiles.IsLink(folder))
            {
                return false;
            }

            // The length of a link is none of a file's.
            Dictionary<string, FileStamp> there = FolderFiles.Scan(folder);
            return there.Count == _lengths.Count && _lengths.All(file => there.TryGetValue(file.Key, out FileStamp? stamp) && stamp.Length == file.Value) && _lengths.Keys.All(path =>
                _made.TryGetValue(path, out byte[]? bytes) ? File.ReadAllBytes(Path.Combine(folder, path)).AsSpan().SequenceEqual(bytes) : IsSame(Path.Combine(_folder, path), Path.Combine(folder, path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Copies the files into a folder that does not exist yet.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        string? last = null;
        foreach (string path in _lengths.Keys)
        {
            string target = Path.Combine(folder, path);
            string parent = Path.GetDirectoryName(target)!;
            if (parent != last)
            {
                Directory.CreateDirectory(parent);
                last = parent;
            }

            if (_made.TryGetValue(path, out byte[]? bytes))
            {
                File.WriteAllBytes(target, bytes);
                continue;
            }

            File.Copy(Path.Combine(_folder, path), target);
            if (OperatingSystem.IsWindows())
            {
                // Nobody could remove it otherwise.
                File.SetAttributes(target, FileAttributes.Normal);
            }
        }
    }

    private static bool IsSame(string left, string right)
    {
        if (!OperatingSystem.IsWindows() && ((File.GetUnixFileMode(left) ^ File.GetUnixFileMode(right)) & UnixFileMode.UserExecute) != 0)
        {
            return false;
        }

        using FileStream one = Open(left);
        using FileStream other = Open(right);
        byte[] first = new byte[BufferSize];
        byte[] second = new byte[BufferSize];
        for (int read; (read = one.ReadAtLeast(first, BufferSize, throwOnEndOfStream: false)) > 0;)
        {
            if (other.ReadAtLeast(second, BufferSize, throwOnEndOfStream: false) != read || !first.AsSpan(0, read).SequenceEqual(second.AsSpan(0, read)))
            {
                return false;
            }
        }

        return true;
    }

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FolderFiles.Everything, bufferSize: 0);
}
