namespace Codex.Plugin.Packaging.Restore;

/// <summary>A plugin package that NuGet has restored.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">The plugin's version.</param>
/// <param name="Folder">The absolute path of the plugin, a folder that Codex loads.</param>
/// <param name="PackageId">The id as the package writes it.</param>
/// <param name="PackageVersion">The package's version, normalised.</param>
/// <param name="PackageFolder">The absolute path of the extracted package.</param>
/// <param name="Direct">Whether the project itself references the package.</param>
/// <param name="Sha512">The hash of the <c>.nupkg</c>, in base 64.</param>
public sealed record RestoredPlugin(
    string Name, string Version, string Folder, string PackageId, string PackageVersion, string PackageFolder, bool Direct, string Sha512);
