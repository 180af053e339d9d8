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

    /// <summary>There is a marketplace.json that is not ours.</summary>
    public static readonly DiagnosticDescriptor MarketplaceOfSomebodyElse = new("CXP7030", "Marketplace of somebody else",
        "'{0}' was not written by this SDK (there is no codexmarketplace.json beside it), so it is not replaced. Move what it lists into the project and delete it, or set MarketplaceDirectory to another folder.", Error);

    /// <summary>There is a folder of a plugin's name that is not ours.</summary>
    public static readonly DiagnosticDescriptor PluginFolderOfSomebodyElse = new("CXP7031", "Plugin folder of somebody else",
        "'{0}' was not written by this SDK (codexmarketplace.json does not name it), so it is not replaced. Delete or rename it, or set MarketplaceDirectory to another folder.", Error);

    /// <summary>The record of what is ours cannot be read.</summary>
    public static readonly DiagnosticDescriptor MarketplaceRecordDamaged = new("CXP7032", "Record of the marketplace is damaged",
        "'{0}' cannot be read: {1}. It says which plugin folders this SDK may replace, so nothing is changed. After a merge take either side of it whole; else restore it from version control, or delete it with the marketplace.json beside it and the plugin folders that it names, and build again.", Error);

    private static DiagnosticDescriptor[] Marketplaces =>
    [
        MarketplaceNameNotAccepted,
        MarketplaceFileTwice,
        MarketplaceOfSomebodyElse,
        PluginFolderOfSomebodyElse,
        MarketplaceRecordDamaged,
    ];
}
