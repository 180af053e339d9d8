using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Codex.Plugin.Sdk.Tests.Infrastructure;

/// <summary>A folder outside the repository in which a test does what a user would do.</summary>
internal sealed class TestFolder : IDisposable
{
    private const string FileSeparator = "#file ";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly Dictionary<string, string?> _environment;

    /// <param name="name">A part of the folder's name.</param>
    /// <param name="ownPackages">Whether packages are restored that another test might make with the same name.</param>
    /// <param name="sources">Feeds besides the folder's own and the one with the SDK.</param>
    public TestFolder(string name, bool ownPackages = false, IEnumerable<string>? sources = null)
    {
        Root = SdkPackages.CreateFolder(name);
        Folder = Directory.CreateDirectory(Path.Combine(Root, "work")).FullName;
        Feed = Directory.CreateDirectory(Path.Combine(Root, "feed")).FullName;
        var packages = SdkPackages.PackagesFolder;
        if (ownPackages)
        {
            packages = Path.Combine(Root, "packages");
            // Extracting it again for each test would take longer.
            CopyFolder(Path.Combine(SdkPackages.PackagesFolder, "codex.plugin.sdk"), Path.Combine(packages, "codex.plugin.sdk"));
        }

        PackagesFolder = packages;
        _environment = SdkPackages.CreateEnvironment(packages);
        var feeds = new XElement("packageSources", new XElement("clear"));
        foreach (var source in new[] { SdkPackages.Feed, Feed }.Concat(sources ?? []))
        {
            feeds.Add(new XElement("add", new XAttribute("key", $"feed{feeds.Elements().Count()}"), new XAttribute("value", source)));
        }

        new XDocument(new XElement("configuration", feeds, new XElement("packageSourceMapping", new XElement("clear")), new XElement("fallbackPackageFolders", new XElement("clear"))))
            .Save(Path.Combine(Root, "nuget.config"));
    }

    /// <summary>Holds everything: the nuget.config, the feed, the projects.</summary>
    public string Root { get; }

    /// <summary>Where the projects are.</summary>
    public string Folder { get; }

    /// <summary>A folder feed of the test's own.</summary>
    public string Feed { get; }

    public string PackagesFolder { get; }

    public string PathOf(string path) => Path.Combine(Folder, path);

    public bool Exists(string path) => Path.Exists(PathOf(path));

    public string Read(string path) => File.ReadAllText(PathOf(path));

    public JsonNode ReadJson(string path) => JsonNode.Parse(Read(path))!;

    /// <summary>Sets an environment variable of every further command; null removes it.</summary>
    public TestFolder With(string variable, string? value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Writes the files of one text in which each begins with a line <c>#file NAME</c>; SDK_VERSION stands for the version of this checkout.</summary>
    public TestFolder Write(string text)
    {
        string? path = null;
        var content = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith(FileSeparator, StringComparison.Ordinal))
            {
                Flush();
                path = line[FileSeparator.Length..].Trim();
                content.Clear();
            }
            else
            {
                content.Append(line).Append('\n');
            }
        }

        Flush();
        return this;

        void Flush()
        {
            if (path is not null)
            {
                WriteBytes(path, Utf8.GetBytes(content.ToString().Replace("SDK_VERSION", Repository.Version, StringComparison.Ordinal).TrimEnd('\n') + "\n"));
            }
        }
    }

    public TestFolder WriteBytes(string path, ReadOnlySpan<byte> bytes)
    {
        var file = PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
        return this;
    }

    /// <summary>Replaces a text that is there.</summary>
    public TestFolder Replace(string path, string old, string replacement)
    {
        var text = Read(path);
        Assert.Contains(old, text, $"{path} does not hold it.");
        File.WriteAllText(PathOf(path), text.Replace(old, replacement, StringComparison.Ordinal), Utf8);
        return this;
    }

    public void Delete(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(PathOf(path)))
            {
                Delete(PathOf(path));
            }
            else
            {
                File.Delete(PathOf(path));
            }
        }
    }

    /// <summary>Runs <c>dotnet</c> in <see cref="Folder"/>.</summary>
    public Task<DotnetResult> RunAsync(params string[] arguments) => Dotnet.RunAsync(Folder, _environment, arguments);

    /// <summary>A <c>dotnet</c> in <see cref="Folder"/> that does not end by itself.</summary>
    public ProcessStartInfo Describe(params string[] arguments) => Dotnet.Describe(Folder, _environment, arguments);

    /// <summary>Runs <c>dotnet</c> in a folder below.</summary>
    public Task<DotnetResult> RunInAsync(string folder, params string[] arguments) => Dotnet.RunAsync(PathOf(folder), _environment, arguments);

    /// <summary>Runs <c>dotnet</c> through another command.</summary>
    public Task<DotnetResult> RunThroughAsync(string[] prefix, params string[] arguments) => Dotnet.RunAsync(Folder, _environment, arguments, prefix);

    /// <summary>The items of a type after a target has run.</summary>
    public async Task<IReadOnlyList<JsonElement>> GetItemsAsync(string itemType, string target, params string[] arguments)
    {
        var result = (await RunAsync(["msbuild", $"-getItem:{itemType}", $"-t:{target}", .. arguments])).Succeeded();
        return [.. result.Json.GetProperty("Items").GetProperty(itemType).EnumerateArray()];
    }

    /// <summary>The files below the folders, by path, with what tells whether somebody wrote them.</summary>
    public SortedDictionary<string, string> Snapshot(params string[] folders)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders.Select(PathOf).Where(Directory.Exists))
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
            {
                files.Add(Path.GetRelativePath(Folder, file.FullName), $"{file.LastWriteTimeUtc:O} {file.Length}");
            }
        }

        return files;
    }

    /// <summary>The paths of all files below a folder, with '/', in ordinal order.</summary>
    public IReadOnlyList<string> List(string folder) => ListFiles(PathOf(folder));

    public static IReadOnlyList<string> ListFiles(string folder) =>
        !Directory.Exists(folder) ? [] :
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
                .Select(file => Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    public static void CopyFolder(string source, string target)
    {
        foreach (var path in ListFiles(source))
        {
            var file = Path.Combine(target, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Copy(Path.Combine(source, path), file);
        }
    }

    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system cleans its temporary folder.
        }
    }

    public void Dispose() => Delete(Root);
}
