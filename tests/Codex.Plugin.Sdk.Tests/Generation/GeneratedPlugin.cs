using System.Text;

namespace Codex.Plugin.Sdk.Tests.Generation;

/// <summary>A file of a generated folder: its content, or where it links to; a folder with neither.</summary>
internal sealed record GeneratedFile(byte[]? Content, string? LinkTarget = null);

/// <summary>A plugin's folder before it is written, with what the project beside it declares.</summary>
internal sealed class GeneratedPlugin
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public required int Seed { get; init; }

    /// <summary>Whether it holds a manifest written by hand, so that it is a plugin before it is built.</summary>
    public required bool IsHandWritten { get; init; }

    /// <summary>What the project file declares, for a project in that folder.</summary>
    public required Func<string, PluginProject> Project { get; init; }

    /// <summary>The files by their paths.</summary>
    public SortedDictionary<string, GeneratedFile> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The names under which Codex must list the skills.</summary>
    public List<string> Skills { get; init; } = [];

    /// <summary>The names of the MCP servers.</summary>
    public List<string> Servers { get; init; } = [];

    /// <summary>The number of hook handlers.</summary>
    public int Hooks { get; set; }

    public void Add(string path, string text) => Files.Add(path, new GeneratedFile(Utf8.GetBytes(text)));

    public GeneratedPlugin Copy() => new()
    {
        Seed = Seed,
        IsHandWritten = IsHandWritten,
        Project = Project,
        Files = new(Files, StringComparer.Ordinal),
        Skills = [.. Skills],
        Servers = [.. Servers],
        Hooks = Hooks,
    };

    /// <summary>Writes the folder and compiles it.</summary>
    /// <returns>The result; where it succeeds, the plugin lies in <c>bin/Debug/plugin</c>.</returns>
    public PluginCompilation Compile(string folder)
    {
        WriteTo(folder);
        return PluginCompiler.Compile(Project(folder), OutputFolder(folder), Path.Combine(folder, "obj", "state"));
    }

    public static string OutputFolder(string folder) => Path.Combine(folder, "bin", "Debug", "plugin");

    /// <summary>Writes the files alone.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (path, file) in Files)
        {
            var fullPath = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(fullPath)!);
            if (file.LinkTarget is not null)
            {
                File.CreateSymbolicLink(fullPath, file.LinkTarget);
            }
            else if (file.Content is not null)
            {
                File.WriteAllBytes(fullPath, file.Content);
            }
            else
            {
                Directory.CreateDirectory(fullPath);
            }
        }
    }
}
