using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 807x: what lies in the marketplace and in Codex's cache, and the inventory of it
public static partial class DiagnosticDescriptors
{
    /// <summary>A deployed file has another content.</summary>
    public static readonly DiagnosticDescriptor DeployedFileEdited = new("CXP8070", "Deployed file edited",
        "This file of {0} in {1} is not the one that was packed: it {2}. {3}", Error);

    /// <summary>A deployed file is gone.</summary>
    public static readonly DiagnosticDescriptor DeployedFileMissing = new("CXP8071", "Deployed file missing",
        "This file of {0} is missing in {1}; the one with the SHA-256 {2} is expected. {3}", Error);

    /// <summary>Somebody has added a file.</summary>
    public static readonly DiagnosticDescriptor DeployedFileAdded = new("CXP8072", "File added to a deployed plugin",
        "This file in {1} is none of {0}, and nothing but the plugin's own files is expected there. {2}", Error);

    /// <summary>A plugin's whole folder is gone.</summary>
    public static readonly DiagnosticDescriptor DeployedPluginMissing = new("CXP8073", "Deployed plugin missing",
        "The folder of {0} is missing in {1}; its {2} files are expected. {3}", Error);

    /// <summary>There is a plugin, or a version of one, that the marketplace does not have.</summary>
    public static readonly DiagnosticDescriptor DeployedPluginStale = new("CXP8074", "Deployed plugin that the marketplace does not have",
        "{0} lies in {1}, and {2}. {3}", Error);

    /// <summary>An execute bit is missing, or there where none was packed.</summary>
    public static readonly DiagnosticDescriptor DeployedFileMode = new("CXP8075", "Execute bit changed",
        "This file of {0} in {1} {2}. {3}", Error);

    /// <summary>A deployed file is a link, a pipe or a device.</summary>
    public static readonly DiagnosticDescriptor DeployedFileNotPlain = new("CXP8076", "Link in a deployed plugin",
        "This file or folder of {0} in {1} is a {2}, and plain files are expected. {3}", Error);

    /// <summary>A deployed file cannot be looked at.</summary>
    public static readonly DiagnosticDescriptor DeployedFileNotReadable = new("CXP8077", "Deployed file not readable",
        "What lies here cannot be compared with {0}: {1}. Make it readable, and verify again.", Error);

    /// <summary>The marketplace's own files are not as the project has them.</summary>
    public static readonly DiagnosticDescriptor MarketplaceFileDiffers = new("CXP8078", "Marketplace file is not as the project has it",
        "This file of {0} {1}. {2}", Error);

    /// <summary>There is no marketplace where one is expected.</summary>
    public static readonly DiagnosticDescriptor MarketplaceNotThere = new("CXP8079", "No marketplace to verify",
        "There is no {0} here. {1}", Error);

    /// <summary>The lock file knows another package.</summary>
    public static readonly DiagnosticDescriptor LockFileDiffers = new("CXP8080", "Lock file has another package",
        "The lock file {2}, and {0} {1} was restored. Take the lock file from source control again; where the new package is meant, restore with --force-evaluate and review what changes.", Error);

    /// <summary>Codex reads the marketplace from another place.</summary>
    public static readonly DiagnosticDescriptor RegisteredElsewhere = new("CXP8081", "Codex reads the marketplace from another place",
        "Codex has the marketplace '{0}' from '{1}', and '{2}' is expected. Run 'dotnet build -t:Install' again; where another project has it by intent, this one needs another MarketplaceName.", Error);

    /// <summary>Everybody gets the plugin, and this user does not have it.</summary>
    public static readonly DiagnosticDescriptor DefaultPluginNotInstalled = new("CXP8082", "Plugin for everybody not installed",
        "{0} is INSTALLED_BY_DEFAULT, and Codex does not have it. Run 'dotnet build -t:Install' again.", Warning);

    /// <summary>The inventory cannot be written.</summary>
    public static readonly DiagnosticDescriptor InventoryNotWritten = new("CXP8085", "Inventory not written",
        "The inventory cannot be written: {0}. Restore the project, see that its output folder is writable, and run -t:PluginInventory again.", Error);

    private static DiagnosticDescriptor[] Deployed =>
    [
        DeployedFileEdited, DeployedFileMissing, DeployedFileAdded, DeployedPluginMissing, DeployedPluginStale,
        DeployedFileMode, DeployedFileNotPlain, DeployedFileNotReadable,
        MarketplaceFileDiffers, MarketplaceNotThere, LockFileDiffers,
        RegisteredElsewhere, DefaultPluginNotInstalled,
        InventoryNotWritten,
    ];
}
