using NuGet.Versioning;

namespace Codex.Plugin.Install;

/// <summary>Which of the folders in a plugin's cache Codex loads.</summary>
internal sealed class CodexVersionOrder : IComparer<string>
{
    /// <summary>The folder that wins over every version.</summary>
    public const string Local = "local";

    public static CodexVersionOrder Instance { get; } = new();

    /// <summary>The one that Codex loads; null where there is none.</summary>
    public static string? FindActive(IEnumerable<string> versions) => versions.Max(Instance);

    /// <summary>Whether Codex takes it as the name of a folder, and it is no other folder's.</summary>
    public static bool IsFolderName(string version) =>
        version.Length is > 0 and <= 255 && version is not ("." or ".." or Local)
        && version.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '_' or '-');

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x == y || x is null || y is null)
        {
            return x == y ? 0 : x is null ? -1 : 1;
        }

        if (x == Local || y == Local)
        {
            return x == Local ? 1 : -1;
        }

        int order = SemanticVersion.TryParse(x, out SemanticVersion? left) && SemanticVersion.TryParse(y, out SemanticVersion? right)
            ? VersionComparer.VersionRelease.Compare(left, right)
            : string.CompareOrdinal(x, y);

        // Codex counts build metadata, too.
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }
}
