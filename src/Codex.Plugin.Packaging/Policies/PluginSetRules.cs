using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>The rules about what the plugins of a marketplace bring together. They read files of every plugin, so they are asked only where something has changed.</summary>
public static class PluginSetRules
{
    /// <summary>Checks the plugins that people can have; what cannot be read in one is found elsewhere.</summary>
    /// <param name="plugins">The plugins of the marketplace.</param>
    /// <param name="projectFile">The path of the project, as diagnostics show it.</param>
    public static IReadOnlyList<Diagnostic> Check(IReadOnlyList<MarketplacePlugin> plugins, string projectFile)
    {
        var servers = new SortedDictionary<string, List<RestoredPlugin>>(StringComparer.Ordinal);
        var skills = new SortedDictionary<string, List<RestoredPlugin>>(StringComparer.Ordinal);
        foreach (MarketplacePlugin plugin in plugins.Where(static plugin => plugin.Policy.Installation != InstallationPolicy.NotAvailable)
            .OrderBy(static plugin => plugin.Plugin.Name, StringComparer.Ordinal))
        {
            Add(servers, plugin.Plugin, static content => content.ServerNames);

            // Codex keeps skills apart by their plugins' names, so this is one only where everybody gets both.
            if (plugin.Policy.Installation == InstallationPolicy.InstalledByDefault)
            {
                Add(skills, plugin.Plugin, static content => content.SkillNames);
            }
        }

        var location = new Location(projectFile);
        var diagnostics = new DiagnosticBag();
        foreach ((string name, List<RestoredPlugin> brings) in servers)
        {
            foreach (RestoredPlugin other in brings.Skip(1))
            {
                diagnostics.Report(DiagnosticDescriptors.MarketplaceServerTwice, location, name, Describe(brings[0]), Describe(other));
            }
        }

        foreach ((string name, List<RestoredPlugin> brings) in skills.Where(static skill => skill.Value.Count > 1))
        {
            diagnostics.Report(DiagnosticDescriptors.MarketplaceSkillTwice, location, name,
                string.Join(" and in ", brings.Select(Describe)), string.Join(", ", brings.Select(plugin => $"{plugin.Name}:{name}")));
        }

        return diagnostics.ToSortedList();
    }

    private static void Add(SortedDictionary<string, List<RestoredPlugin>> owners, RestoredPlugin plugin, Func<PluginContent, IEnumerable<string>> read)
    {
        try
        {
            foreach (string name in read(PluginContent.Read(plugin.Folder)).Distinct(StringComparer.Ordinal).ToList())
            {
                if (!owners.TryGetValue(name, out List<RestoredPlugin>? brings))
                {
                    owners.Add(name, brings = []);
                }

                brings.Add(plugin);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or ArgumentException or InvalidOperationException)
        {
            // The package is damaged, which whoever copies it reports.
        }
    }

    private static string Describe(RestoredPlugin plugin) => $"{plugin.Name} {plugin.Version}";
}
