using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Install;

/// <summary>What happens to one plugin, and why.</summary>
/// <param name="Plugin">The plugin's name.</param>
/// <param name="Before">The version that Codex loaded before; null: none.</param>
/// <param name="After">The version that it loads now; null: none.</param>
/// <param name="Policy">What the marketplace says about it; null where it does not have it.</param>
/// <param name="Action">What is done.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record InstallRow(string Plugin, string? Before, string? After, InstallationPolicy? Policy, InstallAction Action, string Reason)
{
    /// <summary>Whether the user has switched it off.</summary>
    public bool IsOff { get; init; }

    /// <summary>Whether Codex does not list it, since it is for other products.</summary>
    public bool IsHidden { get; init; }
}
