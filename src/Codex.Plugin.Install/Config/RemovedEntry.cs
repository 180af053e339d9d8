namespace Codex.Plugin.Install.Config;

/// <summary>A marketplace's or a plugin's entry that was taken out of <c>config.toml</c>, with all that is needed to put it back; plain data, to be kept in a file.</summary>
/// <param name="Key">The entry's key, for instance <c>plugins</c> and <c>review@contoso</c>.</param>
/// <param name="Parts">What was cut out, in the order in which it was.</param>
/// <param name="Values">Every value of the entry, for a file that has changed too much for the parts.</param>
public sealed record RemovedEntry(IReadOnlyList<string> Key, IReadOnlyList<RemovedPart> Parts, IReadOnlyList<RemovedValue> Values)
{
    /// <summary>The text that was removed.</summary>
    public string Text => string.Concat(Parts.Select(static part => part.Text));
}

/// <summary>A stretch of text that was cut out.</summary>
/// <param name="Text">The text.</param>
/// <param name="Before">Some text that stood directly before it.</param>
/// <param name="After">Some text that stood directly after it.</param>
/// <param name="IsTable">Whether it is a table of its own, which may stand anywhere.</param>
public sealed record RemovedPart(string Text, string Before, string After, bool IsTable);

/// <summary>A value of an entry.</summary>
/// <param name="Key">The key below the entry's, for instance <c>enabled</c>.</param>
/// <param name="Text">The value as it was written.</param>
public sealed record RemovedValue(IReadOnlyList<string> Key, string Text);
