namespace Contoso.Glossary.Mcp;

/// <summary>The words that Contoso uses, with their meanings; capitals do not count.</summary>
public sealed class Terms(IReadOnlyDictionary<string, string> meanings)
{
    private readonly SortedDictionary<string, string> _meanings = new(meanings.ToDictionary(), StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Names => _meanings.Keys;

    public string? Find(string name) => _meanings.GetValueOrDefault(name.Trim());
}
