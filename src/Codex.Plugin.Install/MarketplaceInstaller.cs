using System.Text.Json;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Runtime.Codex;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Install;

/// <summary>
/// Makes the policies of a marketplace true in a user's Codex, and takes everything back. It writes the files that Codex itself would write and starts nothing,
/// so it does the same with and without a Codex on the machine. A run that is killed leaves what Codex can load; the next one completes it.
/// </summary>
/// <param name="options">The marketplace, and where it is to be installed.</param>
public sealed class MarketplaceInstaller(InstallOptions options)
{
    // Codex, or another program, may write its settings at the same time.
    internal const int MostAttempts = 10;

    private readonly Location _location = new(Path.GetFileName(options.ProjectFile));

    /// <summary>Renames a folder of the cache; replaced by tests.</summary>
    internal Action<string, string>? Move { get; init; }

    private CodexHome Home => options.Home;

    private string Marketplace => options.Marketplace;

    /// <summary>What <see cref="Install"/> would do; changes nothing.</summary>
    public InstallResult Plan() => Guard(() =>
    {
        MarketplaceContent content = LoadContent();
        var home = new HomeSnapshot(options, LoadState(), Move);
        return FindConflict(home) is { } conflict
            ? new InstallResult([], [conflict])
            : new InstallResult(MakePlan(home, content), []) { RegisteredFolder = Target() };
    });

    /// <summary>Installs, updates and removes plugins, so that the policies of the marketplace are true. What is true already is left alone, down to the last byte.</summary>
    public InstallResult Install() => Guard(() =>
    {
        MarketplaceContent content = LoadContent();
        using FileStream exclusive = TakeLock();
        return Repeat(isLast => TryInstall(content, isLast));
    });

    /// <summary>Takes the marketplace and its plugins out of Codex, and puts back what was there before.</summary>
    public InstallResult Uninstall() => Guard(() =>
    {
        if (!Directory.Exists(Home.OwnFolder(Marketplace)) && new HomeSnapshot(options, null, Move).Source is null)
        {
            return new InstallResult([], []);
        }

        InstallResult result;
        using (FileStream exclusive = TakeLock())
        {
            result = FindOtherProject(LoadState()) is { } other
                ? new InstallResult([], [other])
                : Repeat(isLast => new Uninstallation(options, Move, _location).TryRun(LoadState(), isLast));
            if (!OperatingSystem.IsWindows())
            {
                DiscardOwnFolder();
            }
        }

        // Windows does not remove an open file.
        DiscardOwnFolder();
        return result;
    });

    /// <summary>Asks the Codex of this machine, where there is one, whether it sees what was installed. What it sees otherwise is a warning; no Codex is none.</summary>
    /// <param name="result">What <see cref="Install"/> has returned.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The result with what Codex says.</returns>
    public async Task<InstallResult> AskCodexAsync(InstallResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Succeeded && CodexExecutable.Find(options.CodexPath, Path.GetDirectoryName(options.ProjectFile)!, Machine.Current) is { } codex
            ? result with
            {
                AskedCodex = codex,
                Diagnostics = [.. result.Diagnostics, .. (await CodexView.CompareAsync(codex, options, result, cancellationToken).ConfigureAwait(false))
                    .Select(words => Diagnostic.Create(DiagnosticDescriptors.CodexSeesOtherwise, _location, words))],
            }
            : result;
    }

    private static InstallResult Repeat(Func<bool, InstallResult?> tryOnce)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (tryOnce(attempt == MostAttempts) is { } result)
            {
                return result;
            }

            Thread.Sleep(20 << Math.Min(attempt, 4));
        }
    }

    private static IReadOnlyList<InstallRow> MakePlan(HomeSnapshot home, MarketplaceContent content)
    {
        Dictionary<string, WantedPlugin> wanted = content.Plugins.ToDictionary(static plugin => plugin.Name, StringComparer.Ordinal);
        return InstallPlan.Make(content.Plugins, home.Plugins.ToDictionary(static plugin => plugin, plugin => home.Find(plugin, wanted.GetValueOrDefault(plugin)), StringComparer.Ordinal));
    }

    /// <returns>Null where somebody else has changed Codex's settings meanwhile.</returns>
    private InstallResult? TryInstall(MarketplaceContent content, bool isLast)
    {
        var home = new HomeSnapshot(options, LoadState(), Move);
        if (FindConflict(home) is { } conflict)
        {
            return new InstallResult([], [conflict]);
        }

        IReadOnlyList<InstallRow> rows = MakePlan(home, content);
        var diagnostics = new List<Diagnostic>();
        string target = Target();
        Edit(home.Config, rows, target);
        byte[] written = home.Config.ToBytes();

        // What we are about to do is known before anything is done.
        InstallState state = MakeState(home, rows, target, written);
        state.Save(Home.StateFile(Marketplace));
        home.Cache.Clean();

        // Files first: at no moment does Codex know something whose files are not there.
        if (!options.InPlace)
        {
            diagnostics.AddRange(MarketplaceMirror.Write(content, target, _location));
        }

        if (diagnostics.Count == 0)
        {
            PutPlugins(home, content, rows, diagnostics);
        }

        if (diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
        {
            return new InstallResult(rows, diagnostics);
        }

        if (!home.Config.TrySave())
        {
            return isLast ? throw home.ChangedMeanwhile() : null;
        }

        foreach (InstallRow row in rows.Where(static row => row.Action == InstallAction.Remove))
        {
            diagnostics.AddRange(home.Cache.Remove(row.Plugin).Select(version => Diagnostic.Create(DiagnosticDescriptors.OldVersionInUse, _location, row.Plugin, version)));
        }

        (state with
        {
            Folders = [target],
            Installed = [.. state.Installed.Except(rows.Where(static row => row.Action == InstallAction.Remove).Select(static row => row.Plugin))],
            Config = [.. state.Config.Where(patch => patch.Written == TextPatch.Hash(written))],
        }).Save(Home.StateFile(Marketplace));
        if (options.InPlace)
        {
            DiscardMirror();
        }

        home.Cache.Clean();
        return new InstallResult(rows, diagnostics) { RegisteredFolder = target };
    }

    private void PutPlugins(HomeSnapshot home, MarketplaceContent content, IReadOnlyList<InstallRow> rows, List<Diagnostic> diagnostics)
    {
        foreach (WantedPlugin plugin in content.Plugins)
        {
            InstallRow row = rows.First(row => row.Plugin == plugin.Name);
            if (row.After is null || (row.Action == InstallAction.Keep && home.Cache.FindVersions(plugin.Name).Count == 1))
            {
                continue;
            }

            PluginFiles files = PluginFiles.OfPlugin(plugin.Folder);
            IReadOnlyList<string> inUse = home.Cache.Put(plugin.Name, plugin.Version, files);
            string? active = CodexVersionOrder.FindActive(home.Cache.FindVersions(plugin.Name));
            diagnostics.AddRange(active is not null && inUse.Contains(active)
                ? [Diagnostic.Create(DiagnosticDescriptors.NewerVersionInUse, _location, plugin.Name, active, plugin.Version)]
                : inUse.Select(version => Diagnostic.Create(DiagnosticDescriptors.OldVersionInUse, _location, plugin.Name, version)));
        }
    }

    private void Edit(CodexConfig config, IReadOnlyList<InstallRow> rows, string target)
    {
        if (config.MarketplaceSource(Marketplace) != target)
        {
            config.SetMarketplace(Marketplace, target);
        }

        foreach (InstallRow row in rows)
        {
            string id = $"{row.Plugin}@{Marketplace}";
            if (row.Action == InstallAction.Remove)
            {
                config.RemovePlugin(id);
            }
            else if (row.Action == InstallAction.Install && config.PluginEnabled(id) is null)
            {
                config.SetPluginEnabled(id, true);
            }
        }
    }

    private InstallState MakeState(HomeSnapshot home, IReadOnlyList<InstallRow> rows, string target, byte[] written)
    {
        // What the settings were before us is known as long as nobody else has changed them since.
        ReadOnlySpan<byte> loaded = home.Config.LoadedBytes;
        IReadOnlyList<TextPatch> patches = home.State?.Config ?? [];
        byte[]? original = home.State is null ? loaded.ToArray() : TextPatch.FindOriginal(patches, loaded);
        if (!loaded.SequenceEqual(written))
        {
            patches = original is null ? [] : [.. patches.Where(patch => patch.Written == TextPatch.Hash(home.Config.LoadedBytes)), TextPatch.Make(original, written)];
        }

        return new InstallState
        {
            Project = options.ProjectFile,
            Folders = [.. (home.State?.Folders ?? []).Append(target).Distinct(StringComparer.Ordinal)],
            Installed = [.. (home.State?.Installed ?? []).Union(rows.Where(static row => row.Action == InstallAction.Install).Select(static row => row.Plugin)).Order(StringComparer.Ordinal)],
            Before = home.Before,
            Config = patches,
        };
    }

    private Diagnostic? FindConflict(HomeSnapshot home)
    {
        if (home.Source is { } source && !home.IsOurs(source))
        {
            return Diagnostic.Create(DiagnosticDescriptors.MarketplaceNameTaken, _location, Marketplace, $"'{source}'", options.Folder, $"codex plugin marketplace remove {Marketplace}");
        }

        // Two projects in one folder make one marketplace.
        return options.InPlace && home.Source is { } folder && HomeSnapshot.Real(folder) == Target() ? null : FindOtherProject(home.State);
    }

    private Diagnostic? FindOtherProject(InstallState? state) =>
        state is not null && state.Project != options.ProjectFile && File.Exists(state.Project)
            ? Diagnostic.Create(DiagnosticDescriptors.MarketplaceNameTaken, _location, Marketplace, $"the project '{state.Project}'", options.Folder, $"dotnet build -t:Uninstall \"{state.Project}\"")
            : null;

    private string Target() => HomeSnapshot.Real(options.InPlace ? options.Folder : Home.MirrorFolder(Marketplace));

    private void DiscardMirror()
    {
        if (Directory.Exists(Home.MirrorFolder(Marketplace)))
        {
            Directory.Delete(Home.MirrorFolder(Marketplace), recursive: true);
        }
    }

    // The lock is the last file that is ours.
    private void DiscardOwnFolder()
    {
        if (File.Exists(Home.StateFile(Marketplace)))
        {
            return;
        }

        try
        {
            File.Delete(LockFile);
            foreach (string folder in (ReadOnlySpan<string>)[Home.OwnFolder(Marketplace), Home.MarketplaceCache(Marketplace)])
            {
                for (string? empty = folder; empty is not null && empty != Home.Folder && Directory.Exists(empty) && !Directory.EnumerateFileSystemEntries(empty).Any(); empty = Path.GetDirectoryName(empty))
                {
                    Directory.Delete(empty);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another run has come meanwhile, or still waits.
        }
    }

    private string LockFile => Path.Combine(Home.OwnFolder(Marketplace), ".lock");

    private MarketplaceContent LoadContent()
    {
        try
        {
            return MarketplaceContent.Load(options.Folder, Marketplace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InstallException(Diagnostic.Create(DiagnosticDescriptors.NoMarketplaceToInstall, _location, Marketplace, options.Folder, exception.Message.TrimEnd('.')));
        }
    }

    private InstallState? LoadState()
    {
        string path = Home.StateFile(Marketplace);
        try
        {
            return InstallState.Load(path);
        }
        catch (JsonException exception)
        {
            throw new InstallException(Diagnostic.Create(DiagnosticDescriptors.InstallStateNotReadable, new Location(path), exception.Message.TrimEnd('.')));
        }
    }

    private FileStream TakeLock()
    {
        while (true)
        {
            FileStream taken = BuildLock.Take(LockFile);
            if (File.Exists(LockFile))
            {
                return taken;
            }

            // Uninstall has removed it while we waited.
            taken.Dispose();
        }
    }

    private InstallResult Guard(Func<InstallResult> run)
    {
        // The name is a folder's name in Codex's home, too.
        if (PluginName.FindMarketplaceProblem(Marketplace) is { } problem)
        {
            return new InstallResult([], [Diagnostic.Create(DiagnosticDescriptors.MarketplaceNameNotAccepted, _location, Marketplace, problem)]);
        }

        try
        {
            return run();
        }
        catch (CodexConfigException exception)
        {
            return new InstallResult([], [exception.Diagnostic]);
        }
        catch (InstallException exception)
        {
            return new InstallResult([], [exception.Diagnostic]);
        }
        catch (OutputException exception)
        {
            return new InstallResult([], [Diagnostic.Create(DiagnosticDescriptors.CodexHomeNotWritable, _location, exception.Path, exception.Message.TrimEnd('.'))]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new InstallResult([], [Diagnostic.Create(DiagnosticDescriptors.CodexHomeNotWritable, _location, Home.Folder, exception.Message.TrimEnd('.'))]);
        }
    }
}
