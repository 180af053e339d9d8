using Codex.Plugin.Install.Admin;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Writes the snippets with which an administrator allows a marketplace and a team gets it.</summary>
[MSBuildMultiThreadableTask]
public sealed class WriteAdminConfig : PluginTask
{
    /// <summary>Ex: <c>contoso</c>.</summary>
    [Required]
    public string MarketplaceName { get; set; } = "";

    /// <summary>The absolute folder that the project names for the marketplace; empty: the user's own.</summary>
    public string? MarketplaceDirectory { get; set; }

    /// <summary>Items <c>CodexPlugin</c>.</summary>
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>The absolute folder for the files.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        string? directory = string.IsNullOrEmpty(MarketplaceDirectory) ? null : MarketplaceDirectory;
        Report(AdminConfig.Write(AdminMarketplace.Of(MarketplaceName, directory, Array.ConvertAll(Plugins, PluginItem.ToMarketplacePlugin)), OutputDirectory, ShownProjectFile));
        return !Log.HasLoggedErrors;
    }
}
