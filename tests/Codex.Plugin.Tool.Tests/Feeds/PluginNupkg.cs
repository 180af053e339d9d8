using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Codex.Plugin.Packaging;

namespace Codex.Plugin.Tool.Tests.Feeds;

/// <summary>Makes plugin packages without MSBuild, as <c>dotnet pack</c> makes them.</summary>
internal sealed record PluginNupkg(string Id, string Version)
{
    public string? PackageType { get; init; } = PluginPackageFormat.PackageType;

    public string Description { get; init; } = "Reviews the Contoso way.";

    /// <summary>More elements of the nuspec's metadata.</summary>
    public string Metadata { get; init; } = "";

    /// <summary>The files of the plugin besides its manifest.</summary>
    public IReadOnlyList<(string Path, string Text)> Files { get; init; } = [];

    /// <summary>The files at the package's root.</summary>
    public IReadOnlyList<(string Path, string Text)> RootFiles { get; init; } = [];

    /// <summary>More members of <c>plugin.json</c>, with a comma before each.</summary>
    public string ManifestMembers { get; init; } = "";

    private string Name => Id.ToLowerInvariant().Replace('.', '-');

    public static byte[] Of(string id, string version) => new PluginNupkg(id, version).Pack();

    public byte[] Pack()
    {
        var folder = Directory.CreateTempSubdirectory("codex-plugin-nupkg-").FullName;
        try
        {
            Write(".codex-plugin/plugin.json", $$"""{"name":"{{Name}}","version":"{{Version}}","description":"Reviews.","skills":"./skills/"{{ManifestMembers}}}""");
            Write("skills/review/SKILL.md", $"---\nname: review\ndescription: Reviews.\n---\nReview {Version}.\n");
            foreach (var (path, text) in Files)
            {
                Write(path, text);
            }

            using var stream = new MemoryStream();
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                Add(zip, $"{Id}.nuspec", Encoding.UTF8.GetBytes(Nuspec()));
                Add(zip, PluginPackageFormat.PackageManifestFile, PackageManifest.Describe(folder).ToBytes());
                foreach (var (path, text) in RootFiles)
                {
                    Add(zip, path, Encoding.UTF8.GetBytes(text));
                }

                foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                {
                    Add(zip, $"plugin/{Path.GetRelativePath(folder, file).Replace('\\', '/')}", File.ReadAllBytes(file));
                }
            }

            return stream.ToArray();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Write(string path, string text)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private string Nuspec() => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
          <metadata>
            <id>{Id}</id>
            <version>{Version}</version>
            <authors>Contoso</authors>
            {new XElement("description", Description)}
            {(PackageType is null ? "" : $"<packageTypes><packageType name=\"{PackageType}\" /></packageTypes>")}
            {Metadata}
          </metadata>
        </package>
        """;

    private static void Add(ZipArchive zip, string path, byte[] bytes)
    {
        using var entry = zip.CreateEntry(path).Open();
        entry.Write(bytes);
    }
}
