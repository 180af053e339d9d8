namespace Codex.Plugin.Packaging.Restore;

/// <summary>A plugin of a restored project: that of a package, or of another project.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">The plugin's version.</param>
/// <param name="Folder">The absolute path of the plugin, a folder that Codex loads.</param>
/// <param name="PackageId">The id as the package writes it.</param>
/// <param name="PackageVersion">The package's version, normalised.</param>
/// <param name="PackageFolder">The absolute path of the extracted package; empty for a project's.</param>
/// <param name="Direct">Whether the project itself references the package.</param>
/// <param name="Sha512">The hash of the <c>.nupkg</c>, in base 64; empty for a project's.</param>
public sealed record RestoredPlugin(
    string Name, string Version, string Folder, string PackageId, string PackageVersion, string PackageFolder, bool Direct, string Sha512)
{
    /// <summary>The ids of the plugins and projects that it needs, itself or through packages that are no plugins, in ordinal order.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>The absolute path of the project that it is built from; null for a package's.</summary>
    public string? ProjectFile { get; init; }
}
