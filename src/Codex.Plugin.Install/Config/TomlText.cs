using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Codex.Plugin.Install.Config;

/// <summary>A TOML document: its text, and where in it everything stands.</summary>
internal sealed class TomlText
{
    // Codex gives up at 80; the parser must not refuse what Codex reads.
    private static readonly TomlSerializerOptions s_options = new() { MaxDepth = 100 };

    private readonly string _path;

    private TomlText(string path, string text, IReadOnlyList<TomlEntry> entries)
    {
        _path = path;
        Text = text;
        Entries = entries;
    }

    public string Text { get; }

    /// <summary>Every header and every key, also those within inline tables, in the order of the text.</summary>
    public IReadOnlyList<TomlEntry> Entries { get; }

    /// <summary>Reads a document.</summary>
    /// <exception cref="CodexConfigException">It is no TOML, or a key is defined twice.</exception>
    public static TomlText Parse(string path, string text)
    {
        DocumentSyntax document;
        try
        {
            document = SyntaxParser.Parse(text, s_options, path, validate: true);
        }
        catch (TomlException exception)
        {
            throw Unreadable(new Location(path, exception.Line ?? 0, exception.Column ?? 0), exception.Message, exception);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw Unreadable(new Location(path), @"a \u or \U in a string names no character", exception);
        }

        if (document.Diagnostics.FirstOrDefault(static found => found.Kind == DiagnosticMessageKind.Error) is { } error)
        {
            throw Unreadable(At(path, error.Span), error.Message);
        }

        var entries = new List<TomlEntry>();
        foreach (KeyValueSyntax pair in document.KeyValues)
        {
            Add(pair, [], null);
        }

        foreach (TableSyntaxBase table in document.Tables)
        {
            string[] key = Names(table.Name!);
            entries.Add(new TomlEntry(key, 0, table));
            foreach (KeyValueSyntax pair in table.Items)
            {
                Add(pair, key, null);
            }
        }

        return new TomlText(path, text, entries);

        void Add(KeyValueSyntax pair, string[] around, InlineTableSyntax? braces)
        {
            string[] key = [.. around, .. Names(pair.Key!)];
            entries.Add(new TomlEntry(key, around.Length, pair, braces));
            if (pair.Value is InlineTableSyntax table)
            {
                foreach (InlineTableItemSyntax item in table.Items)
                {
                    Add(item.KeyValue!, key, table);
                }
            }
        }
    }

    public static CodexConfigException Unreadable(Location location, string why, Exception? inner = null) =>
        new(Diagnostic.Create(DiagnosticDescriptors.ConfigNotReadable, location, why.TrimEnd('.')), inner);

    public Location At(TomlEntry entry) => At(_path, entry.Node.Span);

    /// <summary>The text of a value, as it is written.</summary>
    public string Written(SyntaxNodeBase node) => Text[node.Start()..node.End()];

    /// <summary>Every value with its full key, but for those below <paramref name="key"/>: what an edit of that entry must leave as it is.</summary>
    public IEnumerable<string> ValuesOutside(string[] key) =>
        from entry in Entries
        where !entry.IsBelow(key) && entry.Value is not InlineTableSyntax
        select string.Join('\0', entry.Key) + '\0' + (entry.Value is { } value ? Written(value) : "");

    private static Location At(string path, SourceSpan span) => new(path, span.Start.Line + 1, span.Start.Column + 1);

    private static string[] Names(KeySyntax key) => [Name(key.Key!), .. key.DotKeys.Select(static dotted => Name(dotted.Key!))];

    private static string Name(BareKeyOrStringValueSyntax key) => key is BareKeySyntax bare ? bare.Key!.Text! : ((StringValueSyntax)key).Value!;
}
