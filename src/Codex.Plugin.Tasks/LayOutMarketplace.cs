using Codex.Plugin.Check;
using Codex.Plugin.Packaging.Marketplace;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Lays out the restored plugins as a marketplace.</summary>
[MSBuildMultiThreadableTask]
public sealed class LayOutMarketplace : PluginTask
{
    /// <summary>Ex: <c>contoso</c>; empty: made of the project's name.</summary>
    public string? MarketplaceName { get; set; }

    /// <summary>What people see; empty: the name.</summary>
    public string? Title { get; set; }

    /// <summary>Items <c>CodexPlugin</c>.</summary>
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>The absolute path of the marketplace; what else is there is not touched.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The absolute path of the file that remembers what was laid out. Ex: <c>obj/Debug/codexmarketplace.state</c>.</summary>
    [Required]
    public string StateFile { get; set; } = "";

    /// <summary>What other tasks found, to be reported with what this one finds.</summary>
    public ITaskItem[] Findings { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        // A name that somebody has chosen is taken as it is: a mended one would not be the one that they look for.
        string name = string.IsNullOrEmpty(MarketplaceName) ? PluginName.FromPackageId(Path.GetFileNameWithoutExtension(ProjectFile)) : MarketplaceName;
        ReportAll(
        [
            .. Findings.Select(FindingItem.ToDiagnostic),
            .. MarketplaceLayout.LayOut(name, Title, Array.ConvertAll(Plugins, PluginItem.ToMarketplacePlugin), OutputDirectory, ShownProjectFile, StateFile),
        ]);
        return !Log.HasLoggedErrors;
    }
}
