namespace Codex.Plugin.Text;

/// <summary>A secret in a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length, as far as it was looked at.</param>
/// <param name="Kind">What it is, with an article.</param>
internal readonly record struct Secret(int Start, int Length, string Kind);

/// <summary>
/// Secrets by their form: tokens with a known beginning, private keys, keys in connection strings, passwords in addresses.
/// What somebody made up for an example is none. One pass, whatever the text.
/// </summary>
internal static partial class SecretText
{
    /// <summary>Nothing looks further than this, so that a long text takes no longer than its length.</summary>
    private const int Furthest = 512;

    /// <summary>The first secret in the text; null where there is none.</summary>
    public static Secret? Find(ReadOnlySpan<char> text) => Find(text, 0);

    /// <summary>The first secret in the text that begins at <paramref name="from"/> or later; null where there is none.</summary>
    public static Secret? Find(ReadOnlySpan<char> text, int from)
    {
        for (int at = from; at < text.Length; at++)
        {
            int next = text[at..].IndexOfAny(s_prefixes);
            if (next < 0)
            {
                return null;
            }

            at += next;
            bool isStart = at == 0 || !(s_names.Contains(text[at - 1]) || text[at - 1] == '.');
            foreach (Form form in s_formsByLetter[text[at]])
            {
                if ((isStart || form.CanFollowAnything) && text[at..].StartsWith(form.Prefix, StringComparison.Ordinal)
                    && form.Read(text, at + form.Prefix.Length) is (var start, > 0 and var length)
                    && (!form.IsRandom || LooksRandom(text.Slice(start, length))))
                {
                    int begin = form.IsOnlyBefore ? start : at;
                    return new Secret(begin, start + length - begin, form.Kind);
                }
            }
        }

        return null;
    }

    /// <summary>The beginning of a secret, by which its owner finds it and nobody else learns it.</summary>
    public static string Hint(ReadOnlySpan<char> secret) => string.Concat(secret[..Math.Min(4, secret.Length / 4)], "...");

    /// <summary>The text with its secrets cut short.</summary>
    public static string Hide(string text)
    {
        int from = 0;
        while (Find(text.AsSpan(from)) is { } secret)
        {
            int start = from + secret.Start;
            string hint = Hint(text.AsSpan(start, secret.Length));
            text = string.Concat(text.AsSpan(0, start), hint, text.AsSpan(start + secret.Length));
            from = start + hint.Length;
        }

        return text;
    }

    /// <summary>Whether a variable, an option or a parameter of this name holds a secret.</summary>
    public static bool IsSecretName(string name)
    {
        if (name.Length > 200)
        {
            return false;
        }

        string upper = name.Replace('-', '_').ToUpperInvariant();
        return !upper.EndsWith("MAX_TOKEN", StringComparison.Ordinal) && !upper.Contains("PUBLIC", StringComparison.Ordinal)
            && (upper == "PAT" || upper.EndsWith("_PAT", StringComparison.Ordinal) || s_secretNames.Any(end => upper.EndsWith(end, StringComparison.Ordinal)));
    }

    /// <summary>Whether the value, in the place of a secret, is one, or pretends to be: no word, no number, no file, no reference.</summary>
    public static bool IsSecretValue(string value)
    {
        string text = value.Trim();
        return !IsNothing(text) && !(text.Length < 8 && text.All(char.IsAsciiDigit)) && !IsReference(text);
    }

    /// <summary>Whether the value, in the place of a secret, says that there is none.</summary>
    public static bool IsNothing(string value) => string.IsNullOrWhiteSpace(value) || s_values.Contains(value);

    /// <summary>Whether there is a long piece of letters and digits in it that is no word.</summary>
    public static bool LooksRandom(ReadOnlySpan<char> text) => LooksRandom(text, least: 16);

    private static bool LooksRandom(ReadOnlySpan<char> text, int least)
    {
        while (text.IndexOfAny(s_letters) is >= 0 and int start)
        {
            text = text[start..];
            int length = text.IndexOfAnyExcept(s_letters);
            ReadOnlySpan<char> piece = length < 0 ? text : text[..length];
            if (piece.Length >= least && piece.ContainsAnyInRange('0', '9') && (piece.ContainsAnyInRange('a', 'z') || piece.ContainsAnyInRange('A', 'Z')))
            {
                return true;
            }

            text = text[piece.Length..];
        }

        return false;
    }

    /// <summary>A file, an address, or the name under which something else keeps the secret.</summary>
    private static bool IsReference(string text) =>
        text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal) || text.StartsWith('/') || text.StartsWith('~') || text.StartsWith(".\\", StringComparison.Ordinal)
        || (text.Length > 2 && text[1] == ':' && text[2] is '\\' or '/')
        || text.Contains("://", StringComparison.Ordinal) || text.Contains("$(", StringComparison.Ordinal)
        || text.StartsWith("arn:", StringComparison.Ordinal) || text.StartsWith("env:", StringComparison.Ordinal) || text.StartsWith("file:", StringComparison.Ordinal)
        || s_filesOfSecrets.Any(end => text.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static bool IsMadeUp(ReadOnlySpan<char> text)
    {
        const int FewestCharacters = 6;
        if (text.ContainsAny(s_madeUp))
        {
            return true;
        }

        Span<bool> seen = stackalloc bool[128];
        int different = 0;
        foreach (char c in text)
        {
            if (c < seen.Length && !seen[c])
            {
                seen[c] = true;
                different++;
            }
        }

        return different < FewestCharacters;
    }
}
