using System.Text;
using Codex.Plugin.Check;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>The folder whose <c>.agents/plugins</c> is the marketplace of all projects below it.</summary>
public static class RepositoryRoot
{
    private const string FallbackName = "plugins";

    // Git's data; a file in a worktree and in a submodule.
    private const string GitData = ".git";

    private static readonly string[] s_solutions = [".sln", ".slnx"];

    private static readonly EnumerationOptions s_anyCase = new() { AttributesToSkip = 0, IgnoreInaccessible = false, MatchCasing = MatchCasing.CaseInsensitive };

    /// <summary>
    /// The nearest folder, of the project's and those above, that is a git repository: that is where Codex looks for a marketplace.
    /// Without one, the nearest that holds a solution; without that, the project's.
    /// </summary>
    /// <param name="projectFolder">The absolute path of the project's folder.</param>
    public static string Find(string projectFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(projectFolder);
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(projectFolder));
        return Above(folder).FirstOrDefault(static candidate => Path.Exists(Path.Combine(candidate, GitData)))
            ?? Above(folder).FirstOrDefault(HoldsSolution)
            ?? folder;
    }

    /// <summary>The name of a marketplace that no project names: that of its folder, with <c>-</c> for what Codex does not accept.</summary>
    /// <param name="folder">The absolute path of the marketplace.</param>
    public static string NameOf(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var name = new StringBuilder();
        foreach (char c in PluginName.FromPackageId(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                name.Append(c);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        string slug = name.ToString(0, Math.Min(name.Length, PluginName.LongestLength)).TrimEnd('-');
        return PluginName.FindMarketplaceProblem(slug) is null ? slug
            : PluginName.FindMarketplaceProblem($"{slug}-{FallbackName}") is null ? $"{slug}-{FallbackName}"
            : FallbackName;
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (string? current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            yield return current;
        }
    }

    private static bool HoldsSolution(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, "*.sln*", s_anyCase).Any(static file => s_solutions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder above that the user may not list is nobody's repository.
            return false;
        }
    }
}
