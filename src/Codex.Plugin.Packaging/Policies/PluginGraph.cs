using Codex.Plugin.Packaging.Restore;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>Which plugin needs which; what lies between them and is no plugin is left out.</summary>
internal sealed class PluginGraph
{
    private readonly Dictionary<RestoredPlugin, List<RestoredPlugin>> _needs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RestoredPlugin, List<RestoredPlugin>> _neededBy = new(ReferenceEqualityComparer.Instance);

    public PluginGraph(IReadOnlyList<RestoredPlugin> plugins, IReadOnlyList<RestoredProject> projects)
    {
        // NuGet itself takes the project where a package has its id.
        Plugins = [.. plugins.OrderBy(static plugin => plugin.ProjectFile is null).DistinctBy(static plugin => plugin.PackageId, StringComparer.OrdinalIgnoreCase)];
        Dictionary<string, RestoredPlugin> byId = Plugins.ToDictionary(static plugin => plugin.PackageId, StringComparer.OrdinalIgnoreCase);
        Dictionary<string, RestoredProject> between = projects.Where(project => !byId.ContainsKey(project.PackageId))
            .DistinctBy(static project => project.PackageId, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static project => project.PackageId, StringComparer.OrdinalIgnoreCase);
        foreach (RestoredPlugin plugin in Plugins)
        {
            _neededBy[plugin] = [];
        }

        foreach (RestoredPlugin plugin in Plugins)
        {
            List<RestoredPlugin> needs = _needs[plugin] = [];
            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { plugin.PackageId };
            var rest = new Stack<string>(plugin.Dependencies);
            while (rest.TryPop(out string? id))
            {
                if (!seen.Add(id))
                {
                    continue;
                }

                if (byId.TryGetValue(id, out RestoredPlugin? needed))
                {
                    needs.Add(needed);
                    _neededBy[needed].Add(plugin);
                }
                else if (between.TryGetValue(id, out RestoredProject? project))
                {
                    foreach (string dependency in project.Dependencies)
                    {
                        rest.Push(dependency);
                    }
                }
            }
        }
    }

    /// <summary>Each package id once.</summary>
    public IReadOnlyList<RestoredPlugin> Plugins { get; }

    /// <summary>The plugins that need it themselves.</summary>
    public IReadOnlyList<RestoredPlugin> NeededBy(RestoredPlugin plugin) => _neededBy[plugin];

    /// <summary>Gives every plugin the strongest of its own and of all that need it, directly or not.</summary>
    /// <param name="own">Its own; null for none.</param>
    /// <param name="allows">Whether the first plugin, with the policy, may strengthen the second, which it needs.</param>
    public Dictionary<RestoredPlugin, T?> Spread<T>(Func<RestoredPlugin, T?> own, Func<RestoredPlugin, T, RestoredPlugin, bool> allows)
        where T : struct, Enum
    {
        var policies = new Dictionary<RestoredPlugin, T?>(ReferenceEqualityComparer.Instance);
        foreach (RestoredPlugin plugin in Plugins)
        {
            policies[plugin] = own(plugin);
        }

        // A policy only ever gets stronger, so this ends, on a ring too.
        var changed = new Queue<RestoredPlugin>(Plugins);
        while (changed.TryDequeue(out RestoredPlugin? plugin))
        {
            if (policies[plugin] is not { } policy)
            {
                continue;
            }

            foreach (RestoredPlugin needed in _needs[plugin])
            {
                bool isStronger = policies[needed] is not { } other || Comparer<T>.Default.Compare(policy, other) > 0;
                if (isStronger && allows(plugin, policy, needed))
                {
                    policies[needed] = policy;
                    changed.Enqueue(needed);
                }
            }
        }

        return policies;
    }
}
