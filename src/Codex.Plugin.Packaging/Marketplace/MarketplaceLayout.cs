using System.Text;
using System.Text.Json;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>A marketplace into which one or more projects bring plugins, as those of a repository do: each build brings the part of its own project up to date.</summary>
public sealed class MarketplaceLayout
{
    private readonly string _folder;
    private readonly string _projectFolder;
    private readonly string _intermediateFolder;
    private readonly string _project;
    private readonly ProjectStamp _stamp;
    private readonly Location _location;

    /// <summary>The marketplace as a project sees it.</summary>
    /// <param name="projectFile">The absolute path of the project that is built.</param>
    /// <param name="intermediateFolder">The absolute path of the folder with its <c>project.assets.json</c>.</param>
    /// <param name="folder">The absolute path of the marketplace.</param>
    /// <param name="shownProjectFile">The path of the project, as diagnostics show it.</param>
    public MarketplaceLayout(string projectFile, string intermediateFolder, string folder, string shownProjectFile)
    {
        // Relative paths between them are recorded, and '..' leads elsewhere behind a link.
        _folder = RealPath.ResolveExisting(folder);
        _projectFolder = RealPath.ResolveExisting(Path.GetDirectoryName(projectFile)!);
        _intermediateFolder = RealPath.ResolveExisting(intermediateFolder);
        string name = Path.GetFileName(projectFile);
        _project = Relative(_folder, Path.Combine(_projectFolder, name));
        _stamp = new ProjectStamp(Path.Combine(_projectFolder, name), _intermediateFolder);
        _location = new Location(shownProjectFile);
    }

    /// <summary>Whether the project is about the marketplace, which is then there without plugins, too.</summary>
    public bool IsForThisProject { get; init; }

    /// <summary>The absolute path of the file that remembers what was laid out, so that a second run need not look at any content.</summary>
    public required string StateFile { get; init; }

    /// <summary>Whether the last <see cref="LayOut"/> changed what the marketplace lists.</summary>
    public bool HasChanged { get; private set; }

    private string DocumentFile => Path.Combine(_folder, MarketplaceDocument.File);

    private string RecordFile => Path.Combine(_folder, MarketplaceRecord.File);

    /// <summary>Makes the project's part of the marketplace what the project brings now.</summary>
    /// <param name="name">The marketplace's name, where the project sets it.</param>
    /// <param name="title">The marketplace's display name, where the project sets it.</param>
    /// <param name="plugins">What it brings. Nothing is written for a project that brings nothing and never did.</param>
    public IReadOnlyList<Diagnostic> LayOut(string? name, string? title, IReadOnlyList<MarketplacePlugin> plugins)
    {
        RecordedProject? brought = Record(name, title, plugins);
        MarketplaceRecord? record = ReadRecord();
        if (brought is null && record?.Projects.ContainsKey(_project) == false && (record.Projects.Count > 0 || !File.Exists(RecordFile)))
        {
            return [];
        }

        try
        {
            if (brought is null || !_stamp.Confirms(brought) || record?.Projects.Keys.All(Exists) != true)
            {
                // What another project's build wants to know of this one changes under the lock only.
                OutputException.Guard(StateFile, () => DeleteIfThere(StateFile));
            }

            var before = Stamps();
            IReadOnlyList<Diagnostic> diagnostics = Update(brought, plugins);
            HasChanged = before != Stamps();
            return diagnostics;
        }
        catch (OutputException exception)
        {
            return [Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, _location, exception.Path, exception.Message)];
        }
    }

    /// <summary>Removes what was laid out in a folder, and nothing else.</summary>
    /// <param name="folder">The absolute path of the folder.</param>
    /// <param name="projectFile">The path of the project, as diagnostics show it.</param>
    public static IReadOnlyList<Diagnostic> Remove(string folder, string projectFile) => new MarketplaceFolder(folder, new Location(projectFile)).Remove();

    private IReadOnlyList<Diagnostic> Update(RecordedProject? brought, IReadOnlyList<MarketplacePlugin> plugins)
    {
        var marketplace = new MarketplaceFolder(_folder, _location) { StateFile = StateFile };
        return marketplace.Update(Inputs(brought, plugins), (current, diagnostics) =>
        {
            if (Join(current, brought, plugins, diagnostics) is not var (union, set))
            {
                return null;
            }

            diagnostics.AddRange(PluginSetRules.Check([.. plugins, .. OfOtherProjects(union, plugins)], _location.Path));
            _stamp.Write(brought);
            return set;
        });
    }

    /// <summary>What the folder is to hold when the project has been built: <c>marketplace.json</c> and the record, as <see cref="LayOut"/> would write them. Writes nothing.</summary>
    /// <param name="current">What the folder's record says, for what other projects bring.</param>
    /// <param name="name">As for <see cref="LayOut"/>.</param>
    /// <param name="title">As for <see cref="LayOut"/>.</param>
    /// <param name="plugins">As for <see cref="LayOut"/>.</param>
    /// <param name="diagnostics">Gets why there is nothing to be laid out.</param>
    /// <returns>Null where there is an error, or where the project takes no part in the marketplace.</returns>
    internal (MarketplaceDocument Document, MarketplaceRecord Record)? Expect(
        MarketplaceRecord current, string? name, string? title, IReadOnlyList<MarketplacePlugin> plugins, List<Diagnostic> diagnostics)
    {
        RecordedProject? brought = Record(name, title, plugins);
        if ((brought is null && !current.Projects.ContainsKey(_project)) || Join(current, brought, plugins, diagnostics) is not var (_, set) || set.IsGone)
        {
            return null;
        }

        // What another project brings is listed where it lies in the folder.
        var there = plugins.Select(static plugin => plugin.Plugin.Name).Concat(current.Owned).ToHashSet(StringComparer.Ordinal);
        MarketplaceDocument document = set.Document with { Plugins = [.. set.Document.Plugins.Where(entry => there.Contains(entry.Name))] };
        return (document, new MarketplaceRecord([.. document.Plugins.Select(static entry => entry.Name)], set.Projects));
    }

    private (MarketplaceUnion Union, MarketplaceSet Set)? Join(MarketplaceRecord current, RecordedProject? brought, IReadOnlyList<MarketplacePlugin> plugins, List<Diagnostic> diagnostics)
    {
        MarketplaceUnion union = MarketplaceUnion.Join(current.Projects, _project, brought, Exists, IsCurrent, _location);
        diagnostics.AddRange(union.Conflicts);
        string resolved = union.MarketplaceName ?? CurrentName() ?? RepositoryRoot.NameOf(_folder);
        if (PluginName.FindMarketplaceProblem(resolved) is { } problem)
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.MarketplaceNameNotAccepted, _location, resolved, problem));
        }

        return diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? null : (union, new MarketplaceSet(
            new MarketplaceDocument(resolved, union.Title ?? resolved, [.. union.Plugins.Select(Entry)]),
            union.Projects,
            [.. plugins.Select(plugin => RestoredPluginSource.Of(plugin.Plugin, _location))])
        {
            IsGone = union.Projects.Count == 0,
        });
    }

    private RecordedProject? Record(string? name, string? title, IReadOnlyList<MarketplacePlugin> plugins) =>
        plugins.Count == 0 && !IsForThisProject ? null : new RecordedProject([.. plugins.Select(Record).OrderBy(static plugin => plugin.Name, StringComparer.Ordinal)])
        {
            MarketplaceName = name,
            Title = title,
            IntermediateFolder = Relative(_projectFolder, _intermediateFolder) is var relative and not ProjectStamp.DefaultIntermediateFolder ? relative : null,
        };

    private static RecordedPlugin Record(MarketplacePlugin plugin) => new(
        plugin.Plugin.Name, plugin.Plugin.Version, plugin.Plugin.PackageId, plugin.Plugin.PackageVersion, plugin.Policy, plugin.RequiredBy)
    {
        Sha512 = plugin.Plugin.Sha512,
        IsTransitive = plugin.IsTransitive,
    };

    // What another project brings lies in the marketplace already; where it does not, that project's build checks it.
    private IEnumerable<MarketplacePlugin> OfOtherProjects(MarketplaceUnion union, IReadOnlyList<MarketplacePlugin> plugins)
    {
        var own = plugins.Select(static plugin => plugin.Plugin.Name).ToHashSet(StringComparer.Ordinal);
        return union.Plugins.Where(plugin => !own.Contains(plugin.Name)).Select(plugin => new MarketplacePlugin(
            new RestoredPlugin(plugin.Name, plugin.Version, MarketplaceStaging.PluginFolder(_folder, plugin.Name), plugin.PackageId, plugin.PackageVersion, "", Direct: false, plugin.Sha512),
            plugin.Policy, plugin.RequiredBy));
    }

    private static MarketplaceEntry Entry(RecordedPlugin plugin) => new(plugin.Name, MarketplaceStaging.PluginPath(plugin.Name), plugin.Policy)
    {
        RequiredBy = plugin.RequiredBy,
        IsTransitive = plugin.IsTransitive,
    };

    private static void DeleteIfThere(string file)
    {
        // Deleting it where not even the folder is there would throw.
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    private (FileStamp, FileStamp) Stamps() => (LaidOutPlugin.StampOf(DocumentFile), LaidOutPlugin.StampOf(RecordFile));

    // Where the projects say nothing, the marketplace keeps its name: it is a part of the plugins' ids, and a checkout in another folder must not change them.
    private string? CurrentName()
    {
        try
        {
            return File.Exists(RecordFile) && File.Exists(DocumentFile) ? MarketplaceDocument.Load(DocumentFile).Name : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    // One that cannot be read is reported under the lock.
    private MarketplaceRecord? ReadRecord()
    {
        try
        {
            return File.Exists(RecordFile) ? MarketplaceRecord.Load(RecordFile) : MarketplaceRecord.Empty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private bool Exists(string project) => File.Exists(Path.Combine(_folder, project));

    private bool IsCurrent(string project, RecordedProject said) => ProjectStamp.Of(Path.Combine(_folder, project), said).Confirms(said);

    private static byte[] Inputs(RecordedProject? brought, IReadOnlyList<MarketplacePlugin> plugins)
    {
        var inputs = new MemoryStream();
        inputs.Write(brought is null ? [] : MarketplaceRecord.ToBytes(brought));
        foreach (MarketplacePlugin plugin in plugins)
        {
            inputs.Write(Encoding.UTF8.GetBytes(plugin.Plugin.Folder + '\n'));
        }

        return inputs.ToArray();
    }

    // On another drive there is no relative path, and no repository that holds both.
    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
}
