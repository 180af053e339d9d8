using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Text;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Verifies the signatures of plugins as <c>nuget.config</c> says, and compares plugins with the project's trust policies, before anything is laid out.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckPluginTrust : PluginTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Items <c>CodexPlugin</c>, of <see cref="ResolveMarketplacePlugins"/>.</summary>
    [Required]
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>The folder from which <c>nuget.config</c> is looked for; empty: the project's. Ex: <c>$(RestoreRootConfigDirectory)</c>.</summary>
    public string? ConfigDirectory { get; set; }

    /// <summary>The one <c>nuget.config</c> to read. Ex: <c>$(RestoreConfigFile)</c>.</summary>
    public string? ConfigFile { get; set; }

    /// <summary>The absolute path of the file that remembers when versions were published. Ex: <c>obj/Debug/codexplugin.published</c>.</summary>
    [Required]
    public string PublishTimesFile { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        MarketplacePlugin[] plugins = Array.ConvertAll(Plugins, PluginItem.ToMarketplacePlugin);
        var config = new NuGetConfig(NuGetConfigFiles.DirectoryOf(ProjectFile, ConfigDirectory), ConfigFile);
        try
        {
            var verifier = new SignatureVerifier(config, new Location(ShownProjectFile));
            (IReadOnlyDictionary<string, PackageSignatures> signatures, IReadOnlyList<Diagnostic> found) =
                verifier.VerifyAsync([.. plugins.Select(static plugin => plugin.Plugin)], _cancellation.Token).GetAwaiter().GetResult();
            ReviewedPlugin[] reviewed = Array.ConvertAll(plugins, plugin => new ReviewedPlugin(
                plugin, new PluginCapabilities(), signatures.GetValueOrDefault(plugin.Plugin.PackageId, PackageSignatures.None), null));
            var policies = new TrustPolicies(config, new PublishTimes(config, PublishTimesFile));
            Diagnostic[] diagnostics = [.. found, .. policies.CheckAsync(reviewed, _cancellation.Token).GetAwaiter().GetResult()];
            if (diagnostics.Length > 0)
            {
                // The build ends here, before the lay-out could write them.
                ReportAll(diagnostics);
            }
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Low, "Cancelled.");
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();
}
