namespace Codex.Plugin.Manifest;

/// <summary>The rule for paths in a manifest. Codex ignores what breaks it, and looks at its default places instead.</summary>
internal static class ManifestPath
{
    /// <summary>Whether Codex takes the path.</summary>
    /// <param name="written">As written in the manifest.</param>
    /// <param name="path">Relative to the plugin, with <c>/</c>, without one at the end.</param>
    /// <param name="problem">What is wrong, to follow the path in a sentence; null where nothing is.</param>
    public static bool TryRead(string written, out string path, out string? problem)
    {
        string[] names = written.Split('/');
        problem =
            !written.StartsWith("./", StringComparison.Ordinal) ? "does not begin with './'"
            : written.StartsWith(".//", StringComparison.Ordinal) ? "begins with './/'"
            : names.Contains("..") ? "contains '..'"
            : null;
        path = string.Join('/', names.Where(static name => name is not ("" or ".")));
        if (problem is null && path.Length == 0)
        {
            problem = "is the plugin itself";
        }

        return problem is null;
    }
}
