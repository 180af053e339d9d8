using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Text;

namespace Codex.Plugin.Install;

/// <summary>The copy of a marketplace that Codex reads, without what is not available: Codex would list it as available.</summary>
internal static class MarketplaceMirror
{
    /// <summary>What the copy lists.</summary>
    public static MarketplaceDocument Select(MarketplaceDocument document) =>
        document with { Plugins = [.. document.Plugins.Where(static entry => entry.Policy.Installation != InstallationPolicy.NotAvailable)] };

    public static IReadOnlyList<Diagnostic> Write(MarketplaceContent content, string folder, Location location)
    {
        List<WantedPlugin> plugins = [.. content.Plugins.Where(static plugin => plugin.Policy.Installation != InstallationPolicy.NotAvailable)];
        MarketplaceDocument document = Select(content.Document);
        List<PluginSource> sources = plugins.ConvertAll(plugin => PluginSource.OfFolder(plugin.Name, plugin.Folder,
            problem => Diagnostic.Create(DiagnosticDescriptors.NoMarketplaceToInstall, location, content.Document.Name, plugin.Folder, problem)));
        return new MarketplaceFolder(folder, location).Update([], (_, _) => new MarketplaceSet(document, new Dictionary<string, RecordedProject>(), sources));
    }
}
