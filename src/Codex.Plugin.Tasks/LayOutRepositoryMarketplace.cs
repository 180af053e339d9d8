using Codex.Plugin.Check;
using Codex.Plugin.Packaging.Marketplace;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Brings an ordinary project's part of its repository's marketplace up to date.</summary>
[MSBuildMultiThreadableTask]
public sealed class LayOutRepositoryMarketplace : PluginTask
{
    /// <summary>The absolute path of <c>project.assets.json</c>.</summary>
    [Required]
    public string AssetsFile { get; set; } = "";

    /// <summary>The absolute path of the marketplace; empty: the root of the repository that holds the project.</summary>
    public string? MarketplaceDirectory { get; set; }

    /// <summary>Ex: <c>contoso</c>; empty: as another project says, or made of the folder's name.</summary>
    public string? MarketplaceName { get; set; }

    /// <summary>What people see; empty: as another project says, or the name.</summary>
    public string? MarketplaceTitle { get; set; }

    /// <summary>Items <c>CodexPlugin</c>.</summary>
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>The absolute path of the marketplace, where it was changed.</summary>
    [Output]
    public string? ChangedMarketplace { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        string folder = string.IsNullOrEmpty(MarketplaceDirectory) ? RepositoryRoot.Find(Path.GetDirectoryName(ProjectFile)!) : MarketplaceDirectory;
        var marketplace = new RepositoryMarketplace(ProjectFile, Path.GetDirectoryName(AssetsFile)!, folder, ShownProjectFile);
        Report(marketplace.LayOut(
            string.IsNullOrEmpty(MarketplaceName) ? null : PluginName.FromPackageId(MarketplaceName),
            string.IsNullOrEmpty(MarketplaceTitle) ? null : MarketplaceTitle,
            Array.ConvertAll(Plugins, PluginItem.ToMarketplacePlugin)));
        ChangedMarketplace = marketplace.HasChanged ? folder : null;
        return !Log.HasLoggedErrors;
    }
}
