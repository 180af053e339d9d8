using System.IO.Enumeration;
using System.Security;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Publish;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Read;

/// <summary>Finds the sources of a plugin, by convention and by declaration, without reading them.</summary>
internal sealed class SourceTree
{
    public const string SkillsFolder = "skills";
    public const string McpFolder = "mcp";
    public const string AppsFolder = "apps";
    public const string HooksFile = "hooks/hooks.json";
    public const string RootHooksFile = "hooks.json";
    public const string RootMcpFile = "mcp.json";
    public const string CommandsFolder = "commands";
    public const string ProjectMcpFile = ".mcp.json";
    public const string ProjectAppFile = ".app.json";

    private static readonly string[] s_folders = [SkillsFolder, McpFolder, AppsFolder, "hooks", "assets", CommandsFolder];

    private static readonly string[] s_filesWithoutEffect = [SkillReader.FileName, ManifestFile.Portable, RootHooksFile, RootMcpFile, .. FolderRules.MarketplaceFiles];
    private static readonly string[] s_files = [ProjectMcpFile, ProjectAppFile, .. s_filesWithoutEffect];

    // What belongs to the project and not to the plugin, where everything in the folder belongs to the plugin.
    private static readonly string[] s_projectFiles =
        ["*.cxproj", "*.sln", "*.slnx", "*.binlog", "*.sarif", "*.nupkg", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "nuget.config", "global.json", "packages.lock.json"];

    private static readonly string[] s_projectFolders = ["obj", "bin/Debug", "bin/Release"];

    // Of version control, editors and operating systems, at any depth.
    private static readonly HashSet<string> s_nobodys = new(StringComparer.Ordinal) { ".git", ".hg", ".svn", ".vs", ".idea", ".DS_Store", "Thumbs.db", "desktop.ini" };

    // Everything counts, hidden and inaccessible too: what is skipped here would be lost in silence.
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string _root;
    private readonly HashSet<string> _excluded;
    private readonly HashSet<string> _excludedFolders;
    private readonly DiagnosticBag _diagnostics;
    private readonly Dictionary<string, SourceEntry> _entries = new(StringComparer.Ordinal);
    private string? _realRoot;

    private SourceTree(PluginProject project, DiagnosticBag diagnostics)
    {
        _root = project.Directory;
        _excluded = [.. project.ExcludedFiles];
        _excludedFolders = [.. project.ExcludedFolders.Select(Path.TrimEndingDirectorySeparator)];
        _diagnostics = diagnostics;
    }

    /// <summary>Whether the file is looked for only to say that it has no effect where it lies; it does not become part of the plugin.</summary>
    public static bool HasNoEffect(string path) => Array.IndexOf(s_filesWithoutEffect, path) >= 0 || NearNames.IsNearAtRoot(path);

    /// <summary>The sources, in ordinal order of their paths. Links that leave the project and what cannot be read are reported and left out.</summary>
    /// <param name="project">The project.</param>
    /// <param name="wholeFolder">Whether everything in the project's folder belongs to the plugin.</param>
    /// <param name="projectSource">The project file.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static List<SourceEntry> Read(PluginProject project, bool wholeFolder, ProjectSource projectSource, DiagnosticBag diagnostics)
    {
        var tree = new SourceTree(project, diagnostics);
        if (wholeFolder)
        {
            tree.AddWholeFolder();
        }
        else
        {
            foreach (string folder in s_folders)
            {
                tree.AddConventional(folder, isDirectory: true);
            }

            foreach (string file in s_files)
            {
                tree.AddConventional(file, isDirectory: false);
            }

            foreach (FileInfo file in new DirectoryInfo(tree._root).EnumerateFiles("*", s_everything).Where(static file => NearNames.IsNearAtRoot(file.Name)))
            {
                tree.AddConventional(file.Name, isDirectory: false);
            }
        }

        tree.AddDeclaredFiles(project, projectSource);
        tree.AddPublishedServers(project);
        List<SourceEntry> entries = [.. tree._entries.Values];
        entries.Sort(static (x, y) => string.CompareOrdinal(x.Path, y.Path));
        return entries;
    }

    private void AddWholeFolder()
    {
        _excludedFolders.UnionWith(s_projectFolders.Select(folder => Path.Combine(_root, folder)));
        foreach (FileSystemInfo child in new DirectoryInfo(_root).EnumerateFileSystemInfos("*", s_everything))
        {
            if (!s_projectFiles.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, child.Name)) && !IsExcluded(child) && !s_nobodys.Contains(child.Name))
            {
                Add(child, child.Name, [_root]);
            }
        }
    }

    private bool IsExcluded(FileSystemInfo info) =>
        _excluded.Contains(info.FullName) || _excludedFolders.Contains(info.FullName);

    private void AddConventional(string path, bool isDirectory)
    {
        string fullPath = Path.Combine(_root, path);
        FileSystemInfo info = isDirectory ? new DirectoryInfo(fullPath) : new FileInfo(fullPath);
        if ((info.Exists || info.LinkTarget is not null) && !_excluded.Contains(fullPath))
        {
            Add(info, path, []);
        }
    }

    private void Add(FileSystemInfo info, string path, string[] realAncestors)
    {
        try
        {
            string realPath = info.FullName;
            if ((info.Attributes & FileAttributes.ReparsePoint) != 0 && info.LinkTarget is { } target)
            {
                if (Follow(info, path, target, realAncestors) is not { } followed)
                {
                    return;
                }

                info = followed;
                realPath = followed.FullName;
            }

            bool isDirectory = (info.Attributes & FileAttributes.Directory) != 0;
            if (info is FileInfo { Length: 0 } && !RegularFile.Is(realPath))
            {
                _diagnostics.Report(DiagnosticDescriptors.SourceNotReadable, new Location(path), "it is a pipe, a socket or a device, not a file.");
                return;
            }

            _entries.TryAdd(path, new SourceEntry(path, realPath, isDirectory, info is FileInfo file ? FileStamp.Of(file) : FileStamp.None));
            if (isDirectory)
            {
                string[] ancestors = [.. realAncestors, realPath];
                foreach (FileSystemInfo child in new DirectoryInfo(realPath).EnumerateFileSystemInfos("*", s_everything))
                {
                    if (!IsExcluded(child) && !s_nobodys.Contains(child.Name))
                    {
                        Add(child, $"{path}/{child.Name}", ancestors);
                    }
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException)
        {
            _diagnostics.Report(DiagnosticDescriptors.SourceNotReadable, new Location(path), exception.Message);
        }
    }

    private FileSystemInfo? Follow(FileSystemInfo link, string path, string target, string[] realAncestors)
    {
        _realRoot ??= RealPath.Resolve(_root) ?? _root;
        string? real = RealPath.Resolve(link.FullName);
        string? problem =
            real is null ? "which is nowhere"
            : !RealPath.IsInside(real, _realRoot) ? "outside the project's folder"
            : realAncestors.Any(ancestor => RealPath.IsInside(RealPath.Resolve(ancestor) ?? ancestor, real)) ? "a folder that holds the link itself"
            : null;
        if (problem is not null)
        {
            _diagnostics.Report(DiagnosticDescriptors.LinkLeavesProject, new Location(path), target, problem);
            return null;
        }

        return Directory.Exists(real) ? new DirectoryInfo(real!) : new FileInfo(real!);
    }

    private void AddDeclaredFiles(PluginProject project, ProjectSource projectSource)
    {
        PluginInterface shown = project.Interface;
        AddProperty(nameof(shown.Logo), shown.Logo);
        AddProperty(nameof(shown.LogoDark), shown.LogoDark);
        AddProperty(nameof(shown.ComposerIcon), shown.ComposerIcon);
        AddItems("Screenshot", shown.Screenshots);
        AddItems("PluginFile", project.Files);

        void AddProperty(string name, string? path)
        {
            if (!string.IsNullOrEmpty(path))
            {
                AddDeclared(path, name, () => projectSource.OfProperty(name));
            }
        }

        void AddItems(string itemType, IEnumerable<FileItem> items)
        {
            foreach (FileItem item in items)
            {
                AddDeclared(item.Path, itemType, () => projectSource.OfItem(item.DefiningFile, itemType, item.Path));
            }
        }
    }

    private void AddDeclared(string declared, string declaredBy, Func<Location> location)
    {
        if (!DeclaredPath.TryNormalize(declared, _root, out string path, out string? problem))
        {
            _diagnostics.Report(DiagnosticDescriptors.PathLeavesProject, location(), declaredBy, declared, problem);
            return;
        }

        var file = new FileInfo(Path.Combine(_root, path));
        if (!file.Exists)
        {
            string found = Directory.Exists(file.FullName) ? "is a folder, not a file" : "does not exist";
            _diagnostics.Report(DiagnosticDescriptors.PathDoesNotExist, location(), declaredBy, declared, found);
            return;
        }

        if (_entries.ContainsKey(path))
        {
            return;
        }

        // A link anywhere on the way counts, not only in the last component.
        _realRoot ??= RealPath.Resolve(_root) ?? _root;
        if (RealPath.Resolve(file.FullName) is { } real && !RealPath.IsInside(real, _realRoot))
        {
            _diagnostics.Report(DiagnosticDescriptors.LinkLeavesProject, new Location(path), real, "outside the project's folder");
            return;
        }

        Add(file, path, []);
    }

    /// <summary>Adds what the build has published below its own folder, which is no source otherwise.</summary>
    private void AddPublishedServers(PluginProject project)
    {
        foreach (McpServerItem server in project.McpServers)
        {
            foreach (PublishedServer published in server.Published.Where(static published => Directory.Exists(published.Folder)))
            {
                string folder = ServerFolder.Of(server.Name, published);
                foreach (FileInfo file in new DirectoryInfo(published.Folder).EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true }))
                {
                    string path = $"{folder}/{Path.GetRelativePath(published.Folder, file.FullName).Replace('\\', '/')}";
                    ReportTwice(server, path);
                    Add(file, path, []);
                }
            }

            foreach ((string path, _) in ServerLauncher.FilesOf(server))
            {
                ReportTwice(server, path);
            }
        }

        void ReportTwice(McpServerItem server, string path)
        {
            if (_entries.ContainsKey(path))
            {
                _diagnostics.Report(DiagnosticDescriptors.ServerProjectFileTwice, new Location(path), path, server.Name, ServerFolder.Of(server.Name));
            }
        }
    }
}
