using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using Tomlyn.Syntax;

namespace Codex.Plugin.Install.Config;

/// <summary>
/// Codex's <c>config.toml</c>: the marketplaces and the plugins in it are read and edited, and every other byte stays. An edit is spliced into the text
/// at the places that the parser gives, the result is read again, and it counts only where it says what was asked for and everything else as before.
/// </summary>
public sealed class CodexConfig
{
    private const string Marketplaces = "marketplaces";
    private const string Plugins = "plugins";
    private const string Enabled = "enabled";
    private const string Source = "source";
    private const string SourceType = "source_type";

    // What a removed part remembers of its surroundings.
    private const int Surroundings = 200;

    private const int MostAttempts = 10;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ConfigFile _file;
    private readonly string _byteOrderMark;
    private readonly string _loaded;
    private TomlText _toml;

    private CodexConfig(ConfigFile file)
    {
        _file = file;
        string text = Decode(file);
        _byteOrderMark = text.StartsWith('\uFEFF') ? "\uFEFF" : "";
        _loaded = text[_byteOrderMark.Length..];
        _toml = TomlText.Parse(file.Path, _loaded);
        CheckShape();
    }

    /// <summary>The whole text, with the edits.</summary>
    internal string Text => _byteOrderMark + _toml.Text;

    /// <summary>Whether an edit has changed the text.</summary>
    public bool Changed => _toml.Text != _loaded;

    /// <summary>The names of all marketplaces, in the order of the file.</summary>
    public IReadOnlyList<string> MarketplaceNames => Names(Marketplaces);

    /// <summary>The ids of all plugins that have an entry of any form, in the order of the file.</summary>
    public IReadOnlyList<string> PluginIds => [.. Names(Plugins).Where(static name => name.Contains('@', StringComparison.Ordinal))];

    /// <summary>The bytes that were read.</summary>
    internal ReadOnlySpan<byte> LoadedBytes => _file.Bytes;

    /// <summary>The bytes that saving writes.</summary>
    internal byte[] ToBytes() => s_utf8.GetBytes(_byteOrderMark + _toml.Text);

    /// <summary>Reads the file; where there is none, it counts as empty.</summary>
    /// <param name="path">An absolute path.</param>
    /// <exception cref="CodexConfigException">It cannot be read, or Codex would not read it either.</exception>
    public static CodexConfig Load(string path) => new(ConfigFile.Read(path));

    /// <summary>Reads a text that lies in no file yet.</summary>
    internal static CodexConfig Parse(string text) => new(ConfigFile.Of("config.toml", s_utf8.GetBytes(text)));

    /// <summary>Reads the file, edits it and saves it; where somebody else has changed it meanwhile, all of that again.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="edit">Makes the edits; called anew with what the file holds then.</param>
    /// <exception cref="CodexConfigException">It cannot be read, edited or written, or somebody else changes it all the time.</exception>
    public static void Edit(string path, Action<CodexConfig> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            CodexConfig config = Load(path);
            edit(config);
            if (config.TrySave())
            {
                return;
            }

            Thread.Sleep(20 << Math.Min(attempt, 4));
        }

        throw new CodexConfigException(Diagnostic.Create(DiagnosticDescriptors.ConfigChangedMeanwhile, new Location(path), MostAttempts));
    }

    /// <summary>The folder or address of a marketplace, or null where it has none.</summary>
    /// <param name="name">The marketplace's name.</param>
    public string? MarketplaceSource(string name) => (Find(Marketplaces, name, Source) as StringValueSyntax)?.Value;

    /// <summary>What kind of source a marketplace has, <c>local</c> or <c>git</c>; null where its entry does not say it, which Codex takes for <c>git</c>.</summary>
    /// <param name="name">The marketplace's name.</param>
    public string? MarketplaceSourceType(string name) => (Find(Marketplaces, name, SourceType) as StringValueSyntax)?.Value;

    /// <summary>Whether Codex loads the plugin: what its entry says, true where the entry does not say it, null where there is no entry.</summary>
    /// <param name="id">For instance <c>review@contoso</c>.</param>
    public bool? PluginEnabled(string id) =>
        Find(Plugins, id, Enabled) is BooleanValueSyntax value ? value.Value
            : _toml.Entries.Any(entry => entry.IsBelow([Plugins, id])) ? true
            : null;

    /// <summary>Makes the marketplace one in a local folder; other keys of its table stay.</summary>
    /// <param name="name">The marketplace's name.</param>
    /// <param name="absoluteFolder">The folder; Codex takes it as it is written.</param>
    public void SetMarketplace(string name, string absoluteFolder)
    {
        if (!Path.IsPathFullyQualified(absoluteFolder))
        {
            throw new ArgumentException("Codex resolves a relative folder against wherever it is started.", nameof(absoluteFolder));
        }

        Set([Marketplaces, name], (SourceType, TomlEditor.Quote("local")), (Source, TomlEditor.Quote(absoluteFolder)));
    }

    /// <summary>Switches the plugin on or off; where its entry says so already, nothing changes, and else no more than that value.</summary>
    /// <param name="id">For instance <c>review@contoso</c>.</param>
    /// <param name="enabled">Whether Codex is to load it.</param>
    public void SetPluginEnabled(string id, bool enabled)
    {
        if (PluginEnabled(id) != enabled)
        {
            Set([Plugins, id], (Enabled, enabled ? "true" : "false"));
        }
    }

    /// <summary>Takes out the marketplace's entry, whatever its form; null where there is none.</summary>
    /// <param name="name">The marketplace's name.</param>
    public RemovedEntry? RemoveMarketplace(string name) => Remove([Marketplaces, name]);

    /// <summary>Takes out the plugin's entry, whatever its form, with the settings of its servers; null where there is none.</summary>
    /// <param name="id">For instance <c>review@contoso</c>.</param>
    public RemovedEntry? RemovePlugin(string id) => Remove([Plugins, id]);

    /// <summary>Puts back what was taken out, instead of what is there now: to its place where that is still to be found, else at the end.</summary>
    /// <param name="entry">What <see cref="RemovePlugin"/> or <see cref="RemoveMarketplace"/> has returned.</param>
    public void Restore(RemovedEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string[] key = [.. entry.Key];
        Remove(key);
        if (!Candidates().Any(text => text is not null && TryApply(key, text, toml => Shown(ValuesOf(toml, key)).SequenceEqual(Shown(entry.Values), StringComparer.Ordinal))))
        {
            throw NotEditable(key);
        }

        IEnumerable<string?> Candidates()
        {
            yield return PutBack(_toml.Text, entry.Parts);
            yield return entry.Parts.All(static part => part.IsTable) ? TomlEditor.Append(_toml.Text, entry.Text.Trim('\r', '\n')) : null;
            yield return TomlEditor.AddTable(_toml, key, entry.Values.Select(static value => (TomlEditor.Key(value.Key), value.Text)));
        }
    }

    /// <summary>Writes the file, if an edit has changed it: to a temporary file beside it, which then takes its place.</summary>
    /// <returns>False where somebody else has changed the file since it was loaded: nothing was written then, and whoever calls loads again and makes the edits anew, as <see cref="Edit"/> does.</returns>
    /// <exception cref="CodexConfigException">It cannot be written; it is as it was.</exception>
    public bool TrySave() => !Changed || _file.TryReplace(s_utf8.GetBytes(Text));

    /// <summary>As <see cref="TrySave"/>, with an exception where somebody else has changed the file.</summary>
    /// <exception cref="CodexConfigException">It cannot be written, or was changed since it was loaded; it is as it was.</exception>
    public void Save()
    {
        if (!TrySave())
        {
            throw new CodexConfigException(Diagnostic.Create(DiagnosticDescriptors.ConfigChangedMeanwhile, new Location(_file.Path), 1));
        }
    }

    /// <summary>As <see cref="TrySave"/>, with bytes that were there before our edits.</summary>
    internal bool TryReplace(byte[] bytes) => bytes.AsSpan().SequenceEqual(_file.Bytes) || _file.TryReplace(bytes);

    /// <summary>Removes the file; false where somebody else has changed it since it was loaded.</summary>
    internal bool TryDelete() => _file.TryDelete();

    private static string Decode(ConfigFile file)
    {
        try
        {
            return s_utf8.GetString(file.Bytes);
        }
        catch (DecoderFallbackException exception)
        {
            var source = new SourceText(file.Path, file.Bytes);
            throw TomlText.Unreadable(source.At(source.FindInvalidUtf8() ?? 0), "it is not UTF-8", exception);
        }
    }

    // What Codex's own reading asks of these entries; without it, Codex does not start, and there is nothing to keep.
    private void CheckShape()
    {
        foreach (TomlEntry entry in _toml.Entries)
        {
            string? expected = entry switch
            {
                { Key: [Marketplaces or Plugins] or [Marketplaces or Plugins, _] } => entry.Node is TableSyntax || entry.Value is InlineTableSyntax ? null : "a table",
                { Key: [Plugins, _, Enabled, ..] } => entry is { Key.Length: 3, Value: BooleanValueSyntax } ? null : "true or false",
                { Key: [Marketplaces, _, Source or SourceType, ..] } => entry is { Key.Length: 3, Value: StringValueSyntax } ? null : "a string",
                _ => null,
            };
            if (expected is not null)
            {
                throw TomlText.Unreadable(_toml.At(entry), $"'{TomlEditor.Key(entry.Key)}' must be {expected}");
            }
        }
    }

    private string[] Names(string parent) => [.. _toml.Entries.Where(entry => entry.Key.Length > 1 && entry.Key[0] == parent).Select(static entry => entry.Key[1]).Distinct(StringComparer.Ordinal)];

    private ValueSyntax? Find(params ReadOnlySpan<string> key)
    {
        foreach (TomlEntry entry in _toml.Entries)
        {
            if (entry.IsAt(key))
            {
                return entry.Value;
            }
        }

        return null;
    }

    private void Set(string[] key, params (string Key, string Value)[] values)
    {
        string text;
        if (!_toml.Entries.Any(entry => entry.IsBelow(key)))
        {
            text = TomlEditor.AddTable(_toml, key, values);
        }
        else
        {
            // Each goes to the front, so the first comes last.
            TomlText toml = _toml;
            foreach ((string name, string value) in values.Reverse())
            {
                toml = TryParse(TomlEditor.SetValue(toml, key, name, value)) ?? throw NotEditable(key);
            }

            text = toml.Text;
        }

        Apply(key, text, toml => values.All(value => toml.Entries.Any(entry => entry.IsAt([.. key, value.Key]) && entry.Value is { } node && toml.Written(node) == value.Value)));
    }

    private RemovedEntry? Remove(string[] key)
    {
        if (!_toml.Entries.Any(entry => entry.IsBelow(key)))
        {
            return null;
        }

        RemovedValue[] values = [.. ValuesOf(_toml, key)];
        var parts = new List<RemovedPart>();
        TomlText toml = _toml;
        while (toml.Entries.FirstOrDefault(entry => entry.IsPartOf(key)) is { } part)
        {
            (int start, int end) = TomlEditor.Extent(toml, part);
            string before = toml.Text[Math.Max(start - Surroundings, 0)..start];
            string after = toml.Text[end..Math.Min(end + Surroundings, toml.Text.Length)];
            parts.Add(new RemovedPart(toml.Text[start..end], before, after, part.IsHeader));
            toml = TryParse(TomlEditor.Splice(toml.Text, start, end, "")) ?? throw NotEditable(key);
        }

        Apply(key, toml.Text, toml => !toml.Entries.Any(entry => entry.IsBelow(key)));
        return new RemovedEntry(key, parts, values);
    }

    // The last that was cut out comes first; null where the surroundings are not there, or twice.
    private static string? PutBack(string text, IReadOnlyList<RemovedPart> parts)
    {
        foreach (RemovedPart part in parts.Reverse())
        {
            string around = part.Before + part.After;
            int at = text.IndexOf(around, StringComparison.Ordinal);
            if (at < 0 || around.Length == 0 && text.Length > 0 || around.Length > 0 && text.IndexOf(around, at + 1, StringComparison.Ordinal) >= 0)
            {
                return null;
            }

            text = text.Insert(at + part.Before.Length, part.Text);
        }

        return text;
    }

    // A table of an array has no value of its own; without a text it is never written as anything else.
    private static IEnumerable<RemovedValue> ValuesOf(TomlText toml, string[] key) =>
        from entry in toml.Entries
        where entry.IsBelow(key) && entry.Node is TableArraySyntax || entry.IsBelow(key) && entry.Value is not null and not InlineTableSyntax
        select new RemovedValue(entry.Key[key.Length..], entry.Value is { } value ? toml.Written(value) : "");

    private static IEnumerable<string> Shown(IEnumerable<RemovedValue> values) => values.Select(static value => string.Join('\0', value.Key) + '\0' + value.Text);

    private void Apply(string[] key, string text, Func<TomlText, bool> isAsAsked)
    {
        if (!TryApply(key, text, isAsAsked))
        {
            throw NotEditable(key);
        }
    }

    private bool TryApply(string[] key, string text, Func<TomlText, bool> isAsAsked)
    {
        if (TryParse(text) is not { } edited || !edited.ValuesOutside(key).SequenceEqual(_toml.ValuesOutside(key), StringComparer.Ordinal) || !isAsAsked(edited))
        {
            return false;
        }

        _toml = edited;
        return true;
    }

    private TomlText? TryParse(string text)
    {
        try
        {
            return TomlText.Parse(_file.Path, text);
        }
        catch (CodexConfigException)
        {
            return null;
        }
    }

    private CodexConfigException NotEditable(string[] key)
    {
        TomlEntry? entry = _toml.Entries.FirstOrDefault(entry => entry.IsBelow(key)) ?? _toml.Entries.FirstOrDefault(entry => entry.IsBelow(key.AsSpan(0, 1)));
        return new CodexConfigException(Diagnostic.Create(DiagnosticDescriptors.ConfigEntryNotEditable, entry is null ? new Location(_file.Path) : _toml.At(entry), TomlEditor.Key(key)));
    }
}
