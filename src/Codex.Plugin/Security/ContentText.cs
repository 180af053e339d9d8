using System.Text;
using Codex.Plugin.Text;

namespace Codex.Plugin.Security;

/// <summary>What a text is for.</summary>
internal enum ContentKind
{
    /// <summary>Read by people and models. Ex: <c>SKILL.md</c>.</summary>
    Prose,

    /// <summary>Run. Ex: <c>scripts/get.sh</c>.</summary>
    Script,

    /// <summary>Read by programs. Ex: <c>agents/openai.yaml</c>.</summary>
    Data,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>A file of a plugin as text, with the way from a character to its place.</summary>
/// <param name="path">Relative to the plugin's folder, with <c>/</c>.</param>
/// <param name="shown">The path that diagnostics show.</param>
/// <param name="text">The content.</param>
/// <param name="kind">What it is for.</param>
internal sealed class ContentText(string path, Func<string> shown, string text, ContentKind kind)
{
    private static readonly UnicodeEncoding s_bigEndian = new(bigEndian: true, byteOrderMark: true);

    private int[]? _lineStarts;
    private ContentText? _original;
    private int[] _places = [];
    private string? _shown;

    /// <summary>Relative to the plugin's folder, with <c>/</c>.</summary>
    public string Path => path;

    /// <summary>The content.</summary>
    public string Text => text;

    /// <summary>What it is for.</summary>
    public ContentKind Kind => kind;

    /// <summary>The path that diagnostics show.</summary>
    public string Shown => _shown ??= shown();

    /// <summary>The bytes as text, whatever they are; what is no text in UTF-8 becomes U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? Encoding.Unicode.GetString(bytes)
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? s_bigEndian.GetString(bytes)
        : Encoding.UTF8.GetString(bytes);

    /// <summary>Where the character at the index stands.</summary>
    public Location At(int index)
    {
        if (_original is not null)
        {
            return _original.At(_places[Math.Min(index, _places.Length - 1)]);
        }

        _lineStarts ??= FindLineStarts(text);
        int line = Array.BinarySearch(_lineStarts, index);
        line = line < 0 ? ~line - 1 : line;
        return new Location(Shown, line + 1, index - _lineStarts[line] + 1);
    }

    /// <summary>The text without what nobody sees; null where nothing is left out.</summary>
    public ContentText? WithoutInvisible()
    {
        var seen = new StringBuilder(text.Length);
        var places = new List<int>(text.Length);
        for (int at = 0; at < text.Length;)
        {
            bool isWhole = Rune.DecodeFromUtf16(text.AsSpan(at), out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            if (!isWhole || !InvisibleCharacters.Is(rune.Value))
            {
                seen.Append(text, at, length);
                places.AddRange(Enumerable.Range(at, length));
            }

            at += length;
        }

        return seen.Length == text.Length || seen.Length == 0 ? null : new ContentText(path, shown, seen.ToString(), kind) { _original = this, _places = [.. places] };
    }

    /// <summary>Where the line with the character begins and ends, as far as it is worth looking.</summary>
    public (int Start, int End) Line(int index, int furthest)
    {
        int from = Math.Max(0, index - furthest);
        int start = text.AsSpan(from, index - from).LastIndexOf('\n') is >= 0 and int before ? from + before + 1 : from;
        int length = text.AsSpan(index, Math.Min(furthest, text.Length - index)).IndexOf('\n');
        return (start, length < 0 ? Math.Min(text.Length, index + furthest) : index + length);
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new int[text.AsSpan().Count('\n') + 1];
        for (int line = 1; line < starts.Length; line++)
        {
            starts[line] = text.IndexOf('\n', starts[line - 1]) + 1;
        }

        return starts;
    }
}
