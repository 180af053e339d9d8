namespace Codex.Plugin.Packaging.Policies;

/// <summary>When Codex asks for the log-in that a plugin's apps need; its <c>policy.authentication</c>. In ascending strength.</summary>
public enum AuthenticationPolicy
{
    /// <summary><c>ON_USE</c>.</summary>
    OnUse,

    /// <summary><c>ON_INSTALL</c>, Codex's default.</summary>
    OnInstall,
}
