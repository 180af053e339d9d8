using System.Buffers.Binary;

namespace Codex.Plugin.Security;

/// <summary>Kinds of files that their first bytes tell apart.</summary>
internal enum FileCategory
{
    /// <summary>Compiled code.</summary>
    Executable,

    /// <summary>Several files in one.</summary>
    Archive,

    /// <summary>One file, compressed.</summary>
    Compressed,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>Something else that is no text.</summary>
    Other,
}

/// <summary>What a file is by its first bytes.</summary>
/// <param name="Category">The kind.</param>
/// <param name="Name">What to call it, with an article.</param>
/// <param name="Extensions">The endings that it usually has, each with a blank behind it.</param>
internal sealed record FileSignature(FileCategory Category, string Name, string Extensions = "")
{
    private static readonly FileSignature s_zip = new(FileCategory.Archive, "a ZIP archive");
    private static readonly FileSignature s_windows = new(FileCategory.Executable, "a program or library for Windows or .NET (PE)");
    private static readonly FileSignature s_mach = new(FileCategory.Executable, "a program or library for macOS (Mach-O)");
    private static readonly FileSignature s_java = new(FileCategory.Executable, "a Java class");
    private static readonly FileSignature s_python = new(FileCategory.Executable, "compiled Python");
    private static readonly FileSignature s_webP = new(FileCategory.Image, "a WebP picture", ".webp ");
    private static readonly FileSignature s_tar = new(FileCategory.Archive, "a tar archive");

    // Beginnings that only one kind of file has.
    private static readonly (byte[] Start, FileSignature Signature)[] s_signatures =
    [
        ([0x7F, .. "ELF"u8], new(FileCategory.Executable, "a program or library for Linux (ELF)")),
        ([0xFE, 0xED, 0xFA, 0xCE], s_mach),
        ([0xFE, 0xED, 0xFA, 0xCF], s_mach),
        ([0xCE, 0xFA, 0xED, 0xFE], s_mach),
        ([0xCF, 0xFA, 0xED, 0xFE], s_mach),
        ([0x00, .. "asm"u8], new(FileCategory.Executable, "a WebAssembly module")),
        ([.. "dex\n"u8], new(FileCategory.Executable, "a program for Android (DEX)")),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], new(FileCategory.Other, "an OLE file: an old Office document or a Windows installer", ".doc .xls .ppt .msi .msg ")),
        ([0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], new(FileCategory.Executable, "a Windows shortcut")),
        ([0x1B, .. "Lua"u8], new(FileCategory.Executable, "compiled Lua")),
        ([.. "!<arch>\n"u8], new(FileCategory.Archive, "a library or Debian package (ar)")),
        ([.. "PK"u8, 3, 4], s_zip),
        ([.. "PK"u8, 5, 6], s_zip),
        ([0x1F, 0x8B, 8], new(FileCategory.Compressed, "a file compressed with gzip")),
        ([.. "BZh"u8], new(FileCategory.Compressed, "a file compressed with bzip2")),
        ([0xFD, .. "7zXZ"u8, 0], new(FileCategory.Compressed, "a file compressed with xz")),
        ([0x28, 0xB5, 0x2F, 0xFD], new(FileCategory.Compressed, "a file compressed with zstd")),
        ([0x04, 0x22, 0x4D, 0x18], new(FileCategory.Compressed, "a file compressed with lz4")),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], new(FileCategory.Archive, "a 7-Zip archive")),
        ([.. "Rar!"u8, 0x1A, 7], new(FileCategory.Archive, "a RAR archive")),
        ([.. "MSCF"u8, 0], new(FileCategory.Archive, "a cabinet archive")),
        ([0xED, 0xAB, 0xEE, 0xDB], new(FileCategory.Archive, "an RPM package")),
        ([0x89, .. "PNG\r\n"u8], new(FileCategory.Image, "a PNG picture", ".png ")),
        ([0xFF, 0xD8, 0xFF], new(FileCategory.Image, "a JPEG picture", ".jpg .jpeg ")),
        ([.. "GIF8"u8], new(FileCategory.Image, "a GIF picture", ".gif ")),
        ([0, 0, 1, 0], new(FileCategory.Image, "an icon", ".ico ")),
        ([.. "II*"u8, 0], new(FileCategory.Image, "a TIFF picture", ".tif .tiff ")),
        ([.. "MM"u8, 0, .. "*"u8], new(FileCategory.Image, "a TIFF picture", ".tif .tiff ")),
        ([.. "%PDF-"u8], new(FileCategory.Other, "a PDF document", ".pdf ")),
    ];

    /// <summary>What the file is, or null where its first bytes do not say so.</summary>
    public static FileSignature? Find(string path, ReadOnlySpan<byte> bytes)
    {
        foreach ((byte[] start, FileSignature signature) in s_signatures)
        {
            if (bytes.StartsWith(start))
            {
                return signature;
            }
        }

        if (bytes.StartsWith("MZ"u8) && IsWindows(bytes))
        {
            return s_windows;
        }

        // A binary for several processors begins as a class of Java does; then the number of processors, or a version from 45 on.
        if (bytes.Length > 8 && bytes.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE]))
        {
            return BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) < 40 ? s_mach : s_java;
        }

        return bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..].StartsWith("WEBP"u8) ? s_webP
            : path.EndsWith(".pyc", StringComparison.OrdinalIgnoreCase) && bytes.Length > 4 && bytes[2..].StartsWith("\r\n"u8) ? s_python
            : bytes.Length > 262 && bytes[257..].StartsWith("ustar"u8) ? s_tar
            : null;
    }

    // Where the header begins stands in the file; a text may begin with MZ, too.
    private static bool IsWindows(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 64 && BinaryPrimitives.ReadInt32LittleEndian(bytes[60..]) is var header && header > 0 && header < bytes.Length - 4
        && bytes[header..].StartsWith((ReadOnlySpan<byte>)[(byte)'P', (byte)'E', 0, 0]);
}
