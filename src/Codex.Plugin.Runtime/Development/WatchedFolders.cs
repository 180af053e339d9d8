using System.Xml;
using System.Xml.Linq;

namespace Codex.Plugin.Runtime.Development;

/// <summary>The folders whose files make a plugin: the project's, and those of the projects that it references, directly or not.</summary>
internal sealed class WatchedFolders
{
    private static readonly string[] s_foreignFolders = [".git", ".hg", ".svn", ".vs", ".idea"];

    private readonly HashSet<string> _projects;
    private readonly string[] _outputs;

    /// <param name="projectFile">The plugin's project.</param>
    /// <param name="references">The projects that MSBuild knows to be referenced.</param>
    /// <param name="outputs">The folders that the build writes to.</param>
    public WatchedFolders(string projectFile, IEnumerable<string> references, IEnumerable<string> outputs)
    {
        _outputs = [.. outputs.Select(static folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];
        var projects = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([Path.GetFullPath(projectFile), .. references.Select(Path.GetFullPath)]);
        while (open.TryPop(out string? project))
        {
            if (projects.Add(project))
            {
                foreach (string reference in References(project))
                {
                    open.Push(reference);
                }
            }
        }

        _projects = [.. projects.Select(static project => Path.GetDirectoryName(project)!)];
        // A folder below another one is watched with it.
        Folders = [.. _projects.Where(folder => Directory.Exists(folder) && !_projects.Any(other => folder != other && IsBelow(folder, other))).Order(StringComparer.Ordinal)];
    }

    /// <summary>The folders to watch, each with everything below.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Whether a change of this file may change the plugin.</summary>
    public bool IsSource(string file)
    {
        if (_outputs.Any(output => file == output || IsBelow(file, output)))
        {
            return false;
        }

        for (string? child = file, folder = Path.GetDirectoryName(file); folder is not null; child = folder, folder = Path.GetDirectoryName(folder))
        {
            string name = Path.GetFileName(child);
            // 'bin' may well be a folder of a skill: it is an output only beside a project.
            if (s_foreignFolders.Contains(name) || (name is "bin" or "obj" && _projects.Contains(folder)))
            {
                return false;
            }

            if (Folders.Contains(folder))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Without MSBuild: a reference that only it can tell is one of those that are given.
    private static IEnumerable<string> References(string project)
    {
        try
        {
            return
            [
                .. XDocument.Load(project).Descendants()
                    .Where(static element => element.Name.LocalName == "ProjectReference")
                    .SelectMany(static element => ((string?)element.Attribute("Include") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                    .Where(static include => include.IndexOfAny(['$', '@', '*', '%']) < 0)
                    .Select(include => Path.GetFullPath(include.Replace('\\', Path.DirectorySeparatorChar), Path.GetDirectoryName(project)!))
                    .Where(File.Exists),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException)
        {
            return [];
        }
    }
}
