using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 802x: what plugins may do, and who has agreed to it
public static partial class DiagnosticDescriptors
{
    /// <summary>A plugin is new, or may do more than somebody has agreed to.</summary>
    public static readonly DiagnosticDescriptor PluginNeedsConsent = new("CXP8020", "Plugin that nobody has approved as it is",
        "{0} {1} is not what plugins.approved.json has approved: it {2}. Look at it; if you agree, run '{3}' and commit the file. If not, stay with the version before.", Error);

    /// <summary>A build that approves nothing finds no file of what is approved.</summary>
    public static readonly DiagnosticDescriptor ApprovalsMissing = new("CXP8021", "Approved plugins are not in the repository",
        "There is no {0} for the {1} of this marketplace, and a build with ContinuousIntegrationBuild approves nothing. Build once on your machine, read what it lists, and commit the file.", Error);

    /// <summary>A build that approves nothing finds a file that is not up to date.</summary>
    public static readonly DiagnosticDescriptor ApprovalsNotCurrent = new("CXP8022", "File of approved plugins is not up to date",
        "{0} is not up to date, although nothing needs consent: {1}. Build on your machine, which brings it up to date, and commit the file.", Error);

    /// <summary>The file of what is approved cannot be read.</summary>
    public static readonly DiagnosticDescriptor ApprovalsDamaged = new("CXP8023", "File of approved plugins is damaged",
        "{0} cannot be read: {1}. It stays as it is. Take the file from version control, or one side of a merge, and run 'dotnet build -t:ApprovePlugins'; to begin anew, delete it.", Error);

    /// <summary>The file of what is approved cannot be written.</summary>
    public static readonly DiagnosticDescriptor ApprovalsNotWritable = new("CXP8024", "File of approved plugins cannot be written",
        "{0} cannot be written: {1}. The plugins are laid out, and the next build asks again. Make the file writable.", Error);

    /// <summary>Somebody wants to approve in a build that approves nothing.</summary>
    public static readonly DiagnosticDescriptor ApprovalOnServer = new("CXP8025", "Approval in a build that approves nothing",
        "ApprovePlugins does nothing where ContinuousIntegrationBuild is true, since nobody looks there. Run it on your machine and commit plugins.approved.json.", Error);

    /// <summary>A package says something else about its plugin than the plugin's files do.</summary>
    public static readonly DiagnosticDescriptor CapabilitiesNotAsPacked = new("CXP8026", "Package that says something else than its plugin does",
        "codexplugin.json of the plugin package {0} {1} does not say what the plugin may do. Against what it says, the plugin {2}. Our own dotnet pack writes what is true: do not use this package, and tell its author.", Error);

    /// <summary>Two names look alike.</summary>
    public static readonly DiagnosticDescriptor PluginLooksAlike = new("CXP8027", "Names that look alike",
        "The {0} and the {1} have names that people take for one another; {2}. Find out which is meant, and remove the other, or have it renamed; if one has really replaced the other, delete the old entry from plugins.approved.json. Where both are meant, name both packages in DistinctPlugin items.", Error);

    private static DiagnosticDescriptor[] Trust =>
    [
        PluginNeedsConsent, ApprovalsMissing, ApprovalsNotCurrent, ApprovalsDamaged, ApprovalsNotWritable, ApprovalOnServer, CapabilitiesNotAsPacked, PluginLooksAlike,
    ];
}
