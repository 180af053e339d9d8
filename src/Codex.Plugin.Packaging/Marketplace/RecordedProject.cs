namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>What a project has brought into a marketplace.</summary>
/// <param name="Plugins">The plugins, in ordinal order of their names.</param>
public sealed record RecordedProject(IReadOnlyList<RecordedPlugin> Plugins)
{
    /// <summary>The marketplace's name, where the project sets it.</summary>
    public string? MarketplaceName { get; init; }

    /// <summary>The marketplace's display name, where the project sets it.</summary>
    public string? Title { get; init; }

    /// <summary>The folder of the project's <c>project.assets.json</c>, relative to the project's, with <c>/</c>; null: <c>obj</c>.</summary>
    public string? IntermediateFolder { get; init; }
}
