using System.Text;

namespace Codex.Plugin.Check;

/// <summary>Paths that shall live side by side on every operating system.</summary>
internal sealed class PathSet(int capacity)
{
    private readonly Dictionary<string, string> _seen = new(capacity, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _done = new(capacity, StringComparer.Ordinal);

    /// <summary>Adds the path and the folders on the way to it, and tells what is wrong with those that are new.</summary>
    /// <param name="path">Relative, with <c>/</c>.</param>
    /// <returns>The file or folder, the other one that Windows or macOS takes for the same, and what is wrong with its name.</returns>
    public IEnumerable<(string Path, string? Twin, string? Problem)> Add(string path)
    {
        int start = 0;
        for (int end = 0; end < path.Length; start = end + 1)
        {
            end = path.IndexOf('/', start);
            end = end < 0 ? path.Length : end;
            string part = path[..end];
            if (!_done.Add(part))
            {
                continue;
            }

            string seen = AddFolded(part);
            string? twin = seen == part ? null : seen;
            string? problem = FileNames.FindProblem(path[start..end]);
            if (twin is not null || problem is not null)
            {
                yield return (part, twin, problem);
            }
        }
    }

    /// <summary>Adds the path, and tells what is wrong with it as a whole, to follow it in a sentence; null where nothing is.</summary>
    public string? FindProblem(string path) =>
        FileNames.FindPathProblem(path)
        ?? (Add(path).Select(static found => found.Twin).FirstOrDefault(static twin => twin is not null) is { } twin ? $"is one with '{twin}' on Windows or macOS" : null);

    /// <summary>Adds a path that is not checked itself.</summary>
    public void AddUnchecked(string path)
    {
        _done.Add(path);
        AddFolded(path);
    }

    private string AddFolded(string path)
    {
        // macOS does not mind how an accent is composed. What is not valid Unicode cannot be composed, and is a problem of its own.
        string folded = Ascii.IsValid(path) ? path : string.Concat(path.EnumerateRunes()).Normalize();
        return _seen.TryAdd(folded, path) ? path : _seen[folded];
    }
}
