using System.Buffers;
using System.Collections.Frozen;

namespace Codex.Plugin.Text;

// The forms of secrets. All fields stand here: the order between files is not known.
internal static partial class SecretText
{
    private static readonly SearchValues<char> s_hex = SearchValues.Create("abcdef0123456789");
    private static readonly SearchValues<char> s_smalls = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> s_base64Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-");
    private static readonly SearchValues<char> s_dotted = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~");
    private static readonly SearchValues<char> s_ofAssignments = SearchValues.Create("\"' =:\t");
    private static readonly SearchValues<char> s_afterParameters = SearchValues.Create(";\"'`<>|\\ \t\r\n");
    private static readonly SearchValues<string> s_ofConnections = SearchValues.Create(["Server=", "Data Source=", "DataSource=", "Host=", "User Id=", "UserId=", "Uid=", "User=", "Username=", "Initial Catalog=", "Database="], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_thisMachine = SearchValues.Create(["=localhost", "=127.0.0.1", "=(local", "=host.docker.internal", "=.;", "=.\\"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_madeUpPasswords = SearchValues.Create(["passw", "p@ssw", "pa$$", "secret", "test", "hunter2", "strong"], StringComparison.OrdinalIgnoreCase);

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
        new("aws_secret_access_key", "an AWS secret key", ReadAwsSecret) { CanFollowAnything = true, IsOnlyBefore = true },
        new("AWS_SECRET_ACCESS_KEY", "an AWS secret key", ReadAwsSecret) { CanFollowAnything = true, IsOnlyBefore = true },
        new("ecretAccessKey", "an AWS secret key", ReadAwsSecret) { CanFollowAnything = true, IsOnlyBefore = true },
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
        .. from prefix in (string[])["gldt-", "glrt-", "glptt-", "glcbt-", "gloas-", "glsoat-", "glimt-", "glagent-"] select Token(prefix, "a GitLab token", s_names, 20),
        Token("ya29.", "a Google access token", s_names, 40) with { IsRandom = true },
        Token("SK", "a Twilio key", s_hex, 32, 32),
        new("SG.", "a SendGrid key", ReadSendGrid),
        Token("whsec_", "a Stripe webhook secret", s_base64, 32),
        Token("dckr_oat_", "a Docker token", s_names, 20),
        Token("oy2", "a NuGet API key", s_smalls, 43, 43),
        Token("dapi", "a Databricks token", s_hex, 32, 32),
        .. from prefix in (string[])["dop_v1_", "doo_v1_", "dor_v1_"] select Token(prefix, "a DigitalOcean token", s_hex, 64, 64),
        .. from prefix in (string[])["shpss_", "shpca_", "shppa_"] select Token(prefix, "a Shopify token", s_letters, 32),
        Token("sq0csp-", "a Square secret", s_names, 40),
        Token("sq0atp-", "a Square token", s_names, 22),
        Token("ATATT3", "an Atlassian token", s_base64Url, 100),
        Token("AKCp", "an Artifactory key", s_letters, 69, 69),
        Token("NRAK-", "a New Relic key", s_capitals, 27, 27),
        Token("PMAK-", "a Postman key", s_names, 59),
        Token("hvs.", "a Vault token", s_names, 80),
        Token("hvb.", "a Vault token", s_names, 80),
        Token("glsa_", "a Grafana token", s_words, 41, 41),
        Token("glc_eyJ", "a Grafana token", s_base64, 40),
        Token("rubygems_", "a RubyGems key", s_hex, 48, 48),
        Token("pul-", "a Pulumi token", s_hex, 40, 40),
        Token("pscale_tkn_", "a PlanetScale token", s_base64Url, 32),
        Token("pscale_pw_", "a PlanetScale password", s_base64Url, 32),
        Token("sbp_", "a Supabase token", s_hex, 40),
        Token("sb_secret_", "a Supabase key", s_names, 30),
        Token("tskey-", "a Tailscale key", s_names, 30) with { IsRandom = true },
        Token("nfp_", "a Netlify token", s_letters, 36),
        Token("dp.pt.", "a Doppler token", s_letters, 40, 44),
        Token("dt0c01.", "a Dynatrace token", s_dotted, 80),
        Token("sntrys_", "a Sentry token", s_base64Url, 60),
        Token("sntryu_", "a Sentry token", s_hex, 64, 64),
        Token("gsk_", "a Groq key", s_letters, 48),
        Token("xai-", "an xAI key", s_letters, 70),
        Token("pplx-", "a Perplexity key", s_letters, 40),
        Token("r8_", "a Replicate token", s_letters, 37, 37),
        Token("bkua_", "a Buildkite token", s_hex, 40, 40),
        Token("LTAI", "an Alibaba Cloud key", s_letters, 20, 20) with { IsRandom = true },
        Token("HRKU-", "a Heroku key", s_names, 36),
        Token("AGE-SECRET-KEY-1", "a private key", s_capitals, 58, 58),
        new("PuTTY-User-Key-File-", "a private key", ReadPutty) { CanFollowAnything = true },
        new(":AA", "the token of a Telegram bot", ReadTelegram) { CanFollowAnything = true, IsOnlyBefore = true },
        new("Q~", "a client secret of Microsoft Entra", ReadEntra) { CanFollowAnything = true, IsOnlyBefore = true },
        .. from prefix in (string[])["assword=", "Pwd=", "pwd=", "PWD="] select new Form(prefix, "the password of a connection string", ReadConnectionPassword) { CanFollowAnything = true, IsOnlyBefore = true },
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

    // The name, then '=' or ':' with quotes and blanks, then forty characters.
    private static (int Start, int Length) ReadAwsSecret(ReadOnlySpan<char> text, int start)
    {
        ReadOnlySpan<char> rest = text[start..Math.Min(text.Length, start + Furthest)];
        int value = rest.IndexOfAnyExcept(s_ofAssignments);
        return value is > 0 and < 12 && rest[..value].ContainsAny('=', ':') && ReadRun(text, start + value, s_base64, 40, 40) is var length && length > 0 && LooksRandom(text.Slice(start + value, length), least: 8)
            ? (start + value, length)
            : default;
    }

    // SG.ID.KEY
    private static (int Start, int Length) ReadSendGrid(ReadOnlySpan<char> text, int start)
    {
        int id = ReadRun(text, start, s_names, 22, 22);
        return id > 0 && start + id < text.Length && text[start + id] == '.' && ReadRun(text, start + id + 1, s_names, 43, 43) is var key && key > 0 ? (start, id + 1 + key) : default;
    }

    // Encryption: none; a key with a passphrase is as private.
    private static (int Start, int Length) ReadPutty(ReadOnlySpan<char> text, int start) =>
        text[start..Math.Min(text.Length, start + (4 * Furthest))].Contains("Private-Lines:", StringComparison.Ordinal) ? (start, 1) : default;

    // NUMBER:AA...
    private static (int Start, int Length) ReadTelegram(ReadOnlySpan<char> text, int start)
    {
        int colon = start - ":AA".Length;
        int first = colon;
        while (first > 0 && colon - first < 11 && char.IsAsciiDigit(text[first - 1]))
        {
            first--;
        }

        return colon - first is >= 8 and <= 10 && ReadRun(text, start, s_names, 33, 33) is var length && length > 0 ? (first, start + length - first) : default;
    }

    // Three characters, a digit, Q~ and 31 to 34 more.
    private static (int Start, int Length) ReadEntra(ReadOnlySpan<char> text, int start)
    {
        int first = start - "123dQ~".Length;
        return first >= 0 && char.IsAsciiDigit(text[first + 3]) && text.Slice(first, 3).IndexOfAnyExcept(s_dotted) < 0 && (first == 0 || !s_dotted.Contains(text[first - 1]))
            && ReadRun(text, start, s_dotted, 31, 34) is var length && length > 0 ? (first, start + length - first) : default;
    }

    // Server=...;Password=...; the name of the parameter ends here.
    private static (int Start, int Length) ReadConnectionPassword(ReadOnlySpan<char> text, int start)
    {
        ReadOnlySpan<char> rest = text[start..Math.Min(text.Length, start + Furthest)];
        int end = rest.IndexOfAny(s_afterParameters);
        ReadOnlySpan<char> password = end < 0 ? rest : rest[..end];
        ReadOnlySpan<char> before = text[Math.Max(0, start - Furthest)..start];
        before = before[(before.LastIndexOfAny('\n', '"', '\'') + 1)..];
        ReadOnlySpan<char> after = rest[password.Length..];
        after = after.IndexOfAny('\n', '"', '\'') is >= 0 and int quote ? after[..quote] : after;
        bool isConnection = (before.Contains(';') || after.StartsWith(";")) && (before.ContainsAny(s_ofConnections) || after.ContainsAny(s_ofConnections));
        bool isMadeUp = password.Length < 6 || password.ContainsAny(s_ofPlaceholders) || password.ContainsAny(s_madeUp) || password.ContainsAny(s_madeUpPasswords) || s_passwordsOfExamples.Contains(password.ToString())
            || before.ContainsAny(s_thisMachine) || after.ContainsAny(s_thisMachine) || password.ContainsAny('(', ')', '[') || password.ContainsAny('+', '@') && password.IndexOfAnyExcept(s_words) == 0;
        return isConnection && !isMadeUp ? (start, password.Length) : default;
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
