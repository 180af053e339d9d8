using System.Security.Cryptography;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Deployed;

/// <summary>What a file holds, read once and never as a whole.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
/// <param name="IsExecutable">Whether its content makes it an executable.</param>
internal readonly record struct FileContent(long Length, string Sha256, bool IsExecutable)
{
    private const int BufferSize = 1 << 16;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public static FileContent Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FolderFiles.Everything, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferSize];
        long length = 0;
        bool isExecutable = false;
        for (int read; (read = stream.ReadAtLeast(buffer, BufferSize, throwOnEndOfStream: false)) > 0; length += read)
        {
            isExecutable |= length == 0 && ExecutableFile.Is(buffer.AsSpan(0, read));
            hash.AppendData(buffer, 0, read);
        }

        return new FileContent(length, Convert.ToHexStringLower(hash.GetHashAndReset()), isExecutable);
    }
}
