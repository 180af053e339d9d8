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

    /// <summary>Two projects of a repository bring one plugin in two versions.</summary>
    public static readonly DiagnosticDescriptor PluginInTwoVersions = new("CXP7036", "One plugin in two versions",
        "A repository's marketplace holds a plugin once, and '{1}' brings '{0}' as {2} {3}, '{4}' as {2} {5}. Give it one version in Directory.Packages.props (with CentralPackageTransitivePinningEnabled where another package brings it), or the same Version or VersionOverride in both projects, and restore both.", Error);

    /// <summary>Two projects of a repository name its marketplace differently.</summary>
    public static readonly DiagnosticDescriptor MarketplaceNamedDifferently = new("CXP7037", "Marketplace named differently by two projects",
        "A repository's marketplace has one {0}, and it is '{1}' in '{2}' and '{3}' in '{4}'. Set {0} once for all projects, in Directory.Build.props.", Error);

    /// <summary>Two projects of a repository bring two packages with plugins of one name.</summary>
    public static readonly DiagnosticDescriptor PluginOfTwoPackages = new("CXP7038", "One plugin name from two projects' packages",
        "A repository's marketplace holds a plugin once, and '{1}' brings '{0}' from the package {2}, '{3}' from the package {4}. Reference only one of the two packages in this repository, or set MarketplaceDirectory in one of the projects.", Error);

    /// <summary>Two projects of a repository bring one version of a plugin with two contents.</summary>
    public static readonly DiagnosticDescriptor PluginVersionWithTwoContents = new("CXP7039", "One version with two contents",
        "{0} {1} is not the same in two projects: '{2}' brings one that is {3}, '{4}' one that is {5}. Publish what changed under a version of its own, restore both projects from the same feed, or reference the plugin's project in both.", Error);

    private static DiagnosticDescriptor[] Marketplaces =>
    [
        MarketplaceNameNotAccepted,
        MarketplaceFileTwice,
        MarketplaceOfSomebodyElse,
        PluginFolderOfSomebodyElse,
        MarketplaceRecordDamaged,
        PluginInTwoVersions,
        MarketplaceNamedDifferently,
        PluginOfTwoPackages,
        PluginVersionWithTwoContents,
    ];
}
