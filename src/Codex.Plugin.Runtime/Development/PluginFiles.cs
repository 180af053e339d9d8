using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Runtime.Development;

/// <summary>One file of a plugin's folder.</summary>
/// <param name="Path">Relative to the folder, with <c>/</c>.</param>
/// <param name="Executable">Whether it has the execute bit, or its content says that it should.</param>
/// <param name="Length">The size in bytes.</param>
/// <param name="Hash">The SHA-256 of the content.</param>
internal sealed record PluginFile(string Path, bool Executable, long Length, string Hash);

/// <summary>The files of a plugin's folder, in ordinal order of their paths.</summary>
internal sealed class PluginFiles
{
    private const int HashLength = 12;

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, RecurseSubdirectories = true };

    private PluginFiles(IReadOnlyList<PluginFile> files) => Files = files;

    public IReadOnlyList<PluginFile> Files { get; }

    /// <summary>The first 12 hexadecimal digits of the SHA-256 over paths, modes and contents.</summary>
    public string Hash
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Span<byte> length = stackalloc byte[sizeof(int)];
            foreach (PluginFile file in Files)
            {
                byte[] line = Encoding.UTF8.GetBytes($"{file.Path}\0{(file.Executable ? 'x' : '-')}{file.Hash}");
                // Before each entry, so that no two lists of files give the same bytes.
                BinaryPrimitives.WriteInt32LittleEndian(length, line.Length);
                hash.AppendData(length);
                hash.AppendData(line);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset())[..HashLength];
        }
    }

    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be read.</exception>
    public static PluginFiles Read(string folder) => new([.. Paths(folder).Select(path => ReadFile(folder, path))]);

    /// <summary>The paths of all files below the folder, with <c>/</c>, in ordinal order.</summary>
    public static IEnumerable<string> Paths(string folder) =>
        Directory.EnumerateFiles(folder, "*", s_everything)
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal);

    private static PluginFile ReadFile(string folder, string path)
    {
        string file = Path.Combine(folder, path);
        using FileStream content = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> start = stackalloc byte[4];
        int read = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        bool executable = ExecutableFile.Is(start[..read]) || (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(content.SafeFileHandle) & UnixFileMode.UserExecute) != 0);
        content.Position = 0;
        return new PluginFile(path, executable, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
