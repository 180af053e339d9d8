namespace Codex.Plugin.Packaging.Policies;

/// <summary>What a marketplace says about a plugin.</summary>
public sealed record PluginPolicy
{
    /// <summary>What a plugin gets about which nobody says anything.</summary>
    public static PluginPolicy Default { get; } = new();

    /// <summary>Whether the plugin gets onto the machine.</summary>
    public InstallationPolicy Installation { get; init; } = InstallationPolicy.Available;

    /// <summary>When the log-in is asked for.</summary>
    public AuthenticationPolicy Authentication { get; init; } = AuthenticationPolicy.OnInstall;

    /// <summary>The products that show it, of <c>CHATGPT</c>, <c>CODEX</c>, <c>ATLAS</c>; null: all.</summary>
    public IReadOnlyList<string>? Products { get; init; }

    /// <summary>Replaces the category that the plugin itself names; null: that one.</summary>
    public string? Category { get; init; }
}
