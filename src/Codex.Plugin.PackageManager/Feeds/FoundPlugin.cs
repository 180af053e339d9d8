using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>A plugin that a search has found. Texts are those of whoever owns the package.</summary>
/// <param name="Id">The package's id, as the feed writes it.</param>
/// <param name="Version">The highest version that any of the feeds offers.</param>
/// <param name="Source">The key of the source that offers it, or its address without user and query.</param>
public sealed record FoundPlugin(string Id, NuGetVersion Version, string Source)
{
    /// <summary>All sources that have found the plugin, in the order of <c>nuget.config</c>; some may have older versions only.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [Source];

    /// <summary>The title; null where there is none besides the id.</summary>
    public string? Title { get; init; }

    /// <summary>What it is for; empty where nothing is said.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who made it, as the package says; empty where it does not.</summary>
    public string Authors { get; init; } = "";

    /// <summary>Who owns the id on the feed; empty where the feed does not say.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>How often any version was downloaded; null where no feed counts.</summary>
    public long? Downloads { get; init; }

    /// <summary>Why nobody should use it any more; null where nothing is said against it.</summary>
    public VersionDeprecation? Deprecation { get; init; }

    /// <summary>The known vulnerabilities of this version, the worst first.</summary>
    public IReadOnlyList<VersionVulnerability> Vulnerabilities { get; init; } = [];
}
