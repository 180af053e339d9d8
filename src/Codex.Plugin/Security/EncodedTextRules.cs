using System.Buffers;
using System.Text;
using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Security;

/// <summary>Base64 in a text that decodes to what would be a finding if it stood there. Everything else in base64 is data.</summary>
internal static class EncodedTextRules
{
    /// <summary>What is shorter holds no command worth hiding.</summary>
    private const int Shortest = 48;

    private const int Longest = 64 * 1024;
    private const int MostFindings = 10;

    private static readonly SearchValues<char> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    /// <summary>Reports the findings in what is encoded.</summary>
    public static void Check(ContentText text, List<Diagnostic> found)
    {
        ReadOnlySpan<char> content = text.Text;
        int count = 0;

        // Steps so long that a run of the shortest length cannot be missed.
        for (int at = Shortest - 1; at < content.Length && count < MostFindings; at += Shortest)
        {
            if (!s_base64.Contains(content[at]))
            {
                continue;
            }

            int start = content[..at].LastIndexOfAnyExcept(s_base64) + 1;
            int end = content[at..].IndexOfAnyExcept(s_base64) is >= 0 and int length ? at + length : content.Length;
            if (end - start >= Shortest && Decode(content[start..Math.Min(end, start + Longest)]) is { } decoded && IsFinding(decoded))
            {
                count++;
                found.Add(Diagnostic.Create(DiagnosticDescriptors.EncodedText, text.At(start), ContentExcerpt.Decoded(decoded)));
            }

            at = Math.Max(at, end);
        }
    }

    private static bool IsFinding(string decoded)
    {
        var inside = new List<Diagnostic>();
        var content = new ContentText("", static () => "", decoded, ContentKind.Data);
        DownloadRules.Check(content, inside);
        InstructionRules.Check(content, inside);
        HiddenTextRules.Check(content, inside);
        return inside.Exists(static one => one.Severity != DiagnosticSeverity.Note);
    }

    private static string? Decode(ReadOnlySpan<char> encoded)
    {
        ReadOnlySpan<char> whole = encoded.TrimEnd('=');
        whole = whole[..(whole.Length / 4 * 4)];
        var bytes = new byte[whole.Length / 4 * 3];
        if (!Convert.TryFromBase64Chars(whole, bytes, out int written))
        {
            return null;
        }

        // PowerShell encodes UTF-16.
        ReadOnlySpan<byte> decoded = bytes.AsSpan(0, written);
        bool isUtf16 = decoded.Length >= 8 && decoded[1] == 0 && decoded[3] == 0 && decoded[5] == 0;
        string text = isUtf16 ? Encoding.Unicode.GetString(decoded) : Encoding.UTF8.GetString(decoded);
        return text.AsSpan().ContainsAnyInRange('\0', '\u0008') || text.Contains('\uFFFD', StringComparison.Ordinal) ? null : text;
    }
}
