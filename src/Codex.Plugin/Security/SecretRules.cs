using System.Buffers;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Security;

/// <summary>Secrets in any text: by their form, and literal values that are assigned to what is named like one.</summary>
internal static class SecretRules
{
    /// <summary>Nobody mends more of one file at once.</summary>
    private const int MostFindings = 50;

    private const int LeastValue = 16;
    private const int LongestValue = 200;
    private const int LongestName = 60;

    private static readonly SearchValues<string> s_names = SearchValues.Create(
        ["token", "secret", "password", "passwd", "passphrase", "api_key", "apikey", "api-key", "access_key", "accesskey", "private_key", "privatekey", "credentials"], StringComparison.OrdinalIgnoreCase);

    // Of pages and forms, not of people.
    private static readonly SearchValues<string> s_otherTokens = SearchValues.Create(["next", "page", "cursor", "sync", "continu", "csrf", "xsrf", "max", "resume", "upload", "idempot", "client_request"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_madeUp = SearchValues.Create(
        ["xxxx", "....", "example", "your", "placeholder", "redacted", "dummy", "changeme", "sample", "test", "fake", "demo", "mock", "secret", "token", "password", "1234567890", "abcdef", "deadbeef", "process", "config"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> s_ofNames = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> s_ofValues = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-~!^");

    /// <summary>Reports the secrets in the text.</summary>
    public static void Check(ContentText text, List<Diagnostic> found)
    {
        ReadOnlySpan<char> content = text.Text;
        int count = 0;
        var places = new HashSet<int>();
        for (int at = 0; count < MostFindings && SecretText.Find(content, at) is { } secret; count++)
        {
            at = secret.Start + Math.Max(1, secret.Length);
            places.Add(secret.Start);
            found.Add(Diagnostic.Create(DiagnosticDescriptors.SecretInFile, text.At(secret.Start), secret.Kind, SecretText.Hint(content.Slice(secret.Start, secret.Length))));
        }

        count = 0;
        for (int at = 0; count < MostFindings && content[at..].IndexOfAny(s_names) is >= 0 and int next;)
        {
            at += next;
            if (TryReadAssignment(content, at, out Range name, out Range value) && !places.Contains(value.Start.Value))
            {
                count++;
                found.Add(Diagnostic.Create(DiagnosticDescriptors.SecretAssigned, text.At(value.Start.Value), content[name].ToString(), SecretText.Hint(content[value])));
                at = value.End.Value;
            }
            else
            {
                at++;
            }
        }
    }

    // NAME=VALUE, "name": "value", name: value, $env:NAME = 'value', NAME := value
    private static bool TryReadAssignment(ReadOnlySpan<char> text, int at, out Range name, out Range value)
    {
        name = value = default;
        int nameEnd = at + Run(text[at..Math.Min(text.Length, at + LongestName)], s_ofNames);
        int sign = nameEnd;
        if (sign < text.Length && text[sign] is '"' or '\'')
        {
            sign++;
        }

        sign += Blanks(text, sign);
        int valueStart = sign < text.Length && text[sign] is '=' or ':' ? sign + 1 : -1;
        if (valueStart < 0)
        {
            return false;
        }

        valueStart += valueStart < text.Length && text[valueStart] is '=' or '>' ? 1 : 0;
        valueStart += Blanks(text, valueStart);
        char quote = valueStart < text.Length && text[valueStart] is '"' or '\'' or '`' ? text[valueStart] : '\0';
        valueStart += quote == '\0' ? 0 : 1;
        if (valueStart >= text.Length)
        {
            return false;
        }

        int length = Run(text[valueStart..Math.Min(text.Length, valueStart + LongestValue)], s_ofValues);
        int end = valueStart + length;
        bool isWhole = end == text.Length || (quote == '\0' ? char.IsWhiteSpace(text[end]) || text[end] is ',' or '"' or '\'' or ';' : text[end] == quote);
        int nameStart = at;
        while (nameStart > 0 && at - nameStart < LongestName && s_ofNames.Contains(text[nameStart - 1]))
        {
            nameStart--;
        }

        ReadOnlySpan<char> written = text[nameStart..nameEnd];
        if (!isWhole || length < LeastValue || !SecretText.IsSecretName(written.TrimStart('-').ToString()) || written.ContainsAny(s_otherTokens) || !IsSecret(text[valueStart..end]))
        {
            return false;
        }

        (name, value) = (nameStart..nameEnd, valueStart..end);
        return true;
    }

    private static bool IsSecret(ReadOnlySpan<char> value)
    {
        const int FewestDigits = 3;
        const int FewestCharacters = 10;
        int digits = 0;
        var seen = new HashSet<char>();
        foreach (char c in value)
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            seen.Add(c);
        }

        return digits >= FewestDigits && seen.Count >= FewestCharacters && SecretText.LooksRandom(value) && !value.ContainsAny(s_madeUp) && SecretText.IsSecretValue(value.ToString());
    }

    private static int Run(ReadOnlySpan<char> text, SearchValues<char> characters) => text.IndexOfAnyExcept(characters) is >= 0 and int length ? length : text.Length;

    private static int Blanks(ReadOnlySpan<char> text, int at) => at < text.Length ? text[at..Math.Min(text.Length, at + 8)].IndexOfAnyExcept(' ', '\t') is >= 0 and int length ? length : 0 : 0;
}
