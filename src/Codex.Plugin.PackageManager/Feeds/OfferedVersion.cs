using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>A version of a plugin as a feed offers it.</summary>
/// <param name="Id">The package's id, as the feed writes it.</param>
/// <param name="Version">The version.</param>
/// <param name="Source">The key of the source in <c>nuget.config</c>, or its address without user and query. Of several that have it, the first in the order of <c>nuget.config</c>.</param>
/// <param name="Published">When it was published; null where the feed does not say.</param>
/// <param name="Listed">Whether the feed shows it to people who do not know of it; true where the feed does not say.</param>
/// <param name="Deprecation">Why nobody should use it any more; null where nothing is said against it.</param>
public sealed record OfferedVersion(string Id, NuGetVersion Version, string Source, DateTimeOffset? Published, bool Listed, VersionDeprecation? Deprecation)
{
    /// <summary>All sources that have it, in the order of <c>nuget.config</c>.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [Source];

    /// <summary>Its known vulnerabilities, the worst first; empty where none is known.</summary>
    public IReadOnlyList<VersionVulnerability> Vulnerabilities { get; init; } = [];

    /// <summary>Whether its owner says that nobody should use it any more.</summary>
    public bool Deprecated => Deprecation is not null;
}

/// <summary>Why nobody should use a version any more. Texts of whoever owns the package.</summary>
/// <param name="Reasons">Ex: <c>Legacy</c>, <c>CriticalBugs</c>.</param>
/// <param name="Message">What the owner says about it; null for nothing.</param>
/// <param name="Alternative">The id to use instead; null for none.</param>
public sealed record VersionDeprecation(IReadOnlyList<string> Reasons, string? Message, string? Alternative);

/// <summary>A known vulnerability of a version.</summary>
/// <param name="Severity"><c>low</c>, <c>moderate</c>, <c>high</c>, <c>critical</c> or <c>unknown</c>.</param>
/// <param name="Advisory">The address to read about it.</param>
public sealed record VersionVulnerability(string Severity, string Advisory);
