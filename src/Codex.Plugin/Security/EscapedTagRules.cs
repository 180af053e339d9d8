using System.Buffers;
using System.Globalization;
using System.Text;
using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Security;

/// <summary>Tags written as escapes (<c>\uDB40\uDC41</c>, <c>\U000E0041</c>, <c>&amp;#xE0041;</c>): seen, and yet read by nobody before a parser makes them invisible.</summary>
internal static class EscapedTagRules
{
    // A single one is a pattern that looks for them.
    private const int FewestTags = 4;
    private const int MostTags = 4096;

    private static readonly SearchValues<string> s_beginnings = SearchValues.Create(["\\udb40\\u", "\\u{e00", "\\u000e00", "&#xe00", "&#9175", "&#9176"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Reports the runs of escaped tags in the text.</summary>
    public static void Check(ContentText text, List<Diagnostic> found)
    {
        ReadOnlySpan<char> content = text.Text;
        for (int at = 0; content[at..].IndexOfAny(s_beginnings) is >= 0 and int next;)
        {
            at += next;
            int start = at;
            var decoded = new StringBuilder();
            int tags = 0;
            while (tags < MostTags && TryRead(content[at..], out int code, out int length))
            {
                tags++;
                at += length;
                _ = code is >= 0xE0020 and <= 0xE007E ? decoded.Append((char)(code - 0xE0000)) : decoded;
            }

            if (tags >= FewestTags)
            {
                found.Add(Diagnostic.Create(DiagnosticDescriptors.HiddenText, text.At(start), $"{tags} tag characters written as escapes", "a text", ContentExcerpt.Decoded(decoded.ToString())));
            }

            at = Math.Max(at, start + 1);
        }
    }

    private static bool TryRead(ReadOnlySpan<char> text, out int code, out int length)
    {
        code = 0;
        length = 0;
        if (text.StartsWith("\\udb40\\u", StringComparison.OrdinalIgnoreCase) && text.Length >= 12 && TryHex(text[8..12], out int low) && low is >= 0xDC00 and <= 0xDC7F)
        {
            (code, length) = (0xE0000 + low - 0xDC00, 12);
        }
        else if (text.StartsWith("\\u{e00", StringComparison.OrdinalIgnoreCase) && text.Length >= 9 && text[8] == '}' && TryHex(text[3..8], out code))
        {
            length = 9;
        }
        else if (text.StartsWith("\\U000e00", StringComparison.OrdinalIgnoreCase) && text.Length >= 10 && TryHex(text[2..10], out code))
        {
            length = 10;
        }
        else if (text.StartsWith("&#", StringComparison.Ordinal) && text[..Math.Min(text.Length, 12)].IndexOf(';') is > 3 and int end)
        {
            bool isHex = text[2] is 'x' or 'X';
            _ = isHex ? TryHex(text[3..end], out code) : int.TryParse(text[2..end], NumberStyles.None, CultureInfo.InvariantCulture, out code);
            length = end + 1;
        }

        return length > 0 && InvisibleCharacters.IsTag(code);
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out int code) => int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
}
