using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
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
    private PluginLayout _layout = PluginLayout.Default;

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
        string? manifestFile = ManifestFile.Find(_project.Directory);
        List<SourceEntry> sources = SourceTree.Read(_project, manifestFile is not null, _projectSource, _diagnostics);
        BuildState? last = BuildState.Load(_stateFile);
        using OutputFolder output = OutputException.Guard(_outputFolder, () => new OutputFolder(_outputFolder));
        if (last is not null && !_diagnostics.HasErrors && last.IsUpToDate(declared, sources, output.Existing))
        {
            return new PluginCompilation(last.Warnings, UpToDate: true) { Summary = last.Summary };
        }

        AdoptedManifest? adopted = manifestFile is null ? null : new ManifestReader(_project, _diagnostics).Read(manifestFile);
        _layout = adopted?.Layout ?? new PluginLayout { WholeFolder = manifestFile is not null };
        PluginManifest manifest = PluginManifest.Create(_project, _projectSource, adopted, _diagnostics);
        var build = new SourceReader(_project, _projectSource, _layout, sources, last, output, _diagnostics);
        build.ReadAndStage();
        PluginRules.Check(_project, _projectSource, manifest, _layout, build, _diagnostics);
        Write(manifest, build, output);
        if (_diagnostics.HasErrors)
        {
            return Result();
        }

        IReadOnlyDictionary<string, FileStamp> outputs = output.Commit(() => File.Delete(_stateFile));
        var summary = new PluginSummary(build.Skills.Count, build.Servers.Count, build.Apps.Count, build.HookHandlers, outputs.Values.Sum(static stamp => stamp.Length));
        PluginCompilation result = Result() with { Summary = summary };
        new BuildState { Declared = declared, Sources = sources, Facts = build.Facts, Outputs = outputs, Warnings = result.Diagnostics, Summary = summary }.Save(_stateFile);
        return result;
    }

    private PluginCompilation Result() => new(_diagnostics.ToSortedList(), UpToDate: false);

    private void Write(PluginManifest manifest, SourceReader build, OutputFolder output)
    {
        var parts = new PluginParts(build.Skills.Count > 0 ? SkillRoots.Of(_layout, build.Files.Keys) : [], build.Servers.Count > 0, build.Apps.Count > 0, build.HasHooks, CommandSet.IsAny(build.Facts, _layout));
        if (_diagnostics.HasErrors)
        {
            return;
        }

        if (parts.IsEmpty)
        {
            _diagnostics.Report(DiagnosticDescriptors.NothingToCompile, _projectSource.File);
            return;
        }

        if (build.DeclaredHooks is { } hooks)
        {
            parts = parts with { DeclaredHooks = HookOutput.Write(hooks, _layout, [.. build.Files.Keys], output) };
        }

        foreach ((string path, byte[] content) in _project.McpServers.SelectMany(ServerLauncher.FilesOf))
        {
            output.Write(path, content);
        }

        output.Write(ManifestWriter.ManifestFile, ManifestWriter.Write(manifest, parts, _project.Audience));
        if (parts.McpServers)
        {
            output.Write(ManifestWriter.McpFile, JsonOutput.ToBytes(writer => writer.WriteMap("mcpServers", build.Servers)));
        }

        if (parts.Apps)
        {
            output.Write(ManifestWriter.AppFile, JsonOutput.ToBytes(writer => writer.WriteMap("apps", build.Apps)));
        }
    }
}
