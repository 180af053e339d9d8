using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Install;

/// <summary>A plugin as the marketplace has it.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">The version that its manifest states.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Policy">What the marketplace says about it.</param>
/// <param name="RequiredBy">The names of the plugins that need it.</param>
internal sealed record WantedPlugin(string Name, string Version, string Folder, PluginPolicy Policy, IReadOnlyList<string> RequiredBy)
{
    private const string ThisProduct = "CODEX";

    /// <summary>Whether Codex shows it at all; the other products share its home.</summary>
    public bool IsForCodex => Policy.Products is null || Policy.Products.Contains(ThisProduct, StringComparer.OrdinalIgnoreCase);
}
