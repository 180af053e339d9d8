namespace Codex.Plugin.Packaging.Restore;

/// <summary>Another project that a restored one references, directly or behind others: a plugin, or a library that may reference some.</summary>
/// <param name="PackageId">The id under which NuGet knows the project.</param>
/// <param name="ProjectFile">The absolute path of the project file.</param>
/// <param name="Direct">Whether the restored project itself references it.</param>
/// <param name="Dependencies">The ids of the plugins and projects that it needs.</param>
public sealed record RestoredProject(string PackageId, string ProjectFile, bool Direct, IReadOnlyList<string> Dependencies)
{
    /// <summary>Whether the project may build a plugin; asking every library would cost an evaluation each.</summary>
    public bool MayBePlugin { get; init; } = MentionsSdk(ProjectFile);

    private static bool MentionsSdk(string projectFile)
    {
        if (Path.GetExtension(projectFile).Equals(".cxproj", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            return File.ReadAllText(projectFile).Contains("Codex.Plugin.Sdk", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
