namespace Codex.Plugin.Install;

/// <summary>What happens to a plugin in a user's Codex.</summary>
public enum InstallAction
{
    /// <summary>It is not installed, and is not to be.</summary>
    Leave,

    /// <summary>It is installed as the marketplace has it.</summary>
    Keep,

    /// <summary>It was not installed, or not whole.</summary>
    Install,

    /// <summary>It was installed in another version, or with other content.</summary>
    Update,

    /// <summary>It was installed, and is not to be.</summary>
    Remove,

    /// <summary>What was installed before the marketplace came is put back.</summary>
    Restore,
}
