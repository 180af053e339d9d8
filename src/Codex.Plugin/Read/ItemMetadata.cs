namespace Codex.Plugin.Read;

/// <summary>The metadata of an item by name, as the project gives them.</summary>
internal sealed class ItemMetadata
{
    // Of Visual Studio's: they say how an item is shown.
    private static readonly string[] s_ofEditors = ["Visible", "InProject"];

    private readonly Dictionary<string, string> _values;

    public ItemMetadata(IReadOnlyDictionary<string, string> settings)
    {
        // MSBuild does not mind the case of the names, and an empty value is none to it.
        _values = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in settings)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                _values[name] = value;
            }
        }
    }

    /// <summary>The value, escaped; null where there is none.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>
    /// The names that are none of the known, in ordinal order, with the known one that each was most likely meant to be.
    /// A name that resembles none counts only where it is written in the item: it may be something that definitions or other items bring along.
    /// </summary>
    public static IEnumerable<(string Name, string? Similar)> Unknown(IEnumerable<string> names, IReadOnlyCollection<string> known, Func<string, bool> isWritten) =>
        from name in names.Order(StringComparer.Ordinal)
        where !known.Contains(name, StringComparer.OrdinalIgnoreCase) && !s_ofEditors.Contains(name, StringComparer.OrdinalIgnoreCase)
        // The author's own, for targets of theirs.
        where !name.StartsWith('_')
        let similar = SimilarName.Find(name, known)
        where similar is not null || isWritten(name)
        select (name, similar);
}
