using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>
/// A folder that Codex takes as a marketplace: our entries in it, and nothing else, are made to be what they should be.
/// One process at a time does so, and at every instant <c>marketplace.json</c> describes the whole old or the whole new set.
/// </summary>
/// <param name="folder">The absolute path. Where it or a folder above is a link, the marketplace is what that leads to.</param>
/// <param name="location">Where findings are shown.</param>
internal sealed class MarketplaceFolder(string folder, Location location)
{
    private readonly string _root = RealPath.ResolveExisting(folder);

    /// <summary>The absolute path of the file that remembers what was laid out, so that a second run need not look at any content; null: none.</summary>
    public string? StateFile { get; init; }

    /// <summary>Makes the folder hold what <paramref name="compute"/> says. Where there is an error nothing is changed.</summary>
    /// <param name="inputs">All that the result of <paramref name="compute"/> depends on, but for the record: with equal ones it is not called again. Not looked at without a state file.</param>
    /// <param name="compute">
    /// Called under the lock with the folder's record, an empty one where there is none, and the findings so far, which it may add to;
    /// null where there is an error among them.
    /// </param>
    public IReadOnlyList<Diagnostic> Update(byte[] inputs, Func<MarketplaceRecord, List<Diagnostic>, MarketplaceSet?> compute)
    {
        var diagnostics = new List<Diagnostic>();
        try
        {
            MarketplaceState? last = StateFile is null ? null : MarketplaceState.Load(StateFile);
            if (last is not null && last.IsUpToDate(_root, inputs))
            {
                diagnostics.AddRange(last.Warnings);
            }
            else
            {
                using FileStream exclusive = BuildLock.Take(LockFile(_root));
                UpdateExclusively(inputs, compute, last, diagnostics);
            }

            ReportOtherMarketplaces(diagnostics);
        }
        catch (OutputException exception)
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, location, exception.Path, exception.Message));
        }

        return diagnostics;
    }

    /// <summary>The marketplaces in the folder that Codex does not read beside ours, relative to it.</summary>
    /// <param name="folder">The absolute path of the folder.</param>
    public static List<string> FindOtherMarketplaces(string folder)
    {
        var others = new List<string>();
        foreach (string file in FolderRules.MarketplaceFiles)
        {
            if (file != MarketplaceDocument.File && File.Exists(Path.Combine(folder, file)))
            {
                others.Add(file);
            }
        }

        return others;
    }

    /// <summary>Removes what is ours; nothing where there is no record.</summary>
    public IReadOnlyList<Diagnostic> Remove()
    {
        var diagnostics = new List<Diagnostic>();
        try
        {
            using FileStream exclusive = BuildLock.Take(LockFile(_root));
            string file = Path.Combine(_root, MarketplaceRecord.File);
            if (Path.Exists(file) && ReadRecord(diagnostics) is { } record)
            {
                RemoveExclusively(record);
            }
        }
        catch (OutputException exception)
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, location, exception.Path, exception.Message));
        }

        return diagnostics;
    }

    private void RemoveExclusively(MarketplaceRecord record)
    {
        using var staging = new MarketplaceStaging(_root);
        staging.BeginCommit();
        staging.Delete(MarketplaceDocument.File);
        foreach (string name in record.Owned)
        {
            staging.TakeOut(name);
        }

        staging.Delete(MarketplaceRecord.File);
        MarketplaceStaging.Clean(_root);
        staging.RemoveEmptyFolders();
    }

    // Not in the folder, which may be a repository's, and the same for every way that leads to it.
    private static string LockFile(string root)
    {
        string key = OperatingSystem.IsLinux() ? root : root.ToUpperInvariant();
        return Path.Combine(Path.GetTempPath(), $"codex-plugin-{Environment.UserName}", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)) + ".lock");
    }

    private void UpdateExclusively(byte[] inputs, Func<MarketplaceRecord, List<Diagnostic>, MarketplaceSet?> compute, MarketplaceState? last, List<Diagnostic> diagnostics)
    {
        if (ReadRecord(diagnostics) is not { } record || compute(record, diagnostics) is not { } set || HasErrors(diagnostics))
        {
            return;
        }

        if (set.IsGone)
        {
            RemoveExclusively(record);
            return;
        }

        using var staging = new MarketplaceStaging(_root);
        Preparation prepared = Prepare(set, record, last, staging, diagnostics);
        if (PackageLimits.FindProblem(set.Document.Name, prepared.Plugins.SelectMany(static plugin => plugin.Outputs.Values).Select(static file => file.Length), location) is { } tooLarge)
        {
            diagnostics.Add(tooLarge);
        }

        if (HasErrors(diagnostics))
        {
            return;
        }

        Commit(set, record, prepared, staging);
        if (StateFile is not null)
        {
            new MarketplaceState
            {
                Folder = _root,
                Inputs = inputs,
                Document = LaidOutPlugin.StampOf(Path.Combine(_root, MarketplaceDocument.File)),
                Record = LaidOutPlugin.StampOf(Path.Combine(_root, MarketplaceRecord.File)),
                Plugins = prepared.Plugins,
                Warnings = [.. diagnostics],
            }.Save(StateFile);
        }
    }

    private MarketplaceRecord? ReadRecord(List<Diagnostic> diagnostics)
    {
        string path = Path.Combine(_root, MarketplaceRecord.File);
        string document = Path.Combine(_root, MarketplaceDocument.File);
        try
        {
            if (Path.Exists(path))
            {
                return MarketplaceRecord.Load(path);
            }

            if (!Path.Exists(document))
            {
                return MarketplaceRecord.Empty;
            }

            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.MarketplaceOfSomebodyElse, location, document));
        }
        catch (Exception exception) when (exception is JsonException || OutputException.Covers(exception))
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.MarketplaceRecordDamaged, location, path, exception.Message));
        }

        return null;
    }

    // Writes what is new or changed beside the marketplace.
    private Preparation Prepare(MarketplaceSet set, MarketplaceRecord record, MarketplaceState? last, MarketplaceStaging staging, List<Diagnostic> diagnostics)
    {
        var prepared = new Preparation();
        var owned = new HashSet<string>(record.Owned, StringComparer.Ordinal);
        var sources = new Dictionary<string, PluginSource>(StringComparer.OrdinalIgnoreCase);
        foreach (PluginSource source in set.Sources)
        {
            if (PluginName.FindProblem(source.Name) is { } problem)
            {
                diagnostics.Add(source.Refuse($"the plugin's name '{source.Name}' {problem}"));
            }
            else if (!sources.TryAdd(source.Name, source))
            {
                diagnostics.Add(source.Refuse($"another package brings a plugin with its name, '{source.Name}'"));
            }
        }

        var copier = new PluginCopier();
        Dictionary<string, string>? left = null;
        foreach (MarketplaceEntry entry in set.Document.Plugins)
        {
            string name = entry.Name;
            string place = MarketplaceStaging.PluginFolder(_root, name);
            if (!sources.TryGetValue(name, out PluginSource? source))
            {
                left ??= ReadPaths();
                if (!owned.Contains(name) || !left.TryGetValue(name, out string? path) || !Directory.Exists(Path.Combine(_root, path)))
                {
                    continue;
                }

                if (path != MarketplaceStaging.PluginPath(name))
                {
                    // The run of the project that brings it was killed: what counts lies where that run has written it.
                    string written = Path.Combine(_root, path);
                    source = PluginSource.OfFolder(name, written, problem => Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, location, written, problem));
                }
            }
            else if (!owned.Contains(name) && (Path.Exists(place) || FolderFiles.IsLink(place)))
            {
                diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.PluginFolderOfSomebodyElse, location, place));
                continue;
            }

            prepared.Entries.Add(entry);
            if (source is not null)
            {
                diagnostics.AddRange(source.Warnings);
                Prepare(source, place, last?.Find(_root, name), copier, staging, prepared, diagnostics);
            }
        }

        return prepared;
    }

    private static void Prepare(PluginSource source, string place, LaidOutPlugin? last, PluginCopier copier, MarketplaceStaging staging, Preparation prepared, List<Diagnostic> diagnostics)
    {
        try
        {
            bool exists = Directory.Exists(place) && !FolderFiles.IsLink(place);
            FileStamp list = LaidOutPlugin.StampOf(source.ListFile);
            Dictionary<string, FileStamp> sources = FolderFiles.Scan(source.Folder);
            Dictionary<string, FileStamp>? there = exists ? FolderFiles.Scan(place) : null;
            if (there is not null && last is not null && last.IsOf(source, sources) && last.HasOutputs(place, there))
            {
                prepared.Plugins.Add(last);
                return;
            }

            if (source.ReadFiles(sources, diagnostics) is not { } files)
            {
                return;
            }

            var executables = new List<string>();
            if (there is not null && copier.IsSame(source, files, sources, place, there, executables))
            {
                prepared.Plugins.Add(new LaidOutPlugin(source.Name, source.Identity, source.Folder, source.ListFile, list, sources, there, executables));
                return;
            }

            staging.Create();
            executables.Clear();
            bool replaces = Path.Exists(place) || FolderFiles.IsLink(place);
            there = copier.Copy(source, files, sources, staging.NextFolder(source.Name), replaces ? staging.FolderOf(source.Name) : null, executables);
            (replaces ? prepared.Changed : prepared.New).Add(source.Name);
            prepared.Plugins.Add(new LaidOutPlugin(source.Name, source.Identity, source.Folder, source.ListFile, list, sources, there, executables));
        }
        catch (FileDiffersException exception) when (source.RefuseFile is not null)
        {
            diagnostics.Add(source.RefuseFile(exception.Path));
        }
        catch (Exception exception) when (exception is JsonException || OutputException.Covers(exception))
        {
            diagnostics.Add(source.Refuse(exception.Message));
        }
    }

    // Where marketplace.json has its plugins now. Of what anybody may have written there only that counts which a run of ours can have written.
    private Dictionary<string, string> ReadPaths()
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (MarketplaceEntry entry in MarketplaceDocument.Load(Path.Combine(_root, MarketplaceDocument.File)).Plugins)
            {
                if (entry.Path == MarketplaceStaging.PluginPath(entry.Name) || MarketplaceStaging.IsPathOf(entry.Name, entry.Path))
                {
                    paths.TryAdd(entry.Name, entry.Path);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException || OutputException.Covers(exception))
        {
            // It is ours and is written anew; then each project's next build adds what it brings.
        }

        return paths;
    }

    private void Commit(MarketplaceSet set, MarketplaceRecord record, Preparation prepared, MarketplaceStaging staging)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (MarketplaceEntry entry in prepared.Entries)
        {
            names.Add(entry.Name);
        }

        var before = new SortedSet<string>(record.Owned, StringComparer.Ordinal);
        var after = new MarketplaceRecord([.. names], set.Projects);
        before.UnionWith(names);
        byte[] document = Document(set, prepared, static name => MarketplaceStaging.PluginPath(name));

        // What is moved in next is ours from now on, also for the run after one that is killed here.
        Write(MarketplaceRecord.File, (after with { Owned = [.. before] }).ToBytes());
        foreach (string name in prepared.New)
        {
            staging.BeginCommit();
            staging.MoveIn(name);
        }

        if (prepared.Changed.Count > 0)
        {
            Write(MarketplaceDocument.File, Document(set, prepared, name => prepared.Changed.Contains(name) ? staging.PathOf(name) : MarketplaceStaging.PluginPath(name)));
            foreach (string name in prepared.Changed)
            {
                staging.TakeOut(name);
                staging.MoveIn(name);
            }
        }

        Write(MarketplaceDocument.File, document);
        before.ExceptWith(names);
        foreach (string name in before)
        {
            staging.BeginCommit();
            staging.TakeOut(name);
        }

        if (before.Count > 0)
        {
            Write(MarketplaceRecord.File, after.ToBytes());
            staging.RemoveEmptyFolders();
        }

        MarketplaceStaging.Clean(_root);

        void Write(string file, byte[] bytes)
        {
            if (!HasContent(Path.Combine(_root, file), bytes))
            {
                staging.BeginCommit();
                staging.Write(file, bytes);
            }
        }
    }

    private static byte[] Document(MarketplaceSet set, Preparation prepared, Func<string, string> path) =>
        (set.Document with { Plugins = prepared.Entries.ConvertAll(entry => entry with { Path = path(entry.Name) }) }).ToBytes();

    private static bool HasContent(string path, byte[] bytes)
    {
        try
        {
            return new FileInfo(path) is { LinkTarget: null } file && file.Exists && file.Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            return false;
        }
    }

    private void ReportOtherMarketplaces(List<Diagnostic> diagnostics)
    {
        foreach (string file in FindOtherMarketplaces(_root))
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.MarketplaceFileTwice, location, file, MarketplaceDocument.File));
        }
    }

    private static bool HasErrors(List<Diagnostic> diagnostics) => diagnostics.Exists(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>What a run is about to do.</summary>
    private sealed class Preparation
    {
        public List<MarketplaceEntry> Entries { get; } = [];

        public List<LaidOutPlugin> Plugins { get; } = [];

        /// <summary>Those whose place is empty.</summary>
        public List<string> New { get; } = [];

        /// <summary>Those that replace something.</summary>
        public List<string> Changed { get; } = [];
    }
}
