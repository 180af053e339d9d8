using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Install;

/// <summary>Takes a marketplace out of Codex. Every step may be the last one of a run that is killed: the next run goes on from there.</summary>
internal sealed class Uninstallation(InstallOptions options, Action<string, string>? move, Location location)
{
    /// <returns>Null where somebody else has changed Codex's settings meanwhile.</returns>
    public InstallResult? TryRun(InstallState? state, bool isLast)
    {
        var home = new HomeSnapshot(options, state, move, isUninstallation: true);
        bool isOurs = home.Source is { } source && home.IsOurs(source);
        if (state is null && !isOurs)
        {
            // Nothing, or what is left of a run that was killed before its first change; or somebody else's.
            return new InstallResult([], []) { RegisteredFolder = home.Source };
        }

        IReadOnlyList<InstallRow> rows = MakePlan(home, isOurs);
        var inUse = new List<(string Plugin, string Version)>();
        foreach (InstallRow row in rows.Where(static row => row.Action == InstallAction.Restore))
        {
            inUse.AddRange(home.Cache.Restore(row.Plugin, home.Before.Plugins[row.Plugin].Versions, version => home.BackupOf(row.Plugin, version)).Select(version => (row.Plugin, version)));
        }

        if (!TrySaveConfig(home, rows, isOurs, isLast))
        {
            return null;
        }

        foreach (InstallRow row in rows.Where(static row => row.Action == InstallAction.Remove))
        {
            inUse.AddRange(home.Cache.Remove(row.Plugin).Select(version => (row.Plugin, version)));
        }

        home.Cache.Clean();
        Discard(options.Home.MirrorFolder(options.Marketplace));
        if (inUse.Count == 0)
        {
            Discard(options.Home.BackupFolder(options.Marketplace));
            File.Delete(options.Home.StateFile(options.Marketplace));
        }

        return new InstallResult(rows, [.. inUse.Select(used => Diagnostic.Create(DiagnosticDescriptors.OldVersionInUse, location, used.Plugin, used.Version))]);
    }

    private static List<InstallRow> MakePlan(HomeSnapshot home, bool isOurs)
    {
        HashSet<string> installed = [.. home.State?.Installed ?? []];

        // Who had the marketplace before us, or has it now from another place, keeps what we have not installed.
        bool keepsOthers = home.State is not null && (home.Before.Marketplace is not null || (home.Source is not null && !isOurs));
        var rows = new List<InstallRow>();
        foreach (string plugin in home.Plugins.Union(home.Before.Plugins.Keys).Order(StringComparer.Ordinal))
        {
            IReadOnlyList<string> versions = home.Cache.FindVersions(plugin);
            string? now = CodexVersionOrder.FindActive(versions);
            if (home.Before.Plugins.TryGetValue(plugin, out PluginBefore? before))
            {
                bool isAsBefore = versions.SequenceEqual(before.Versions) && !before.Versions.Any(version => Directory.Exists(home.BackupOf(plugin, version)))
                    && (before.Entry is null || home.Config.PluginEnabled(home.IdOf(plugin)) is not null);
                rows.Add(new InstallRow(plugin, now, CodexVersionOrder.FindActive(before.Versions), null,
                    isAsBefore ? InstallAction.Keep : InstallAction.Restore, "it was there before the marketplace"));
            }
            else
            {
                rows.Add(keepsOthers && !installed.Contains(plugin)
                    ? new InstallRow(plugin, now, now, null, InstallAction.Keep, "the user has installed it")
                    : new InstallRow(plugin, now, null, null, InstallAction.Remove, "the marketplace goes"));
            }
        }

        return rows;
    }

    private bool TrySaveConfig(HomeSnapshot home, IReadOnlyList<InstallRow> rows, bool isOurs, bool isLast)
    {
        byte[] original = TextPatch.FindOriginal(home.State?.Config ?? [], home.Config.LoadedBytes) ?? Edit(home, rows, isOurs);
        return (original.Length == 0 && !home.Before.HadConfig ? home.Config.TryDelete() : home.Config.TryReplace(original))
            || (isLast ? throw home.ChangedMeanwhile() : false);
    }

    private byte[] Edit(HomeSnapshot home, IReadOnlyList<InstallRow> rows, bool isOurs)
    {
        foreach (InstallRow row in rows)
        {
            string id = home.IdOf(row.Plugin);
            PluginBefore? before = home.Before.Plugins.GetValueOrDefault(row.Plugin);
            if (row.Action == InstallAction.Remove || (row.Action == InstallAction.Restore && before?.Entry is null))
            {
                home.Config.RemovePlugin(id);
            }
            else if (row.Action == InstallAction.Restore && home.Config.PluginEnabled(id) is null)
            {
                home.Config.Restore(before!.Entry!);
            }
        }

        if (isOurs)
        {
            home.Config.RemoveMarketplace(options.Marketplace);
            if (home.Before.Marketplace is { } marketplace)
            {
                home.Config.Restore(marketplace);
            }
        }

        return home.Config.ToBytes();
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
