using System.Buffers;
using System.Collections.Frozen;

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
internal static class SecretText
{
    /// <summary>Nothing looks further than this, so that a long text takes no longer than its length.</summary>
    private const int Furthest = 512;

    private static readonly SearchValues<char> s_letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> s_words = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> s_names = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> s_capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
    private static readonly SearchValues<char> s_query = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=%_-");
    private static readonly SearchValues<char> s_path = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/");
    private static readonly SearchValues<char> s_notInAuthority = SearchValues.Create("/?#\\\"'`<>(){}[], \t\r\n|");
    private static readonly SearchValues<char> s_ofPlaceholders = SearchValues.Create("$<>{}*%…");

    private static readonly SearchValues<string> s_madeUp = SearchValues.Create(
    [
        "xxxx", "....", "0000000", "1234567890", "abcdefgh", "example", "your", "placeholder", "redacted", "dummy", "changeme", "sample",
        // The key of Azure's emulator, and the signature in everybody's first web token.
        "Eby8vdM02xNOcqFlqUwJ", "SflKxwRJSMeKKF2QT4fw",
    ], StringComparison.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_passwordsOfExamples = FrozenSet.ToFrozenSet(
        ["password", "passwd", "pass", "pwd", "pw", "secret", "token", "pat", "key", "apikey", "api_key", "test", "admin", "root", "user", "guest", "postgres", "mysql", "redis", "mysecretpassword", "x-oauth-basic"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_values = FrozenSet.ToFrozenSet(
    [
        "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "undefined", "default", "auto", "enabled", "disabled", "required", "optional", "unused", "empty", "env", "stdin", "prompt",
        "n/a", "na", "any", "anything", "dummy", "fake", "test", "local", "localhost", "anonymous", "public", "ollama", "lm-studio", "no-key", "not-needed", "not_needed", "not-required", "not-used",
    ], StringComparer.OrdinalIgnoreCase);

    private static readonly string[] s_secretNames =
        ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "API_KEY", "APIKEY", "ACCESS_KEY", "ACCESSKEY", "PRIVATE_KEY", "PRIVATEKEY", "SECRET_KEY", "SECRETKEY", "CREDENTIALS"];

    private static readonly string[] s_filesOfSecrets = [".json", ".pem", ".key", ".crt", ".p12", ".pfx", ".jks", ".txt", ".env", ".yaml", ".yml", ".toml", ".ini", ".conf"];

    private static readonly Form[] s_forms =
    [
        .. from prefix in (string[])["ghp_", "gho_", "ghu_", "ghs_", "ghr_"] select Token(prefix, "a GitHub token", s_letters, 36),
        Token("github_pat_", "a GitHub token", s_words, 40),
        Token("glpat-", "a GitLab token", s_names, 20),
        Token("sk-", "an API key", s_names, 20) with { IsRandom = true },
        Token("sk_live_", "a Stripe key", s_letters, 16),
        Token("rk_live_", "a Stripe key", s_letters, 16),
        .. from prefix in (string[])["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-", "xapp-"] select Token(prefix, "a Slack token", s_names, 20) with { IsRandom = true },
        Token("AKIA", "an AWS access key", s_capitals, 16, 16),
        Token("ASIA", "an AWS access key", s_capitals, 16, 16),
        Token("AIza", "a Google API key", s_names, 35, 35),
        Token("GOCSPX-", "a Google client secret", s_names, 28, 28),
        Token("npm_", "an npm token", s_letters, 36, 36),
        Token("pypi-AgE", "a PyPI token", s_names, 50),
        Token("hf_", "a Hugging Face token", s_letters, 34, 40),
        Token("dckr_pat_", "a Docker token", s_names, 20),
        Token("lin_api_", "a Linear key", s_letters, 32),
        Token("ntn_", "a Notion token", s_letters, 40),
        Token("figd_", "a Figma token", s_names, 32),
        Token("shpat_", "a Shopify token", s_letters, 32),
        Token("AccountKey=", "an Azure key", s_base64, 40) with { CanFollowAnything = true },
        Token("SharedAccessKey=", "an Azure key", s_base64, 40) with { CanFollowAnything = true },
        Token("hooks.slack.com/services/", "the address of a Slack webhook", s_path, 30) with { CanFollowAnything = true },
        Token("hooks.slack.com/triggers/", "the address of a Slack webhook", s_path, 30) with { CanFollowAnything = true },
        Token("discord.com/api/webhooks/", "the address of a Discord webhook", s_path, 60) with { CanFollowAnything = true },
        Token("discordapp.com/api/webhooks/", "the address of a Discord webhook", s_path, 60) with { CanFollowAnything = true },
        new("?sig=", "an Azure signature", ReadSignature) { CanFollowAnything = true },
        new("&sig=", "an Azure signature", ReadSignature) { CanFollowAnything = true },
        new("eyJ", "a JSON web token", ReadWebToken),
        new("-----BEGIN ", "a private key", ReadPrivateKey) { CanFollowAnything = true },
        new("://", "a password", ReadPassword) { CanFollowAnything = true, IsOnlyBefore = true },
    ];

    private static readonly SearchValues<string> s_prefixes = SearchValues.Create([.. s_forms.Select(static form => form.Prefix)], StringComparison.Ordinal);

    private static readonly ILookup<char, Form> s_formsByLetter = s_forms.ToLookup(static form => form.Prefix[0]);

    private delegate (int Start, int Length) Reader(ReadOnlySpan<char> text, int start);

    /// <summary>The first secret in the text; null where there is none.</summary>
    public static Secret? Find(ReadOnlySpan<char> text)
    {
        for (int at = 0; at < text.Length; at++)
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
                    int from = form.IsOnlyBefore ? start : at;
                    return new Secret(from, start + length - from, form.Kind);
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
    public static bool LooksRandom(ReadOnlySpan<char> text)
    {
        const int Least = 16;
        while (text.IndexOfAny(s_letters) is >= 0 and int start)
        {
            text = text[start..];
            int length = text.IndexOfAnyExcept(s_letters);
            ReadOnlySpan<char> piece = length < 0 ? text : text[..length];
            if (piece.Length >= Least && piece.ContainsAnyInRange('0', '9') && (piece.ContainsAnyInRange('a', 'z') || piece.ContainsAnyInRange('A', 'Z')))
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

    private static Form Token(string prefix, string kind, SearchValues<char> characters, int least, int most = Furthest) =>
        new(prefix, kind, (text, start) => (start, ReadRun(text, start, characters, least, most)));

    private static int ReadRun(ReadOnlySpan<char> text, int start, SearchValues<char> characters, int least, int most)
    {
        ReadOnlySpan<char> rest = text[start..Math.Min(text.Length, start + Furthest)];
        int length = rest.IndexOfAnyExcept(characters);
        length = length < 0 ? rest.Length : length;
        return length >= least && length <= most && !IsMadeUp(rest[..length]) ? length : 0;
    }

    // Three pieces; the first two are JSON objects in base64.
    private static (int Start, int Length) ReadWebToken(ReadOnlySpan<char> text, int start)
    {
        int header = ReadRun(text, start, s_names, 8, Furthest);
        int payload = start + header + 1;
        if (header == 0 || payload > text.Length || !text[(payload - 1)..].StartsWith(".eyJ", StringComparison.Ordinal))
        {
            return default;
        }

        // A payload may be long.
        ReadOnlySpan<char> rest = text[payload..Math.Min(text.Length, payload + (8 * Furthest))];
        int end = rest.IndexOfAnyExcept(s_names);
        if (end < 10 || rest[end] != '.')
        {
            return default;
        }

        int signature = ReadRun(text, payload + end + 1, s_names, 16, Furthest);
        return signature == 0 ? default : (start, payload + end + 1 + signature - start);
    }

    private static (int Start, int Length) ReadPrivateKey(ReadOnlySpan<char> text, int start)
    {
        ReadOnlySpan<char> rest = text[start..Math.Min(text.Length, start + Furthest)];
        int end = rest.IndexOf("-----", StringComparison.Ordinal);
        if (end < 0 || !(rest[..end].EndsWith("PRIVATE KEY", StringComparison.Ordinal) || rest[..end].EndsWith("PRIVATE KEY BLOCK", StringComparison.Ordinal)))
        {
            return default;
        }

        // The line feed may be written as in JSON or a shell.
        int key = end + "-----".Length;
        while (key < rest.Length && (char.IsWhiteSpace(rest[key]) || rest[key..].StartsWith("\\n", StringComparison.Ordinal) || rest[key..].StartsWith("\\r", StringComparison.Ordinal)))
        {
            key += rest[key] == '\\' ? 2 : 1;
        }

        bool isEncrypted = rest[key..].StartsWith("Proc-Type:", StringComparison.Ordinal) || rest[key..].StartsWith("Version:", StringComparison.Ordinal);
        int length = isEncrypted ? 1 : ReadRun(text, start + key, s_base64, 20, Furthest);
        return length == 0 ? default : (start, key + length);
    }

    // The signature of a shared access signature stands among parameters of two letters.
    private static (int Start, int Length) ReadSignature(ReadOnlySpan<char> text, int start)
    {
        int from = Math.Max(0, start - Furthest);
        ReadOnlySpan<char> around = text[from..Math.Min(text.Length, start + Furthest)];
        bool isAzure = around.Contains("sv=", StringComparison.Ordinal) || around.Contains("se=", StringComparison.Ordinal) || around.Contains("sr=", StringComparison.Ordinal);
        return isAzure ? (start, ReadRun(text, start, s_query, 40, Furthest)) : default;
    }

    // user:password@host
    private static (int Start, int Length) ReadPassword(ReadOnlySpan<char> text, int start)
    {
        ReadOnlySpan<char> rest = text[start..Math.Min(text.Length, start + Furthest)];
        int end = rest.IndexOfAny(s_notInAuthority);
        ReadOnlySpan<char> authority = end < 0 ? rest : rest[..end];
        int at = authority.LastIndexOf('@');
        int colon = authority.IndexOf(':');
        if (colon < 0 || at < colon + 2)
        {
            return default;
        }

        ReadOnlySpan<char> password = authority[(colon + 1)..at];
        ReadOnlySpan<char> host = authority[(at + 1)..];
        bool isOfThisMachine = host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) || host.StartsWith("127.", StringComparison.Ordinal) || host.StartsWith("host.docker.internal", StringComparison.OrdinalIgnoreCase);
        bool isMadeUp = isOfThisMachine || password.ContainsAny(s_ofPlaceholders) || password.ContainsAny(s_madeUp) || password.SequenceEqual(authority[..colon]) || s_passwordsOfExamples.Contains(password.ToString());
        return isMadeUp ? default : (start + colon + 1, password.Length);
    }

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

    /// <summary>What a kind of secret looks like.</summary>
    private sealed record Form(string Prefix, string Kind, Reader Read)
    {
        /// <summary>Whether the beginning is so unmistakable that it may stand in the middle of a word.</summary>
        public bool CanFollowAnything { get; init; }

        /// <summary>Whether the beginning is no part of the secret.</summary>
        public bool IsOnlyBefore { get; init; }

        /// <summary>Whether there must be something in it that is no word, since the beginning is short.</summary>
        public bool IsRandom { get; init; }
    }
}
