using System.Buffers;
using System.Globalization;
using System.Text;

namespace Codex.Plugin.Security;

/// <summary>Characters that nobody sees, and where a script or an emoji needs them.</summary>
internal static class InvisibleCharacters
{
    /// <summary>A code unit with which an invisible character may begin. U+DB40 is the first half of tags and of the variation selectors beyond the sixteenth.</summary>
    public static readonly SearchValues<char> First = SearchValues.Create(
    [
        '\u00AD', '\u034F', '\u061C', '\u115F', '\u1160', '\u17B4', '\u17B5', .. Range('\u180B', '\u180F'), .. Range('\u200B', '\u200F'), .. Range('\u202A', '\u202E'),
        .. Range('\u2060', '\u206F'), '\u3164', .. Range('\uFE00', '\uFE0F'), '\uFEFF', '\uFFA0', .. Range('\uFFF9', '\uFFFB'), '\uDB40',
    ]);

    /// <summary>Whether it is a tag, which repeats an ASCII character where nobody sees it.</summary>
    public static bool IsTag(int code) => code is >= 0xE0000 and <= 0xE007F;

    /// <summary>Whether it chooses between shapes of the character before it.</summary>
    public static bool IsSelector(int code) => code is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>Whether it sets the direction of what follows, until it is closed.</summary>
    public static bool IsDirection(int code) => code is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>Whether it marks a direction and changes nothing else.</summary>
    public static bool IsMark(int code) => code is 0x200E or 0x200F or 0x061C;

    /// <summary>Whether it has neither ink nor width and is none of the others.</summary>
    public static bool IsZeroWidth(int code) =>
        code is 0x00AD or 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or (>= 0x200B and <= 0x200D) or (>= 0x2060 and <= 0x2065) or (>= 0x206A and <= 0x206F)
            or 0x3164 or 0xFEFF or 0xFFA0 or (>= 0xFFF9 and <= 0xFFFB);

    /// <summary>Whether nobody sees it.</summary>
    public static bool Is(int code) => IsTag(code) || IsSelector(code) || IsDirection(code) || IsMark(code) || IsZeroWidth(code);

    /// <summary>Whether a zero-width character belongs where it stands.</summary>
    /// <param name="code">The character.</param>
    /// <param name="before">The visible character before it, 0 at the beginning.</param>
    /// <param name="after">The visible character after it, 0 at the end.</param>
    public static bool IsNeeded(int code, int before, int after) => code switch
    {
        // Emoji of several, and letters that join or do not.
        0x200D => IsEmoji(before) && IsEmoji(after) || IsJoining(before) || IsJoining(after),
        0x200C or 0x034F => IsJoining(before) || IsJoining(after),
        // Where lines may break in scripts without blanks.
        0x200B or 0x2060 or 0xFEFF => IsUnspaced(before) && IsUnspaced(after),
        0x115F or 0x1160 or 0x3164 or 0xFFA0 => IsHangul(before) || IsHangul(after),
        0x17B4 or 0x17B5 => before is >= 0x1780 and <= 0x17FF,
        >= 0x180B and <= 0x180F => before is >= 0x1800 and <= 0x18AF || after is >= 0x1800 and <= 0x18AF,
        // Invisible operators, between what they join.
        >= 0x2061 and <= 0x2064 => IsMathematical(before) || IsMathematical(after),
        _ => false,
    };

    /// <summary>Whether a variation selector belongs behind the character.</summary>
    public static bool IsSelectorNeeded(int code, int before) =>
        code >= 0xE0100 ? IsIdeograph(before)
        : IsEmoji(before) || before is '#' or '*' or 0x2139 or (>= '0' and <= '9') || IsIdeograph(before) || before is >= 0x1800 and <= 0x18AF or (>= 0x1000 and <= 0x109F) or (>= 0xA840 and <= 0xA87F) or (>= 0xAA60 and <= 0xAA7F)
            || before is >= 0x3000 and <= 0x303F or 0xFF01 or 0xFF0C or 0xFF0E or 0xFF1A or 0xFF1B or 0xFF1F;

    /// <summary>Whether letters written from right to left stand in it.</summary>
    public static bool HasRightToLeft(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\u0590', '\u08FF') && HasLetterIn(text, '\u0590', '\u08FF') || text.ContainsAnyInRange('\uFB1D', '\uFDFF') || text.ContainsAnyInRange('\uFE70', '\uFEFC');

    /// <summary>The character as its code.</summary>
    public static string Name(int code) => string.Create(CultureInfo.InvariantCulture, $"U+{code:X4}");

    /// <summary>The text with every character that nobody sees, or that would change how the rest is shown, as its code.</summary>
    public static string Show(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isPlain = !Is(rune.Value) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
            _ = isPlain ? shown.Append(rune.ToString())
                : rune.Value is '\t' or '\r' or '\n' ? shown.Append(' ')
                : shown.Append('[').Append(Name(rune.Value)).Append(']');
        }

        return shown.ToString();
    }

    private static bool HasLetterIn(ReadOnlySpan<char> text, char first, char last)
    {
        foreach (char c in text)
        {
            if (c >= first && c <= last && char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    // New emoji come faster than the tables of the BCL.
    private static bool IsEmoji(int code) =>
        code is >= 0x1F000 and <= 0x1FBFF || code > 0x7F && Rune.IsValid(code) && Rune.GetUnicodeCategory(new Rune(code)) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.OtherPunctuation or UnicodeCategory.EnclosingMark or UnicodeCategory.OtherNumber or UnicodeCategory.DashPunctuation;

    private static bool IsMathematical(int code) => code > 0 && Rune.IsValid(code) && (code is '(' or ')' or '|' || Rune.GetUnicodeCategory(new Rune(code)) is UnicodeCategory.MathSymbol || code is >= 0x1D400 and <= 0x1D7FF);

    // Arabic, Syriac, Indic scripts and those made of them: their letters change shape beside a joiner.
    private static bool IsJoining(int code) => code is (>= 0x0600 and <= 0x109F) or (>= 0x1700 and <= 0x1CFF) or (>= 0xA800 and <= 0xABFF) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10A00 and <= 0x11FFF);

    private static bool IsUnspaced(int code) => code is (>= 0x0E00 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x1900 and <= 0x1AAF) or (>= 0x3000 and <= 0x9FFF) or (>= 0xFF00 and <= 0xFF65) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsHangul(int code) => code is (>= 0x1100 and <= 0x11FF) or (>= 0x3130 and <= 0x318F) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF);

    private static bool IsIdeograph(int code) => code is (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static IEnumerable<char> Range(char first, char last)
    {
        for (int c = first; c <= last; c++)
        {
            yield return (char)c;
        }
    }
}
