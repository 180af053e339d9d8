using System.Text.RegularExpressions;
using Codex.Plugin.Packaging.Inventory;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>Texts of packages and feeds, which anybody can have written, for people at a terminal: nothing in them is hidden or acts.</summary>
public static partial class PackageText
{
    // Four columns of Markdown's own are as deep as anybody indents on purpose.
    private const int DeepestIndent = 16;

    /// <summary>The text on one line: control characters as blanks, characters that nobody sees by their number, secrets cut short.</summary>
    /// <param name="text">Any text; null is none.</param>
    public static string Line(string? text) => InventoryText.Clean(text);

    /// <summary>The same, cut to a length.</summary>
    /// <param name="text">Any text; null is none.</param>
    /// <param name="length">How many characters at most, with the dots that stand for the rest.</param>
    public static string Line(string? text, int length)
    {
        string line = Line(text);
        return line.Length <= length ? line : $"{line[..(char.IsHighSurrogate(line[length - 4]) ? length - 4 : length - 3)].TrimEnd()}...";
    }

    /// <summary>A text in Markdown, line by line, as it reads without a browser: pictures, badges, comments and tags are left out.</summary>
    /// <param name="markdown">The text.</param>
    public static IReadOnlyList<string> Lines(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var lines = new List<string>();
        foreach (string written in Comment().Replace(markdown.ReplaceLineEndings("\n"), "").Split('\n'))
        {
            string plain = Tag().Replace(Picture().Replace(Badge().Replace(written, ""), ""), "");
            string line = Line(plain);
            if (line.Length > 0)
            {
                lines.Add(new string(' ', Math.Min(plain.Length - plain.TrimStart(' ').Length, DeepestIndent)) + line);
            }
            else if (lines is [.., { Length: > 0 }])
            {
                // Where several lines are left out, one is enough.
                lines.Add("");
            }
        }

        return lines is [.., ""] ? lines[..^1] : lines;
    }

    [GeneratedRegex("<!--.*?(?:-->|$)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Comment();

    // [![text](picture)](link)
    [GeneratedRegex(@"\[!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)\]\([^)\n]{0,2000}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Badge();

    [GeneratedRegex(@"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Picture();

    // Tags that Markdown files have; not <ID> in a command line.
    [GeneratedRegex(@"</?(?:a|b|br|center|details|div|em|h[1-6]|hr|i|img|p|picture|source|span|strong|sub|summary|sup)(?:\s[^<>\n]{0,2000})?/?>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
