using Codex.Plugin.Packaging.Policies;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Says that a marketplace cannot be run or packed.</summary>
[MSBuildMultiThreadableTask]
public sealed class RefuseMarketplaceVerb : PluginTask
{
    /// <summary>What was to be done with it. Ex: <c>run</c>, <c>packed</c>.</summary>
    [Required]
    public string Verb { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        Report([MarketplaceProject.Refuse(ShownProjectFile, Verb)]);
        return false;
    }
}
