using System.Text.Json.Nodes;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin;

/// <summary>Compiles a project into the folder that Codex loads: finds the sources, reads and checks what changed, writes what differs.</summary>
public sealed class PluginCompiler
{
    private readonly PluginProject _project;
    private readonly string _outputFolder;
    private readonly string _stateFile;
    private readonly DiagnosticBag _diagnostics = new();
    private readonly ProjectSource _projectSource;

    private PluginCompiler(PluginProject project, string outputFolder, string stateFile)
    {
        _project = project;
        _outputFolder = outputFolder;
        _stateFile = stateFile;
        _projectSource = new ProjectSource(project.ProjectFile);
    }

    /// <summary>Compiles <paramref name="project"/>. Where there is an error nothing is written and the previous output stays.</summary>
    /// <param name="project">What the project declares.</param>
    /// <param name="outputFolder">The absolute path of the plugin's folder; it belongs to the compiler, which removes what is not of the plugin.</param>
    /// <param name="stateFile">The absolute path of a file of the compiler's own, by which the next build tells what changed.</param>
    public static PluginCompilation Compile(PluginProject project, string outputFolder, string stateFile)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentException.ThrowIfNullOrEmpty(outputFolder);
        ArgumentException.ThrowIfNullOrEmpty(stateFile);
        return new PluginCompiler(project, Path.TrimEndingDirectorySeparator(outputFolder), stateFile).Compile();
    }

    private PluginCompilation Compile()
    {
        try
        {
            using FileStream exclusive = BuildLock.Take(_stateFile + ".lock");
            return CompileExclusively();
        }
        catch (OutputException exception)
        {
            _diagnostics.Report(DiagnosticDescriptors.OutputNotWritable, _projectSource.File, exception.Path, exception.Message);
            return Result();
        }
    }

    private PluginCompilation CompileExclusively()
    {
        byte[] declared = ProjectFingerprint.Of(_project);
        List<SourceEntry> sources = SourceTree.Read(_project, _projectSource, _diagnostics);
        BuildState? last = BuildState.Load(_stateFile);
        using OutputFolder output = OutputException.Guard(_outputFolder, () => new OutputFolder(_outputFolder));
        if (last is not null && !_diagnostics.HasErrors && last.IsUpToDate(declared, sources, output.Existing))
        {
            return new PluginCompilation(last.Warnings, UpToDate: true);
        }

        CheckProject(sources);
        FileNames.Check(sources, _diagnostics);
        Dictionary<string, SkillFacts> skills = ReadAndStage(sources, last, output);
        if (_diagnostics.HasErrors)
        {
            return Result();
        }

        IReadOnlyDictionary<string, FileStamp> outputs = output.Commit(() => File.Delete(_stateFile));
        PluginCompilation result = Result();
        new BuildState { Declared = declared, Sources = sources, Skills = skills, Outputs = outputs, Warnings = result.Diagnostics }.Save(_stateFile);
        return result;
    }

    private PluginCompilation Result() => new(_diagnostics.ToSortedList(), UpToDate: false);

    private void CheckProject(List<SourceEntry> sources)
    {
        if (_project.RefusedPackageId is { } refused)
        {
            _diagnostics.Report(DiagnosticDescriptors.PackageIdNotAccepted, _projectSource.OfProperty("PackageId", "AssemblyName"), refused);
        }

        if (PluginName.FindProblem(_project.Name) is { } problem)
        {
            _diagnostics.Report(DiagnosticDescriptors.PluginNameNotAccepted, _projectSource.OfProperty("PluginName", "PackageId", "AssemblyName"), _project.Name, problem);
        }

        if (_project.Version is null)
        {
            _diagnostics.Add(PluginVersion.NotAccepted(_projectSource, _project.DeclaredVersion));
        }

        foreach ((string prompt, Location location) in _projectSource.Wildcards("DefaultPrompt"))
        {
            _diagnostics.Report(DiagnosticDescriptors.PromptIsWildcard, location, prompt);
        }

        foreach (SourceEntry source in sources)
        {
            if (source.Path is ManifestWriter.ManifestFile or SourceTree.PortableManifestFile)
            {
                _diagnostics.Report(DiagnosticDescriptors.HandWrittenManifest, new Location(source.Path), source.Path);
            }
        }
    }

    /// <summary>Reads every source once; each file that changed goes to the output's staging at the same time.</summary>
    private Dictionary<string, SkillFacts> ReadAndStage(List<SourceEntry> sources, BuildState? last, OutputFolder output)
    {
        var pluginFiles = sources.Where(static source => !source.IsDirectory && !IsDescriptor(source)).Select(static source => source.Path).ToHashSet(StringComparer.Ordinal);
        var servers = new McpServerReader(pluginFiles, _diagnostics);
        var apps = new AppReader(_diagnostics);
        foreach (McpServerItem server in _project.McpServers)
        {
            servers.Add(server, () => _projectSource.OfItem(server.DefiningFile, "McpServer", server.Name));
        }

        foreach (AppItem app in _project.Apps)
        {
            apps.Add(app, () => _projectSource.OfItem(app.DefiningFile, "App", app.Name));
        }

        Dictionary<string, SourceEntry> lastSources = last?.Sources.ToDictionary(static source => source.Path, StringComparer.Ordinal) ?? [];
        var skills = new Dictionary<string, SkillFacts>(StringComparer.Ordinal);
        foreach (SourceEntry source in sources.Where(static source => !source.IsDirectory))
        {
            bool unchanged = lastSources.TryGetValue(source.Path, out SourceEntry? then) && then == source;
            try
            {
                if (IsDescriptor(source))
                {
                    ReadDescriptor(source, servers, apps);
                }
                else
                {
                    ReadFile(source, unchanged, last, output, skills);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _diagnostics.Report(DiagnosticDescriptors.SourceNotReadable, new Location(source.Path), exception.Message);
            }
        }

        SkillSet.Check(sources, skills, _diagnostics);
        WriteGenerated(servers.Servers.ToList(), apps.Apps.ToList(), skills.Count > 0, pluginFiles.Contains(SourceTree.HooksFile), output);
        return skills;
    }

    private void ReadFile(SourceEntry source, bool unchanged, BuildState? last, OutputFolder output, Dictionary<string, SkillFacts> skills)
    {
        if (SkillReader.IsSkill(source.Path))
        {
            if (!unchanged || !last!.Skills.TryGetValue(source.Path, out SkillFacts? known))
            {
                AddSkill(ReadSkill(source, output));
                return;
            }

            AddSkill(known);
        }
        else if (source.Path == SourceTree.HooksFile)
        {
            HooksReader.Check(new SourceText(source.Path, source.ReadAll()), _diagnostics);
        }

        bool written = unchanged
            && last!.Outputs.TryGetValue(source.Path, out FileStamp? then)
            && output.Existing.TryGetValue(source.Path, out FileStamp? now)
            && then == now;
        if (written)
        {
            output.Keep(source.Path);
        }
        else
        {
            output.Copy(source.Path, source.FullPath);
        }

        void AddSkill(SkillFacts facts)
        {
            skills.Add(source.Path, facts);
            _diagnostics.AddRange(facts.Diagnostics);
        }
    }

    private static SkillFacts ReadSkill(SourceEntry source, OutputFolder output)
    {
        if (SkillReader.FindSizeProblem(source) is { } problem)
        {
            return SkillReader.Unreadable(source, problem);
        }

        byte[] bytes = source.ReadAll();
        output.Write(source.Path, bytes);
        return SkillReader.Read(source, bytes);
    }

    private static void ReadDescriptor(SourceEntry source, McpServerReader servers, AppReader apps)
    {
        if (SourceTree.HasNoEffect(source.Path))
        {
            // Reported elsewhere; nothing of it goes into the plugin.
            return;
        }

        var text = new SourceText(source.Path, source.ReadAll());
        string name = Path.GetFileNameWithoutExtension(source.Name);
        switch (source.Path)
        {
            case SourceTree.ProjectMcpFile:
                servers.AddMap(text);
                break;
            case SourceTree.ProjectAppFile:
                apps.AddMap(text);
                break;
            case var path when path.StartsWith(SourceTree.McpFolder, StringComparison.Ordinal):
                servers.AddDescriptor(name, text);
                break;
            default:
                apps.AddDescriptor(name, text);
                break;
        }
    }

    private void WriteGenerated(List<KeyValuePair<string, JsonObject>> servers, List<KeyValuePair<string, JsonObject>> apps, bool hasSkills, bool hasHooks, OutputFolder output)
    {
        var parts = new PluginParts(hasSkills, servers.Count > 0, apps.Count > 0, hasHooks);
        if (_diagnostics.HasErrors)
        {
            return;
        }

        if (parts.IsEmpty)
        {
            _diagnostics.Report(DiagnosticDescriptors.NothingToCompile, _projectSource.File);
            return;
        }

        output.Write(ManifestWriter.ManifestFile, ManifestWriter.Write(_project, parts));
        if (parts.McpServers)
        {
            output.Write(ManifestWriter.McpFile, JsonOutput.ToBytes(writer => writer.WriteMap("mcpServers", servers)));
        }

        if (parts.Apps)
        {
            output.Write(ManifestWriter.AppFile, JsonOutput.ToBytes(writer => writer.WriteMap("apps", apps)));
        }
    }

    /// <summary>Whether the source is compiled into a file of another name instead of being copied.</summary>
    private static bool IsDescriptor(SourceEntry source) =>
        source.Path is SourceTree.ProjectMcpFile or SourceTree.ProjectAppFile
        || SourceTree.HasNoEffect(source.Path)
        || IsDescriptorIn(SourceTree.McpFolder, source.Path)
        || IsDescriptorIn(SourceTree.AppsFolder, source.Path);

    private static bool IsDescriptorIn(string folder, string path) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && path.LastIndexOf('/') == folder.Length
        && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
}
