using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>A plugin as <c>marketplace.json</c> lists it.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Path">Where it lies, relative to the marketplace's folder, with <c>/</c> and without <c>./</c>.</param>
/// <param name="Policy">What the marketplace says about it.</param>
public sealed record MarketplaceEntry(string Name, string Path, PluginPolicy Policy)
{
    /// <summary>The names of the plugins that need it directly, in ordinal order. Codex does not read this; whoever installs one of them installs this one too.</summary>
    public IReadOnlyList<string> RequiredBy { get; init; } = [];

    /// <summary>Whether only other plugins have brought it, and no project itself. Codex does not read this.</summary>
    public bool IsTransitive { get; init; }
}
