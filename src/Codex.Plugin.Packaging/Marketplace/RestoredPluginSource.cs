using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>A restored plugin as what a marketplace is filled from: that of a package is verified, that of a project is what was just built.</summary>
internal static class RestoredPluginSource
{
    /// <summary>Where a plugin comes from, and what its files must be.</summary>
    public static PluginSource Of(RestoredPlugin plugin, Location location)
    {
        return plugin.PackageFolder.Length == 0 ? PluginSource.OfFolder(plugin.Name, plugin.Folder, problem => Refuse(plugin, problem, location)) : new PluginSource
        {
            Name = plugin.Name,
            Folder = plugin.Folder,
            Identity = $"{plugin.PackageId}/{plugin.PackageVersion} {plugin.Sha512}",
            ListFile = Path.Combine(plugin.PackageFolder, PluginPackageFormat.PackageManifestFile),
            Warnings = PackageVerifier.FindMissingArchive(plugin, location) is { } missing ? [missing] : [],
            ReadFiles = (found, diagnostics) => ReadFiles(plugin, found, location, diagnostics),
            RefuseFile = path => PackageVerifier.ContentDiffers(plugin, path, location),
            Refuse = problem => Refuse(plugin, problem, location),
        };
    }

    /// <summary>The finding for a plugin that cannot be used.</summary>
    public static Diagnostic Refuse(RestoredPlugin plugin, string problem, Location location) => Diagnostic.Create(DiagnosticDescriptors.ReferencedPackageDamaged, location,
        plugin.PackageId, plugin.PackageVersion, plugin.PackageFolder.Length > 0 ? plugin.PackageFolder : plugin.Folder, problem);

    private static PluginSourceFile[]? ReadFiles(RestoredPlugin plugin, IReadOnlyDictionary<string, FileStamp> found, Location location, List<Diagnostic> diagnostics)
    {
        (IReadOnlyList<PackageFileEntry>? files, IReadOnlyList<Diagnostic> problems) = PackageVerifier.Verify(plugin, found, location);
        diagnostics.AddRange(problems);
        return files?.Select(static file => new PluginSourceFile(file.Path, file.Sha256, file.Executable)).ToArray();
    }
}
