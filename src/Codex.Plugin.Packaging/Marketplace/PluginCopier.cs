using Codex.Plugin.Read;
using Codex.Plugin.Write;
using Microsoft.Win32.SafeHandles;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>Copies plugins file by file: each source is read once, verified, and written or compared from the same bytes.</summary>
internal sealed class PluginCopier
{
    // For nearly every file of a plugin; it grows with the others.
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(128 * 1024);
    private byte[] _other = [];

    /// <summary>Whether the folder holds exactly these files. Every source is verified up to the first difference.</summary>
    /// <exception cref="IOException">A source cannot be read, or is not what it should be.</exception>
    public bool IsSame(PluginSource source, IReadOnlyList<PluginSourceFile> files, IReadOnlyDictionary<string, FileStamp> sources, string folder, IReadOnlyDictionary<string, FileStamp> found, List<string> executables)
    {
        if (files.Count != found.Count)
        {
            return false;
        }

        foreach (PluginSourceFile file in files)
        {
            if (!found.TryGetValue(file.Path, out FileStamp? there) || !sources.TryGetValue(file.Path, out FileStamp? stamp) || there.Length != stamp.Length)
            {
                return false;
            }
        }

        foreach (PluginSourceFile file in files)
        {
            ReadOnlySpan<byte> bytes = Read(source, file, sources);
            if (!bytes.SequenceEqual(Read(Path.Combine(folder, file.Path), found[file.Path].Length, ref _other)))
            {
                return false;
            }

            if (file.Executable || ExecutableFile.Is(bytes))
            {
                executables.Add(file.Path);
            }
        }

        return LaidOutPlugin.AreExecutable(folder, executables);
    }

    /// <summary>Writes the files into folders that do not exist yet.</summary>
    /// <returns>The stamps of the files in the first folder.</returns>
    /// <exception cref="IOException">A source cannot be read, or is not what it should be.</exception>
    /// <exception cref="OutputException">A file cannot be written.</exception>
    public Dictionary<string, FileStamp> Copy(PluginSource source, IReadOnlyList<PluginSourceFile> files, IReadOnlyDictionary<string, FileStamp> sources, string folder, string? secondFolder, List<string> executables)
    {
        var outputs = new Dictionary<string, FileStamp>(files.Count, StringComparer.Ordinal);
        var madeFolders = new HashSet<string>(StringComparer.Ordinal);
        MakeFolder(folder, secondFolder, "");
        foreach (PluginSourceFile file in files)
        {
            if (outputs.ContainsKey(file.Path))
            {
                throw new IOException($"'{file.Path}' is listed twice");
            }

            ReadOnlySpan<byte> bytes = Read(source, file, sources);
            bool executable = file.Executable || ExecutableFile.Is(bytes);
            if (executable)
            {
                executables.Add(file.Path);
            }

            int slash = file.Path.LastIndexOf('/');
            if (slash > 0 && madeFolders.Add(file.Path[..slash]))
            {
                MakeFolder(folder, secondFolder, file.Path[..slash]);
            }

            outputs.Add(file.Path, Write(Path.Combine(folder, file.Path), bytes, executable));
            if (secondFolder is not null)
            {
                Write(Path.Combine(secondFolder, file.Path), bytes, executable);
            }
        }

        return outputs;
    }

    private static void MakeFolder(string folder, string? secondFolder, string path)
    {
        Make(Path.Combine(folder, path));
        if (secondFolder is not null)
        {
            Make(Path.Combine(secondFolder, path));
        }

        static void Make(string path)
        {
            try
            {
                Directory.CreateDirectory(path);
            }
            catch (Exception exception) when (OutputException.Covers(exception))
            {
                throw new OutputException(path, exception);
            }
        }
    }

    private static FileStamp Write(string path, ReadOnlySpan<byte> bytes, bool executable)
    {
        try
        {
            using SafeFileHandle target = FolderFiles.Create(path, executable);
            RandomAccess.Write(target, bytes, 0);
            return FolderFiles.Finish(target);
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            throw new OutputException(path, exception);
        }
    }

    // Only what was found when the folder was looked through is opened, so that no list leads out of it.
    private ReadOnlySpan<byte> Read(PluginSource source, PluginSourceFile file, IReadOnlyDictionary<string, FileStamp> sources)
    {
        if (!sources.TryGetValue(file.Path, out FileStamp? stamp))
        {
            throw new IOException($"'{file.Path}' is missing");
        }

        if (stamp == FolderFiles.Link)
        {
            throw new IOException($"'{file.Path}' is a link");
        }

        ReadOnlySpan<byte> bytes = Read(Path.Combine(source.Folder, file.Path), stamp.Length, ref _buffer);
        if (file.Sha256 is not null && PackageManifest.Hash(bytes) != file.Sha256)
        {
            throw new IOException($"'{file.Path}' is not the file that was packed");
        }

        return bytes;
    }

    // A pipe or a device has no length, and to open it could mean to wait for ever.
    private static ReadOnlySpan<byte> Read(string path, long length, ref byte[] buffer)
    {
        if (length <= 0)
        {
            return [];
        }

        if (length > buffer.Length)
        {
            buffer = length <= Array.MaxLength
                ? GC.AllocateUninitializedArray<byte>((int)length)
                : throw new IOException($"'{path}' has {length} bytes, which is too large for a file of a plugin");
        }

        using SafeFileHandle handle = File.OpenHandle(path, share: FolderFiles.Everything);
        int total = 0;
        for (int read = -1; read != 0 && total < length; total += read)
        {
            read = RandomAccess.Read(handle, buffer.AsSpan(total, (int)length - total), total);
        }

        return buffer.AsSpan(0, total);
    }
}
