using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 7xxx: marketplaces and policies
public static partial class DiagnosticDescriptors
{
    /// <summary>The name of the marketplace is not one that Codex accepts.</summary>
    public static readonly DiagnosticDescriptor MarketplaceNameNotAccepted = new("CXP7001", "Marketplace name not accepted",
        "The marketplace's name '{0}' {1}, so Codex refuses it. Use 1 to 64 of a-z, 0-9 and '-', beginning and ending with a letter or digit; set MarketplaceName in the project.", Error);

    private static DiagnosticDescriptor[] Marketplaces =>
    [
        MarketplaceNameNotAccepted,
    ];
}
