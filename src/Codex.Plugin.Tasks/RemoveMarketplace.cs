using Codex.Plugin.Packaging.Marketplace;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Removes a marketplace that was laid out, and nothing else of its folder.</summary>
[MSBuildMultiThreadableTask]
public sealed class RemoveMarketplace : PluginTask
{
    /// <summary>The absolute path of the marketplace.</summary>
    [Required]
    public string Directory { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        Report(MarketplaceLayout.Remove(Directory, ShownProjectFile));
        return !Log.HasLoggedErrors;
    }
}
