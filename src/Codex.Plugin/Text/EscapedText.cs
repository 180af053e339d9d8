using System.Globalization;

namespace Codex.Plugin.Text;

/// <summary>
/// The values of metadata as MSBuild keeps them: what has a meaning in lists is written as <c>%XX</c>. A value is cut into parts
/// as it is written, and each part unescaped, so that <c>%3B</c> is a semicolon that does not separate.
/// </summary>
public static class EscapedText
{
    /// <summary>The parts between semicolons, unescaped; blanks around them and parts without anything are nobody's.</summary>
    /// <param name="escaped">The value as MSBuild keeps it.</param>
    public static IEnumerable<string> Split(string escaped) => Parts(escaped).Select(Unescape);

    /// <summary>The parts between semicolons as <c>NAME=VALUE</c>; a part without <c>=</c> has no value. Only the first <c>=</c> separates.</summary>
    /// <param name="escaped">The value as MSBuild keeps it.</param>
    public static IEnumerable<(string Name, string? Value)> SplitPairs(string escaped)
    {
        foreach (string part in Parts(escaped))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0 ? (Unescape(part), null) : (Unescape(part[..equals].Trim()), Unescape(part[(equals + 1)..].Trim()));
        }
    }

    /// <summary>The text itself, without blanks around it.</summary>
    /// <param name="escaped">The value as MSBuild keeps it.</param>
    public static string Unescape(string escaped)
    {
        ArgumentNullException.ThrowIfNull(escaped);
        string text = escaped.Trim();
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var unescaped = new System.Text.StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            // Whatever is not a whole escape stands for itself, as for MSBuild.
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code))
            {
                unescaped.Append((char)code);
                i += 2;
            }
            else
            {
                unescaped.Append(text[i]);
            }
        }

        return unescaped.ToString();
    }

    private static string[] Parts(string escaped) => escaped.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
