using NuGet.Versioning;

namespace Codex.Plugin.Packaging;

/// <summary>Versions as NuGet understands them.</summary>
public static class PackageVersions
{
    /// <summary>The version as NuGet writes it into a package's file name: <c>1.2</c> is <c>1.2.0</c>, build metadata is dropped.</summary>
    /// <param name="version">What the project states.</param>
    /// <returns>Null where NuGet does not accept the version.</returns>
    public static string? Normalize(string? version) =>
        NuGetVersion.TryParse(version, out NuGetVersion? parsed) ? parsed.ToNormalizedString() : null;
}
