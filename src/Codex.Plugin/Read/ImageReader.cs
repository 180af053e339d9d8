using System.Buffers.Binary;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using Microsoft.Win32.SafeHandles;

namespace Codex.Plugin.Read;

/// <summary>Tells what kind of picture a file is, by its content, and how large it is. Of a PNG, JPEG or WebP only the head is read.</summary>
/// <remarks>The library for it (MetadataExtractor 2.4.3) reads the whole file, inflates compressed texts without limit and throws on damaged heads.</remarks>
internal static class ImageReader
{
    /// <summary>Enough for what PNG and WebP begin with, and for blanks before an SVG.</summary>
    private const int HeadLength = 512;

    /// <summary>A JPEG has some dozens of segments before its size.</summary>
    private const int MostSegments = 10_000;

    // What else people take for an icon, by its first bytes.
    private static readonly (byte[] Start, string Name)[] s_others =
    [
        ([.. "GIF8"u8], "is a GIF"), ([.. "BM"u8], "is a bitmap (BMP)"), ([0, 0, 1, 0], "is an icon file (ICO)"), ([.. "%PDF"u8], "is a PDF"),
        ([0x1F, 0x8B], "is compressed with gzip"), ([.. "version https://git-lfs"u8], "is a pointer of Git LFS and not the picture"),
    ];

    /// <summary>What the picture says of itself; <see cref="FileFacts.Image"/> is never null.</summary>
    public static FileFacts Read(SourceEntry source)
    {
        byte[] head = new byte[HeadLength];
        using SafeFileHandle handle = File.OpenHandle(source.FullPath, share: FileShare.ReadWrite | FileShare.Delete);
        head = head[..ReadAt(handle, head, 0)];
        long length = source.Stamp.Length;
        if (IsXml(head))
        {
            return SvgReader.Read(source);
        }

        Size size =
            head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? ReadPng(head, length)
            : head.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? ReadJpeg(handle)
            : head.Length >= 12 && head.AsSpan().StartsWith("RIFF"u8) && head.AsSpan(8).StartsWith("WEBP"u8) ? ReadWebP(head, length)
            : NoPicture(head);
        var facts = new FileFacts(source.Path, FindProblems(source, size.Format, size.Problem))
        {
            Image = new ImageFacts(size.Problem is null ? size.Format : ImageFormat.Unknown, size.Width, size.Height, length),
        };
        return facts;
    }

    /// <summary>What is wrong with the file as a picture, and with its name.</summary>
    /// <param name="source">The file.</param>
    /// <param name="format">The format by content.</param>
    /// <param name="problem">What is wrong, to follow the file's name in a sentence; null where nothing is.</param>
    /// <param name="location">Where; the file as a whole if left out.</param>
    public static List<Diagnostic> FindProblems(SourceEntry source, ImageFormat format, string? problem, Location? location = null)
    {
        if (problem is not null)
        {
            return [Diagnostic.Create(DiagnosticDescriptors.PictureNotReadable, location ?? new Location(source.Path), source.Path, problem)];
        }

        ImageFormat named = Path.GetExtension(source.Name).ToLowerInvariant() switch
        {
            ".png" => ImageFormat.Png,
            ".jpg" or ".jpeg" or ".jfif" => ImageFormat.Jpeg,
            ".webp" => ImageFormat.WebP,
            ".svg" => ImageFormat.Svg,
            _ => ImageFormat.Unknown,
        };
        return named == format ? []
            : [Diagnostic.Create(DiagnosticDescriptors.PictureMisnamed, new Location(source.Path), source.Path, Name(format), Extension(format))];
    }

    /// <summary>The format's name in a sentence.</summary>
    public static string Name(ImageFormat format) => format switch
    {
        ImageFormat.Png => "PNG",
        ImageFormat.Jpeg => "JPEG",
        ImageFormat.WebP => "WebP",
        ImageFormat.Svg => "SVG",
        _ => "no picture",
    };

    private static string Extension(ImageFormat format) => format == ImageFormat.Jpeg ? ".jpg" : $".{Name(format).ToLowerInvariant()}";

    private static bool IsXml(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return true;
        }

        ReadOnlySpan<byte> text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        return text.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    private static Size NoPicture(byte[] head)
    {
        string problem = head.Length == 0 ? "is empty"
            : Array.Find(s_others, other => head.AsSpan().StartsWith(other.Start)).Name ?? "is none of these by its content";
        return new Size(ImageFormat.Unknown, problem);
    }

    private static Size ReadPng(ReadOnlySpan<byte> head, long length)
    {
        // Signature, header, at least one chunk of data and the end: 8 + 25 + 12 + 12.
        if (length < 57 || head.Length < 57)
        {
            return new Size(ImageFormat.Png, "is a PNG that is cut off");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(head[16..]);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(head[20..]);
        bool isHeader = BinaryPrimitives.ReadUInt32BigEndian(head[8..]) == 13 && head[12..].StartsWith("IHDR"u8);
        return isHeader && width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue
            ? new Size(ImageFormat.Png, null, (int)width, (int)height)
            : new Size(ImageFormat.Png, "is a damaged PNG");
    }

    private static Size ReadJpeg(SafeFileHandle handle)
    {
        const string CutOff = "is a JPEG that is cut off";
        const string Damaged = "is a damaged JPEG";
        Span<byte> segment = stackalloc byte[9];
        long position = 2;
        for (int i = 0; i < MostSegments; i++)
        {
            int read = ReadAt(handle, segment, position);
            if (read < 4)
            {
                return new Size(ImageFormat.Jpeg, CutOff);
            }

            byte marker = segment[1];
            if (segment[0] != 0xFF || marker is 0x00 or 0xD8 or 0xD9 or 0xDA)
            {
                return new Size(ImageFormat.Jpeg, Damaged);
            }

            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                position += 2;
                continue;
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(segment[2..]);
            if (length < 2)
            {
                return new Size(ImageFormat.Jpeg, Damaged);
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                // A height of 0 is said later, after the first scan.
                int height = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
                int width = BinaryPrimitives.ReadUInt16BigEndian(segment[7..]);
                return read < segment.Length ? new Size(ImageFormat.Jpeg, CutOff)
                    : length < 8 || width == 0 ? new Size(ImageFormat.Jpeg, Damaged)
                    : new Size(ImageFormat.Jpeg, null, width, height);
            }

            position += 2 + length;
        }

        return new Size(ImageFormat.Jpeg, Damaged);
    }

    private static Size ReadWebP(ReadOnlySpan<byte> head, long length)
    {
        const string Damaged = "is a damaged WebP";
        if (head.Length < 30 || BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L > length)
        {
            return new Size(ImageFormat.WebP, "is a WebP that is cut off");
        }

        ReadOnlySpan<byte> data = head[20..];
        int width = 0;
        int height = 0;
        if (head[12..].StartsWith("VP8 "u8) && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            width = BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF;
            height = BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF;
        }
        else if (head[12..].StartsWith("VP8L"u8) && data[0] == 0x2F)
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
            width = (int)(bits & 0x3FFF) + 1;
            height = (int)((bits >> 14) & 0x3FFF) + 1;
        }
        else if (head[12..].StartsWith("VP8X"u8))
        {
            width = (data[4] | (data[5] << 8) | (data[6] << 16)) + 1;
            height = (data[7] | (data[8] << 8) | (data[9] << 16)) + 1;
        }

        return width > 0 && height > 0 ? new Size(ImageFormat.WebP, null, width, height) : new Size(ImageFormat.WebP, Damaged);
    }

    private static int ReadAt(SafeFileHandle handle, Span<byte> buffer, long position)
    {
        int read = 0;
        for (int count = -1; count != 0 && read < buffer.Length; read += count)
        {
            count = RandomAccess.Read(handle, buffer[read..], position + read);
        }

        return read;
    }

    private readonly record struct Size(ImageFormat Format, string? Problem, int Width = 0, int Height = 0);
}
