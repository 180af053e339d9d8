using System.Runtime.CompilerServices;
using NuGet.Versioning;

namespace Codex.Plugin.Packaging;

/// <summary>Versions as NuGet understands them.</summary>
public static class PackageVersions
{
    /// <summary>
    /// The version as NuGet writes it into a package's file name: <c>1.2</c> is <c>1.2.0</c>, build metadata is dropped.
    /// Most versions are plain, and then NuGet's assembly is not loaded.
    /// </summary>
    /// <param name="version">What the project states.</param>
    /// <returns>Null where NuGet does not accept the version.</returns>
    public static string? Normalize(string? version) => IsPlain(version) ? version : NormalizeByNuGet(version);

    private static bool IsPlain(string? version) =>
        Version.TryParse(version, out Version? parsed) && parsed is { Build: >= 0, Revision: < 0 } && parsed.ToString() == version;

    // A method of its own: the assembly is loaded when the method is compiled, not when it gets there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? NormalizeByNuGet(string? version) =>
        NuGetVersion.TryParse(version, out NuGetVersion? parsed) ? parsed.ToNormalizedString() : null;
}
