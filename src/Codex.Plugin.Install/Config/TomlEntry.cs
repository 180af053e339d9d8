using Tomlyn.Syntax;

namespace Codex.Plugin.Install.Config;

/// <summary>A table's header or a key with its value, with its full key.</summary>
/// <param name="Key">The full key: that of the table around it and its own.</param>
/// <param name="Inside">How many names of the key belong to what is around it; 0 for a header.</param>
/// <param name="Node">A <see cref="TableSyntaxBase"/> or a <see cref="KeyValueSyntax"/>.</param>
/// <param name="Braces">The inline table around it, if there is one.</param>
internal sealed record TomlEntry(string[] Key, int Inside, SyntaxNode Node, InlineTableSyntax? Braces = null)
{
    public KeyValueSyntax? KeyValue => Node as KeyValueSyntax;

    public ValueSyntax? Value => KeyValue?.Value;

    public bool IsHeader => Node is TableSyntaxBase;

    public bool IsAt(params ReadOnlySpan<string> key) => Key.AsSpan().SequenceEqual(key);

    public bool IsBelow(ReadOnlySpan<string> key) => Key.Length >= key.Length && Key.AsSpan(0, key.Length).SequenceEqual(key);

    /// <summary>Whether this is the outermost writing of something that belongs to <paramref name="key"/>.</summary>
    public bool IsPartOf(ReadOnlySpan<string> key) => Inside < key.Length && IsBelow(key);
}
