namespace Codex.Plugin.Install;

/// <summary>
/// The installed plugins of one marketplace: <c>plugins/cache/MARKETPLACE/PLUGIN/VERSION</c>.
/// Every change is a rename, so at each moment Codex finds the whole old plugin or the whole new one.
/// </summary>
/// <param name="folder">The marketplace's folder in the cache.</param>
/// <param name="findBackup">Where the folder of a plugin's version has to be kept; null where nobody needs it any more.</param>
internal sealed class PluginCache(string folder, Func<string, string, string?> findBackup)
{
    // Beside the plugins, since a rename works on one disk only. No plugin of ours has this name.
    internal const string WorkName = ".codex-plugin-sdk";

    private int _discarded;

    /// <summary>Renames a folder; replaced by tests that let it fail as it does on Windows, where a program runs from it.</summary>
    public Action<string, string> Move { get; init; } = Directory.Move;

    private string Work => Path.Combine(folder, WorkName);

    /// <summary>The names of the plugins that there is a folder of.</summary>
    public IReadOnlyList<string> Plugins =>
        Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Select(static path => Path.GetFileName(path)).Where(static name => name != WorkName).Order(StringComparer.Ordinal)] : [];

    /// <summary>The versions of a plugin that Codex sees; it does not see links.</summary>
    public IReadOnlyList<string> FindVersions(string plugin)
    {
        var home = new DirectoryInfo(Path.Combine(folder, plugin));
        return home.Exists ? [.. home.EnumerateDirectories().Where(static version => version.LinkTarget is null).Select(static version => version.Name).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>Whether the version's folder holds exactly these files.</summary>
    public bool Holds(string plugin, string version, PluginFiles files) => files.AreIn(FolderOf(plugin, version));

    /// <summary>Makes the cache hold this version of the plugin, and no other.</summary>
    /// <returns>The versions that could not be removed, since somebody uses them.</returns>
    /// <exception cref="IOException">The new files cannot be written; the old ones are unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public IReadOnlyList<string> Put(string plugin, string version, PluginFiles files)
    {
        var inUse = new List<string>();
        string target = FolderOf(plugin, version);
        string local = FolderOf(plugin, CodexVersionOrder.Local);
        string? kept = null;
        if (!files.AreIn(target))
        {
            if (new FileInfo(target) is { Exists: true } or { LinkTarget: not null })
            {
                File.Delete(target);
            }

            if (!Directory.Exists(target))
            {
                Move(Stage(plugin, version, files), target);
            }
            else if (!Directory.Exists(local))
            {
                // 'local' wins over every version: with it the new files count before the old ones go.
                Move(Stage(plugin, version, files), local);
                if (TryDiscard(plugin, version))
                {
                    Move(local, target);
                }
                else
                {
                    inUse.Add(version);
                    kept = CodexVersionOrder.Local;
                }
            }
            else if (TryDiscard(plugin, version))
            {
                Move(Stage(plugin, version, files), target);
            }
            else
            {
                inUse.Add(version);
                kept = files.AreIn(local) ? CodexVersionOrder.Local : null;
                if (kept is null && TryDiscard(plugin, CodexVersionOrder.Local))
                {
                    Move(Stage(plugin, version, files), local);
                    kept = CodexVersionOrder.Local;
                }
            }
        }

        inUse.AddRange(FindVersions(plugin).Where(other => other != version && other != kept && !TryDiscard(plugin, other)));
        return inUse;
    }

    /// <summary>Removes a plugin.</summary>
    /// <returns>The versions that could not be removed, since somebody uses them.</returns>
    public IReadOnlyList<string> Remove(string plugin)
    {
        string home = Path.Combine(folder, plugin);
        if (new DirectoryInfo(home).LinkTarget is not null)
        {
            Directory.Delete(home);
            return [];
        }

        List<string> inUse = [.. FindVersions(plugin).Where(version => !TryDiscard(plugin, version))];
        if (inUse.Count == 0 && Directory.Exists(home))
        {
            // Links, and files that are nobody's.
            TryMove(home, NextDiscarded());
        }

        return inUse;
    }

    /// <summary>Puts a version back that was there before us.</summary>
    /// <param name="plugin">The plugin's name.</param>
    /// <param name="versions">All versions that were there before; those without a backup are still there.</param>
    /// <param name="backup">Where a version is kept.</param>
    /// <returns>The versions that could not be removed, since somebody uses them.</returns>
    public IReadOnlyList<string> Restore(string plugin, IReadOnlyList<string> versions, Func<string, string> backup)
    {
        var inUse = new List<string>();
        foreach (string version in versions.Where(version => Directory.Exists(backup(version))))
        {
            string target = FolderOf(plugin, version);
            if (Directory.Exists(target) && !TryMove(target, NextDiscarded()))
            {
                inUse.Add(version);
                continue;
            }

            MoveOrCopy(backup(version), target);
        }

        inUse.AddRange(FindVersions(plugin).Where(version => !versions.Contains(version) && !TryMove(FolderOf(plugin, version), NextDiscarded())));
        string home = Path.Combine(folder, plugin);
        if (versions.Count == 0 && Directory.Exists(home) && !Directory.EnumerateFileSystemEntries(home).Any())
        {
            Directory.Delete(home);
        }

        return inUse;
    }

    /// <summary>Removes what is left of earlier steps, also of a run that was killed; the marketplace's folder too where it is empty.</summary>
    public void Clean()
    {
        try
        {
            if (Directory.Exists(Work))
            {
                Directory.Delete(Work, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody runs a program in it. Codex does not see it, and the next run removes it.
        }
    }

    private string FolderOf(string plugin, string version) => Path.Combine(folder, plugin, version);

    private string Stage(string plugin, string version, PluginFiles files)
    {
        string staged = Path.Combine(Work, "new", plugin, version);
        if (Directory.Exists(staged))
        {
            Directory.Delete(staged, recursive: true);
        }

        files.CopyTo(staged);
        Directory.CreateDirectory(Path.Combine(folder, plugin));
        return staged;
    }

    private string NextDiscarded()
    {
        string discarded = Path.Combine(Work, "old");
        Directory.CreateDirectory(discarded);
        string next;
        do
        {
            next = Path.Combine(discarded, _discarded++.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        while (Path.Exists(next));
        return next;
    }

    private bool TryDiscard(string plugin, string version)
    {
        string source = FolderOf(plugin, version);
        if (findBackup(plugin, version) is { } backup && !Directory.Exists(backup))
        {
            try
            {
                MoveOrCopy(source, backup);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        return !Directory.Exists(source) || TryMove(source, NextDiscarded());
    }

    private bool TryMove(string source, string target)
    {
        try
        {
            Move(source, target);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The backup may lie on another disk, or the folder be in use: a copy is a backup as well.
    private void MoveOrCopy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (TryMove(source, target))
        {
            return;
        }

        string staged = target + ".writing";
        if (Directory.Exists(staged))
        {
            Directory.Delete(staged, recursive: true);
        }

        PluginFiles.Of(source).CopyTo(staged);
        Directory.Move(staged, target);
    }
}
