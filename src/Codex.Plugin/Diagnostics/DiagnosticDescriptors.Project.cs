using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 1xxx: the project and the manifest
public static partial class DiagnosticDescriptors
{
    /// <summary>The name of the plugin is not one that Codex accepts.</summary>
    public static readonly DiagnosticDescriptor PluginNameNotAccepted = new("CXP1001", "Plugin name not accepted",
        "The plugin name '{0}' {1}. Codex takes letters, digits, '.', '_' and '-', no '.' at an end or beside another, and 64 characters leave room for the names of skills. Set PackageId or PluginName in the project.", Error);

    /// <summary>The version is not one that NuGet accepts.</summary>
    public static readonly DiagnosticDescriptor VersionNotAccepted = new("CXP1002", "Version not accepted",
        "'{0}' is not a version that NuGet accepts. Write MAJOR.MINOR.PATCH, with an optional '-prerelease', for instance 1.2.0 or 2.0.0-beta.1.", Error);

    /// <summary>There is nothing in the project that Codex could load.</summary>
    public static readonly DiagnosticDescriptor NothingToCompile = new("CXP1003", "Nothing in the plugin",
        "The project holds no skill, no MCP server, no app and no hook, so there is nothing for Codex to load. Add skills/<name>/SKILL.md, mcp/<name>.json, apps/<name>.json, hooks/hooks.json, or an McpServer or App item.", Error);

    /// <summary>A path in the project leads out of the project's folder.</summary>
    public static readonly DiagnosticDescriptor PathLeavesProject = new("CXP1004", "Path leaves the project",
        "{0} '{1}' {2}. A plugin holds only files of its own project: give a path below the project's folder, without '..', for instance assets/logo.svg.", Error);

    /// <summary>A path in the project leads nowhere.</summary>
    public static readonly DiagnosticDescriptor PathDoesNotExist = new("CXP1005", "File does not exist",
        "{0} '{1}' {2}. Codex would show nothing and say nothing; correct the path (letter case counts) or add the file.", Error);

    /// <summary>A symbolic link leads out of the project, nowhere, or back to a folder that holds it.</summary>
    public static readonly DiagnosticDescriptor LinkLeavesProject = new("CXP1006", "Symbolic link leaves the project",
        "The symbolic link leads to '{0}', {1}. Codex drops links when it installs a plugin; replace it by the files, or let it point inside the project, where it is copied as files.", Error);

    /// <summary>A source cannot be read.</summary>
    public static readonly DiagnosticDescriptor SourceNotReadable = new("CXP1007", "Source cannot be read",
        "The source cannot be read: {0} Make it readable for the user who builds, or remove it.", Error);

    /// <summary>An output cannot be written.</summary>
    public static readonly DiagnosticDescriptor OutputNotWritable = new("CXP1008", "Output cannot be written",
        "'{0}' cannot be written: {1} The previous output, where there was one, is unchanged or will be repaired by the next build.", Error);

    /// <summary>A manifest that Codex does not read lies in the project's folder.</summary>
    public static readonly DiagnosticDescriptor ManifestWithoutEffect = new("CXP1009", "Manifest that Codex does not read",
        "Codex does not read '{0}': {1}.", Warning);

    /// <summary>The package's id is not one that NuGet accepts.</summary>
    public static readonly DiagnosticDescriptor PackageIdNotAccepted = new("CXP1010", "Package id not accepted",
        "'{0}' is not a package id that NuGet accepts. Use at most 100 letters, digits and '_', with single '.' or '-' between them; set PackageId in the project.", Error);

    /// <summary>A manifest written by hand is not strict JSON.</summary>
    public static readonly DiagnosticDescriptor ManifestNotReadable = new("CXP1011", "Manifest cannot be read",
        "The manifest cannot be read: {0}. Codex rejects the whole plugin. It must be strict JSON: no comments, no trailing commas, no name twice, no byte order mark.", Error);

    /// <summary>A member of a manifest written by hand has a wrong type.</summary>
    public static readonly DiagnosticDescriptor ManifestMemberWrong = new("CXP1012", "Wrong type in the manifest",
        "\"{0}\" must be {1}. Codex rejects the whole plugin for some wrong types and ignores the member for the others.", Error);

    /// <summary>A manifest written by hand has a member that Codex does not know.</summary>
    public static readonly DiagnosticDescriptor ManifestMemberUnknown = new("CXP1013", "Unknown member in the manifest",
        "Codex does not know \"{0}\" and ignores it. {1}", Error);

    /// <summary>A path in a manifest written by hand is not one that Codex takes.</summary>
    public static readonly DiagnosticDescriptor ManifestPathNotAccepted = new("CXP1014", "Path in the manifest not accepted",
        "The path '{0}' {1}, so Codex ignores it. Write a path below the plugin's folder that begins with './', with '/' and without '..', for instance ./skills/.", Error);

    /// <summary>The project and a manifest written by hand give one value differently.</summary>
    public static readonly DiagnosticDescriptor ValueGivenTwice = new("CXP1015", "Value given twice",
        "{0} is {1} here, and in {2} \"{3}\" is {4}. Remove one of the two.", Error);

    /// <summary>The portable manifest makes Codex ignore a part of the plugin.</summary>
    public static readonly DiagnosticDescriptor PortableManifestLoses = new("CXP1016", "Part lost to the portable manifest",
        "Codex ignores {0}, since the plugin's manifest is the portable plugin.json, which has no such part. Write .codex-plugin/plugin.json instead of plugin.json, or remove the part.", Error);

    /// <summary>Codex rejects the portable manifest.</summary>
    public static readonly DiagnosticDescriptor PortableManifestNotAccepted = new("CXP1017", "Portable manifest not accepted",
        "The portable manifest {0}. Codex does not load the plugin by it. Correct it, or write .codex-plugin/plugin.json instead.", Error);

    /// <summary><c>PluginAudience</c> is none of those that there are.</summary>
    public static readonly DiagnosticDescriptor AudienceUnknown = new("CXP1018", "Unknown audience",
        "PluginAudience is '{0}'. It is one of Team, Workspace and Directory.", Error);

    /// <summary>The audience asks for a value that there is none of.</summary>
    public static readonly DiagnosticDescriptor MissingForAudience = new("CXP1019", "Value missing for the audience",
        "There is no \"{0}\", and a plugin for the audience {1} needs it. Set {2} in the project, or PluginAudience to another audience.", Error);

    /// <summary>The audience does not take a value or a part.</summary>
    public static readonly DiagnosticDescriptor RefusedByAudience = new("CXP1020", "Refused by the audience",
        "{0}, and the audience {1} takes {2}. Change it, or set PluginAudience to another audience.", Error);

    /// <summary>The version of a manifest written by hand is written as NuGet writes it.</summary>
    public static readonly DiagnosticDescriptor VersionRewritten = new("CXP1021", "Version written differently",
        "The version '{0}' becomes {1} in the plugin, since a package and its plugin have one version, written as NuGet writes it. Write it like that.", Warning);

    /// <summary>A file that has a meaning for other hosts has none for Codex.</summary>
    public static readonly DiagnosticDescriptor FileWithoutEffect = new("CXP1022", "File without effect in Codex",
        "'{0}' has no effect: {1}.", Warning);

    /// <summary>A source is too large to be what its name says.</summary>
    public static readonly DiagnosticDescriptor SourceTooLarge = new("CXP1023", "Source is too large",
        "'{0}' has {1:N0} bytes; a file of this kind has at most {2:N0}. Check whether it is what its name says.", Error);

    /// <summary>Two of the plugins that belong together have one name.</summary>
    public static readonly DiagnosticDescriptor PluginNameTaken = new("CXP1024", "Two plugins with one name",
        "The plugin's name '{0}' is that of {1} and of {2}, and Codex calls the skills of both by it. Set PluginName in the project to another name, or remove the reference.", Error);

    private static DiagnosticDescriptor[] Project =>
    [
        PluginNameNotAccepted, VersionNotAccepted, NothingToCompile, PathLeavesProject,
        PathDoesNotExist, LinkLeavesProject, SourceNotReadable, OutputNotWritable,
        ManifestWithoutEffect, PackageIdNotAccepted,
        ManifestNotReadable, ManifestMemberWrong, ManifestMemberUnknown, ManifestPathNotAccepted,
        ValueGivenTwice, PortableManifestLoses, PortableManifestNotAccepted, AudienceUnknown,
        MissingForAudience, RefusedByAudience, VersionRewritten, FileWithoutEffect,
        SourceTooLarge, PluginNameTaken,
    ];
}
