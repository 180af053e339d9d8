namespace Codex.Plugin.Read;

/// <summary>Turns a path as it is written into the path that it has inside the plugin.</summary>
internal static class DeclaredPath
{
    /// <summary>Whether the path stays inside the project; Codex takes no <c>..</c> in a manifest, not even one that stays inside.</summary>
    /// <param name="declared">As written, with either slash.</param>
    /// <param name="root">The project's folder.</param>
    /// <param name="path">Relative to the project's folder, with <c>/</c>.</param>
    /// <param name="problem">What is wrong, to follow the path in a sentence; null where nothing is.</param>
    public static bool TryNormalize(string declared, string root, out string path, out string? problem)
    {
        path = declared.Replace('\\', '/');
        if (Path.IsPathRooted(path) || IsDriveRooted(path))
        {
            string relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            problem = relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) || IsDriveRooted(relative)
                ? "is outside the project's folder" : null;
            path = relative;
        }
        else
        {
            string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            problem = names.Contains("..") ? "contains '..'" : null;
            path = string.Join('/', names.Where(static name => name != "."));
        }

        return problem is null;
    }

    /// <summary>The path without empty names, <c>.</c> and <c>..</c>; null where it leads out of the plugin.</summary>
    /// <param name="path">With <c>/</c>.</param>
    public static string? Resolve(string path)
    {
        var names = new List<string>();
        foreach (string name in path.Split('/'))
        {
            if (name == ".." && names.Count == 0)
            {
                return null;
            }

            if (name == "..")
            {
                names.RemoveAt(names.Count - 1);
            }
            else if (name is not ("" or "."))
            {
                names.Add(name);
            }
        }

        return string.Join('/', names);
    }

    /// <summary>How a path of the plugin is written so that a program finds it which starts in a folder of the plugin.</summary>
    /// <param name="folder">The folder, as <see cref="Resolve"/> gives it.</param>
    /// <param name="path">The path, as <see cref="Resolve"/> gives it.</param>
    public static string FromFolder(string folder, string path)
    {
        string[] from = folder.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string[] to = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int common = from.Zip(to).TakeWhile(static pair => pair.First == pair.Second).Count();
        string[] names = [.. Enumerable.Repeat("..", from.Length - common), .. to[common..]];
        return names.Length == 0 ? "." : names[0] == ".." ? string.Join('/', names) : $"./{string.Join('/', names)}";
    }

    // A Windows path in a project that is built elsewhere.
    private static bool IsDriveRooted(string path) => path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]);
}
