namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>What a marketplace's folder is to hold.</summary>
/// <param name="Document">The marketplace. Where the plugins lie is the folder's business: the paths of the entries are not looked at.</param>
/// <param name="Projects">What the record is to say about the projects.</param>
/// <param name="Sources">
/// Where the plugins come from. One that has an entry and no source (another project brings it) stays as it lies in the folder,
/// and loses its entry where it does not lie there.
/// </param>
internal sealed record MarketplaceSet(
    MarketplaceDocument Document, IReadOnlyDictionary<string, RecordedProject> Projects, IReadOnlyList<PluginSource> Sources)
{
    /// <summary>Whether nobody needs the marketplace any more, so that nothing of ours is to be left.</summary>
    public bool IsGone { get; init; }
}
