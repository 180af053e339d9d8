namespace Codex.Plugin.Text;

/// <summary>Paths with every symbolic link resolved, which the BCL offers only for the last component.</summary>
internal static class RealPath
{
    // As Linux does: more links than this on one way are taken for a loop.
    private const int MostLinks = 40;

    /// <summary>The path without links, or null where it leads nowhere or in circles.</summary>
    public static string? Resolve(string fullPath)
    {
        string root = Path.GetPathRoot(fullPath)!;
        var ahead = new Stack<string>();
        Push(fullPath[root.Length..]);
        string current = root;
        int links = 0;
        while (ahead.TryPop(out string? name))
        {
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? root;
                continue;
            }

            string next = Path.Combine(current, name);
            string? target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                current = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            if (Path.IsPathRooted(target))
            {
                current = Path.GetPathRoot(target)!;
                target = target[current.Length..];
            }

            Push(target);
        }

        return Path.Exists(current) ? current : null;

        void Push(string relative)
        {
            string[] names = relative.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
            for (int i = names.Length - 1; i >= 0; i--)
            {
                if (names[i] != ".")
                {
                    ahead.Push(names[i]);
                }
            }
        }
    }

    /// <summary>The path without links as far as it leads anywhere, and what is to be made below as it is written.</summary>
    public static string ResolveExisting(string fullPath)
    {
        string path = Path.TrimEndingDirectorySeparator(fullPath);
        return Resolve(path) ?? (Path.GetDirectoryName(path) is { } parent ? Path.Combine(ResolveExisting(parent), Path.GetFileName(path)) : path);
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or lies below it; both without links.</summary>
    public static bool IsInside(string path, string folder)
    {
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return path.StartsWith(folder, comparison)
            && (path.Length == folder.Length || Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar);
    }
}
