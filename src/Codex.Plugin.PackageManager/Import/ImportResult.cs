namespace Codex.Plugin.PackageManager.Import;

/// <summary>What an import has made.</summary>
public sealed record ImportResult
{
    /// <summary>Where the plugins came from; an address is without its credentials.</summary>
    public required string Source { get; init; }

    /// <summary>What the source is.</summary>
    public required ImportSourceKind Kind { get; init; }

    /// <summary>The absolute path of the folder with the projects.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether nothing was kept.</summary>
    public bool DryRun { get; init; }

    /// <summary>The marketplace's name.</summary>
    public required string Marketplace { get; init; }

    /// <summary>The plugins, in the order of the source.</summary>
    public required IReadOnlyList<ImportedPlugin> Plugins { get; init; }

    /// <summary>All that could not be imported as it is: what is about the marketplace first, then by plugin.</summary>
    public required IReadOnlyList<ImportFinding> Findings { get; init; }
}
