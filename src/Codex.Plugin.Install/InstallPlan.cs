using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Install;

/// <summary>What has to happen so that the policies of a marketplace are true: a function of what there is, and nothing else.</summary>
internal static class InstallPlan
{
    /// <summary>A row for each plugin that is in the marketplace or in Codex, in ordinal order.</summary>
    /// <param name="wanted">The plugins of the marketplace.</param>
    /// <param name="found">By name, what Codex has under the marketplace's name.</param>
    public static IReadOnlyList<InstallRow> Make(IReadOnlyCollection<WantedPlugin> wanted, IReadOnlyDictionary<string, InstalledPlugin> found)
    {
        Dictionary<string, string> reasons = FindInstalled(wanted, found);
        return
        [
            .. wanted.Select(plugin => Decide(plugin, found.GetValueOrDefault(plugin.Name, InstalledPlugin.None), reasons.GetValueOrDefault(plugin.Name)))
                .Concat(found.Where(pair => pair.Value.IsThere && wanted.All(plugin => plugin.Name != pair.Key))
                    .Select(static pair => new InstallRow(pair.Key, pair.Value.Version, null, null, InstallAction.Remove, "no longer in the marketplace")))
                .OrderBy(static row => row.Plugin, StringComparer.Ordinal),
        ];
    }

    /// <summary>The plugins that are to be installed afterwards, each with the reason why.</summary>
    private static Dictionary<string, string> FindInstalled(IReadOnlyCollection<WantedPlugin> wanted, IReadOnlyDictionary<string, InstalledPlugin> found)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (WantedPlugin plugin in wanted.Where(static plugin => plugin.Policy.Installation != InstallationPolicy.NotAvailable))
        {
            if (plugin.Policy.Installation == InstallationPolicy.InstalledByDefault && plugin.IsForCodex)
            {
                reasons[plugin.Name] = "installed by default";
            }
            else if (found.GetValueOrDefault(plugin.Name, InstalledPlugin.None).IsThere)
            {
                reasons[plugin.Name] = "the user has it";
            }
        }

        // What is needed may need something itself.
        for (bool grown = true; grown;)
        {
            grown = false;
            foreach (WantedPlugin plugin in wanted.Where(plugin => plugin.Policy.Installation != InstallationPolicy.NotAvailable && plugin.IsForCodex && !reasons.ContainsKey(plugin.Name)))
            {
                if (plugin.RequiredBy.FirstOrDefault(reasons.ContainsKey) is { } needing)
                {
                    reasons[plugin.Name] = $"{needing} needs it";
                    grown = true;
                }
            }
        }

        return reasons;
    }

    private static InstallRow Decide(WantedPlugin plugin, InstalledPlugin found, string? reason)
    {
        InstallationPolicy policy = plugin.Policy.Installation;
        if (reason is null)
        {
            return policy == InstallationPolicy.NotAvailable && found.IsThere
                ? new InstallRow(plugin.Name, found.Version, null, policy, InstallAction.Remove, "not available")
                : new InstallRow(plugin.Name, null, null, policy, InstallAction.Leave, policy == InstallationPolicy.NotAvailable ? "not available" : plugin.IsForCodex ? "whoever wants it installs it" : "not for Codex");
        }

        // Without an entry Codex does not load it, whatever the cache holds.
        bool isNew = found.Version is null || (found.Enabled is null && reason != "the user has it");
        string off = found.Enabled == false ? "; switched off by the user" : "";
        InstallAction action = isNew ? InstallAction.Install : found.IsAsWanted ? InstallAction.Keep : InstallAction.Update;
        string why = action switch
        {
            InstallAction.Install => reason,
            InstallAction.Keep => "up to date",
            _ when found.Version != plugin.Version => "the marketplace has this version",
            _ => "the content is another one",
        };
        return new InstallRow(plugin.Name, found.Version, plugin.Version, policy, action, why + off) { IsOff = found.Enabled == false, IsHidden = !plugin.IsForCodex };
    }
}
