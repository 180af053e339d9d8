namespace Codex.Plugin.Packaging.Policies;

/// <summary>Whether a plugin gets onto the machine; Codex's <c>policy.installation</c>. In ascending strength: of two that need a plugin, the higher one counts.</summary>
public enum InstallationPolicy
{
    /// <summary><c>NOT_AVAILABLE</c>: nobody gets it.</summary>
    NotAvailable,

    /// <summary><c>AVAILABLE</c>: whoever wants it installs it.</summary>
    Available,

    /// <summary><c>INSTALLED_BY_DEFAULT</c>: everybody gets it.</summary>
    InstalledByDefault,
}
