using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging;

/// <summary>Whether a version has been given away with another content. Codex and NuGet both keep what they have of a version.</summary>
public static class PublishedVersion
{
    /// <summary>Compares the plugin with the package of the same id and version in NuGet's packages folder, where somebody has restored it.</summary>
    /// <param name="manifest">The plugin that is packed.</param>
    /// <param name="packageId">The package's id.</param>
    /// <param name="version">The package's version, as NuGet normalises it.</param>
    /// <param name="packagesFolder">The folder of extracted packages; empty means that there is none.</param>
    /// <param name="projectFile">The project, as diagnostics show it.</param>
    /// <returns>The finding, or null where there is nothing to compare with, or no difference.</returns>
    public static Diagnostic? FindDifference(PackageManifest manifest, string packageId, string version, string? packagesFolder, string projectFile)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(packageId);
        ArgumentNullException.ThrowIfNull(version);
        if (string.IsNullOrEmpty(packagesFolder))
        {
            return null;
        }

        string folder = Path.Combine(packagesFolder, packageId.ToLowerInvariant(), version.ToLowerInvariant());
        string file = Path.Combine(folder, PluginPackageFormat.PackageManifestFile);
        try
        {
            return File.Exists(file) && Difference(manifest.Files, PackageManifest.Load(file).Files) is { } path
                ? Diagnostic.Create(DiagnosticDescriptors.VersionTaken, new Location(projectFile), packageId, version, path, folder)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Another kind of package, or a damaged one: whoever references it will be told.
            return null;
        }
    }

    private static string? Difference(IReadOnlyList<PackageFileEntry> files, IReadOnlyList<PackageFileEntry> published) =>
        files.Except(published).Concat(published.Except(files)).Select(static file => file.Path).Order(StringComparer.Ordinal).FirstOrDefault();
}
