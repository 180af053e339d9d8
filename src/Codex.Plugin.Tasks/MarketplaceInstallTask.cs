using Codex.Plugin.Install;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>What installing a marketplace and taking it out have in common.</summary>
public abstract class MarketplaceInstallTask : PluginTask
{
    /// <summary>Ex: <c>contoso</c>.</summary>
    [Required]
    public string MarketplaceName { get; set; } = "";

    /// <summary>The absolute path of the marketplace that the project lays out.</summary>
    [Required]
    public string MarketplaceFolder { get; set; } = "";

    /// <summary>Whether Codex reads the marketplace from that folder.</summary>
    public bool InPlace { get; set; }

    /// <summary>Where Codex is; empty: on the <c>PATH</c>.</summary>
    public string? CodexPath { get; set; }

    /// <summary>What is installed, and where.</summary>
    protected InstallOptions Options => new()
    {
        Home = CodexHome.OfUser,
        Marketplace = MarketplaceName,
        ProjectFile = ProjectFile,
        Folder = MarketplaceFolder,
        InPlace = InPlace,
        CodexPath = CodexPath,
    };

    /// <summary>Logs the findings, and prints the lines so that the user sees them under every logger.</summary>
    /// <param name="result">What has happened.</param>
    /// <param name="heading">The first line; null: none.</param>
    /// <param name="isPlan">Whether nothing has happened yet.</param>
    /// <returns>Whether there was no error.</returns>
    protected bool Report(InstallResult result, string? heading, bool isPlan)
    {
        ArgumentNullException.ThrowIfNull(result);
        Report(result.Diagnostics);
        if (result.Succeeded)
        {
            UserOutput.Write(this, [.. heading is null ? [] : (string[])[heading], .. result.ToTable(), result.ToSummary(Options.Home, isPlan)]);
        }

        return result.Succeeded && !Log.HasLoggedErrors;
    }
}
