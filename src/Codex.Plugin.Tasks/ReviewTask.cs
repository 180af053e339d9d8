using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Security;
using Codex.Plugin.Text;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>What the tasks have in common that read the plugins of a project to tell what they are.</summary>
public abstract class ReviewTask : PluginTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private NuGetConfig? _config;

    /// <summary>Items <c>CodexPlugin</c>.</summary>
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>The absolute path of <c>project.assets.json</c>.</summary>
    [Required]
    public string AssetsFile { get; set; } = "";

    /// <summary>The absolute path of the file that keeps what was read of packages. Ex: <c>obj/Debug/codexreview.state</c>.</summary>
    [Required]
    public string StateFile { get; set; } = "";

    /// <summary>Whether the content of plugins is checked; empty: yes.</summary>
    public string? CheckContent { get; set; }

    /// <summary>Items <c>ContentSuppression</c> of the project, with <c>Package</c>.</summary>
    public ITaskItem[] Suppressions { get; set; } = [];

    /// <summary>Items <c>ContentSuppression</c> of the plugins' own projects.</summary>
    public ITaskItem[] ProjectSuppressions { get; set; } = [];

    /// <summary>The folder from which <c>nuget.config</c> is looked for; empty: the project's. Ex: <c>$(RestoreRootConfigDirectory)</c>.</summary>
    public string? ConfigDirectory { get; set; }

    /// <summary>The one <c>nuget.config</c> to read. Ex: <c>$(RestoreConfigFile)</c>.</summary>
    public string? ConfigFile { get; set; }

    private protected NuGetConfig Config => _config ??= new NuGetConfig(NuGetConfigFiles.DirectoryOf(ProjectFile, ConfigDirectory), ConfigFile);

    private protected Location Location => new(ShownProjectFile);

    private protected CancellationToken Cancellation => _cancellation.Token;

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected (IReadOnlyList<ReviewedPlugin> Plugins, IReadOnlyList<Diagnostic> Diagnostics) Review(bool findFeeds)
    {
        MarketplacePlugin[] plugins = Array.ConvertAll(Plugins, PluginItem.ToMarketplacePlugin);
        var review = new PluginReview(Location, AssetsFile, StateFile)
        {
            ChecksContent = !string.Equals(CheckContent, "false", StringComparison.OrdinalIgnoreCase),
            FindsFeeds = findFeeds,
            Suppressions = new ContentSuppressions(ContentSuppressionItem.Read(ProjectFile, Array.ConvertAll(Suppressions, DeclaredItem.Suppression))),
            ProjectSuppressions = ProjectSuppressions.GroupBy(static item => item.GetMetadata("MSBuildSourceProjectFile"), StringComparer.OrdinalIgnoreCase).ToDictionary(
                static project => project.Key,
                static project => new ContentSuppressions(ContentSuppressionItem.Read(project.Key, [.. project.Select(DeclaredItem.Suppression)])),
                StringComparer.OrdinalIgnoreCase),
        };
        return review.Read(plugins);
    }
}
