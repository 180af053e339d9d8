using System.Buffers;
using System.Text;
using Codex.Plugin.Text;

namespace Codex.Plugin.Security;

/// <summary>A few words around a finding, for messages and logs: invisible characters as their codes, and nothing in it that is a secret.</summary>
internal static class ContentExcerpt
{
    private const int Around = 24;
    private const int Longest = 120;

    // Further than a secret is looked at: half of one has no form.
    private const int Furthest = 600;
    private const int LongestWord = 20;

    private static readonly SearchValues<char> s_ofKeys = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-");

    /// <summary>What stands in the file from <paramref name="start"/> on, with a little of the line around it, in quotes.</summary>
    public static string Of(ContentText text, int start, int length)
    {
        (int lineStart, int lineEnd) = text.Line(start, Furthest);
        lineEnd = Math.Max(lineEnd, start);
        int end = Math.Min(start + Math.Min(length, Longest), lineEnd);
        int from = Math.Max(lineStart, start - Around);
        int to = Math.Min(lineEnd, end + Around);
        string shown = InvisibleCharacters.Show(Hide(text.Text.AsSpan(lineStart, lineEnd - lineStart), from - lineStart, to - lineStart)).Trim();
        return $"'{(from > lineStart ? "..." : "")}{shown}{(to < lineEnd ? "..." : "")}'";
    }

    /// <summary>A text that was hidden, in quotes.</summary>
    public static string Decoded(string text)
    {
        int to = Math.Min(text.Length, Longest);
        return $"'{InvisibleCharacters.Show(Hide(text, 0, to)).Trim()}{(to < text.Length ? "..." : "")}'";
    }

    /// <summary>A part of the text, without what is a secret in the whole or could be a part of one.</summary>
    private static string Hide(ReadOnlySpan<char> text, int from, int to)
    {
        var shown = new StringBuilder();
        int at = from;
        foreach ((int start, int end) in Secrets(text).OrderBy(static range => range.Start))
        {
            if (end > at && start < to)
            {
                shown.Append(text[at..Math.Max(at, start)]).Append(start < at ? "..." : SecretText.Hint(text[start..end]));
                at = end;
            }
        }

        return shown.Append(at < to ? text[at..to] : "").ToString();
    }

    /// <summary>The secrets in the text, and in what is left of it without what nobody sees.</summary>
    private static List<(int Start, int End)> Secrets(ReadOnlySpan<char> text)
    {
        List<(int Start, int End)> found = FindSecrets(text);
        if (text.IndexOfAny(InvisibleCharacters.First) >= 0)
        {
            var seen = new StringBuilder();
            var places = new List<int>();
            for (int at = 0, length; at < text.Length; at += length)
            {
                bool isWhole = Rune.DecodeFromUtf16(text[at..], out Rune rune, out length) == OperationStatus.Done;
                if (!isWhole || !InvisibleCharacters.Is(rune.Value))
                {
                    seen.Append(text.Slice(at, length));
                    places.AddRange(Enumerable.Range(at, length));
                }
            }

            found.AddRange(FindSecrets(seen.ToString()).Select(range => (places[range.Start], places[range.End - 1] + 1)));
        }

        return found;
    }

    private static List<(int Start, int End)> FindSecrets(ReadOnlySpan<char> text)
    {
        var found = new List<(int Start, int End)>();
        for (int at = 0; SecretText.Find(text, at) is { } secret; at = secret.Start + secret.Length)
        {
            found.Add((secret.Start, secret.Start + secret.Length));
        }

        for (int at = 0; at < text.Length && text[at..].IndexOfAny(s_ofKeys) is >= 0 and int next;)
        {
            at += next;
            int length = text[at..].IndexOfAnyExcept(s_ofKeys);
            length = length < 0 ? text.Length - at : length;
            if (length > LongestWord && SecretText.LooksRandom(text.Slice(at, length)))
            {
                found.Add((at, at + length));
            }

            at += length;
        }

        return found;
    }
}
