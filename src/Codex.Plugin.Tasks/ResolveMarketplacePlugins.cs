using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Adds the plugins of other projects to those of packages, and says which policy each one gets.</summary>
[MSBuildMultiThreadableTask]
public sealed class ResolveMarketplacePlugins : PluginTask
{
    /// <summary>Whether the project is a marketplace project.</summary>
    public bool IsMarketplaceProject { get; set; }

    /// <summary>Items <c>CodexPlugin</c>: the plugins of packages, of <see cref="ResolveCodexPlugins"/>.</summary>
    public ITaskItem[] PackagePlugins { get; set; } = [];

    /// <summary>The projects that this one references, of <see cref="ResolveCodexPlugins"/>.</summary>
    public ITaskItem[] Projects { get; set; } = [];

    /// <summary>What the projects' target <c>GetCodexPlugin</c> returns.</summary>
    public ITaskItem[] ProjectPlugins { get; set; } = [];

    /// <summary>The ids of referenced packages that are no plugins, of <see cref="ResolveCodexPlugins"/>.</summary>
    public string[] OtherPackages { get; set; } = [];

    /// <summary>Items <c>PackageReference</c>.</summary>
    public ITaskItem[] PackageReferences { get; set; } = [];

    /// <summary>Items <c>ProjectReference</c>.</summary>
    public ITaskItem[] ProjectReferences { get; set; } = [];

    /// <summary>Items <c>PluginPolicy</c>. Ex: <c>Contoso.*</c> with <c>InstallationPolicy</c> <c>INSTALLED_BY_DEFAULT</c>.</summary>
    public ITaskItem[] Policies { get; set; } = [];

    /// <summary>The absolute paths of the files that may declare policies, in the order in which MSBuild reads them. Ex: <c>Directory.Build.props</c>, the project file.</summary>
    public string[] PolicyFiles { get; set; } = [];

    /// <summary>One item of which the metadata are the project's defaults.</summary>
    public ITaskItem? Defaults { get; set; }

    /// <summary>An item a plugin; <see cref="PluginItem"/> names the metadata.</summary>
    [Output]
    public ITaskItem[] Plugins { get; set; } = [];

    /// <summary>What was found, for the task that reports all.</summary>
    [Output]
    public ITaskItem[] Findings { get; set; } = [];

    /// <summary>How many plugins there are of each policy. Ex: <c>5 plugins: 2 INSTALLED_BY_DEFAULT, 3 AVAILABLE</c>.</summary>
    [Output]
    public string? Summary { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var project = new MarketplaceProject
        {
            ProjectFile = ProjectFile,
            IsMarketplace = IsMarketplaceProject,
            References = [.. PackageReferences.Select(static item => ToPolicy(PolicyItem.PackageReference, item)), .. ProjectReferences.Select(static item => ToPolicy(PolicyItem.ProjectReference, item))],
            Policies = [.. Policies.Select(static item => ToPolicy(PolicyItem.PluginPolicy, item))],
            Defaults = Defaults is null ? new Dictionary<string, string>() : DeclaredItem.Settings(Defaults),
            PolicyFiles = PolicyFiles,
            OtherPackages = OtherPackages,
        };
        RestoredProject[] projects = Array.ConvertAll(Projects, PluginItem.ToProject);
        List<Diagnostic> diagnostics = [];
        RestoredPlugin[] plugins = [.. PackagePlugins.Select(PluginItem.ToPlugin), .. ReadProjects(projects, diagnostics)];
        (IReadOnlyList<MarketplacePlugin> resolved, IReadOnlyList<Diagnostic> found) = PluginPolicies.Apply(project, plugins, projects);

        // A plugin that is not there would be called none.
        diagnostics.AddRange(diagnostics.Count == 0 ? found : []);
        if (diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            // The build ends here.
            ReportAll(diagnostics);
            return false;
        }

        Plugins = [.. resolved.Select(PluginItem.From)];
        Findings = [.. diagnostics.Select(FindingItem.From)];
        Summary = Summarize(resolved);
        return true;
    }

    private static PolicyItem ToPolicy(string itemType, ITaskItem item) =>
        new(itemType, item.ItemSpec) { DefiningFile = DeclaredItem.DefiningFile(item), Settings = DeclaredItem.Settings(item) };

    private static string Summarize(IReadOnlyList<MarketplacePlugin> plugins) =>
        $"{plugins.Count} plugin{(plugins.Count == 1 ? "" : "s")}" + (plugins.Count == 0 ? "" : ": ") + string.Join(", ",
            from word in MarketplaceDocument.InstallationWords.Reverse()
            let count = plugins.Count(plugin => plugin.Policy.Installation == word.Key)
            where count > 0
            select $"{count} {word.Value}");

    private IEnumerable<RestoredPlugin> ReadProjects(RestoredProject[] projects, List<Diagnostic> diagnostics)
    {
        foreach (ITaskItem item in ProjectPlugins)
        {
            string file = item.GetMetadata("MSBuildSourceProjectFile");
            RestoredProject? project = Array.Find(projects, project => project.ProjectFile.Equals(file, StringComparison.OrdinalIgnoreCase));
            if (project is null)
            {
                continue;
            }

            RestoredPlugin? plugin = null;
            try
            {
                plugin = RestoredPlugins.ReadProject(project, Path.TrimEndingDirectorySeparator(item.ItemSpec));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
            {
                diagnostics.Add(RestoredPlugins.NotBuilt(project, ShownProjectFile));
            }

            if (plugin is not null)
            {
                yield return plugin;
            }
        }
    }
}
