using Codex.Plugin.Read;
using Microsoft.Win32.SafeHandles;

namespace Codex.Plugin.Write;

/// <summary>
/// The plugin's folder. What changes is written beside it first and moved in when everything is known to be right:
/// a first build as one move of the folder, a later one file by file. Nobody ever sees half a file.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _folder;
    private readonly string _staging;
    private readonly Dictionary<string, FileStamp> _expected = new(StringComparer.Ordinal);
    private readonly HashSet<string> _madeFolders = new(StringComparer.Ordinal);
    private readonly List<string> _staged = [];
    private readonly byte[] _buffer = new byte[81920];
    private readonly bool _folderIsLink;

    public OutputFolder(string folder)
    {
        _folder = folder;
        _staging = folder + ".writing";
        if (Directory.Exists(_staging))
        {
            // Left by a build that was killed.
            Directory.Delete(_staging, recursive: true);
        }

        // What a link leads to is not ours: it is replaced, not entered.
        _folderIsLink = new DirectoryInfo(folder).LinkTarget is not null;
        Existing = _folderIsLink ? [] : FolderFiles.Scan(folder);
    }

    /// <summary>The files that are there now, with their stamps, by path relative to the folder.</summary>
    public Dictionary<string, FileStamp> Existing { get; }

    /// <summary>Keeps the file that is there.</summary>
    public void Keep(string path) => _expected[path] = Existing[path];

    /// <summary>Writes the file, unless it is there with the same bytes.</summary>
    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        if (Existing.TryGetValue(path, out FileStamp? stamp) && stamp.Length == bytes.Length && Same(path, bytes))
        {
            Keep(path);
            return;
        }

        using SafeFileHandle target = Stage(path, ExecutableFile.Is(bytes));
        Append(target, path, bytes, 0);
        _expected[path] = FolderFiles.Finish(target);
    }

    /// <summary>Copies the file. What the source throws is thrown as it is; what the target throws, as <see cref="OutputException"/>.</summary>
    public void Copy(string path, string source)
    {
        using SafeFileHandle from = File.OpenHandle(source, share: FolderFiles.Everything);
        int read = RandomAccess.Read(from, _buffer, 0);
        using SafeFileHandle to = Stage(path, ExecutableFile.Is(_buffer.AsSpan(0, read)));
        for (long offset = 0; read > 0; read = RandomAccess.Read(from, _buffer, offset))
        {
            Append(to, path, _buffer.AsSpan(0, read), offset);
            offset += read;
        }

        _expected[path] = FolderFiles.Finish(to);
    }

    /// <summary>Makes the folder hold exactly what was kept and written.</summary>
    /// <param name="beforeFirstChange">Runs before the first file is replaced; not called where the whole folder is moved in at once.</param>
    /// <returns>The stamps of all files.</returns>
    public IReadOnlyDictionary<string, FileStamp> Commit(Action beforeFirstChange) => OutputException.Guard(_folder, () =>
    {
        if (_folderIsLink)
        {
            FolderFiles.Remove(_folder);
        }

        if (!Directory.Exists(_folder))
        {
            Directory.CreateDirectory(_staging);
            Directory.Move(_staging, _folder);
        }
        else if (_staged.Count > 0 || Existing.Keys.Any(path => !_expected.ContainsKey(path)))
        {
            beforeFirstChange();
            RemoveUnexpected();
            foreach (string path in _staged)
            {
                string target = Path.Combine(_folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(Path.Combine(_staging, path), target, overwrite: true);
            }
        }

        return _expected;
    });

    /// <summary>Removes what was written beside the folder and not moved in.</summary>
    public void Dispose()
    {
        try
        {
            if (_staged.Count > 0 && Directory.Exists(_staging))
            {
                Directory.Delete(_staging, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way, and the next build removes it.
        }
    }

    private SafeFileHandle Stage(string path, bool executable)
    {
        try
        {
            string target = Path.Combine(_staging, path);
            string folder = Path.GetDirectoryName(target)!;
            _staged.Add(path);
            if (_madeFolders.Add(folder))
            {
                Directory.CreateDirectory(folder);
            }

            return FolderFiles.Create(target, executable);
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            throw new OutputException(path, exception);
        }
    }

    private static void Append(SafeFileHandle target, string path, ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(target, bytes, offset);
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            throw new OutputException(path, exception);
        }
    }

    private bool Same(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(_folder, path)).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void RemoveUnexpected()
    {
        foreach (string path in Existing.Keys.Where(path => !_expected.ContainsKey(path)))
        {
            string file = Path.Combine(_folder, path);
            FolderFiles.Remove(file);
            for (string? parent = Path.GetDirectoryName(file); parent is not null && parent.Length > _folder.Length; parent = Path.GetDirectoryName(parent))
            {
                if (Directory.EnumerateFileSystemEntries(parent).Any())
                {
                    break;
                }

                Directory.Delete(parent);
            }
        }
    }
}
