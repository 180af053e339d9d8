using System.Security;
using Codex.Plugin.Check;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Text;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Makes projects of plugins that were written by hand: a folder for each, and a marketplace that references them.</summary>
public sealed class PluginImporter
{
    private readonly ImportOptions _options;
    private readonly IProgress<ImportProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly FindingList _findings = new(plugin: null);
    private readonly Dictionary<string, FindingList> _ofPlugins = new(StringComparer.Ordinal);

    private PluginImporter(ImportOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        _options = options;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Imports. The output is written beside its place and moved there at the end: an import that fails or is cancelled leaves nothing.</summary>
    /// <param name="options">What, and where to.</param>
    /// <param name="progress">Who is told how far it is; null: nobody.</param>
    /// <param name="cancellationToken">Cancels the import.</param>
    /// <exception cref="ImportException">It cannot be done.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ImportResult> ImportAsync(ImportOptions options, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return await new PluginImporter(options, progress, cancellationToken).ImportAsync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw new ImportException($"The import failed: {exception.Message} Nothing was kept.");
        }
    }

    private async Task<ImportResult> ImportAsync()
    {
        if (_options.Name is { } name && PluginName.FindMarketplaceProblem(name) is { } problem)
        {
            throw new ImportException($"The marketplace's name '{name}' {problem}. Use 1 to 64 of a-z, 0-9 and '-', and none of Codex's own names.");
        }

        if (_options.Output is not null)
        {
            // Before anything is fetched.
            CheckOutput(FullPath(_options.Output));
        }

        string path = FullPath(_options.Source);
        if (Directory.Exists(path))
        {
            string folder = Path.TrimEndingDirectorySeparator(RealPath.Resolve(path) ?? path);
            return Import(folder, Path.GetFileName(folder), _options.Source);
        }

        if (GitAddress.Parse(_options.Source) is not { } address)
        {
            throw new ImportException($"There is no folder '{_options.Source}', and it is no address of a git repository either (https://, ssh://, file:// or user@host:path).");
        }

        string clone = Directory.CreateTempSubdirectory("codex-plugin-import-").FullName;
        try
        {
            _progress?.Report(new ImportProgress(0, 0, address.Shown));
            await GitClone.RunAsync(address, clone, _cancellationToken);
            return Import(RealPath.Resolve(clone) ?? clone, address.Name, address.Shown);
        }
        finally
        {
            Remove(clone);
        }
    }

    private ImportResult Import(string folder, string folderName, string shown)
    {
        ImportSource source = SourceFolder.Read(folder, folderName.Length == 0 ? "plugins" : folderName, _findings);
        string name = _options.Name ?? ImportNames.ForMarketplace(source.Name);
        if (name != source.Name && source.Kind == ImportSourceKind.Marketplace)
        {
            string why = PluginName.FindMarketplaceProblem(source.Name) is { } problem ? $"The source's name '{source.Name}' {problem}." : $"The source's name is '{source.Name}'.";
            _findings.Changed("name", "CXP7001", $"The marketplace is called '{name}'.", why, "Set MarketplaceName in plugins.csproj to another name where you want one.");
        }

        string output = FullPath(_options.Output ?? name);
        CheckOutput(output);
        string parent = Path.GetDirectoryName(output) ?? throw new ImportException($"'{output}' cannot be the output. Name a folder below it.");
        string? firstMade = FirstMissing(parent);
        Directory.CreateDirectory(parent);
        string staging = Path.Combine(parent, $".{Path.GetFileName(output)}.import-{Guid.NewGuid():N}");
        bool kept = false;
        try
        {
            Directory.CreateDirectory(staging);
            ImportResult result = Import(source, name, shown, staging, output);
            if (!_options.DryRun)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                if (Directory.Exists(output))
                {
                    Directory.Delete(output);
                }

                Directory.Move(staging, output);
                kept = true;
            }

            return result;
        }
        finally
        {
            Remove(staging);
            if (!kept && firstMade is not null)
            {
                Remove(firstMade);
            }
        }
    }

    private ImportResult Import(ImportSource source, string name, string shown, string staging, string output)
    {
        string scratch = Path.Combine(staging, "check");
        // The source is read without links.
        string[] skipped = [RealPath.ResolveExisting(staging), RealPath.ResolveExisting(output)];
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var plugins = new List<(DraftedPlugin Drafted, PluginImport Import)>();
        for (int i = 0; i < source.Plugins.Count; i++)
        {
            SourcePlugin plugin = source.Plugins[i];
            _cancellationToken.ThrowIfCancellationRequested();
            _progress?.Report(new ImportProgress(i, source.Plugins.Count, plugin.Name));
            string id = ImportNames.ForPackage(plugin.Name, ids);
            var draft = new PluginDraft(Path.Combine(staging, DraftedPlugin.Folder, id), ImportNames.ForPlugin(plugin.Name), id);
            FindingList findings = _ofPlugins[plugin.Name] = new FindingList(plugin.Name);
            var import = new PluginImport(plugin, draft, skipped, findings, _cancellationToken);
            if (TryRun(() => import.Run(scratch), draft, plugin) is { } drafted)
            {
                plugins.Add((drafted, import));
            }
        }

        RenameServers(plugins, scratch);
        if (plugins.Count == 0)
        {
            throw new ImportException($"None of the plugins can be imported. {string.Join(' ', Findings(source).Where(static one => one.Kind == ImportFindingKind.NotCarriedOver).Select(static one => one.Why).Take(3))}");
        }

        DraftedPlugin[] drafts = [.. plugins.Select(static one => one.Drafted)];
        MarketplaceProject.Write(staging, name, source.Title, _options.SdkVersion, drafts, FindDistinct(drafts));
        var result = new ImportResult
        {
            Source = shown,
            Kind = source.Kind,
            Directory = output,
            DryRun = _options.DryRun,
            Marketplace = name,
            Plugins = [.. drafts.Select(static one => new ImportedPlugin(one.Draft.Name, one.Draft.PackageId, one.Project, one.Content))],
            Findings = [.. Findings(source)],
        };
        File.WriteAllText(Path.Combine(staging, ImportReportFile.Name), ImportReportFile.Write(result));
        _progress?.Report(new ImportProgress(source.Plugins.Count, source.Plugins.Count, name));
        return result;
    }

    private IEnumerable<ImportFinding> Findings(ImportSource source) =>
        _findings.Findings.Concat(source.Plugins.SelectMany(plugin => _ofPlugins.TryGetValue(plugin.Name, out FindingList? list) ? list.Findings : []));

    private DraftedPlugin? TryRun(Func<DraftedPlugin> run, PluginDraft draft, SourcePlugin plugin)
    {
        try
        {
            return run();
        }
        catch (PluginRefusedException refused)
        {
            Remove(draft.Folder);
            _ofPlugins[plugin.Name].Lost(refused.Path ?? plugin.Path, refused.Code, $"The plugin '{plugin.Name}' is left out.", refused.Message, "Mend it in the source, and import again.");
            return null;
        }
    }

    /// <summary>Of two plugins with a server of one name, Codex drops the server of the second.</summary>
    private void RenameServers(List<(DraftedPlugin Drafted, PluginImport Import)> plugins, string scratch)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((DraftedPlugin drafted, PluginImport import) in plugins
            .Where(static one => one.Drafted.Policies.Installation != "NOT_AVAILABLE")
            .OrderBy(static one => one.Drafted.Draft.Name, StringComparer.Ordinal).ToArray())
        {
            bool changed = false;
            foreach (string server in drafted.Servers)
            {
                if (names.Add(server))
                {
                    continue;
                }

                string name = $"{drafted.Draft.Name}-{server}";
                for (int number = 2; names.Contains(name) || drafted.Servers.Contains(name, StringComparer.Ordinal); number++)
                {
                    name = $"{drafted.Draft.Name}-{server}-{number}";
                }

                names.Add(name);
                string file = ServerNames.Rename(drafted.Draft, server, name) ?? throw new ImportException($"The MCP server '{server}' is in two plugins, and its declaration in '{drafted.Draft.Name}' cannot be renamed. Rename it there, and import again.");
                _ofPlugins[drafted.Draft.Name].Changed(file, "CXP7012", $"The MCP server '{server}' is called '{name}'.", "Another plugin of the marketplace has one of that name, and Codex drops one of the two without a word.", "Where skills or hooks of the plugin name the server, change it there, too.");
                changed = true;
            }

            if (changed)
            {
                int index = plugins.FindIndex(one => one.Import == import);
                plugins[index] = (import.Mend(scratch), import);
            }
        }
    }

    /// <summary>Whoever lists two plugins whose names look alike means both.</summary>
    private string[] FindDistinct(IReadOnlyList<DraftedPlugin> plugins)
    {
        var alike = new SortedSet<string>(StringComparer.Ordinal);
        foreach (IGrouping<string, DraftedPlugin> group in plugins.SelectMany(static one => new[] { one.Draft.Name, one.Draft.PackageId }.Select(LookAlikes.Skeleton).Distinct().Select(skeleton => (skeleton, one)))
            .GroupBy(static pair => pair.skeleton, static pair => pair.one, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            alike.UnionWith(group.Select(static one => one.Draft.PackageId));
            _findings.Changed(MarketplaceProject.FileName, "CXP8027", $"{string.Join(" and ", group.Select(static one => $"'{one.Draft.Name}'"))} are told apart (DistinctPlugin).", "Their names look alike, and the source has both.", "Find out whether both are meant; remove the reference to the other.");
        }

        return [.. alike];
    }

    private string FullPath(string path)
    {
        try
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, _options.WorkingDirectory));
        }
        catch (ArgumentException)
        {
            throw new ImportException("The path is none: it is empty, or holds a character that no path has.");
        }
    }

    private static void CheckOutput(string output)
    {
        if (File.Exists(output) || (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()))
        {
            throw new ImportException($"'{output}' is there already and not empty. Name another folder with --output, or empty it.");
        }
    }

    private static string? FirstMissing(string folder)
    {
        string? missing = null;
        for (string? at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
        {
            missing = at;
        }

        return missing;
    }

    private static void Remove(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        // Git's objects are read-only, which Windows does not remove.
        if (OperatingSystem.IsWindows())
        {
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            {
                file.Attributes = FileAttributes.Normal;
            }
        }

        Directory.Delete(folder, recursive: true);
    }
}
