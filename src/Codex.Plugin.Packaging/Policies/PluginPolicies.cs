using System.IO.Enumeration;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>
/// Decides what a marketplace says about each of its plugins. A reference's own metadata come before the last <c>PluginPolicy</c> that says something,
/// and that before the project's defaults, each metadata by itself. What a plugin needs gets the strongest policy of all that need it.
/// </summary>
public sealed class PluginPolicies
{
    private readonly MarketplaceProject _project;
    private readonly ProjectSource _source;
    private readonly DiagnosticBag _diagnostics = new();
    private readonly PluginGraph _graph;
    private readonly IReadOnlyList<RestoredProject> _projects;
    private readonly List<(PolicyItem Item, ItemSource Source, DeclaredPolicy Policy)> _policies = [];
    private readonly HashSet<PolicyItem> _used = new(ReferenceEqualityComparer.Instance);

    private PluginPolicies(MarketplaceProject project, PluginGraph graph, IReadOnlyList<RestoredProject> projects)
    {
        _projects = projects;
        _project = project;
        _source = new ProjectSource(project.ProjectFile);
        _graph = graph;
    }

    /// <summary>The plugins with their policies, in ordinal order of their names, and what is wrong with the project.</summary>
    /// <param name="project">What the project says.</param>
    /// <param name="plugins">The plugins of packages and of other projects.</param>
    /// <param name="projects">The other projects, plugins or not.</param>
    public static (IReadOnlyList<MarketplacePlugin> Plugins, IReadOnlyList<Diagnostic> Diagnostics) Apply(
        MarketplaceProject project, IReadOnlyList<RestoredPlugin> plugins, IReadOnlyList<RestoredProject> projects)
    {
        ArgumentNullException.ThrowIfNull(project);
        var policies = new PluginPolicies(project, new PluginGraph(plugins, projects), projects);
        IReadOnlyList<MarketplacePlugin> result = policies.Apply();
        return (result, policies._diagnostics.ToSortedList());
    }

    /// <summary>Whether the id is one of the pattern's: <c>*</c> is any number of characters, <c>?</c> one, and letter case does not matter, as for NuGet.</summary>
    internal static bool IsMatch(string pattern, string packageId) => FileSystemName.MatchesSimpleExpression(pattern, packageId);

    private List<MarketplacePlugin> Apply()
    {
        PolicyElements elements = PolicyElements.Read(_project, _source);
        DeclaredPolicy defaults = PolicyReader.Read(_project.Defaults, DefaultName, "the project", At, _diagnostics);
        TrustPolicy trust = TrustPolicyReader.Read(_project.Defaults, DefaultName, "the project", static (name, value) => $"the property {DefaultName(name)} ({value})", At, _diagnostics);
        foreach ((PolicyItem item, ItemSource source) in elements.Merge(_project.Policies, _diagnostics))
        {
            _policies.Add((item, source, Read(item, $"the PluginPolicy '{item.Include}'", source)));
        }

        Dictionary<string, DeclaredPolicy> references = ReadReferences();
        var said = new Dictionary<RestoredPlugin, DeclaredPolicy>(ReferenceEqualityComparer.Instance);
        foreach (RestoredPlugin plugin in _graph.Plugins)
        {
            DeclaredPolicy policy = references.GetValueOrDefault(plugin.ProjectFile ?? "", DeclaredPolicy.None)
                .Over(references.GetValueOrDefault(plugin.PackageId, DeclaredPolicy.None))
                .Over(FindPolicy(plugin.PackageId));

            // A default is for what the project itself chose; the rest follows from what needs it.
            said[plugin] = plugin.Direct || _graph.NeededBy(plugin).Count == 0 ? policy.Over(defaults) : policy;
        }

        Dictionary<RestoredPlugin, InstallationPolicy> installation = SpreadInstallation(said);
        Dictionary<RestoredPlugin, AuthenticationPolicy?> authentication = _graph.Spread<AuthenticationPolicy>(
            plugin => said[plugin].Authentication ?? (plugin.Direct ? PluginPolicy.Default.Authentication : null),
            // What nobody has written does not overrule what somebody has.
            (plugin, _, needed) => said[needed].Authentication is null || said[plugin].Authentication is not null);
        MarketplaceProjectRules.Check(_project, _source, _graph, _projects, _diagnostics);
        CheckUse(said);
        return
        [
            .. _graph.Plugins.OrderBy(static plugin => plugin.Name, StringComparer.Ordinal).Select(plugin => new MarketplacePlugin(
                plugin,
                new PluginPolicy
                {
                    Installation = installation[plugin],
                    Authentication = authentication[plugin] ?? PluginPolicy.Default.Authentication,
                    Products = said[plugin].Products,
                    Category = said[plugin].Category,
                },
                [.. _graph.NeededBy(plugin).Select(static one => one.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])
            {
                // Whoever brings a plugin, what it does is the same: this default is for all of them.
                Trust = said[plugin].Trust.Over(trust),
            }),
        ];

        static string DefaultName(string name) => "Default" + name;

        Location At(string name) => elements.OfProperty(DefaultName(name), _project.Defaults.GetValueOrDefault(name) ?? "");
    }

    private Dictionary<string, DeclaredPolicy> ReadReferences()
    {
        var references = new Dictionary<string, DeclaredPolicy>(StringComparer.OrdinalIgnoreCase);
        foreach (PolicyItem item in _project.References)
        {
            string key = item.ItemType == PolicyItem.ProjectReference ? MarketplaceProjectRules.FullPath(_project, item) : item.Include;
            references[key] = Read(item, item.Include, new ItemSource(_source, item.DefiningFile, item.ItemType, item.Include));
        }

        return references;
    }

    private DeclaredPolicy Read(PolicyItem item, string subject, ItemSource source)
    {
        PolicyReader.CheckNames(item, subject, source, _diagnostics);
        string origin = item.ItemType == PolicyItem.PluginPolicy ? subject : $"the {item.ItemType} '{item.Include}'";
        return PolicyReader.Read(item.Settings, static name => name, subject, source.At, _diagnostics) with
        {
            Trust = TrustPolicyReader.Read(item.Settings, static name => name, subject, (name, value) => $"{name}=\"{value}\" of {origin}", source.At, _diagnostics),
        };
    }

    private DeclaredPolicy FindPolicy(string packageId)
    {
        DeclaredPolicy found = DeclaredPolicy.None;
        foreach ((PolicyItem item, _, DeclaredPolicy policy) in _policies)
        {
            if (IsMatch(item.Include, packageId))
            {
                _used.Add(item);
                found = policy.Over(found);
            }
        }

        return found;
    }

    private Dictionary<RestoredPlugin, InstallationPolicy> SpreadInstallation(Dictionary<RestoredPlugin, DeclaredPolicy> said)
    {
        var refused = new Dictionary<RestoredPlugin, SortedSet<string>>(ReferenceEqualityComparer.Instance);
        Dictionary<RestoredPlugin, InstallationPolicy?> spread = _graph.Spread(
            plugin => said[plugin].Installation ?? (plugin.Direct || _graph.NeededBy(plugin).Count == 0 ? PluginPolicy.Default.Installation : null),
            (plugin, policy, needed) =>
            {
                if (policy == InstallationPolicy.NotAvailable || said[needed].Installation != InstallationPolicy.NotAvailable)
                {
                    return true;
                }

                // What somebody has forbidden is not allowed by the way.
                refused.TryAdd(needed, new SortedSet<string>(StringComparer.Ordinal));
                refused[needed].Add($"{plugin.PackageId} ({MarketplaceDocument.InstallationWords[policy]})");
                return false;
            });
        foreach ((RestoredPlugin plugin, SortedSet<string> by) in refused)
        {
            _diagnostics.Report(DiagnosticDescriptors.DependencyNotAvailable, said[plugin].InstallationAt!(), plugin.PackageId, string.Join(", ", by));
        }

        // Null is what only a ring of plugins needs that nobody references.
        return spread.ToDictionary(static pair => pair.Key, static pair => pair.Value ?? PluginPolicy.Default.Installation);
    }

    private void CheckUse(Dictionary<RestoredPlugin, DeclaredPolicy> said)
    {
        // A file that several projects import may have policies for others.
        foreach ((PolicyItem item, ItemSource source, _) in _policies.Where(one => _graph.Plugins.Count > 0 && !_used.Contains(one.Item) && (one.Item.DefiningFile ?? _project.ProjectFile) == _project.ProjectFile))
        {
            _diagnostics.Report(DiagnosticDescriptors.PolicyWithoutPlugin, source.At(), item.Include, _graph.Plugins.Count,
                SimilarName.Find(item.Include, _graph.Plugins.Select(static plugin => plugin.PackageId)) is { } similar ? $"Did you mean {similar}?" : "");
        }

        if (!_project.IsMarketplace)
        {
            foreach ((RestoredPlugin plugin, DeclaredPolicy policy) in said.Where(static pair => pair.Value.Installation is InstallationPolicy.InstalledByDefault or InstallationPolicy.NotAvailable))
            {
                _diagnostics.Report(DiagnosticDescriptors.PolicyWithoutMarketplace, policy.InstallationAt!(), MarketplaceDocument.InstallationWords[policy.Installation!.Value], plugin.PackageId);
            }
        }
    }
}
