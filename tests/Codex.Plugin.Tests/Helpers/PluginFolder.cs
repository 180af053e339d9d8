using System.Text;

namespace Codex.Plugin.Tests.Helpers;

/// <summary>A project in a temporary folder of its own, laid out as the SDK lays out a real one.</summary>
internal sealed class PluginFolder : IDisposable
{
    public const string SkillFile = "skills/review/SKILL.md";

    public const string ValidSkill = """
        ---
        name: review
        description: Reviews the current branch. Use when a pull request is about to be opened.
        ---
        Read the diff, then say what is wrong.

        """;

    private const string EmptyProject = """
        <Project Sdk="Codex.Plugin.Sdk/1.0.0" />

        """;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _temporary = Directory.CreateTempSubdirectory("codex-plugin-").FullName;

    public PluginFolder()
    {
        Root = Path.Combine(_temporary, "Contoso.Review");
        Directory.CreateDirectory(Root);
    }

    /// <summary>The project's folder; what lies beside it is gone after the test as well.</summary>
    public string Root { get; }

    public string OutputFolder => FullPath("bin/Debug/plugin");

    public string StateFile => FullPath("obj/Debug/codexplugin.state");

    public static PluginFolder WithSkill() => new PluginFolder().Write(SkillFile, ValidSkill);

    /// <summary>A project given as text: a line <c>#file PATH</c> before each file, and <c>#skill</c> for a valid skill.</summary>
    public static PluginFolder Of(string files)
    {
        var folder = new PluginFolder();
        string? path = null;
        var content = new StringBuilder();
        foreach (string line in files.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line == "#skill")
            {
                folder.Write(SkillFile, ValidSkill);
            }
            else if (line.StartsWith("#file ", StringComparison.Ordinal))
            {
                End();
                path = line["#file ".Length..];
            }
            else
            {
                content.Append(line).Append('\n');
            }
        }

        End();
        return folder;

        void End()
        {
            if (path is not null)
            {
                folder.Write(path, content.ToString());
            }

            content.Clear();
        }
    }

    public string FullPath(string path) => Path.Combine(Root, path);

    public PluginFolder Write(string path, string text) => Write(path, s_utf8.GetBytes(text));

    public PluginFolder Write(string path, byte[] bytes)
    {
        string file = FullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return this;
    }

    public PluginFolder Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FullPath(path))!);
        File.CreateSymbolicLink(FullPath(path), target);
        return this;
    }

    public PluginFolder Delete(string path)
    {
        File.Delete(FullPath(path));
        return this;
    }

    /// <summary>A server's project as the build has published it.</summary>
    public PublishedServer Publish(string server, string entryPoint, string? runtimeIdentifier = null)
    {
        string folder = $"obj/Debug/mcp/{server}/{runtimeIdentifier}".TrimEnd('/');
        Write($"{folder}/{entryPoint}", "#!/bin/sh\n");
        return new PublishedServer(FullPath(folder), entryPoint, runtimeIdentifier);
    }

    /// <summary>Compiles the project as it lies there.</summary>
    /// <param name="change">Changes what the project file declares.</param>
    public PluginCompilation Compile(Func<PluginProject, PluginProject>? change = null)
    {
        string? projectFile = Directory.EnumerateFiles(Root, "*.cxproj").SingleOrDefault();
        if (projectFile is null)
        {
            projectFile = FullPath("Contoso.Review.cxproj");
            Write(projectFile, EmptyProject);
        }

        PluginProject project = ProjectXml.Read(projectFile);
        return PluginCompiler.Compile(change?.Invoke(project) ?? project, OutputFolder, StateFile);
    }

    /// <summary>The files of the built plugin, in ordinal order.</summary>
    public IReadOnlyList<string> OutputFiles() => FilesBelow(OutputFolder);

    public string ReadOutput(string path) => File.ReadAllText(Path.Combine(OutputFolder, path));

    /// <summary>Every output with its bytes and the time at which it was written, to see what a build touched.</summary>
    public IReadOnlyDictionary<string, (DateTime Written, string Content)> Snapshot() =>
        FilesBelow(OutputFolder).ToDictionary(
            static path => path,
            path => (File.GetLastWriteTimeUtc(Path.Combine(OutputFolder, path)), Convert.ToHexString(File.ReadAllBytes(Path.Combine(OutputFolder, path)))),
            StringComparer.Ordinal);

    public void Dispose()
    {
        Directory.Delete(_temporary, recursive: true);
    }

    private static List<string> FilesBelow(string folder)
    {
        var everything = new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true };
        List<string> files = [.. Directory.EnumerateFiles(folder, "*", everything).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))];
        files.Sort(StringComparer.Ordinal);
        return files;
    }
}
