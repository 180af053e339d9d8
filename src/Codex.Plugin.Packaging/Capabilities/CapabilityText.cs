using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>
/// Texts of a plugin as people review them: without secrets, and with everything visible that a terminal or an editor would hide or act upon.
/// Two different texts stay different, so that nothing changes unseen.
/// </summary>
internal static partial class CapabilityText
{
    /// <summary>Nobody reads more; of the rest the hash is kept.</summary>
    private const int Longest = 1000;

    /// <summary>The text with its secrets cut short.</summary>
    public static string Of(string text) => Show(Hide(text));

    /// <summary>The value of something that has a name, such as a variable or a header.</summary>
    public static string OfNamed(string name, string value) => IsSecret(name, value) ? Show(SecretText.Hint(value)) : Of(value);

    /// <summary>Arguments, of which one may be the value of the one before.</summary>
    public static IReadOnlyList<string> OfArguments(IReadOnlyList<string> arguments)
    {
        var shown = new string[arguments.Count];
        for (int i = 0; i < shown.Length; i++)
        {
            bool isValue = i > 0 && arguments[i - 1].StartsWith('-') && !arguments[i].StartsWith('-');
            shown[i] = isValue ? OfNamed(arguments[i - 1].TrimStart('-'), arguments[i]) : Of(arguments[i]);
        }

        return shown;
    }

    /// <summary>The text as it is, with <c>\u{XX}</c> for what is not seen. Whatever is longer than a screen is cut and hashed.</summary>
    public static string Show(string text)
    {
        string shown = text.EnumerateRunes().Any(IsInvisible) || text.Contains(@"\u{", StringComparison.Ordinal) ? Escape(text) : text;
        return shown.Length <= Longest ? shown
            : $"{shown[..(char.IsHighSurrogate(shown[Longest - 1]) ? Longest - 1 : Longest)]}... ({shown.Length} characters, SHA-256 {PackageManifest.Hash(Encoding.UTF8.GetBytes(shown))[..16]})";
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (Rune rune in text.Replace(@"\u{", @"\u{5C}u{", StringComparison.Ordinal).EnumerateRunes())
        {
            escaped.Append(IsInvisible(rune) ? $@"\u{{{rune.Value:X}}}" : rune.ToString());
        }

        return escaped.ToString();
    }

    private static bool IsInvisible(Rune rune) => rune.Value >= 0x7F
        ? Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate
            // Variation selectors, fillers of Hangul, the empty pattern of Braille; and what stands for half of a surrogate pair.
            || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180F) or 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0xFFFD
        : rune.Value < ' ';

    // By form, wherever they stand; and by what stands before them.
    private static string Hide(string text)
    {
        string hidden = SecretText.Hide(text);
        bool isHeader = hidden.Contains("uthorization", StringComparison.Ordinal);
        hidden = Scheme().Replace(hidden, match => IsFilledIn(match.Groups["value"].Value) || (!isHeader && match.Groups["value"].Value.All(char.IsAsciiLetterLower)) ? match.Value : Cut(match));
        hidden = Header().Replace(hidden, static match => McpSecrets.IsSecretHeader(match.Groups["name"].Value) && !IsFilledIn(match.Groups["value"].Value) && !SecretText.IsNothing(match.Groups["value"].Value) ? Cut(match) : match.Value);
        hidden = Assignment().Replace(hidden, static match => IsSecret(match.Groups["name"].Value, match.Groups["value"].Value) ? Cut(match) : match.Value);
        return UserInfo().Replace(hidden, static match => SecretText.LooksRandom(match.Groups["value"].Value) ? Cut(match) : match.Value);
    }

    private static string Cut(Match match)
    {
        Group value = match.Groups["value"];
        return string.Concat(match.Value.AsSpan(0, value.Index - match.Index), SecretText.Hint(value.Value), match.Value.AsSpan(value.Index - match.Index + value.Length));
    }

    private static bool IsSecret(string name, string value) =>
        !IsFilledIn(value)
        && ((McpSecrets.IsSecretHeader(name) && SecretText.IsSecretValue(value))
            || (name.ToUpperInvariant() is "KEY" or "AUTH" or "CODE" or "SIG" or "SIGNATURE" && SecretText.LooksRandom(value)));

    // By the shell, or by nobody.
    private static bool IsFilledIn(string value) => value.StartsWith('$') || value.StartsWith('%') || value.StartsWith('<') || value.StartsWith('`') || value.EndsWith("...", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(?i:bearer|basic)\s{1,4}(?<value>[^\s""'`;&|]{6,4096})", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    // Authorization: value, in a command line.
    [GeneratedRegex(@"(?<![\w-])(?<name>[A-Za-z][A-Za-z-]{2,60}):\s{0,4}(?!(?i:bearer|basic)\b)(?<value>[^\s""'`;&|]{6,4096})", RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    // NAME=value, --name=value, --name value, ?name=value.
    [GeneratedRegex(@"(?<![\w-])-{0,2}(?<name>[A-Za-z_][A-Za-z0-9_-]{1,100})(?:=|(?<=--[A-Za-z0-9_-]{1,101})\s{1,4}(?!-))[""']?(?<value>[^\s""'`;&|]{4,4096})", RegexOptions.CultureInvariant)]
    private static partial Regex Assignment();

    // https://token@host
    [GeneratedRegex(@"://(?<value>[^\s/@:""']{8,512})@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
