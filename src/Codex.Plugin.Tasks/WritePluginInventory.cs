using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Inventory;
using Codex.Plugin.Packaging.Trust;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Writes the inventory of a marketplace.</summary>
[MSBuildMultiThreadableTask]
public sealed class WritePluginInventory : ReviewTask
{
    /// <summary>Ex: <c>contoso</c>.</summary>
    [Required]
    public string MarketplaceName { get; set; } = "";

    /// <summary>What people see; empty: the name.</summary>
    public string? Title { get; set; }

    /// <summary>The absolute folder for the files. Ex: <c>bin/Debug/inventory/</c>.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        // What is suspicious in a plugin does not make the inventory wrong, but what could not be read would be missing.
        (IReadOnlyList<ReviewedPlugin> reviewed, IReadOnlyList<Diagnostic> found) = Review(findFeeds: true);
        Report(reviewed.Count < Plugins.Length ? found : PluginInventory.Write(MarketplaceName, Title, reviewed, OutputDirectory, ShownProjectFile));
        return !Log.HasLoggedErrors;
    }
}
