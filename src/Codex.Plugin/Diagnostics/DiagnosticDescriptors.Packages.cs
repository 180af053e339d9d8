using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 6xxx: the package
public static partial class DiagnosticDescriptors
{
    /// <summary>A file's name does not survive a package or another operating system.</summary>
    public static readonly DiagnosticDescriptor FileNameNotPortable = new("CXP6001", "File name does not travel",
        "The name '{0}' {1}, so the file would be lost or renamed on its way through a package. Rename it.", Error);

    /// <summary>Two files differ only in letter case.</summary>
    public static readonly DiagnosticDescriptor FileNamesDifferByCase = new("CXP6002", "Names that differ only in letter case",
        "'{0}' differs from '{1}' only in letter case or in how an accent is written; on Windows and macOS one would overwrite the other. Rename one.", Error);

    /// <summary>Something would be packed where NuGet or MSBuild executes it.</summary>
    public static readonly DiagnosticDescriptor PackageWouldExecute = new("CXP6003", "Executing content in a plugin package",
        "'{0}' would be packed to '{1}', where NuGet lets it take part in the build of whoever references the package. A plugin package is data: put files of the plugin below plugin/ with a PluginFile item, and remove this one (Pack=\"false\").", Error);

    /// <summary>A referenced plugin package contains something that executes.</summary>
    public static readonly DiagnosticDescriptor ReferencedPackageExecutes = new("CXP6004", "Referenced plugin package executes",
        "The plugin package {0} {1} contains '{2}', which takes part in the build of whoever references it. A plugin package is data; do not use this one.", Error);

    /// <summary>A referenced plugin package is damaged.</summary>
    public static readonly DiagnosticDescriptor ReferencedPackageDamaged = new("CXP6005", "Referenced plugin package is damaged",
        "The plugin package {0} {1} in '{2}' cannot be used: {3}. Delete that folder and restore again; if it stays so, the package itself is broken.", Error);

    /// <summary>There is no built plugin to pack.</summary>
    public static readonly DiagnosticDescriptor PluginNotBuilt = new("CXP6006", "Plugin is not built",
        "There is no built plugin in '{0}' to pack. Build first, or pack without --no-build.", Error);

    /// <summary>Something that nobody meant to publish would become part of the plugin.</summary>
    public static readonly DiagnosticDescriptor JunkInPlugin = new("CXP6007", "File that nobody meant to publish",
        "'{0}' {1}, and would be copied to everybody who installs the plugin. Remove it, or keep it out with <PluginExclude Include=\"{0}{2}\" />.", Warning);

    /// <summary>The version is known with another content.</summary>
    public static readonly DiagnosticDescriptor VersionTaken = new("CXP6008", "Version with another content",
        "{0} {1} lies in NuGet's packages folder with another content ('{2}' differs), so it has been published before; whoever has it keeps the old content. Raise Version, or delete '{3}' where the old one was only a trial.", Error);

    private static DiagnosticDescriptor[] Packages =>
    [
        FileNameNotPortable, FileNamesDifferByCase, PackageWouldExecute, ReferencedPackageExecutes,
        ReferencedPackageDamaged, PluginNotBuilt,
        JunkInPlugin, VersionTaken,
    ];
}
