using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Inventory;
using Codex.Plugin.Packaging.Trust;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Writes the inventory of a marketplace.</summary>
[MSBuildMultiThreadableTask]
public sealed class WritePluginInventory : PluginTask
{
    /// <summary>Ex: <c>contoso</c>.</summary>
    [Required]
    public string MarketplaceName { get; set; } = "";

    /// <summary>What people see; empty: the name.</summary>
    public string? Title { get; set; }

    /// <summary>Items <c>CodexPlugin</c>.</summary>
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>The absolute folder for the files. Ex: <c>bin/Debug/inventory/</c>.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        Report(PluginInventory.Write(MarketplaceName, Title, Review(), new Dictionary<string, string>(), OutputDirectory, ShownProjectFile));
        return !Log.HasLoggedErrors;
    }

    // The seam: what the review of the plugins says goes here.
    private ReviewedPlugin[] Review() =>
        Array.ConvertAll(Plugins, static item => new ReviewedPlugin(PluginItem.ToMarketplacePlugin(item), new PluginCapabilities(), PackageSignatures.None, null));
}
