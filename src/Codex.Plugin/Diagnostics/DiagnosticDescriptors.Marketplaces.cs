using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 7xxx: marketplaces and policies
public static partial class DiagnosticDescriptors
{
    /// <summary>The name of the marketplace is not one that Codex accepts.</summary>
    public static readonly DiagnosticDescriptor MarketplaceNameNotAccepted = new("CXP7001", "Marketplace name not accepted",
        "The marketplace's name '{0}' {1}. Use 1 to 64 of a-z, 0-9 and '-', beginning and ending with a letter or digit; set MarketplaceName in the project.", Error);

    /// <summary>There are two files of marketplaces in one folder.</summary>
    public static readonly DiagnosticDescriptor MarketplaceFileTwice = new("CXP7002", "Two marketplace files in one folder",
        "Codex reads only '{1}' of the marketplaces in this folder, and not '{0}'. Keep one of the two, or say the same in both.", Warning);

    /// <summary>A file of a restored plugin is not the one that its package lists.</summary>
    public static readonly DiagnosticDescriptor PackageFileNotAsPacked = new("CXP7003", "File that is not as it was packed",
        "'{2}' of the plugin package {0} {1} {3}. Codex gets only what codexplugin.json lists, byte for byte. Delete '{4}' and restore again; if it stays so, the package itself is broken: do not use it.", Error);

    /// <summary>A package names a path that is not safe on every operating system.</summary>
    public static readonly DiagnosticDescriptor PackagePathNotSafe = new("CXP7004", "Unsafe path in a plugin package",
        "'{2}' {4} of the plugin package {0} {1} {3}. Allowed are plain files with names that are the same on every operating system. {5}", Error);

    /// <summary>A package is too large, or holds too many files.</summary>
    public static readonly DiagnosticDescriptor PackageTooLarge = new("CXP7005", "Plugin package that is too large",
        "{0}: {1}, and {2} is the limit. Leave out what is so large, or ask its author for a smaller package.", Error);

    /// <summary>The extracted package differs from the archive that NuGet keeps beside it.</summary>
    public static readonly DiagnosticDescriptor PackageNotItsArchive = new("CXP7006", "Extracted package and its archive differ",
        "'{2}' of the plugin package {0} {1} {3}. The packages folder was changed after the restore. Delete '{4}' and restore again.", Error);

    /// <summary>There is no archive to compare the extracted package with.</summary>
    public static readonly DiagnosticDescriptor PackageArchiveMissing = new("CXP7007", "No archive to compare a plugin package with",
        "'{2}' of the plugin package {0} {1} is not in '{3}', so its files could be compared with codexplugin.json only, which may have been changed with them. Do not remove .nupkg files from the packages folder; delete that folder and restore again.", Warning);

    /// <summary>What an available plugin needs is not available.</summary>
    public static readonly DiagnosticDescriptor DependencyNotAvailable = new("CXP7010", "Plugin needs one that is not available",
        "{0} is NOT_AVAILABLE, and {1} cannot work without it. Make {0} AVAILABLE, or what needs it NOT_AVAILABLE too.", Error);

    /// <summary>Two plugins of a marketplace have one name.</summary>
    public static readonly DiagnosticDescriptor MarketplacePluginTwice = new("CXP7011", "Two plugins with one name in a marketplace",
        "The plugin '{0}' comes from {1} and from {2}, and Codex sees only the first of a name. Remove one of the references.", Error);

    /// <summary>Two plugins of a marketplace bring an MCP server of one name.</summary>
    public static readonly DiagnosticDescriptor MarketplaceServerTwice = new("CXP7012", "MCP server in two plugins of a marketplace",
        "The MCP server '{0}' is in {1} and in {2}. Codex has one namespace for the servers of all plugins and drops one of the two without a word. Have one renamed, or make one of the plugins NOT_AVAILABLE.", Error);

    /// <summary>Two plugins of a marketplace bring a skill of one name.</summary>
    public static readonly DiagnosticDescriptor MarketplaceSkillTwice = new("CXP7013", "Skill in two plugins of a marketplace",
        "The skill '{0}' is in {1}, which everybody gets. Codex lists each under its plugin's name ({2}), and whoever asks for '{0}' gets one or the other. Have one renamed, or make one of the plugins AVAILABLE.", Warning);

    /// <summary>A policy has a value that there is not.</summary>
    public static readonly DiagnosticDescriptor PolicyNotAccepted = new("CXP7014", "Policy that does not exist",
        "{0} of {1} is '{2}', {5}. Write {3}. {4}", Error);

    /// <summary>Codex itself does not show the plugin.</summary>
    public static readonly DiagnosticDescriptor ProductsWithoutCodex = new("CXP7015", "Plugin that Codex does not show",
        "Products of {0} is '{1}', without CODEX, so Codex neither shows the plugin nor installs it. Add CODEX, or leave Products out.", Warning);

    /// <summary>Metadata that looks like a policy and is none.</summary>
    public static readonly DiagnosticDescriptor PolicyUnknown = new("CXP7016", "Metadata of a policy that does not exist",
        "{0} of {1} does nothing: there is no such metadata. {2}", Error);

    /// <summary>A policy applies to nothing.</summary>
    public static readonly DiagnosticDescriptor PolicyWithoutPlugin = new("CXP7017", "Policy that no plugin gets",
        "The PluginPolicy '{0}' matches none of the {1} plugins' package ids. {2}", Warning);

    /// <summary>A policy's pattern is lost in MSBuild.</summary>
    public static readonly DiagnosticDescriptor PolicyPatternLost = new("CXP7018", "Pattern of a policy that MSBuild loses",
        "MSBuild takes '{0}' for a pattern of file names and drops the PluginPolicy. We read a pattern from the project as it is written, and this one has {1}. Write {2} for the pattern, which MSBuild leaves alone.", Error);

    /// <summary>A marketplace references something that is no plugin.</summary>
    public static readonly DiagnosticDescriptor ReferenceWithoutPlugin = new("CXP7019", "Reference that is no plugin",
        "{0} is no plugin{1}, so the marketplace gets nothing from it. Remove the reference{2}.", Error);

    /// <summary>A policy that nobody makes true.</summary>
    public static readonly DiagnosticDescriptor PolicyWithoutMarketplace = new("CXP7021", "Policy that nobody makes true",
        "Codex itself does nothing about {0} in a marketplace like this one. Only 'dotnet build -t:Install' of a marketplace project (OutputType Marketplace) does; move the reference of {1} there, or leave the policy out.", Warning);

    /// <summary>Sources of a plugin beside a marketplace project.</summary>
    public static readonly DiagnosticDescriptor SourcesWithoutPlugin = new("CXP7022", "Sources of a plugin in a marketplace project",
        "'{0}' is not compiled: the project's OutputType is Marketplace, and a marketplace has no sources. Give the plugin a project of its own and reference it, or remove OutputType to have a plugin.", Warning);

    /// <summary>A plugin that is referenced is not there.</summary>
    public static readonly DiagnosticDescriptor ReferenceNotThere = new("CXP7023", "Referenced plugin that is not there yet",
        "{0} is not there yet: {1}.", Error);

    /// <summary>A marketplace cannot be run, published or packed.</summary>
    public static readonly DiagnosticDescriptor MarketplaceVerb = new("CXP7024", "Nothing to run or publish in a marketplace",
        "A marketplace project cannot be {0}. 'dotnet build' lays the marketplace out, and 'dotnet build -t:Install' makes its policies true in the Codex of this user.", Error);

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
        PackageFileNotAsPacked, PackagePathNotSafe, PackageTooLarge, PackageNotItsArchive, PackageArchiveMissing,
        DependencyNotAvailable, MarketplacePluginTwice, MarketplaceServerTwice, MarketplaceSkillTwice,
        PolicyNotAccepted, ProductsWithoutCodex, PolicyUnknown, PolicyWithoutPlugin,
        PolicyPatternLost, ReferenceWithoutPlugin, PolicyWithoutMarketplace,
        SourcesWithoutPlugin, ReferenceNotThere, MarketplaceVerb,
        MarketplaceOfSomebodyElse,
        PluginFolderOfSomebodyElse,
        MarketplaceRecordDamaged,
        PluginInTwoVersions,
        MarketplaceNamedDifferently,
        PluginOfTwoPackages,
        PluginVersionWithTwoContents,
    ];
}
