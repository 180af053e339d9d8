namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>A plugin that a project has brought into a marketplace.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">The plugin's version.</param>
/// <param name="PackageId">The package's id.</param>
/// <param name="PackageVersion">The package's version.</param>
/// <param name="Policy">What the project says about it.</param>
/// <param name="RequiredBy">The names of the plugins that need it; empty where the project itself references it.</param>
public sealed record RecordedPlugin(string Name, string Version, string PackageId, string PackageVersion, PluginPolicy Policy, IReadOnlyList<string> RequiredBy)
{
    /// <summary>The hash of the <c>.nupkg</c>, in base 64; empty for a plugin that a project builds.</summary>
    public string Sha512 { get; init; } = "";
}

/// <summary>
/// Our own file beside <c>marketplace.json</c>: which folders below <c>plugins/</c> are ours to replace and to remove, and which project brought what.
/// It travels with the folder, also into a repository: no machine path, no time.
/// </summary>
/// <param name="Owned">The names of the folders below <c>plugins/</c> that are ours, in ordinal order.</param>
/// <param name="Projects">By the project's path relative to the marketplace's folder, with <c>/</c>: what it brings, in ordinal order.</param>
public sealed record MarketplaceRecord(IReadOnlyList<string> Owned, IReadOnlyDictionary<string, IReadOnlyList<RecordedPlugin>> Projects)
{
    /// <summary>Where it lies, relative to the marketplace's folder.</summary>
    public const string File = ".agents/plugins/codexmarketplace.json";
}
