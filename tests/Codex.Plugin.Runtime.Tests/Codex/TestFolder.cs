using System.Text;

namespace Codex.Plugin.Runtime.Tests.Codex;

/// <summary>A temporary folder with files in it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("codex-plugin-runtime-").FullName;

    public string PathOf(string path) => Path.Combine(Root, path);

    /// <returns>The path of the file.</returns>
    public string Write(string path, string content)
    {
        string file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content.ReplaceLineEndings("\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return file;
    }

    /// <summary>What the compiler writes of a small plugin.</summary>
    /// <returns>The plugin's folder.</returns>
    public string WritePlugin(string name, string version = "1.0.0", string folder = "bin/Debug/plugin")
    {
        Write($"{folder}/.codex-plugin/plugin.json", $$"""{ "name": "{{name}}", "version": "{{version}}", "skills": "./skills/" }""");
        Write($"{folder}/skills/hello/SKILL.md", "---\nname: hello\ndescription: Says hello.\n---\n");
        return PathOf(folder);
    }

    /// <summary>Each file with its time of last write, in ordinal order.</summary>
    public IEnumerable<string> Snapshot(string folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories)
            .Select(static file => $"{file} {File.GetLastWriteTimeUtc(file).Ticks}")
            .Order(StringComparer.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
