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

/// <summary>The audience as a project states it.</summary>
public static class PluginAudiences
{
    /// <summary>The audience of that name in any letter case, <see cref="PluginAudience.Team"/> for none; null where there is no such audience.</summary>
    /// <param name="stated">The value of <c>PluginAudience</c>.</param>
    public static PluginAudience? Parse(string? stated) =>
        string.IsNullOrWhiteSpace(stated) ? PluginAudience.Team
        // Not Enum.TryParse, which takes numbers too.
        : Enum.GetValues<PluginAudience>().Cast<PluginAudience?>().FirstOrDefault(audience => audience.ToString()!.Equals(stated.Trim(), StringComparison.OrdinalIgnoreCase));
}
