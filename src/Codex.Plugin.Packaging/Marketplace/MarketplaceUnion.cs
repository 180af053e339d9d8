using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>What the projects of a repository bring together into its marketplace.</summary>
/// <param name="Projects">By path, as the record has them: what each brings.</param>
/// <param name="Plugins">Every plugin once, in ordinal order, with the strongest policy and all that need it.</param>
/// <param name="MarketplaceName">The name that a project sets; null where none does.</param>
/// <param name="Title">The display name that a project sets; null where none does.</param>
/// <param name="Conflicts">What the projects do not agree about; where there is something, nothing may be laid out.</param>
public sealed record MarketplaceUnion(
    IReadOnlyDictionary<string, RecordedProject> Projects, IReadOnlyList<RecordedPlugin> Plugins, string? MarketplaceName, string? Title, IReadOnlyList<Diagnostic> Conflicts)
{
    /// <summary>The union after a project's build.</summary>
    /// <param name="recorded">What the record says, by the project's path.</param>
    /// <param name="project">The path of the project that is built.</param>
    /// <param name="brought">What it brings now; null where it takes no part any more.</param>
    /// <param name="exists">Whether a project of the record is still there.</param>
    /// <param name="isCurrent">
    /// Whether what the record says about a project is what its next build would say, as far as can be seen without building it.
    /// Where versions are raised centrally, the first project that is built meets the old versions of the others in the record: these give way, and are no conflict.
    /// </param>
    /// <param name="location">Where conflicts are reported.</param>
    public static MarketplaceUnion Join(
        IReadOnlyDictionary<string, RecordedProject> recorded,
        string project,
        RecordedProject? brought,
        Func<string, bool> exists,
        Func<string, RecordedProject, bool> isCurrent,
        Location location)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(isCurrent);

        var agreed = new Agreed(location);
        var conflicts = new List<Diagnostic>();
        var projects = new SortedDictionary<string, RecordedProject>(StringComparer.Ordinal);
        if (brought is not null)
        {
            projects.Add(project, agreed.Add(project, brought, conflicts));
        }

        foreach ((string path, RecordedProject said) in recorded.Where(other => other.Key != project && exists(other.Key)).OrderBy(static other => other.Key, StringComparer.Ordinal))
        {
            var found = new List<Diagnostic>();
            RecordedProject kept = agreed.Add(path, said, found);
            if (found.Count > 0 && isCurrent(path, said))
            {
                conflicts.AddRange(found);
            }

            if (kept.Plugins.Count > 0 || said.Plugins.Count == 0)
            {
                projects.Add(path, kept);
            }
        }

        return new MarketplaceUnion(projects, agreed.Plugins(projects), agreed.MarketplaceName?.Value, agreed.Title?.Value, conflicts);
    }

    /// <summary>What the projects so far agree about; the first that says something is right, and that is the one that is built.</summary>
    private sealed class Agreed(Location location)
    {
        // On many file systems two names that differ only in case are one folder.
        private readonly Dictionary<string, (string Project, RecordedPlugin Plugin)> _plugins = new(StringComparer.OrdinalIgnoreCase);

        public (string Project, string Value)? MarketplaceName { get; private set; }

        public (string Project, string Value)? Title { get; private set; }

        /// <returns>What of it fits; why the rest does not is among the conflicts.</returns>
        public RecordedProject Add(string project, RecordedProject said, List<Diagnostic> conflicts)
        {
            int before = conflicts.Count;
            var kept = new List<RecordedPlugin>();
            foreach (RecordedPlugin plugin in said.Plugins)
            {
                if (!_plugins.TryGetValue(plugin.Name, out (string Project, RecordedPlugin Plugin) first))
                {
                    _plugins.Add(plugin.Name, (project, plugin));
                }
                else if (FindConflict(first.Project, first.Plugin, project, plugin) is { } conflict)
                {
                    conflicts.Add(conflict);
                    continue;
                }

                kept.Add(plugin);
            }

            MarketplaceName ??= said.MarketplaceName is null ? null : (project, said.MarketplaceName);
            Title ??= said.Title is null ? null : (project, said.Title);
            CheckText("MarketplaceName", MarketplaceName, said.MarketplaceName);
            CheckText("MarketplaceTitle", Title, said.Title);
            return conflicts.Count == before ? said : said with
            {
                Plugins = kept,
                MarketplaceName = said.MarketplaceName == MarketplaceName?.Value ? said.MarketplaceName : null,
                Title = said.Title == Title?.Value ? said.Title : null,
            };

            void CheckText(string property, (string Project, string Value)? first, string? value)
            {
                if (value is not null && first!.Value.Value != value)
                {
                    conflicts.Add(Diagnostic.Create(DiagnosticDescriptors.MarketplaceNamedDifferently, location, property, first.Value.Value, first.Value.Project, value, project));
                }
            }
        }

        public IReadOnlyList<RecordedPlugin> Plugins(IReadOnlyDictionary<string, RecordedProject> projects) =>
            [.. projects.Values
                .SelectMany(static project => project.Plugins)
                .GroupBy(static plugin => plugin.Name, StringComparer.Ordinal)
                .OrderBy(static plugins => plugins.Key, StringComparer.Ordinal)
                .Select(plugins => _plugins[plugins.Key].Plugin with
                {
                    Policy = plugins.Select(static plugin => plugin.Policy).Aggregate(Stronger),
                    IsTransitive = plugins.All(static plugin => plugin.IsTransitive),
                    RequiredBy = [.. plugins.SelectMany(static plugin => plugin.RequiredBy).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                })];

        private static PluginPolicy Stronger(PluginPolicy one, PluginPolicy other) => new()
        {
            Installation = (InstallationPolicy)Math.Max((int)one.Installation, (int)other.Installation),
            Authentication = (AuthenticationPolicy)Math.Max((int)one.Authentication, (int)other.Authentication),
            Products = one.Products is null || other.Products is null ? null : [.. one.Products.Union(other.Products, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Category = one.Category ?? other.Category,
        };

        private Diagnostic? FindConflict(string firstProject, RecordedPlugin first, string project, RecordedPlugin plugin) =>
            !first.PackageId.Equals(plugin.PackageId, StringComparison.OrdinalIgnoreCase) || first.Name != plugin.Name
                ? Diagnostic.Create(DiagnosticDescriptors.PluginOfTwoPackages, location, plugin.Name, firstProject, first.PackageId, project, plugin.PackageId)
            : first.PackageVersion != plugin.PackageVersion || first.Version != plugin.Version
                ? Diagnostic.Create(DiagnosticDescriptors.PluginInTwoVersions, location, plugin.Name, firstProject, first.PackageId, first.PackageVersion, project, plugin.PackageVersion)
            : first.Sha512 != plugin.Sha512
                ? Diagnostic.Create(DiagnosticDescriptors.PluginVersionWithTwoContents, location, plugin.PackageId, plugin.PackageVersion, firstProject, Origin(first), project, Origin(plugin))
            : null;

        private static string Origin(RecordedPlugin plugin) => plugin.Sha512.Length == 0 ? "built from a project" : $"SHA-512 {plugin.Sha512}";
    }
}
