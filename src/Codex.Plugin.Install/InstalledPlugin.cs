namespace Codex.Plugin.Install;

/// <summary>What a user's Codex has of a plugin.</summary>
/// <param name="Version">The version that Codex loads; null where its cache holds none.</param>
/// <param name="Enabled">What <c>config.toml</c> says; null where it has no entry.</param>
/// <param name="IsAsWanted">Whether the cache holds exactly what the marketplace has.</param>
internal sealed record InstalledPlugin(string? Version, bool? Enabled, bool IsAsWanted)
{
    public static InstalledPlugin None { get; } = new(null, null, false);

    /// <summary>A project's own settings may name a plugin that only the cache knows, so either counts.</summary>
    public bool IsThere => Version is not null || Enabled is not null;
}
