using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Trust;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Asks whether the last build of a marketplace project is still good.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckMarketplaceUpToDate : PluginTask
{
    /// <summary>What the project says, in any form that is equal for equal projects.</summary>
    [Required]
    public string Inputs { get; set; } = "";

    /// <summary>The absolute paths that the marketplace depends on, whether they exist or not.</summary>
    public string[] Paths { get; set; } = [];

    /// <summary>The folder from which <c>nuget.config</c> is looked for; empty: the project's. Ex: <c>$(RestoreRootConfigDirectory)</c>.</summary>
    public string? ConfigDirectory { get; set; }

    /// <summary>The one <c>nuget.config</c> to read. Ex: <c>$(RestoreConfigFile)</c>.</summary>
    public string? ConfigFile { get; set; }

    /// <summary>The file that <see cref="LayOutMarketplace"/> writes. Ex: <c>obj/Debug/codexmarketplace.uptodate</c>.</summary>
    [Required]
    public string UpToDateFile { get; set; } = "";

    /// <summary>The absolute path of the file that remembers what was laid out.</summary>
    [Required]
    public string StateFile { get; set; } = "";

    /// <summary>Whether there is nothing to do.</summary>
    [Output]
    public bool UpToDate { get; set; }

    /// <summary>What the last build said about the marketplace.</summary>
    [Output]
    public string? Summary { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        Summary = new UpToDateCheck(UpToDateFile, Inputs, [.. Paths, .. NuGetConfigFiles.Candidates(ProjectFile, ConfigDirectory, ConfigFile)]).Find(StateFile);
        UpToDate = Summary is not null;
        return true;
    }
}
