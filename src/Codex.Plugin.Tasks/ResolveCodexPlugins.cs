using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Finds the plugins among the restored packages.</summary>
[MSBuildMultiThreadableTask]
public sealed class ResolveCodexPlugins : PluginTask
{
    /// <summary>The absolute path of <c>project.assets.json</c>.</summary>
    [Required]
    public string AssetsFile { get; set; } = "";

    /// <summary>An item a plugin; <see cref="PluginItem"/> names the metadata.</summary>
    [Output]
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>The projects behind this one that may be plugins, or lead to some: an item each, with its path as identity.</summary>
    [Output]
    public ITaskItem[] Projects { get; set; } = [];

    /// <summary>The ids of the packages that the project references itself and that are no plugins.</summary>
    [Output]
    public string[] OtherPackages { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            (IReadOnlyList<RestoredPlugin> plugins, IReadOnlyList<Diagnostic> diagnostics) = RestoredPlugins.Read(
                AssetsFile, ShownProjectFile, out IReadOnlyList<RestoredProject> projects, out IReadOnlyList<string> others);
            if (diagnostics.Count > 0)
            {
                // The build ends here, before the compiler could write them.
                ReportAll(diagnostics);
            }

            Plugins = [.. plugins.Select(static plugin => PluginItem.From(new MarketplacePlugin(plugin, PluginPolicy.Default, [])))];
            Projects = [.. projects.Select(PluginItem.From)];
            OtherPackages = [.. others];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            Log.LogError(null, null, null, AssetsFile, 0, 0, 0, 0, "The file that restore wrote cannot be read: {0} Restore again.", exception.Message);
        }

        return !Log.HasLoggedErrors;
    }
}
