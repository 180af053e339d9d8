using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 7xxx: marketplaces and policies
public static partial class DiagnosticDescriptors
{
    /// <summary>The name of the marketplace is not one that Codex accepts.</summary>
    public static readonly DiagnosticDescriptor MarketplaceNameNotAccepted = new("CXP7001", "Marketplace name not accepted",
        "The marketplace's name '{0}' {1}, so Codex refuses it. Use 1 to 64 of a-z, 0-9 and '-', beginning and ending with a letter or digit; set MarketplaceName in the project.", Error);

    /// <summary>There are two files of marketplaces in one folder.</summary>
    public static readonly DiagnosticDescriptor MarketplaceFileTwice = new("CXP7002", "Two marketplace files in one folder",
        "Codex reads only '{1}' of the marketplaces in this folder, and not '{0}'. Keep one of the two, or say the same in both.", Warning);

    private static DiagnosticDescriptor[] Marketplaces =>
    [
        MarketplaceNameNotAccepted,
        MarketplaceFileTwice,
    ];
}
