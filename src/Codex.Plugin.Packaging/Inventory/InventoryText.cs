using System.Globalization;
using System.Text;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>Texts out of packages, which anybody can have written, as an inventory shows them.</summary>
internal static class InventoryText
{
    private const int FirstSelector = 0xFE00;
    private const int LastSelectorWithoutEmoji = 0xFE0E;
    private const int FirstSupplement = 0xE0100;
    private const int LastSupplement = 0xE01EF;

    /// <summary>The text on one line: secrets cut short, control characters as blanks, and characters that nobody sees by their number.</summary>
    public static string Clean(string? text)
    {
        var shown = new StringBuilder();
        foreach (Rune rune in SecretText.Hide(text ?? "").EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    shown.Append(' ');
                    break;
                case UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                case UnicodeCategory.NonSpacingMark when IsSelector(rune.Value):
                    shown.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
                    break;
                default:
                    shown.Append(rune.ToString());
                    break;
            }
        }

        return CodexText.Collapse(shown.ToString());
    }

    /// <summary>The address without user, query and fragment; null where it is none of the web, and so perhaps one of the machine.</summary>
    public static string? CleanAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
            ? new UriBuilder(uri) { UserName = "", Password = "", Query = "", Fragment = "" }.Uri.AbsoluteUri
            : null;

    private static bool IsSelector(int value) => value is >= FirstSelector and <= LastSelectorWithoutEmoji or >= FirstSupplement and <= LastSupplement;
}
