using System.Globalization;
using System.Text;

namespace Codex.Plugin.Read;

/// <summary>
/// Tells whether Rust's crate regex, with which Codex matches hooks, takes a pattern. Parsers of .NET are no measure for that: they refuse patterns
/// that the crate takes (<c>a**</c>, <c>[a--b]</c>, <c>\_</c>), take others that it refuses (<c>a{</c>, <c>[[a]</c>, <c>\e</c>), and set no limit.
/// </summary>
internal sealed class RustRegex
{
    /// <summary>Groups and classes inside one another.</summary>
    private const int DeepestNesting = 250;

    /// <summary>Codex allows 10 MiB for the compiled pattern; a bit more than as many states take at least, so that only the excessive is refused.</summary>
    private const double MostStates = 320_000;

    private static readonly string[] s_namedClasses =
        ["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"];

    // States of a class in UTF-8, rounded down.
    private const double Character = 1;
    private const double Class = 2;
    private const double AnyCharacter = 24;
    private const double Digit = 130;
    private const double Space = 30;
    private const double Word = 1200;

    private readonly int[] _pattern;
    private readonly Stack<Group> _groups = new([new Group()]);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at;

    private RustRegex(string pattern) => _pattern = [.. pattern.EnumerateRunes().Select(static rune => rune.Value)];

    private bool IsAtEnd => _at >= _pattern.Length;

    /// <summary>Why the crate refuses the pattern, to follow in a sentence; null where it takes it.</summary>
    public static string? FindProblem(string pattern)
    {
        try
        {
            new RustRegex(pattern).Read();
            return null;
        }
        catch (RefusedException exception)
        {
            return exception.Message;
        }
    }

    private void Read()
    {
        for (SkipSpace(); !IsAtEnd; SkipSpace())
        {
            int c = _pattern[_at];
            switch (c)
            {
                case '(':
                    OpenGroup();
                    break;
                case ')':
                    CloseGroup();
                    break;
                case '|':
                    _at++;
                    _groups.Peek().BeginAlternative();
                    break;
                case '?' or '*' or '+':
                    _at++;
                    Repeat((char)c, c == '+' ? 1u : 0, c == '?' ? 1 : null);
                    break;
                case '{':
                    ReadCount();
                    break;
                case '[':
                    _groups.Peek().Add(ReadClass(_groups.Count));
                    break;
                case '\\':
                    _groups.Peek().Add(ReadEscape(inClass: false).States);
                    break;
                case '.':
                    _at++;
                    RequireUnicode();
                    _groups.Peek().Add(AnyCharacter);
                    break;
                default:
                    _at++;
                    _groups.Peek().Add(Character);
                    break;
            }
        }

        if (_groups.Count > 1)
        {
            throw new RefusedException("a '(' is not closed");
        }

        if (_groups.Peek().States > MostStates)
        {
            throw new RefusedException("it is larger than 10 MiB once compiled");
        }
    }

    private void OpenGroup()
    {
        _at++;
        if (_groups.Count > DeepestNesting)
        {
            throw new RefusedException("it is nested too deep");
        }

        Group parent = _groups.Peek();
        if (!Take("?"))
        {
            _groups.Push(new Group(parent));
        }
        else if (Is("=") || Is("!") || Is("<=") || Is("<!"))
        {
            throw new RefusedException("look-around is not supported");
        }
        else if (Take("P<") || Take("<"))
        {
            ReadGroupName();
            _groups.Push(new Group(parent));
        }
        else
        {
            ReadFlags(parent);
        }
    }

    private void CloseGroup()
    {
        _at++;
        if (_groups.Count == 1)
        {
            throw new RefusedException("a ')' closes nothing");
        }

        double states = _groups.Pop().States;
        _groups.Peek().Add(states + 1);
    }

    private void ReadGroupName()
    {
        var name = new StringBuilder();
        while (!Is(">"))
        {
            Rune c = new(Next("the name of a group is not closed by '>'"));
            if (!(Rune.IsLetter(c) || c.Value == '_' || (name.Length > 0 && (Rune.IsLetterOrDigit(c) || c.Value is '.' or '[' or ']'))))
            {
                throw new RefusedException($"'{c}' is not allowed in the name of a group");
            }

            name.Append(c);
        }

        _at++;
        if (name.Length == 0 || !_names.Add(name.ToString()))
        {
            throw new RefusedException(name.Length == 0 ? "the name of a group is empty" : $"two groups have the name '{name}'");
        }
    }

    /// <summary><c>(?i)</c> holds to the end of the group around it, <c>(?i:x)</c> is a group of its own.</summary>
    private void ReadFlags(Group parent)
    {
        var group = new Group(parent);
        var seen = new HashSet<int>();
        bool on = true;
        int last = 0;
        while (!Is(":") && !Is(")"))
        {
            last = Next("a '(' is not closed");
            if (last > 127 || !"imsUuRx-".Contains((char)last, StringComparison.Ordinal) || !seen.Add(last))
            {
                throw new RefusedException($"'{new Rune(last)}' after '(?' is no flag, or appears twice");
            }

            on = on && last != '-';
            group.IgnoresSpace = last == 'x' ? on : group.IgnoresSpace;
            group.IsUnicode = last == 'u' ? on : group.IsUnicode;
        }

        if (last == '-' || (last == 0 && Is(")")))
        {
            throw new RefusedException("there is no flag after '(?'");
        }

        if (Take(":"))
        {
            _groups.Push(group);
        }
        else
        {
            _at++;
            (parent.IgnoresSpace, parent.IsUnicode, parent.CanRepeat) = (group.IgnoresSpace, group.IsUnicode, false);
        }
    }

    private void ReadCount()
    {
        _at++;
        uint least = ReadDecimal();
        uint? most = Take(",") ? Is("}") ? null : ReadDecimal() : least;
        if (!Take("}"))
        {
            throw new RefusedException("a '{' is not closed by '}'");
        }

        if (most < least)
        {
            throw new RefusedException($"{{{least},{most}}} ends before it begins");
        }

        Repeat('{', least, most);
    }

    private uint ReadDecimal()
    {
        while (!IsAtEnd && IsSpace(_pattern[_at]))
        {
            _at++;
        }

        int start = _at;
        while (!IsAtEnd && _pattern[_at] is >= '0' and <= '9')
        {
            _at++;
        }

        string digits = Text(start, _at);
        while (!IsAtEnd && IsSpace(_pattern[_at]))
        {
            _at++;
        }

        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number
            : throw new RefusedException("there is no number after '{' or ',' (write \\{ for the character)");
    }

    private void Repeat(char sign, uint least, uint? most)
    {
        Group group = _groups.Peek();
        if (!group.CanRepeat)
        {
            throw new RefusedException($"there is nothing before '{sign}' that it could repeat");
        }

        group.Repeat(least, most);
    }

    private double ReadClass(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new RefusedException("it is nested too deep");
        }

        _at++;
        SkipSpace();
        double states = Class;
        if (Take("^"))
        {
            RequireUnicode();
            states = AnyCharacter;
            SkipSpace();
        }

        // At the beginning these stand for themselves.
        bool isEmpty = true;
        while (Take("-"))
        {
            isEmpty = false;
            SkipSpace();
        }

        if (isEmpty)
        {
            Take("]");
        }

        for (SkipSpace(); !Take("]"); SkipSpace())
        {
            if (Is("["))
            {
                states += TakeNamedClass() ? Class : ReadClass(depth + 1);
            }
            else if (!Take("&&") && !Take("--") && !Take("~~"))
            {
                states += ReadClassItem();
            }
        }

        return states;
    }

    private double ReadClassItem()
    {
        (int first, double states) = ReadClassCharacter();
        SkipSpace();
        if (!Is("-") || Is("--") || Is("-]"))
        {
            return states;
        }

        _at++;
        SkipSpace();
        int last = ReadClassCharacter().Character;
        return first < 0 || last < 0 ? throw new RefusedException("one end of a range in '[...]' is not a character")
            : first > last ? throw new RefusedException($"the range {new Rune(first)}-{new Rune(last)} ends before it begins")
            : states;
    }

    private (int Character, double States) ReadClassCharacter() => Is("\\") ? ReadEscape(inClass: true) : (Next("a '[' is not closed"), 0);

    private bool TakeNamedClass() =>
        Is("[:") && s_namedClasses.Any(name => Take($"[:{name}:]") || Take($"[:^{name}:]"));

    /// <summary>The character for which the escape stands, or -1 where it stands for more or less than one.</summary>
    private (int Character, double States) ReadEscape(bool inClass)
    {
        _at++;
        int c = Next("it ends in a backslash");
        switch (c)
        {
            case >= '0' and <= '9':
                throw new RefusedException("backreferences and octal numbers are not supported");
            case 'x' or 'u' or 'U':
                return (ReadHex(c), Character);
            case 'p' or 'P':
                ReadProperty();
                return (-1, Class);
            case 'D' or 'S' or 'W':
                RequireUnicode();
                return (-1, StatesOf(c));
            case 'd' or 's' or 'w':
                return (-1, StatesOf(c));
            case 'a' or 'f' or 't' or 'n' or 'r' or 'v':
                return ("\a\f\t\n\r\v"["aftnrv".IndexOf((char)c, StringComparison.Ordinal)], Character);
            case 'A' or 'z' or 'b' or 'B' or '<' or '>' when !inClass:
                if (c == 'b')
                {
                    TakeWordBoundary();
                }

                return (-1, Character);
            default:
                return c < 128 && !char.IsAsciiLetter((char)c) && c is not ('<' or '>')
                    ? (c, Character)
                    : throw new RefusedException($"there is no '\\{new Rune(c)}'{(inClass ? " inside '[...]'" : "")}");
        }
    }

    private double StatesOf(int letter) =>
        !_groups.Peek().IsUnicode ? Class
        : letter is 'd' or 'D' ? Digit
        : letter is 's' or 'S' ? Space
        : Word;

    private void TakeWordBoundary()
    {
        int start = _at;
        if (!Take("{") || IsAtEnd || !(_pattern[_at] == '-' || (_pattern[_at] < 128 && char.IsAsciiLetter((char)_pattern[_at]))))
        {
            _at = start;
        }
        else if (!Take("start}") && !Take("end}") && !Take("start-half}") && !Take("end-half}"))
        {
            throw new RefusedException("after \\b{ there is neither start, end, start-half nor end-half");
        }
    }

    private int ReadHex(int kind)
    {
        int start = _at;
        int end = kind == 'x' ? start + 2 : kind == 'u' ? start + 4 : start + 8;
        if (Take("{"))
        {
            start = _at;
            while (!Is("}"))
            {
                Next("a '{' is not closed by '}'");
            }

            end = _at++;
        }
        else
        {
            _at = end;
        }

        if (end > _pattern.Length
            || !int.TryParse(Text(start, end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            || !Rune.IsValid(value))
        {
            throw new RefusedException($"the number after '\\{(char)kind}' is not that of a character");
        }

        if (value > 127 && kind == 'x')
        {
            RequireUnicode();
        }

        return value;
    }

    private void ReadProperty()
    {
        int start = _at;
        int end = start + 1;
        if (Take("{"))
        {
            start = _at;
            while (!Is("}"))
            {
                Next("a '{' is not closed by '}'");
            }

            end = _at++;
        }
        else
        {
            Next("it ends in a backslash and a letter");
        }

        string name = Text(start, end);
        if (!UnicodeProperties.IsKnown(name))
        {
            throw new RefusedException($"there is no Unicode property '{name}'");
        }
    }

    private void RequireUnicode()
    {
        if (!_groups.Peek().IsUnicode)
        {
            throw new RefusedException("without the flag u it could match what is not UTF-8");
        }
    }

    private void SkipSpace()
    {
        while (_groups.Peek().IgnoresSpace && !IsAtEnd && (IsSpace(_pattern[_at]) || _pattern[_at] == '#'))
        {
            bool isComment = _pattern[_at++] == '#';
            while (isComment && !IsAtEnd && _pattern[_at] != '\n')
            {
                _at++;
            }
        }
    }

    private static bool IsSpace(int c) => Rune.IsWhiteSpace(new Rune(c));

    private bool Is(string text)
    {
        if (_at + text.Length > _pattern.Length)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (_pattern[_at + i] != text[i])
            {
                return false;
            }
        }

        return true;
    }

    private bool Take(string text)
    {
        bool found = Is(text);
        _at += found ? text.Length : 0;
        return found;
    }

    private int Next(string problemAtEnd) => IsAtEnd ? throw new RefusedException(problemAtEnd) : _pattern[_at++];

    private string Text(int start, int end) => string.Concat(_pattern[start..end].Select(static c => new Rune(c).ToString()));

    /// <summary>What is known of the group that is being read.</summary>
    private sealed class Group
    {
        private double _last;

        public Group()
        {
        }

        public Group(Group parent)
        {
            IgnoresSpace = parent.IgnoresSpace;
            IsUnicode = parent.IsUnicode;
        }

        public bool IgnoresSpace { get; set; }

        public bool IsUnicode { get; set; } = true;

        public bool CanRepeat { get; set; }

        public double States { get; private set; }

        public void Add(double states)
        {
            States += states;
            _last = states;
            CanRepeat = true;
        }

        public void BeginAlternative() => CanRepeat = false;

        public void Repeat(uint least, uint? most)
        {
            double states = most is { } end ? (_last * end) + (end - least) : (_last * Math.Max(least, 1)) + 1;
            States += states - _last;
            _last = states;
        }
    }

    private sealed class RefusedException(string message) : Exception(message);
}
