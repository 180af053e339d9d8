using Codex.Plugin.Read;

namespace Codex.Plugin.Write;

/// <summary>
/// The plugin's folder. What changes is written beside it first and moved in when everything is known to be right:
/// a first build as one move of the folder, a later one file by file. Nobody ever sees half a file.
/// </summary>
internal sealed class OutputFolder : IDisposable
{
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, RecurseSubdirectories = true };

    private readonly string _folder;
    private readonly string _staging;
    private readonly HashSet<string> _expected = new(StringComparer.Ordinal);
    private readonly List<string> _staged = [];
    private readonly byte[] _buffer = new byte[81920];
    private bool _isStaging;

    public OutputFolder(string folder)
    {
        _folder = folder;
        _staging = folder + ".writing";
        Existing = Scan(folder);
    }

    /// <summary>The files that are there now, with their stamps, by path relative to the folder.</summary>
    public IReadOnlyDictionary<string, FileStamp> Existing { get; }

    /// <summary>Whether something would change.</summary>
    public bool HasChanges => _staged.Count > 0 || Existing.Keys.Any(path => !_expected.Contains(path));

    /// <summary>Keeps the file that is there.</summary>
    public void Keep(string path) => _expected.Add(path);

    /// <summary>Whether the file is expected already, because another source became it.</summary>
    public bool Expects(string path) => _expected.Contains(path);

    /// <summary>Writes the file, unless it is there with the same bytes.</summary>
    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        _expected.Add(path);
        if (Existing.TryGetValue(path, out FileStamp stamp) && stamp.Length == bytes.Length && Same(path, bytes))
        {
            return;
        }

        using FileStream target = Stage(path, ExecutableFile.Is(bytes));
        try
        {
            target.Write(bytes);
        }
        catch (IOException exception)
        {
            throw new OutputException(path, exception);
        }
    }

    /// <summary>Copies the file. What the source throws is thrown as it is; what the target throws, as <see cref="OutputException"/>.</summary>
    public void Copy(string path, string source)
    {
        _expected.Add(path);
        using FileStream from = new(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        int read = from.Read(_buffer);
        using FileStream to = Stage(path, ExecutableFile.Is(_buffer.AsSpan(0, read)));
        while (read > 0)
        {
            int count = read;
            OutputException.Guard(path, () => to.Write(_buffer, 0, count));
            read = from.Read(_buffer);
        }
    }

    /// <summary>Makes the folder hold exactly what was kept and written.</summary>
    /// <param name="beforeFirstChange">Runs before the first file is replaced; not called where the whole folder is moved in at once.</param>
    /// <returns>The stamps of all files.</returns>
    public Dictionary<string, FileStamp> Commit(Action beforeFirstChange) => OutputException.Guard(_folder, () =>
    {
        if (!Directory.Exists(_folder))
        {
            Directory.CreateDirectory(_staging);
            Directory.Move(_staging, _folder);
        }
        else if (HasChanges)
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

        return Scan(_folder);
    });

    /// <summary>Removes what was written beside the folder and not moved in.</summary>
    public void Dispose()
    {
        try
        {
            if (_isStaging && Directory.Exists(_staging))
            {
                Directory.Delete(_staging, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is in nobody's way, and the next build removes it.
        }
    }

    private static Dictionary<string, FileStamp> Scan(string folder)
    {
        var files = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        var root = new DirectoryInfo(folder);
        if (root.Exists)
        {
            foreach (FileInfo file in root.EnumerateFiles("*", s_everything))
            {
                files.Add(file.FullName[(folder.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/'), FileStamp.Of(file));
            }
        }

        return files;
    }

    private FileStream Stage(string path, bool executable) => OutputException.Guard(path, () =>
    {
        if (!_isStaging)
        {
            if (Directory.Exists(_staging))
            {
                // Left by a build that was killed.
                Directory.Delete(_staging, recursive: true);
            }

            _isStaging = true;
        }

        string target = Path.Combine(_staging, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        _staged.Add(path);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode ForEveryone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            options.UnixCreateMode = executable
                ? ForEveryone | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute
                : ForEveryone;
        }

        return new FileStream(target, options);
    });

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
        foreach (string path in Existing.Keys.Where(path => !_expected.Contains(path)))
        {
            string file = Path.Combine(_folder, path);
            File.Delete(file);
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
