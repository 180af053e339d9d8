using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Check;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Write;

namespace Codex.Plugin.Install;

/// <summary>A marketplace that is laid out in a folder.</summary>
/// <param name="Document">Its <c>marketplace.json</c>.</param>
/// <param name="Plugins">Its plugins.</param>
internal sealed record MarketplaceContent(MarketplaceDocument Document, IReadOnlyList<WantedPlugin> Plugins)
{
    /// <exception cref="JsonException">The folder is no whole marketplace of this name.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public static MarketplaceContent Load(string folder, string name)
    {
        MarketplaceDocument document = MarketplaceDocument.Load(Path.Combine(folder, MarketplaceDocument.File));
        return document.Name != name ? throw new JsonException($"its name is '{document.Name}'")
            : document.Plugins.GroupBy(static entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice ? throw new JsonException($"it lists '{twice.Key}' twice")
            : new MarketplaceContent(document, [.. document.Plugins.Select(entry => Read(folder, entry))]);
    }

    private static WantedPlugin Read(string folder, MarketplaceEntry entry)
    {
        // Both become the name of a folder that is replaced and removed.
        if (PluginName.FindProblem(entry.Name) is { } problem)
        {
            throw new JsonException($"the plugin's name '{entry.Name}' {problem}");
        }

        string plugin = Path.Combine(folder, entry.Path);
        JsonObject manifest = StrictJson.ReadObject(Path.Combine(plugin, ManifestWriter.ManifestFile));
        string version = StrictJson.Text(manifest, "version");
        return StrictJson.Text(manifest, "name") != entry.Name ? throw new JsonException($"'{entry.Path}' holds another plugin than '{entry.Name}'")
            : !CodexVersionOrder.IsFolderName(version) ? throw new JsonException($"Codex does not take '{version}' as the version of '{entry.Name}'")
            : new WantedPlugin(entry.Name, version, plugin, entry.Policy, entry.RequiredBy);
    }
}
