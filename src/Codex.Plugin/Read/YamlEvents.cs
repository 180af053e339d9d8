using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Codex.Plugin.Read;

/// <summary>The events of a YAML text, without the ways in which a hostile one would stop a build: the parser takes quadratic time for nested brackets.</summary>
/// <param name="yaml">The text.</param>
internal sealed class YamlEvents(string yaml) : IParser
{
    /// <summary>Codex takes two seconds for 30,000 levels, and more than ten times that for 100,000; nobody writes a tenth of this many.</summary>
    private const int DeepestLevel = 1000;

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly Parser _parser = new(new StringReader(yaml));
    private int _depth;

    public ParsingEvent? Current => _parser.Current;

    /// <exception cref="YamlException">The text is not YAML, or nested too deeply.</exception>
    public bool MoveNext()
    {
        if (Current is null)
        {
            RefuseTabInFront();
        }

        try
        {
            if (!_parser.MoveNext())
            {
                return false;
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            // What YamlDotNet throws where a line inside brackets begins at the margin, and for some other garbage.
            Mark end = Current?.End ?? Mark.Empty;
            throw new YamlException(end, end, "a bracket is not closed, or a line inside brackets is not indented", exception);
        }

        // Documents and streams count, too.
        _depth += Current!.NestingIncrease;
        if (_depth > DeepestLevel)
        {
            throw new YamlTooDeepException(Current.Start, Current.End, $"it is nested more than {DeepestLevel} levels deep");
        }

        RefuseSurrogates(Current);
        RefuseName(Current);
        return true;
    }

    // Codex's parser takes only these characters in the names of anchors; what may follow one directly ends it.
    private static void RefuseName(ParsingEvent found)
    {
        string? name = found is AnchorAlias alias ? alias.Value.Value : found is NodeEvent { Anchor.IsEmpty: false } node ? node.Anchor.Value : null;
        int end = name is null ? -1 : name.AsSpan().IndexOfAnyExcept(s_nameCharacters);
        if (end == 0 || (end > 0 && !"?:,]}%@`".Contains(name![end], StringComparison.Ordinal)))
        {
            throw new YamlException(found.Start, found.End, $"'{name}' is no name of an anchor: it has only letters, digits, '_' and '-'");
        }
    }

    // YamlDotNet takes a tab before the very first key for nothing; Codex's parser does not.
    private void RefuseTabInFront()
    {
        int content = yaml.AsSpan().IndexOfAnyExcept(" \t\r\n");
        int lineStart = content < 0 ? 0 : yaml.LastIndexOf('\n', content) + 1;
        int tab = content < 0 ? -1 : yaml.AsSpan(lineStart, content - lineStart).IndexOf('\t');
        if (tab >= 0 && yaml[content] != '#')
        {
            var at = new Mark(lineStart + tab, yaml.AsSpan(0, lineStart).Count('\n') + 1, tab + 1);
            throw new YamlException(at, at, "a tab cannot indent a line; use blanks");
        }
    }

    // Of \uD83D\uDE00, as JSON writes it, YamlDotNet makes a character; Codex takes neither half for one.
    private void RefuseSurrogates(ParsingEvent? found)
    {
        if (found is not Scalar { Style: ScalarStyle.DoubleQuoted } node)
        {
            return;
        }

        int end = (int)Math.Min(node.End.Index, yaml.Length);
        for (int i = (int)node.Start.Index; i + 3 < end; i++)
        {
            if (yaml[i] != '\\')
            {
                continue;
            }

            i++;
            if (yaml[i] == 'u' && yaml[i + 1] is 'd' or 'D' && yaml[i + 2] is (>= '8' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'))
            {
                int column = (int)(node.Start.Column + i - 1 - node.Start.Index);
                Mark at = node.Start.Line == node.End.Line ? new Mark(i - 1, node.Start.Line, column) : node.Start;
                throw new YamlException(at, at, "half of a surrogate pair is not a character; write the character itself, or \\U and eight digits");
            }
        }
    }
}

/// <summary>The text is nested more deeply than is read.</summary>
internal sealed class YamlTooDeepException(in Mark start, in Mark end, string message) : YamlException(start, end, message);
