using System.Text.Json.Nodes;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Read;

/// <summary>Reads every source once; each file that changed goes to the output's staging at the same time.</summary>
/// <param name="project">What the project declares.</param>
/// <param name="projectSource">The project file.</param>
/// <param name="layout">Where the parts of the plugin are.</param>
/// <param name="sources">The sources, in ordinal order of their paths.</param>
/// <param name="last">What the last build saw; null where there is none.</param>
/// <param name="output">Where the files go.</param>
/// <param name="diagnostics">Where to report.</param>
internal sealed class SourceReader(PluginProject project, ProjectSource projectSource, PluginLayout layout, List<SourceEntry> sources, BuildState? last, OutputFolder output, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, FileFacts> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceEntry> _files = sources.Where(static source => !source.IsDirectory).ToDictionary(static source => source.Path, StringComparer.Ordinal);
    private readonly Dictionary<string, SourceEntry> _lastSources = last?.Sources.ToDictionary(static source => source.Path, StringComparer.Ordinal) ?? [];

    /// <summary>All sources, folders too.</summary>
    public IReadOnlyList<SourceEntry> Sources => sources;

    /// <summary>The sources that are files, by path.</summary>
    public IReadOnlyDictionary<string, SourceEntry> Files => _files;

    /// <summary>What was read from each file that is checked by itself, by path.</summary>
    public IReadOnlyDictionary<string, FileFacts> Facts => _facts;

    /// <summary>The skills that can be read.</summary>
    public IReadOnlyList<FileFacts> Skills { get; private set; } = [];

    /// <summary>The MCP servers by name, as Codex gets them.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonObject>> Servers { get; private set; } = [];

    /// <summary>The MCP servers as they are declared, in the order of their names.</summary>
    public IReadOnlyList<McpServer> DeclaredServers { get; private set; } = [];

    /// <summary>The apps by name, as Codex gets them.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonObject>> Apps { get; private set; } = [];

    /// <summary>The hooks that the project declares; null where it declares none.</summary>
    public HookItems? DeclaredHooks { get; private set; }

    /// <summary>Whether there are hooks that Codex runs.</summary>
    public bool HasHooks => HookHandlers > 0;

    /// <summary>The number of hook handlers.</summary>
    public int HookHandlers { get; private set; }

    /// <summary>Where the first hooks with a command stand; null where no hook runs one.</summary>
    public Location? HookCommands { get; private set; }

    public void ReadAndStage()
    {
        Dictionary<string, SourceEntry> files = _files.Where(file => !IsCompiled(file.Key)).ToDictionary(StringComparer.Ordinal);
        var servers = new McpServerReader(files, diagnostics, GeneratedFiles());
        var hooks = new HooksReader(files.Keys.ToHashSet(StringComparer.Ordinal), diagnostics);
        var apps = new AppReader(diagnostics);
        foreach (McpServerItem server in project.McpServers)
        {
            servers.Add(server, new ItemSource(projectSource, server.DefiningFile, server.ItemType, server.Include ?? server.Name));
        }

        foreach (AppItem app in project.Apps)
        {
            apps.Add(app, new ItemSource(projectSource, app.DefiningFile, "App", app.Name));
        }

        if (layout.InlineServers is { } inline)
        {
            servers.AddMap(inline.Source, inline.Value);
        }

        foreach (JsonPlace declared in layout.InlineHooks)
        {
            hooks.AddInline(declared.Source, declared.Value);
        }

        DeclaredHooks = HookItems.Read(project.Hooks, projectSource, diagnostics);
        if (DeclaredHooks is not null)
        {
            hooks.AddItems(DeclaredHooks);
        }

        foreach (SourceEntry source in _files.Values)
        {
            try
            {
                ReadParts(source, servers, apps, hooks);
                if (!IsCompiled(source.Path))
                {
                    Stage(source);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                diagnostics.Report(DiagnosticDescriptors.SourceNotReadable, new Location(source.Path), exception.Message);
            }
        }

        foreach (FileFacts facts in _facts.Values)
        {
            diagnostics.AddRange(facts.Diagnostics.Select(found => AudienceRules.Weigh(found, project.Audience)));
        }

        Skills = [.. _facts.Values.Where(static facts => facts.Skill is not null)];
        Servers = [.. servers.Servers];
        DeclaredServers = [.. servers.Declared];
        Apps = [.. apps.Apps];
        HookHandlers = hooks.Handlers;
        HookCommands = hooks.Commands;
    }

    private HashSet<string> GeneratedFiles() =>
        project.McpServers.SelectMany(ServerLauncher.FilesOf).Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);

    /// <summary>What the head of a picture says; of the last build where the file is unchanged.</summary>
    public FileFacts ReadImage(SourceEntry source)
    {
        if (!_facts.TryGetValue(source.Path, out FileFacts? facts))
        {
            facts = Known(source) is { Image: not null } known ? known : ImageReader.Read(source);
            _facts.Add(source.Path, facts);
            diagnostics.AddRange(facts.Diagnostics);
        }

        // A skill, for instance, was read as one; asked for as a picture it is none.
        return facts.Image is null ? ImageReader.Read(source) : facts;
    }

    /// <summary>Servers, apps and hooks: few and small, and read in every build that has something to do.</summary>
    private void ReadParts(SourceEntry source, McpServerReader servers, AppReader apps, HooksReader hooks)
    {
        string path = source.Path;
        if (path == layout.McpFile)
        {
            ReadText(source, layout.IsPortable ? servers.AddPortable : servers.AddMap);
        }
        else if (path == layout.AppFile)
        {
            ReadText(source, apps.AddMap);
        }
        else if (layout.HookFiles.Contains(path))
        {
            ReadText(source, hooks.AddFile);
        }
        else if (IsDescriptorIn(SourceTree.McpFolder, path))
        {
            ReadText(source, text => servers.AddDescriptor(Path.GetFileNameWithoutExtension(source.Name), text));
        }
        else if (IsDescriptorIn(SourceTree.AppsFolder, path))
        {
            ReadText(source, text => apps.AddDescriptor(Path.GetFileNameWithoutExtension(source.Name), text));
        }
    }

    private void ReadText(SourceEntry source, Action<SourceText> read)
    {
        if (DescriptorSize.FindProblem(source.Path, source.Stamp.Length) is { } tooLarge)
        {
            diagnostics.Add(tooLarge);
            return;
        }

        read(new SourceText(source.Path, source.ReadAll()));
    }

    private void Stage(SourceEntry source)
    {
        byte[]? bytes = null;
        if (FileReaders.For(source.Path, layout, _files.ContainsKey) is { } reader)
        {
            FileFacts facts = Known(source) ?? reader.Read(source, out bytes);
            _facts.Add(source.Path, facts);
        }

        bool written = IsUnchanged(source)
            && last!.Outputs.TryGetValue(source.Path, out FileStamp? then)
            && output.Existing.TryGetValue(source.Path, out FileStamp? now)
            && then == now;
        if (written)
        {
            output.Keep(source.Path);
        }
        else if (bytes is not null)
        {
            output.Write(source.Path, bytes);
        }
        else
        {
            output.Copy(source.Path, source.FullPath);
        }
    }

    private FileFacts? Known(SourceEntry source) =>
        IsUnchanged(source) && last!.Facts.TryGetValue(source.Path, out FileFacts? facts) ? facts : null;

    private bool IsUnchanged(SourceEntry source) => _lastSources.TryGetValue(source.Path, out SourceEntry? then) && then == source;

    /// <summary>Whether the source is compiled into a file of another name, or has no place in the plugin, instead of being copied.</summary>
    private bool IsCompiled(string path) =>
        path is SourceTree.ProjectMcpFile or SourceTree.ProjectAppFile or ManifestWriter.ManifestFile
        || (!layout.WholeFolder && SourceTree.HasNoEffect(path))
        || (layout.IsPortable && path is (ManifestFile.Portable or PortableServers.File))
        || IsDescriptorIn(SourceTree.McpFolder, path)
        || IsDescriptorIn(SourceTree.AppsFolder, path);

    // In a folder with a manifest of its own, only what Codex knows has a meaning.
    private bool IsDescriptorIn(string folder, string path) =>
        !layout.WholeFolder
        && path.StartsWith(folder, StringComparison.Ordinal)
        && path.LastIndexOf('/') == folder.Length
        && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
