using Codex.Plugin.Check;
using Codex.Plugin.Install;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>The plugins in Codex's cache and in its settings, and whether the one fits the other and the marketplaces.</summary>
internal static class CachedPluginsCheck
{
    private const string Area = "plugin";

    /// <param name="home">The home.</param>
    /// <param name="config">Its settings.</param>
    /// <param name="known">The marketplaces by name; null: one that cannot be read.</param>
    public static IReadOnlyList<CheckResult> Run(CodexHome home, CodexConfig config, IReadOnlyDictionary<string, CodexMarketplace?> known)
    {
        var results = new List<CheckResult>();
        int fine = 0;
        foreach ((string plugin, string marketplace) in Find(home, config).Distinct().OrderBy(static one => one.Marketplace, StringComparer.Ordinal).ThenBy(static one => one.Plugin, StringComparer.Ordinal))
        {
            // What OpenAI's servers list is theirs.
            if (PluginName.IsReservedMarketplace(marketplace))
            {
                continue;
            }

            string id = $"{plugin}@{marketplace}";
            IReadOnlyList<string> versions = CacheOf(home, marketplace).FindVersions(plugin);
            CheckResult[] found = [.. Check(id, config.PluginEnabled(id), versions, marketplace, known.ContainsKey(marketplace), known.GetValueOrDefault(marketplace), plugin)];
            results.AddRange(found);
            fine += found.Length == 0 ? 1 : 0;
        }

        foreach (string marketplace in Marketplaces(home).Where(marketplace => Directory.Exists(Path.Combine(home.MarketplaceCache(marketplace), PluginCache.WorkName))))
        {
            results.Add(new CheckResult(Area, $"@{CapabilityText.Show(marketplace)}", CheckState.Note, "an interrupted installation has left files in the cache, which Codex does not see", "The next installation of this marketplace removes them."));
        }

        return fine == 0 ? results : [new CheckResult(Area, null, CheckState.Ok, fine == 1 ? "1 plugin is installed and up to date" : $"{fine} plugins are installed and up to date"), .. results];
    }

    private static IEnumerable<CheckResult> Check(string id, bool? isEnabled, IReadOnlyList<string> versions, string marketplace, bool isKnown, CodexMarketplace? content, string plugin)
    {
        string shown = CapabilityText.Show(id);
        string add = $"codex plugin add {shown}";
        string remove = $"codex plugin remove {shown}";
        string? active = CodexVersionOrder.FindActive(versions);
        string? offered = content?.FindVersion(plugin);
        if (active is null)
        {
            return isEnabled switch
            {
                true => [Result(CheckState.Warning, "is switched on in config.toml and not in the cache: Codex does not load it", content?.Plugins.ContainsKey(plugin) == true ? $"Run '{add}'." : $"Run '{remove}'.")],
                false => [Result(CheckState.Note, "is switched off and not in the cache", $"To have it: {add}")],
                _ => [],
            };
        }

        var found = new List<CheckResult>();
        if (isEnabled is null)
        {
            found.Add(Result(CheckState.Warning, "is in the cache without an entry in config.toml: Codex does not load it", $"Run '{add}', or '{remove}' to remove the files."));
        }
        else if (isEnabled == false)
        {
            found.Add(Result(CheckState.Note, "is switched off", "To switch it on: /plugins in Codex."));
        }

        if (versions.Count > 1)
        {
            found.Add(Result(CheckState.Warning, $"has the versions {string.Join(", ", versions.Order(CodexVersionOrder.Instance).Select(CapabilityText.Show))} in the cache, and Codex loads {CapabilityText.Show(active)}", $"Run 'codex-plugin sync' where it is ours, else '{add}'."));
        }

        if (!isKnown)
        {
            found.Add(Result(CheckState.Warning, $"no marketplace '{CapabilityText.Show(marketplace)}' is registered: it is loaded as it is, and nothing updates it", $"Add the marketplace again, or run '{remove}'."));
        }
        else if (content?.Plugins.ContainsKey(plugin) == false)
        {
            found.Add(Result(CheckState.Warning, "its marketplace does not have it any more: it is loaded as it is, and nothing updates it", $"Run '{remove}'."));
        }
        else if (offered is not null && offered != active)
        {
            found.Add(Result(CheckState.Warning, $"is {CapabilityText.Show(active)} in the cache, and {CapabilityText.Show(offered)} in its marketplace", $"Run 'codex-plugin sync' where it is ours, else '{add}'."));
        }

        return found;

        CheckResult Result(CheckState state, string text, string next) => new(Area, shown, state, text, next);
    }

    private static IEnumerable<(string Plugin, string Marketplace)> Find(CodexHome home, CodexConfig config) =>
        Marketplaces(home).SelectMany(marketplace => CacheOf(home, marketplace).Plugins.Select(plugin => (plugin, marketplace)))
            .Concat(config.PluginIds.Select(static id => (Plugin: id[..id.LastIndexOf('@')], Marketplace: id[(id.LastIndexOf('@') + 1)..]))
                // Names that are folders' names; nothing else can be installed.
                .Where(static one => PluginName.FindProblem(one.Plugin) is null && CodexMarketplace.IsFolderName(one.Marketplace)));

    private static IEnumerable<string> Marketplaces(CodexHome home)
    {
        string cache = Path.GetDirectoryName(home.MarketplaceCache("_"))!;
        return Directory.Exists(cache) ? Directory.EnumerateDirectories(cache).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal) : [];
    }

    private static PluginCache CacheOf(CodexHome home, string marketplace) => new(home.MarketplaceCache(marketplace), static (_, _) => null);
}
