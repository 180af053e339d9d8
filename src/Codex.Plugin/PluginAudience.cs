namespace Codex.Plugin;

/// <summary>Who will load the plugin; each one is stricter than the one before.</summary>
public enum PluginAudience
{
    /// <summary>The Codex of colleagues, from a local or git marketplace: what it loads and serves well is no error.</summary>
    Team,

    /// <summary>A ChatGPT workspace, whose import checks what Codex itself does not.</summary>
    Workspace,

    /// <summary>The public directory.</summary>
    Directory,
}
