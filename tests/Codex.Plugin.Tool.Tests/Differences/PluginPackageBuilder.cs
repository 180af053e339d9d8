using System.IO.Compression;
using System.Security;
using System.Text;
using Codex.Plugin.Packaging;

namespace Codex.Plugin.Tool.Tests.Differences;

/// <summary>Makes a plugin package without a build: the files of a plugin, and what <c>codexplugin.json</c> says about them.</summary>
internal sealed class PluginPackageBuilder(string id, string version)
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public string Authors { get; init; } = "Contoso";

    public string Description { get; init; } = "Reviews.";

    public string PackageType { get; init; } = "CodexPlugin";

    /// <summary>Ex: <c>Contoso.Common 1.0.0</c>.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>A file of the plugin that codexplugin.json does not list as it is.</summary>
    public (string Path, string Text)? Smuggled { get; init; }

    /// <summary>What codexplugin.json is to say instead of the truth.</summary>
    public Func<PackageManifest, PackageManifest> Lie { get; init; } = static manifest => manifest;

    public PluginPackageBuilder Add(string path, string text) => Add(path, Encoding.UTF8.GetBytes(text));

    public PluginPackageBuilder Add(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    public PluginPackageBuilder Skill(string text = "Read the diff.") => Add("skills/review/SKILL.md", $"---\nname: review\ndescription: Reviews.\n---\n{text}\n");

    /// <summary>Writes the package; its path is the answer.</summary>
    public string Pack(string folder)
    {
        string plugin = Directory.CreateTempSubdirectory("codex-plugin-pack-").FullName;
        try
        {
            _files.TryAdd(".codex-plugin/plugin.json", Encoding.UTF8.GetBytes($$"""{ "name": "{{id.ToLowerInvariant().Replace('.', '-')}}", "version": "{{version}}" }"""));
            foreach ((string path, byte[] bytes) in _files)
            {
                string file = Path.Combine(plugin, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, bytes);
            }

            return Write(folder, Lie(PackageManifest.Describe(plugin)).ToBytes());
        }
        finally
        {
            Directory.Delete(plugin, recursive: true);
        }
    }

    private string Write(string folder, byte[] manifest)
    {
        string package = Path.Combine(folder, $"{id}.{version}.nupkg");
        using var zip = new ZipArchive(File.Create(package), ZipArchiveMode.Create);
        string dependencies = string.Concat(Dependencies.Select(static one => $"<dependency id=\"{one.Split(' ')[0]}\" version=\"{one.Split(' ')[1]}\" />"));
        AddEntry($"{id}.nuspec", Encoding.UTF8.GetBytes($"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{version}</version>
                <authors>{SecurityElement.Escape(Authors)}</authors>
                <description>{SecurityElement.Escape(Description)}</description>
                <packageTypes><packageType name="{PackageType}" /></packageTypes>
                <dependencies><group targetFramework="netstandard2.0">{dependencies}</group></dependencies>
              </metadata>
            </package>
            """));
        AddEntry("codexplugin.json", manifest);
        foreach ((string path, byte[] bytes) in _files)
        {
            AddEntry($"plugin/{path}", Smuggled is { } smuggled && smuggled.Path == path ? Encoding.UTF8.GetBytes(smuggled.Text) : bytes);
        }

        return package;

        void AddEntry(string path, byte[] bytes)
        {
            using Stream entry = zip.CreateEntry(path).Open();
            entry.Write(bytes);
        }
    }
}
