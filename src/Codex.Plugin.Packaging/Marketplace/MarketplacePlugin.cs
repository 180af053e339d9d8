using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>A plugin that a project brings into a marketplace.</summary>
/// <param name="Plugin">Where it is, and what it is.</param>
/// <param name="Policy">What the project says about it; for one that only another plugin needs, the strongest of theirs.</param>
/// <param name="RequiredBy">The names of the plugins that need it directly, in ordinal order.</param>
public sealed record MarketplacePlugin(RestoredPlugin Plugin, PluginPolicy Policy, IReadOnlyList<string> RequiredBy)
{
    /// <summary>What the project allows it to be and to do.</summary>
    public TrustPolicy Trust { get; init; } = TrustPolicy.None;

    /// <summary>Whether only other plugins have brought it, and not the project itself.</summary>
    public bool IsTransitive => !Plugin.Direct && RequiredBy.Count > 0;
}
