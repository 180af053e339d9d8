using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>Lays out restored plugins as a marketplace: <c>.agents/plugins/marketplace.json</c> and <c>plugins/NAME/</c>.</summary>
public static class MarketplaceLayout
{
    /// <summary>Makes the folder hold exactly these plugins, each file verified against its package. Where there is an error nothing is written.</summary>
    /// <param name="name">The marketplace's name; <see cref="Check.PluginName.FromPackageId"/> makes one of a project's name.</param>
    /// <param name="title">What people see; null or empty where that is the name.</param>
    /// <param name="plugins">The plugins.</param>
    /// <param name="folder">The absolute path of the marketplace. It belongs to the lay-out, which removes everything else from it.</param>
    /// <param name="projectFile">The path of the project, as diagnostics show it.</param>
    public static IReadOnlyList<Diagnostic> LayOut(string name, string? title, IReadOnlyList<MarketplacePlugin> plugins, string folder, string projectFile)
    {
        var diagnostics = new List<Diagnostic>();
        var location = new Location(projectFile);
        try
        {
            using FileStream exclusive = BuildLock.Take(folder + ".lock");
            using var output = new OutputFolder(folder);
            if (PluginName.FindMarketplaceProblem(name) is { } nameProblem)
            {
                diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.MarketplaceNameNotAccepted, location, name, nameProblem));
            }

            var names = new HashSet<string>(StringComparer.Ordinal);
            var files = new List<PackageFileEntry>();
            foreach (RestoredPlugin plugin in plugins.Select(static plugin => plugin.Plugin))
            {
                if (names.Add(plugin.Name))
                {
                    files.AddRange(Copy(plugin, output, location, diagnostics));
                }
                else
                {
                    diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.ReferencedPackageDamaged, location,
                        plugin.PackageId, plugin.PackageVersion, plugin.PackageFolder, $"another package brings a plugin with its name, '{plugin.Name}'"));
                }
            }

            if (PackageVerifier.FindTooLarge(name, files, location) is { } tooLarge)
            {
                diagnostics.Add(tooLarge);
            }

            var document = new MarketplaceDocument(name, string.IsNullOrEmpty(title) ? name : title,
                [.. plugins.OrderBy(static plugin => plugin.Plugin.Name, StringComparer.Ordinal)
                    .Select(static plugin => new MarketplaceEntry(plugin.Plugin.Name, "plugins/" + plugin.Plugin.Name, plugin.Policy) { RequiredBy = plugin.RequiredBy })]);
            output.Write(MarketplaceDocument.File, document.ToBytes());
            if (!diagnostics.Any(static found => found.Severity == DiagnosticSeverity.Error))
            {
                output.Commit(static () => { });
            }
        }
        catch (OutputException exception)
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, location, exception.Path, exception.Message));
        }

        return diagnostics;
    }

    private static IReadOnlyList<PackageFileEntry> Copy(RestoredPlugin plugin, OutputFolder output, Location location, List<Diagnostic> diagnostics)
    {
        (IReadOnlyList<PackageFileEntry>? files, IReadOnlyList<Diagnostic> found) = PackageVerifier.Verify(plugin, location);
        diagnostics.AddRange(found);
        foreach (PackageFileEntry file in files ?? [])
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(plugin.Folder, file.Path));
            if (PackageManifest.Hash(bytes) == file.Sha256)
            {
                output.Write($"plugins/{plugin.Name}/{file.Path}", bytes);
            }
            else
            {
                diagnostics.Add(PackageVerifier.ContentDiffers(plugin, file.Path, location));
            }
        }

        return files ?? [];
    }
}
