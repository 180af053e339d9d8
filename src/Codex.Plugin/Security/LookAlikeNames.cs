using System.Globalization;
using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Security;

/// <summary>Names that look like other names: letters of two scripts in one word, letters in disguise, characters that nobody sees. A name in one script, whichever, is fine.</summary>
internal sealed class LookAlikeNames
{
    private readonly Dictionary<string, string> _plain = new(StringComparer.Ordinal);
    private readonly List<(string Kind, string Name, Location Location)> _others = [];

    /// <summary>Takes note of a name; what is ASCII is only compared with.</summary>
    public void Add(string kind, string name, Func<Location> location)
    {
        if (Ascii.IsValid(name))
        {
            _plain.TryAdd(name.ToUpperInvariant(), name);
        }
        else
        {
            _others.Add((kind, name, location()));
        }
    }

    /// <summary>The findings about all names.</summary>
    public IEnumerable<Diagnostic> Check()
    {
        foreach ((string kind, string name, Location location) in _others.Distinct())
        {
            if (Problem(name) is var (problem, severity))
            {
                yield return Diagnostic.Create(DiagnosticDescriptors.LookAlikeName, location, kind, InvisibleCharacters.Show(name), problem) with { Severity = severity };
            }
        }
    }

    private (string Problem, DiagnosticSeverity Severity)? Problem(string name)
    {
        if (name.EnumerateRunes().FirstOrDefault(static rune => InvisibleCharacters.Is(rune.Value)) is { Value: > 0 } hidden && HiddenTextOf(name))
        {
            return ($"holds {InvisibleCharacters.Name(hidden.Value)}, which nobody sees", DiagnosticSeverity.Error);
        }

        string skeleton = Skeleton(name);
        if (_plain.TryGetValue(skeleton.ToUpperInvariant(), out string? other))
        {
            return ($"looks like '{other}', which is another name here", DiagnosticSeverity.Error);
        }

        foreach (string word in Words(name))
        {
            if (word.EnumerateRunes().Any(static rune => IsLatin(rune.Value)) && word.EnumerateRunes().FirstOrDefault(static rune => LookAlikeLetters.Latin.ContainsKey(rune.Value)) is { Value: > 0 } mixed)
            {
                bool isDisguise = word.EnumerateRunes().All(static rune => IsLatin(rune.Value) || LookAlikeLetters.Latin.ContainsKey(rune.Value));
                return ($"mixes {InvisibleCharacters.Name(mixed.Value)}, which looks like '{LookAlikeLetters.Latin[mixed.Value]}', with Latin letters", isDisguise ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning);
            }
        }

        if (name.EnumerateRunes().FirstOrDefault(static rune => IsStyled(rune.Value)) is { Value: > 0 } styled)
        {
            return ($"holds {InvisibleCharacters.Name(styled.Value)}, a letter in disguise: it is read as '{skeleton}'", DiagnosticSeverity.Warning);
        }

        return null;
    }

    // An emoji may need what nobody sees.
    private static bool HiddenTextOf(string name)
    {
        var found = new List<Diagnostic>();
        HiddenTextRules.Check(new ContentText("", static () => "", name, ContentKind.Data), found);
        return found.Count > 0;
    }

    private static string Skeleton(string name)
    {
        var skeleton = new StringBuilder();
        // Half a character has no normal form.
        string whole = string.Concat(name.EnumerateRunes());
        foreach (Rune rune in whole.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            _ = LookAlikeLetters.Latin.TryGetValue(rune.Value, out char plain) ? skeleton.Append(plain) : skeleton.Append(rune.ToString());
        }

        return skeleton.ToString();
    }

    private static IEnumerable<string> Words(string name)
    {
        var word = new StringBuilder();
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
            {
                word.Append(rune.ToString());
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static bool IsLatin(int code) => code is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= 0xC0 and <= 0x24F and not 0xD7 and not 0xF7) or (>= 0x1E00 and <= 0x1EFF);

    // Full width and the alphabets for mathematics.
    private static bool IsStyled(int code) => code is (>= 0xFF21 and <= 0xFF3A) or (>= 0xFF41 and <= 0xFF5A) or (>= 0x1D400 and <= 0x1D7FF) or (>= 0x24B6 and <= 0x24E9) or 0x0251 or 0x0261;
}
