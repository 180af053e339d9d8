using System.Buffers;
using System.Globalization;
using System.Text;
using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Security;

/// <summary>Unicode that a reader does not see: tags, variation selectors, directions, characters without width. What hides something is decoded.</summary>
internal static class HiddenTextRules
{
    /// <summary>Nobody reads more of one file.</summary>
    private const int MostFindings = 20;

    private const int LongestLine = 4000;

    // A bit a character, so that a byte needs eight.
    private const int FewestBits = 8;
    private const int FewestSelectors = 8;
    private const int FewestScatteredBits = 32;

    private static readonly SearchValues<char> s_directions = SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

    /// <summary>Reports what the text hides.</summary>
    /// <returns>Whether there is anything that nobody sees and nothing needs.</returns>
    public static bool Check(ContentText text, List<Diagnostic> found)
    {
        var state = new State(text, found);
        ReadOnlySpan<char> content = text.Text;
        for (int at = 0; at < content.Length;)
        {
            int next = content[at..].IndexOfAny(InvisibleCharacters.First);
            if (next < 0)
            {
                break;
            }

            at += next;
            int start = at;
            var run = new List<int>();
            while (at < content.Length && Rune.DecodeFromUtf16(content[at..], out Rune rune, out int length) == OperationStatus.Done && InvisibleCharacters.Is(rune.Value))
            {
                run.Add(rune.Value);
                at += length;
            }

            if (run.Count == 0)
            {
                // A character of the same plane that is seen, or half of one.
                at++;
                continue;
            }

            state.Read(run, start, Before(content, start), After(content, at));
        }

        return state.Complete();
    }

    private static int Before(ReadOnlySpan<char> text, int index) =>
        index > 0 && Rune.DecodeLastFromUtf16(text[..index], out Rune rune, out _) == OperationStatus.Done ? rune.Value : 0;

    private static int After(ReadOnlySpan<char> text, int index) =>
        index < text.Length && Rune.DecodeFromUtf16(text[index..], out Rune rune, out _) == OperationStatus.Done ? rune.Value : 0;

    private sealed class State(ContentText text, List<Diagnostic> found)
    {
        private readonly List<(int Index, int Code)> _stray = [];
        private readonly List<(int Index, int Code)> _selectors = [];
        private readonly List<int> _zeroWidths = [];
        private int _hidden;
        private int _inWords;
        private int _wordsReadTo;
        private int _directionsReadTo;
        private (int End, bool HasRightToLeft) _line;

        /// <summary>Reads a run of invisible characters between two visible ones.</summary>
        public void Read(List<int> run, int start, int before, int after)
        {
            int tags = run.Count(InvisibleCharacters.IsTag);
            if (tags > 0 && !IsFlag(run, before))
            {
                string decoded = string.Concat(run.Where(static code => code is >= 0xE0020 and <= 0xE007E).Select(static code => (char)(code - 0xE0000)));
                ReportHidden(start, $"{tags} tag characters", Content(decoded, tags), decoded);
            }

            List<int> selectors = run.FindAll(InvisibleCharacters.IsSelector);
            if (selectors.Count > 3 || selectors.Count > 1 && selectors.Exists(static code => code is not (0xFE0E or 0xFE0F)))
            {
                string decoded = TextOf(selectors);
                ReportHidden(start, $"{selectors.Count} variation selectors", Content(decoded, selectors.Count), decoded);
            }
            else if (selectors.Count > 0 && !InvisibleCharacters.IsSelectorNeeded(selectors[0], before))
            {
                _selectors.Add((start, selectors[0]));
            }

            List<int> zeroWidths = run.FindAll(static code => InvisibleCharacters.IsZeroWidth(code) || InvisibleCharacters.IsMark(code));
            if (zeroWidths.Count >= FewestBits && zeroWidths.Distinct().Skip(1).Any())
            {
                string decoded = TextOfBits(zeroWidths);
                ReportHidden(start, $"{zeroWidths.Count} characters without width", Content(decoded, zeroWidths.Count), decoded);
            }
            else
            {
                ReadZeroWidths(zeroWidths, start, before, after);
            }

            if (run.Exists(InvisibleCharacters.IsDirection))
            {
                ReadDirections(start);
            }
        }

        /// <summary>Reports what only the whole file shows.</summary>
        /// <returns>Whether there is anything that nobody sees and nothing needs.</returns>
        public bool Complete()
        {
            if (_selectors.Count >= FewestSelectors && TextOf(_selectors.ConvertAll(static one => one.Code)) is { Length: > 0 } decoded)
            {
                ReportHidden(_selectors[0].Index, $"{_selectors.Count} variation selectors, one behind each letter,", Content(decoded, _selectors.Count), decoded);
            }
            else
            {
                _stray.AddRange(_selectors);
            }

            if (_zeroWidths.Count >= FewestScatteredBits && _zeroWidths.Distinct().Skip(1).Any() && TextOfBits(_zeroWidths) is { Length: > 0 } bits)
            {
                ReportHidden(_stray.Count > 0 ? _stray[0].Index : 0, $"{_zeroWidths.Count} characters without width, all over the file,", Content(bits, _zeroWidths.Count), bits);
            }

            if (_stray.Count > 0)
            {
                (int index, _) = _stray.MinBy(static one => one.Index);
                string codes = string.Join(", ", _stray.GroupBy(static one => one.Code).OrderBy(static group => group.Key).Take(5)
                    .Select(static group => group.Count() == 1 ? InvisibleCharacters.Name(group.Key) : string.Create(CultureInfo.InvariantCulture, $"{InvisibleCharacters.Name(group.Key)} {group.Count()} times")));
                found.Add(Diagnostic.Create(DiagnosticDescriptors.InvisibleCharacter, text.At(index), $"is {codes}", ContentExcerpt.Of(text, index, 1)));
            }

            return _hidden > 0 || _zeroWidths.Count > 0 || _stray.Count > 0;
        }

        private void ReadZeroWidths(List<int> codes, int start, int before, int after)
        {
            bool isMarkNeeded = codes.Exists(InvisibleCharacters.IsMark) && IsRightToLeft(start);
            foreach (int code in codes)
            {
                bool isByteOrderMark = code == 0xFEFF && start == 0;
                if (isByteOrderMark || InvisibleCharacters.IsNeeded(code, before, after) || isMarkNeeded && InvisibleCharacters.IsMark(code))
                {
                    continue;
                }

                _zeroWidths.Add(code);

                // Between letters it makes another word of them; a soft hyphen says where to break it, and a mark belongs beside letters.
                if (code != 0x00AD && !InvisibleCharacters.IsMark(code) && IsLetter(before) && IsLetter(after))
                {
                    ReportInWord(code, start);
                }
                else
                {
                    _stray.Add((start, code));
                }
            }
        }

        private void ReadDirections(int start)
        {
            if (start < _directionsReadTo)
            {
                return;
            }

            (int lineStart, int lineEnd) = text.Line(start, LongestLine);
            _directionsReadTo = lineEnd;
            string line = text.Text[lineStart..lineEnd];
            int open = 0;
            bool isBalanced = true;
            foreach (char c in line)
            {
                open += c is (>= '\u202A' and <= '\u202B') or '\u202D' or '\u202E' or (>= '\u2066' and <= '\u2068') ? 1 : c is '\u202C' or '\u2069' ? -1 : 0;
                isBalanced &= open >= 0;
            }

            isBalanced &= open == 0;
            bool hasLetters = InvisibleCharacters.HasRightToLeft(line);
            bool isOverridden = line.AsSpan().ContainsAny('\u202D', '\u202E');
            bool turns = line.AsSpan().ContainsAny('\u202B', '\u2067');
            if (isOverridden || !hasLetters || !isBalanced || text.Kind == ContentKind.Script)
            {
                int first = lineStart + line.AsSpan().IndexOfAny(s_directions);
                Diagnostic diagnostic = Diagnostic.Create(DiagnosticDescriptors.ShownInAnotherOrder, text.At(first), InvisibleCharacters.Name(text.Text[first]), ContentExcerpt.Of(text, first, lineEnd - first));
                Add(diagnostic with { Severity = isOverridden || turns && !hasLetters ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning }, ref _hidden);
            }
        }

        private void ReportInWord(int code, int start)
        {
            if (start >= _wordsReadTo)
            {
                _wordsReadTo = text.Line(start, LongestLine).End;
                Add(Diagnostic.Create(DiagnosticDescriptors.InvisibleInWord, text.At(start), InvisibleCharacters.Name(code), ContentExcerpt.Of(text, start, 1)), ref _inWords);
            }
        }

        private void ReportHidden(int start, string what, string content, string decoded) =>
            Add(Diagnostic.Create(DiagnosticDescriptors.HiddenText, text.At(start), what, content, decoded.Length > 0 ? ContentExcerpt.Decoded(decoded) : ContentExcerpt.Of(text, start, 1)), ref _hidden);

        private void Add(Diagnostic diagnostic, ref int count)
        {
            if (count++ < MostFindings)
            {
                found.Add(diagnostic);
            }
        }

        // Read once a line, however many marks it has.
        private bool IsRightToLeft(int index)
        {
            if (index >= _line.End)
            {
                (int start, int end) = text.Line(index, LongestLine);
                _line = (end, InvisibleCharacters.HasRightToLeft(text.Text.AsSpan(start, end - start)));
            }

            return _line.HasRightToLeft;
        }
    }

    private static string Content(string decoded, int count) =>
        decoded.Length > 0 ? "a text" : string.Create(CultureInfo.InvariantCulture, $"{count} values that are no text");

    private static bool IsLetter(int code) => code > 0 && (Rune.IsLetterOrDigit(new Rune(code)) || code == '_');

    // The flags of England, Scotland, Wales and the like are a black flag and a region in tags.
    private static bool IsFlag(List<int> run, int before) =>
        before == 0x1F3F4 && run.Count is >= 4 and <= 7 && run[^1] == 0xE007F && run.Take(run.Count - 1).All(static code => code is (>= 0xE0030 and <= 0xE0039) or (>= 0xE0061 and <= 0xE007A));

    // A byte a selector.
    private static string TextOf(List<int> selectors)
    {
        byte[] bytes = [.. selectors.Select(static code => (byte)(code >= 0xE0100 ? code - 0xE0100 + 16 : code - 0xFE00))];
        return Printable(bytes);
    }

    // Two characters for 0 and 1, whichever is which.
    private static string TextOfBits(List<int> codes)
    {
        int[] kinds = [.. codes.GroupBy(static code => code).OrderByDescending(static group => group.Count()).Take(2).Select(static group => group.Key)];
        foreach (int one in kinds)
        {
            bool[] bits = [.. codes.Where(kinds.Contains).Select(code => code == one)];
            foreach (int width in (ReadOnlySpan<int>)[8, 7])
            {
                var bytes = new byte[bits.Length / width];
                for (int i = 0; i < bytes.Length * width; i++)
                {
                    bytes[i / width] = (byte)((bytes[i / width] << 1) | (bits[i] ? 1 : 0));
                }

                if (Printable(bytes) is { Length: > 0 } text)
                {
                    return text;
                }
            }
        }

        return "";
    }

    /// <summary>The bytes as text; empty where they are none.</summary>
    private static string Printable(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        return text.Length > 0 && text.All(static c => c is '\n' or '\r' or '\t' || !char.IsControl(c) && c != '\uFFFD') ? text : "";
    }
}
