using System.Text.Json;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>Lays out restored plugins as a marketplace: <c>.agents/plugins/marketplace.json</c> and <c>plugins/NAME/</c>.</summary>
public static class MarketplaceLayout
{
    /// <summary>Makes the marketplace in the folder hold exactly these plugins, each file verified against its package. Where there is an error nothing is written.</summary>
    /// <param name="name">The marketplace's name; <see cref="PluginName.FromPackageId"/> makes one of a project's name.</param>
    /// <param name="title">What people see; null or empty where that is the name.</param>
    /// <param name="plugins">The plugins.</param>
    /// <param name="folder">The absolute path of the folder, which may hold other things too; those are not touched.</param>
    /// <param name="projectFile">The path of the project, as diagnostics show it.</param>
    /// <param name="stateFile">The absolute path of the file that remembers what was laid out, so that a second run need not look at any content; null: none.</param>
    public static IReadOnlyList<Diagnostic> LayOut(string name, string? title, IReadOnlyList<MarketplacePlugin> plugins, string folder, string projectFile, string? stateFile = null)
    {
        var location = new Location(projectFile);
        title = string.IsNullOrEmpty(title) ? name : title;
        return new MarketplaceFolder(folder, location) { StateFile = stateFile }.Update(Inputs(name, title, plugins), (record, diagnostics) =>
        {
            if (PluginName.FindMarketplaceProblem(name) is { } problem)
            {
                diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.MarketplaceNameNotAccepted, location, name, problem));
            }

            var document = new MarketplaceDocument(name, title,
                [.. plugins.OrderBy(static plugin => plugin.Plugin.Name, StringComparer.Ordinal)
                    .Select(static plugin => new MarketplaceEntry(plugin.Plugin.Name, "plugins/" + plugin.Plugin.Name, plugin.Policy) { RequiredBy = plugin.RequiredBy })]);
            return new MarketplaceSet(document, record.Projects, [.. plugins.Select(plugin => Source(plugin.Plugin, location))]);
        });
    }

    /// <summary>Removes what was laid out in the folder, and nothing else.</summary>
    /// <param name="folder">The absolute path of the folder.</param>
    /// <param name="projectFile">The path of the project, as diagnostics show it.</param>
    public static IReadOnlyList<Diagnostic> Remove(string folder, string projectFile) => new MarketplaceFolder(folder, new Location(projectFile)).Remove();

    /// <summary>Where a plugin comes from, and what its files must be.</summary>
    internal static PluginSource Source(RestoredPlugin plugin, Location location)
    {
        return plugin.PackageFolder.Length == 0 ? PluginSource.OfFolder(plugin.Name, plugin.Folder, Refuse) : new PluginSource
        {
            Name = plugin.Name,
            Folder = plugin.Folder,
            Identity = $"{plugin.PackageId}/{plugin.PackageVersion} {plugin.Sha512}",
            ListFile = Path.Combine(plugin.PackageFolder, PluginPackageFormat.PackageManifestFile),
            ReadFiles = _ => ReadFiles(plugin),
            Refuse = Refuse,
        };

        Diagnostic Refuse(string problem) => Diagnostic.Create(DiagnosticDescriptors.ReferencedPackageDamaged, location,
            plugin.PackageId, plugin.PackageVersion, plugin.PackageFolder.Length > 0 ? plugin.PackageFolder : plugin.Folder, problem);
    }

    private static PluginSourceFile[] ReadFiles(RestoredPlugin plugin)
    {
        PackageManifest manifest = PackageManifest.Load(Path.Combine(plugin.PackageFolder, PluginPackageFormat.PackageManifestFile));
        if (manifest.Name != plugin.Name || manifest.Version != plugin.Version)
        {
            throw new JsonException($"codexplugin.json describes '{manifest.Name}' {manifest.Version}, and plugin.json '{plugin.Name}' {plugin.Version}");
        }

        var files = new PluginSourceFile[manifest.Files.Count];
        for (int i = 0; i < files.Length; i++)
        {
            PackageFileEntry file = manifest.Files[i];
            files[i] = new PluginSourceFile(file.Path, file.Sha256, file.Executable);
        }

        return files;
    }

    /// <summary>All that the marketplace is made from, but for the content of files.</summary>
    internal static byte[] Inputs(string name, string title, IReadOnlyList<MarketplacePlugin> plugins)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(name);
        writer.Write(title);
        writer.Write(plugins.Count);
        foreach ((RestoredPlugin plugin, PluginPolicy policy, IReadOnlyList<string> requiredBy) in plugins)
        {
            writer.Write(plugin.Name);
            writer.Write(plugin.Version);
            writer.Write(plugin.Folder);
            writer.Write(plugin.PackageId);
            writer.Write(plugin.PackageVersion);
            writer.Write(plugin.PackageFolder);
            writer.Write(plugin.Sha512);
            writer.Write((int)policy.Installation);
            writer.Write((int)policy.Authentication);
            Texts(policy.Products);
            writer.Write(policy.Category ?? "");
            Texts(requiredBy);
        }

        return bytes.ToArray();

        void Texts(IReadOnlyList<string>? texts)
        {
            writer.Write(texts?.Count ?? -1);
            for (int i = 0; i < texts?.Count; i++)
            {
                writer.Write(texts[i]);
            }
        }
    }
}
