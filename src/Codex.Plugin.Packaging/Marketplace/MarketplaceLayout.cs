using System.Text.Json;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
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

            diagnostics.AddRange(PluginSetRules.Check(plugins, projectFile));
            foreach (RestoredPlugin plugin in plugins.Select(static plugin => plugin.Plugin))
            {
                if (Copy(plugin, output) is { } problem)
                {
                    diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.ReferencedPackageDamaged, location,
                        plugin.PackageId, plugin.PackageVersion, plugin.PackageFolder, problem));
                }
            }

            var document = new MarketplaceDocument(name, string.IsNullOrEmpty(title) ? name : title,
                [.. plugins.OrderBy(static plugin => plugin.Plugin.Name, StringComparer.Ordinal)
                    .Select(static plugin => new MarketplaceEntry(plugin.Plugin.Name, "plugins/" + plugin.Plugin.Name, plugin.Policy) { RequiredBy = plugin.RequiredBy })]);
            output.Write(MarketplaceDocument.File, document.ToBytes());
            if (diagnostics.All(static diagnostic => diagnostic.Severity != DiagnosticSeverity.Error))
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

    private static string? Copy(RestoredPlugin plugin, OutputFolder output)
    {
        try
        {
            if (PluginName.FindProblem(plugin.Name) is { } problem)
            {
                return $"the plugin's name '{plugin.Name}' {problem}";
            }

            // A project's plugin is what was just built.
            PackageManifest manifest = plugin.ProjectFile is not null ? PackageManifest.Describe(plugin.Folder) : PackageManifest.Load(Path.Combine(plugin.PackageFolder, PluginPackageFormat.PackageManifestFile));
            if (manifest.Name != plugin.Name || manifest.Version != plugin.Version)
            {
                return $"codexplugin.json describes '{manifest.Name}' {manifest.Version}, and plugin.json '{plugin.Name}' {plugin.Version}";
            }

            foreach (PackageFileEntry file in manifest.Files)
            {
                if (!IsPlain(file.Path))
                {
                    return $"codexplugin.json names '{file.Path}', which is no plain path inside the plugin";
                }

                byte[] bytes = File.ReadAllBytes(Path.Combine(plugin.Folder, file.Path));
                if (PackageManifest.Hash(bytes) != file.Sha256)
                {
                    return $"'{file.Path}' is not the file that was packed";
                }

                output.Write($"plugins/{plugin.Name}/{file.Path}", bytes);
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return exception.Message;
        }
    }

    private static bool IsPlain(string path) =>
        path.Length > 0 && !path.Contains('\\', StringComparison.Ordinal) && path.Split('/').All(static name => name is not ("" or "." or ".."));
}
