using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Install.Config;

/// <summary>The file as it was when it was read, and the way to replace it if it still is.</summary>
internal sealed class ConfigFile
{
    private readonly bool _exists;

    private ConfigFile(string path, byte[]? bytes)
    {
        Path = path;
        _exists = bytes is not null;
        Bytes = bytes ?? [];
    }

    /// <summary>The path that was asked for; the file may be another one that a link leads to.</summary>
    public string Path { get; }

    public byte[] Bytes { get; }

    public static ConfigFile Of(string path, byte[] bytes) => new(path, bytes);

    public static ConfigFile Read(string path)
    {
        try
        {
            return new ConfigFile(path, ReadBytes(path));
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            throw TomlText.Unreadable(new Location(path), exception.Message, exception);
        }
    }

    /// <summary>Puts the new content in the place of the old; false where the file is no longer the one that was read.</summary>
    /// <exception cref="CodexConfigException">The file system refuses; the file is as it was.</exception>
    public bool TryReplace(byte[] bytes)
    {
        string? temporary = null;
        try
        {
            // A link stays one: what it leads to is replaced.
            string target = new FileInfo(Path).LinkTarget is null ? Path : File.ResolveLinkTarget(Path, returnFinalTarget: true)!.FullName;
            if (_exists && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
            {
                throw new UnauthorizedAccessException($"The file '{target}' is read-only.");
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            temporary = $"{target}.{Guid.NewGuid():N}.tmp";
            Write(temporary, bytes, target);
            if (!IsAsRead())
            {
                return false;
            }

            // On Windows this keeps who may read the file; elsewhere its mode was copied.
            if (OperatingSystem.IsWindows() && _exists)
            {
                File.Replace(temporary, target, destinationBackupFileName: null);
            }
            else
            {
                File.Move(temporary, target, overwrite: _exists);
            }

            temporary = null;
            return true;
        }
        catch (IOException) when (!IsAsRead())
        {
            // Made or deleted by somebody else in this instant.
            return false;
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            throw new CodexConfigException(Diagnostic.Create(DiagnosticDescriptors.ConfigNotWritable, new Location(Path), exception.Message.TrimEnd('.')), exception);
        }
        finally
        {
            Delete(temporary);
        }
    }

    /// <summary>Removes the file; false where it is no longer the one that was read.</summary>
    /// <exception cref="CodexConfigException">The file system refuses.</exception>
    public bool TryDelete()
    {
        try
        {
            if (!IsAsRead())
            {
                return false;
            }

            File.Delete(Path);
            return true;
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            throw new CodexConfigException(Diagnostic.Create(DiagnosticDescriptors.ConfigNotWritable, new Location(Path), exception.Message.TrimEnd('.')), exception);
        }
    }

    private static byte[]? ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private bool IsAsRead()
    {
        byte[]? now = ReadBytes(Path);
        return now is null ? !_exists : _exists && now.AsSpan().SequenceEqual(Bytes);
    }

    private static void Write(string temporary, byte[] bytes, string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // It may hold keys of servers: readable by the user alone, also for an instant.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        }
    }

    private static void Delete(string? temporary)
    {
        try
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            // What is wrong with the folder has been said.
        }
    }
}
