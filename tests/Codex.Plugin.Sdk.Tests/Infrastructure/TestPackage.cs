using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Codex.Plugin.Sdk.Tests.Infrastructure;

/// <summary>A <c>.nupkg</c>: made by hand, or read.</summary>
internal sealed class TestPackage
{
    private TestPackage(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        foreach (var entry in zip.Entries)
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            Entries.Add(entry.FullName, content.ToArray());
            Times.Add(entry.LastWriteTime.DateTime);
        }
    }

    public SortedDictionary<string, byte[]> Entries { get; } = new(StringComparer.Ordinal);

    public List<DateTime> Times { get; } = [];

    /// <summary>What the author sees: not the parts that the format itself asks for.</summary>
    public IReadOnlyList<string> Files =>
        [.. Entries.Keys.Where(static path => !path.StartsWith("_rels/", StringComparison.Ordinal)
            && !path.StartsWith("package/", StringComparison.Ordinal)
            && path != "[Content_Types].xml"
            && !path.EndsWith(".nuspec", StringComparison.Ordinal))];

    /// <summary>The metadata element of the nuspec.</summary>
    public XElement Metadata =>
        XDocument.Parse(Text(Entries.Keys.Single(static path => path.EndsWith(".nuspec", StringComparison.Ordinal))).TrimStart('\uFEFF')).Root!.Elements().First();

    public static TestPackage Open(string path) => new(path);

    public string Text(string path) => Encoding.UTF8.GetString(Entries[path]);

    /// <summary>The text of an element of the nuspec's metadata.</summary>
    public string? Value(string name) => Metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    public IReadOnlyList<string> PackageTypes =>
        [.. Metadata.Descendants().Where(static element => element.Name.LocalName == "packageType").Select(static element => (string)element.Attribute("name")!)];

    /// <summary>Every dependency as <c>framework: id version</c>.</summary>
    public IReadOnlyList<string> Dependencies =>
        [.. Metadata.Descendants().Where(static element => element.Name.LocalName == "dependency")
            .Select(static element => $"{(string?)element.Parent!.Attribute("targetFramework")}: {(string?)element.Attribute("id")} {(string?)element.Attribute("version")}")];

    /// <summary>Makes a package as somebody without this SDK could; its path is the answer.</summary>
    public static string Create(string feed, string id, string version, string? packageType, params (string Path, string Text)[] files)
    {
        var nupkg = Path.Combine(feed, $"{id}.{version}.nupkg");
        using var zip = new ZipArchive(File.Create(nupkg), ZipArchiveMode.Create);
        var type = packageType is null ? "" : $"<packageTypes><packageType name=\"{packageType}\" /></packageTypes>";
        Add($"{id}.nuspec", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id>
                <version>{version}</version>
                <authors>test</authors>
                <description>test</description>
                {type}
              </metadata>
            </package>
            """);
        foreach (var (path, text) in files)
        {
            Add(path, text);
        }

        return nupkg;

        void Add(string path, string text)
        {
            using var writer = new StreamWriter(zip.CreateEntry(path).Open());
            writer.Write(text);
        }
    }
}
