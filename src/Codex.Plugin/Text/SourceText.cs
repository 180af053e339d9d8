using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Codex.Plugin.Text;

/// <summary>The bytes of one source file, with the way from a byte offset to a line and a column.</summary>
public sealed class SourceText
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private int[]? _lineStarts;

    /// <summary>Wraps <paramref name="bytes"/>, which must not change while this object is used.</summary>
    /// <param name="path">The path that diagnostics show.</param>
    /// <param name="bytes">The whole content of the file.</param>
    public SourceText(string path, ReadOnlyMemory<byte> bytes)
    {
        Path = path;
        _bytes = bytes;
    }

    /// <summary>The path that diagnostics show.</summary>
    public string Path { get; }

    /// <summary>The content of the file.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>Whether the file begins with a UTF-8 byte order mark, which Codex does not accept anywhere.</summary>
    public bool HasByteOrderMark => Bytes.StartsWith("\uFEFF"u8);

    /// <summary>The offset of the first byte that is not UTF-8, or null where all is.</summary>
    internal int? FindInvalidUtf8()
    {
        if (Utf8.IsValid(Bytes))
        {
            return null;
        }

        int offset = 0;
        while (Rune.DecodeFromUtf8(Bytes[offset..], out _, out int consumed) == OperationStatus.Done)
        {
            offset += consumed;
        }

        return offset;
    }

    /// <summary>Where the byte at <paramref name="offset"/> stands; an offset past the end means the end.</summary>
    /// <param name="offset">A 0-based offset in bytes.</param>
    public Location At(int offset)
    {
        offset = Math.Clamp(offset, 0, Bytes.Length);
        _lineStarts ??= FindLineStarts();
        int line = Array.BinarySearch(_lineStarts, offset);
        line = line < 0 ? ~line - 1 : line;
        return new Location(Path, line + 1, Encoding.UTF8.GetCharCount(Bytes[_lineStarts[line]..offset]) + 1);
    }

    // Kept, since a file with one mistake often has many.
    private int[] FindLineStarts()
    {
        ReadOnlySpan<byte> bytes = Bytes;
        var starts = new int[bytes.Count((byte)'\n') + 1];
        for (int line = 1; line < starts.Length; line++)
        {
            starts[line] = starts[line - 1] + bytes[starts[line - 1]..].IndexOf((byte)'\n') + 1;
        }

        return starts;
    }
}
