namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>search</c> has found.</summary>
/// <param name="Text">What was looked for.</param>
/// <param name="Plugins">The best first. Texts are those of whoever owns the package.</param>
internal sealed record SearchResult(string Text, IReadOnlyList<SearchedPlugin> Plugins);

/// <summary>A plugin on the feeds.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">The highest version that any of the feeds offers.</param>
/// <param name="Source">The key of the source that offers it.</param>
/// <param name="Sources">The keys of all sources that have the plugin.</param>
/// <param name="Title">Null: there is none besides the id.</param>
/// <param name="Description">Empty: nothing is said.</param>
/// <param name="Authors">As the package says; empty: it does not.</param>
/// <param name="Owners">As the feed says; empty: it does not.</param>
/// <param name="Downloads">Of all versions together; null: no feed counts.</param>
/// <param name="Deprecated">Why nobody should use it any more; null: no reason.</param>
/// <param name="Vulnerabilities">Those of this version; empty: none is known.</param>
internal sealed record SearchedPlugin(
    string Id, string Version, string Source, IReadOnlyList<string> Sources, string? Title, string Description, string Authors, IReadOnlyList<string> Owners,
    long? Downloads, string? Deprecated, IReadOnlyList<ListedVulnerability> Vulnerabilities);
