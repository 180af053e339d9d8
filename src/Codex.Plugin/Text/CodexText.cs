namespace Codex.Plugin.Text;

/// <summary>Texts as Codex reads and counts them.</summary>
internal static class CodexText
{
    /// <summary>The text without white space at the ends, and with one blank for each run of it inside.</summary>
    public static string Collapse(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The number of characters: Unicode code points.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>Whether it is <c>#RRGGBB</c>.</summary>
    public static bool IsColor(string text) => text.Length == 7 && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);
}
