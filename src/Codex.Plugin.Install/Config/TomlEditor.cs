using Tomlyn.Syntax;

namespace Codex.Plugin.Install.Config;

/// <summary>
/// Splices text into a document at places that its syntax tree gives. Whatever is added to a document is cut out again to the byte.
/// None of this decides whether an edit is right: <see cref="CodexConfig"/> reads the result and compares.
/// </summary>
internal static class TomlEditor
{
    public static string Quote(string text) => new StringValueSyntax(text).ToString();

    /// <summary>Sets a value of a table that exists: changes the value's text, or adds the key where the table is written.</summary>
    public static string SetValue(TomlText toml, string[] table, string key, string value)
    {
        string text = toml.Text;
        string pair = $"{Key([key])} = {value}";
        if (toml.Entries.FirstOrDefault(entry => entry.IsAt([.. table, key]))?.Value is { } old)
        {
            return Splice(text, old.Start(), old.End(), value);
        }

        if (toml.Entries.FirstOrDefault(entry => entry.IsHeader && entry.IsAt(table)) is { Node: TableSyntaxBase header })
        {
            int line = EndOfLine(text, header.CloseBracket!.End());
            return Splice(text, line, line, EndsWithLine(text[..line]) ? pair + NewLine(text) : NewLine(text) + pair);
        }

        if (toml.Entries.FirstOrDefault(entry => entry.IsAt(table))?.Value is InlineTableSyntax braces)
        {
            return AddFirst(text, braces, pair);
        }

        // "p@mk".mcp_servers.x.enabled = false: the key goes before it, written the same way.
        if (toml.Entries.FirstOrDefault(entry => !entry.IsHeader && entry.IsPartOf(table)) is { KeyValue: { } dotted } beside)
        {
            string name = text[dotted.Start()..EndOfName(dotted.Key!, table.Length - beside.Inside)];
            return Splice(text, dotted.Start(), dotted.Start(), $"{name}.{pair}{(beside.Braces is null ? NewLine(text) : ", ")}");
        }

        return Append(text, $"[{Key(table)}]{NewLine(text)}{pair}");
    }

    /// <summary>Adds a table that does not exist.</summary>
    public static string AddTable(TomlText toml, string[] table, IEnumerable<(string Key, string Value)> values)
    {
        string[] pairs = [.. values.Select(static value => $"{value.Key} = {value.Value}")];
        return toml.Entries.FirstOrDefault(entry => entry.IsAt(table[0]))?.Value is InlineTableSyntax braces
            ? AddLast(toml.Text, braces, $"{Key(table[1..])} = {{ {string.Join(", ", pairs)} }}")
            : Append(toml.Text, string.Join(NewLine(toml.Text), [$"[{Key(table)}]", .. pairs]));
    }

    /// <summary>Adds text at the end, after a blank line. Where the last line had no end, the new last line has none either, so that this can be taken back.</summary>
    public static string Append(string text, string lines)
    {
        string newLine = NewLine(text);
        return text.Length == 0 ? lines + newLine
            : EndsWithLine(text) ? text + newLine + lines + newLine
            : text + newLine + newLine + lines;
    }

    /// <summary>Where the entry stands in the text, with what is to be removed together with it.</summary>
    public static (int Start, int End) Extent(TomlText toml, TomlEntry entry) => entry switch
    {
        { Braces: { } braces } => ExtentInBraces(toml.Text, braces, entry.KeyValue!),
        { Node: TableSyntaxBase table } => WithBlankLine(toml.Text, Lines(toml.Text, table.Start(), (table.Items.LastOrDefault()?.Value ?? (SyntaxNodeBase)table.CloseBracket!).End())),
        _ => Lines(toml.Text, entry.Node.Start(), entry.Value!.End()),
    };

    public static string Splice(string text, int start, int end, string insertion) => string.Concat(text.AsSpan(0, start), insertion, text.AsSpan(end));

    /// <summary>The key in dotted form.</summary>
    public static string Key(IEnumerable<string> names) => string.Join('.', names.Select(static name => new KeySyntax(name).ToString()));

    private static string AddFirst(string text, InlineTableSyntax braces, string pair)
    {
        int start = braces.OpenBrace!.End();
        return braces.Items.ChildrenCount == 0
            ? Splice(text, start, start, text[start] == '}' ? $" {pair} " : $" {pair}")
            : Splice(text, start, start, $" {pair},");
    }

    // Keeps to what is there, blanks and a comma at the end, so that the pair can be cut out to the byte.
    private static string AddLast(string text, InlineTableSyntax braces, string pair)
    {
        int start = braces.OpenBrace!.End();
        return braces.Items.LastOrDefault() switch
        {
            null => Splice(text, start, start, text[start] == '}' ? pair : $" {pair}"),
            { Comma: { } comma } => Splice(text, comma.End(), comma.End(), $" {pair},"),
            { KeyValue: { } last } => Splice(text, last.Value!.End(), last.Value!.End(), $", {pair}"),
            _ => text,
        };
    }

    private static (int Start, int End) ExtentInBraces(string text, InlineTableSyntax braces, KeyValueSyntax pair)
    {
        InlineTableItemSyntax[] items = [.. braces.Items];
        int index = Array.FindIndex(items, item => item.KeyValue == pair);
        int end = items[index].Comma?.End() ?? pair.Value!.End();
        SyntaxToken before = index == 0 ? braces.OpenBrace! : items[index - 1].Comma!;

        int line = text.LastIndexOf('\n', pair.Start() - 1, pair.Start() - before.End());
        if (line < 0)
        {
            // In one line with what is before it: the comma before the last pair goes with it.
            return (index > 0 && items[index].Comma is null ? before.Start() : before.End(), end);
        }

        // A line of its own goes with its end; where something follows in the line, that stays.
        bool isWholeLine = text.AsSpan(end).TrimStart(" \t") is ['\r' or '\n', ..];
        return (isWholeLine ? WithoutLine(text, line + 1) : line + 1, end);
    }

    private static (int Start, int End) Lines(string text, int start, int end)
    {
        start = text.AsSpan(0, start).LastIndexOf('\n') + 1;
        end = EndOfLine(text, end);

        // The text still ends without an end of line.
        return EndsWithLine(text[..end]) ? (start, end) : (WithoutLine(text, start), end);
    }

    // The blank line before a table goes with it where one stands after it too, or nothing; the one after the first table of a file.
    private static (int Start, int End) WithBlankLine(string text, (int Start, int End) lines)
    {
        (int start, int end) = lines;
        if (end < text.Length && text[end] is not ('\n' or '\r'))
        {
            return lines;
        }

        int blank = WithoutLine(text, start);
        bool isOpenEnd = end == text.Length && !EndsWithLine(text);
        return blank < start && (isOpenEnd || EndsWithLine(text[..blank])) ? (blank, end)
            : start == 0 ? (0, EndOfLine(text, end))
            : lines;
    }

    private static int WithoutLine(string text, int end) =>
        end > 0 && text[end - 1] == '\n' ? end > 1 && text[end - 2] == '\r' ? end - 2 : end - 1 : end;

    private static int EndOfLine(string text, int from) => text.IndexOf('\n', from) is >= 0 and int end ? end + 1 : text.Length;

    private static bool EndsWithLine(string text) => text.Length == 0 || text[^1] == '\n';

    private static string NewLine(string text) => text.LastIndexOf('\n') is var last and > 0 && text[last - 1] == '\r' ? "\r\n" : "\n";

    private static int EndOfName(KeySyntax key, int names) => names == 1 ? key.Key!.End() : key.DotKeys.ElementAt(names - 2).Key!.End();
}
