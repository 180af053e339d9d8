using System.Collections.Frozen;

namespace Codex.Plugin.PackageManager.Engine;

/// <summary>The targets that a user should hear of, in the order of a build.</summary>
public static class BuildStep
{
    /// <summary>The words for each target.</summary>
    public static FrozenDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Restore"] = "restoring",
        ["ReviewPlugins"] = "reviewing",
        ["LayOutMarketplace"] = "laying out",
        ["Install"] = "installing into Codex",
        ["Uninstall"] = "removing from Codex",
        ["VerifyPlugins"] = "verifying",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
