using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Trust;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Lays out the restored plugins as a marketplace.</summary>
[MSBuildMultiThreadableTask]
public sealed class LayOutMarketplace : PluginTask
{
    /// <summary>Ex: <c>contoso</c>; empty: made of the project's name, for an ordinary project of the marketplace's folder.</summary>
    public string? MarketplaceName { get; set; }

    /// <summary>What people see; empty: the name.</summary>
    public string? Title { get; set; }

    /// <summary>Items <c>CodexPlugin</c>.</summary>
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>Whether this is an ordinary project, which shares the marketplace of its repository and need not bring anything.</summary>
    public bool IsConsumer { get; set; }

    /// <summary>What people see, in a marketplace of ordinary projects, whose own title is another matter; empty: as another project says, or the name.</summary>
    public string? MarketplaceTitle { get; set; }

    /// <summary>The absolute path of the folder with <c>project.assets.json</c>.</summary>
    [Required]
    public string IntermediateDirectory { get; set; } = "";

    /// <summary>The absolute path of the marketplace; empty: the root of the repository that holds the project.</summary>
    public string? OutputDirectory { get; set; }

    /// <summary>The absolute path of the file that remembers what was laid out. Ex: <c>obj/Debug/codexmarketplace.state</c>.</summary>
    [Required]
    public string StateFile { get; set; } = "";

    /// <summary>The file with which <see cref="CheckMarketplaceUpToDate"/> spares the next build everything. Ex: <c>obj/Debug/codexmarketplace.uptodate</c>.</summary>
    [Required]
    public string UpToDateFile { get; set; } = "";

    /// <summary>As for <see cref="CheckMarketplaceUpToDate"/>; empty where that was not asked.</summary>
    public string? Inputs { get; set; }

    /// <summary>As for <see cref="CheckMarketplaceUpToDate"/>.</summary>
    public string[] Paths { get; set; } = [];

    /// <summary>As for <see cref="CheckMarketplaceUpToDate"/>.</summary>
    public string? ConfigDirectory { get; set; }

    /// <summary>As for <see cref="CheckMarketplaceUpToDate"/>.</summary>
    public string? ConfigFile { get; set; }

    /// <summary>The absolute paths of further files that the review of the plugins turned out to depend on, of <see cref="ReviewPlugins"/>.</summary>
    public string[] WatchedFiles { get; set; } = [];

    /// <summary>Whether the next build may find something although nothing has changed, of <see cref="ReviewPlugins"/>.</summary>
    public bool DependsOnTime { get; set; }

    /// <summary>Whether there is something to be recorded once the plugins are laid out, of <see cref="ReviewPlugins"/>.</summary>
    public bool HasPendingApprovals { get; set; }

    /// <summary>As for <see cref="RecordPluginApprovals"/>.</summary>
    public string? ApprovalsFile { get; set; }

    /// <summary>As for <see cref="RecordPluginApprovals"/>.</summary>
    public string? PendingApprovalsFile { get; set; }

    /// <summary>What the build says about the marketplace.</summary>
    public string? Summary { get; set; }

    /// <summary>What other tasks found, to be reported with what this one finds.</summary>
    public ITaskItem[] Findings { get; set; } = [];

    /// <summary>The absolute path of the marketplace; for an ordinary project empty where nothing has changed: there are many of them.</summary>
    [Output]
    public string? ShownDirectory { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        string folder = string.IsNullOrEmpty(OutputDirectory) ? RepositoryRoot.Find(Path.GetDirectoryName(ProjectFile)!) : OutputDirectory;
        string? title = IsConsumer ? MarketplaceTitle : Title;
        var marketplace = new MarketplaceLayout(ProjectFile, Path.TrimEndingDirectorySeparator(IntermediateDirectory), folder, ShownProjectFile)
        {
            IsForThisProject = !IsConsumer,
            StateFile = StateFile,
        };
        Diagnostic[] found =
        [
            .. Findings.Select(FindingItem.ToDiagnostic),
            .. marketplace.LayOut(NullIfEmpty(MarketplaceName), NullIfEmpty(title), Array.ConvertAll(Plugins, PluginItem.ToMarketplacePlugin)),
        ];
        if (HasPendingApprovals && found.All(static diagnostic => diagnostic.Severity != DiagnosticSeverity.Error))
        {
            // Before the next build is told what this one has seen.
            found = [.. found, .. RecordPluginApprovals.Record(this, PendingApprovalsFile!, ApprovalsFile!)];
        }

        ReportAll(found);
        if (!string.IsNullOrEmpty(Inputs))
        {
            // A note does not come back with every build.
            bool isQuiet = !DependsOnTime && found.All(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Note);
            new UpToDateCheck(UpToDateFile, Inputs, [.. Paths, .. NuGetConfigFiles.Candidates(ProjectFile, ConfigDirectory, ConfigFile)])
                .Remember(isQuiet ? Summary ?? "" : null, WatchedFiles);
        }

        ShownDirectory = !IsConsumer || marketplace.HasChanged ? folder : null;
        return !Log.HasLoggedErrors;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
