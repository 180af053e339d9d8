using Codex.Plugin.PackageManager.Feeds;
using NuGet.Versioning;

namespace Codex.Plugin.Tool.Commands;

/// <summary>Which version an update takes.</summary>
internal static class Updates
{
    /// <summary>The highest listed version above the current one that the range allows; null: none.</summary>
    /// <param name="offered">What the feeds have.</param>
    /// <param name="current">The version that is there.</param>
    /// <param name="range">What the reference says; null: any version.</param>
    public static OfferedVersion? Choose(IReadOnlyList<OfferedVersion> offered, NuGetVersion current, string? range)
    {
        VersionRange? allowed = range is null ? null : VersionRange.Parse(range);
        return offered
            .Where(one => one.Listed && one.Version > current && (allowed is null || VersionChoice.Satisfies(allowed, one.Version)))
            .MaxBy(static one => one.Version);
    }
}
