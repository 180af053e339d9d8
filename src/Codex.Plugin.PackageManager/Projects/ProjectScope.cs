namespace Codex.Plugin.PackageManager.Projects;

/// <summary>Whose a marketplace project is.</summary>
public enum ProjectScope
{
    /// <summary>The user's, in the folder for settings of applications.</summary>
    User,

    /// <summary>The repository's, for everybody who works in it.</summary>
    Repository,

    /// <summary>One that the user has named.</summary>
    Named,
}
