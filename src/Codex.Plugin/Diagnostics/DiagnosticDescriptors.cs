using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

/// <summary>Every rule there is, in the order of its id. Each has a page in <c>docs/diagnostics</c> and a test; a test holds the three together.</summary>
public static class DiagnosticDescriptors
{
    // 1xxx: the project and the manifest

    /// <summary>The name of the plugin is not one that Codex and the feeds accept.</summary>
    public static readonly DiagnosticDescriptor PluginNameNotAccepted = new("CXP1001", "Plugin name not accepted",
        "The plugin name '{0}' {1}. Use 1 to 64 of a-z, 0-9 and '-', beginning and ending with a letter or digit; set PackageId or PluginName in the project.", Error);

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
        "The plugin cannot be written to '{0}': {1} The previous output, where there was one, is unchanged or will be repaired by the next build.", Error);

    /// <summary>A hand-written manifest lies in the project's folder.</summary>
    public static readonly DiagnosticDescriptor HandWrittenManifest = new("CXP1009", "Hand-written manifest",
        "The manifest '{0}' is written by hand, and this version of the SDK writes the manifest itself. Move its values into the project's properties (docs/project.md lists them) and delete the file.", Error);

    /// <summary>The package's id is not one that NuGet accepts.</summary>
    public static readonly DiagnosticDescriptor PackageIdNotAccepted = new("CXP1010", "Package id not accepted",
        "'{0}' is not a package id that NuGet accepts. Use at most 100 letters, digits and '_', with single '.' or '-' between them; set PackageId in the project.", Error);

    // 2xxx: skills

    /// <summary>A folder below <c>skills</c> holds no skill.</summary>
    public static readonly DiagnosticDescriptor FolderWithoutSkill = new("CXP2001", "Folder without a skill",
        "The folder '{0}' holds no SKILL.md, so Codex finds no skill in it. Add {0}/SKILL.md, or move its files to the skill that uses them.", Warning);

    /// <summary><c>SKILL.md</c> is a folder.</summary>
    public static readonly DiagnosticDescriptor SkillIsFolder = new("CXP2002", "SKILL.md is a folder",
        "SKILL.md is a folder, and Codex reads only a file of that name. Rename the folder, and write the skill into a file SKILL.md.", Error);

    /// <summary>The frontmatter of a skill is missing or not closed.</summary>
    public static readonly DiagnosticDescriptor FrontmatterMissing = new("CXP2003", "Skill without frontmatter",
        "{0}, so Codex drops the skill. The very first line must be '---', then 'name:' and 'description:', then a line '---'.", Error);

    /// <summary>The name of a skill is not one that Codex loads.</summary>
    public static readonly DiagnosticDescriptor SkillNameNotAccepted = new("CXP2004", "Skill name not accepted",
        "The skill's name {0}, so Codex drops the skill. Use 1 to 64 characters, best a-z, 0-9 and '-' as in the folder's name.", Error);

    /// <summary>The description of a skill is missing or empty.</summary>
    public static readonly DiagnosticDescriptor SkillDescriptionMissing = new("CXP2005", "Skill without description",
        "The skill has {0}, so Codex drops it. Write 'description:' with one sentence that says when to use the skill.", Error);

    /// <summary>Two skills of the plugin have the same name.</summary>
    public static readonly DiagnosticDescriptor SkillNameTwice = new("CXP2006", "Two skills with one name",
        "The skill's name '{0}' is taken by {1} already, and Codex would list both under it. Give each skill a name of its own.", Error);

    /// <summary>The frontmatter of a skill is not YAML, and Codex cannot mend it.</summary>
    public static readonly DiagnosticDescriptor FrontmatterNotReadable = new("CXP2007", "Frontmatter cannot be read",
        "The frontmatter cannot be read: {0}. Codex drops the skill. Put values with special characters into double quotes, one 'key: value' a line.", Error);

    /// <summary><c>SKILL.md</c> is empty.</summary>
    public static readonly DiagnosticDescriptor SkillEmpty = new("CXP2008", "SKILL.md is empty",
        "SKILL.md is empty, so Codex drops the skill. Write '---', 'name:', 'description:', '---' and the instructions.", Error);

    /// <summary><c>SKILL.md</c> is not UTF-8.</summary>
    public static readonly DiagnosticDescriptor SkillNotUtf8 = new("CXP2009", "SKILL.md is not UTF-8",
        "SKILL.md is not UTF-8 (byte 0x{0:X2} at this place), so Codex drops the skill. Save the file as UTF-8 without byte order mark.", Error);

    /// <summary><c>SKILL.md</c> is larger than a prompt can be.</summary>
    public static readonly DiagnosticDescriptor SkillTooLarge = new("CXP2010", "SKILL.md is too large",
        "SKILL.md has {0:N0} bytes; at most {1:N0} are allowed, since its whole text becomes part of a prompt. Move details to references/ and link to them.", Error);

    /// <summary>Codex does not look for a skill at this place or under this name.</summary>
    public static readonly DiagnosticDescriptor SkillNotFoundByCodex = new("CXP2011", "Skill that Codex does not find",
        "Codex does not find this skill: {0}. {1}", Error);

    /// <summary>The frontmatter is not strict YAML; Codex mends it, others do not.</summary>
    public static readonly DiagnosticDescriptor FrontmatterRepaired = new("CXP2012", "Frontmatter is not strict YAML",
        "The frontmatter is not strict YAML: {0}. Codex reads it leniently, other hosts and the public directory refuse it. Put the value into double quotes.", Warning);

    /// <summary>There are more folders below <c>skills</c> than Codex searches.</summary>
    public static readonly DiagnosticDescriptor TooManySkillFolders = new("CXP2013", "More folders than Codex searches",
        "There are {0:N0} folders in skills, itself included, and Codex searches {1:N0} of them, the nearest first; it finds no skill in the others. Divide the plugin.", Warning);

    // 3xxx: MCP servers

    /// <summary>A file with MCP servers is not strict JSON.</summary>
    public static readonly DiagnosticDescriptor McpJsonNotReadable = new("CXP3001", "MCP descriptor is not JSON",
        "The descriptor is not strict JSON: {0}. Codex would lose every server of the plugin. Comments, trailing commas, duplicate names and a byte order mark are not allowed.", Error);

    /// <summary>An MCP server does not say how it is reached.</summary>
    public static readonly DiagnosticDescriptor McpServerNotUsable = new("CXP3002", "MCP server cannot be used",
        "The MCP server '{0}' {1}, so Codex drops it. A server has either a \"command\" (and \"args\") or an absolute http(s) \"url\".", Error);

    /// <summary>Two MCP servers of the plugin have the same name.</summary>
    public static readonly DiagnosticDescriptor McpServerTwice = new("CXP3003", "Two MCP servers with one name",
        "The MCP server '{0}' is declared in {1} already, and Codex would keep only one of them. Rename or remove one.", Error);

    /// <summary>A form of MCP server that this version does not compile.</summary>
    public static readonly DiagnosticDescriptor McpServerFormNotSupported = new("CXP3004", "Form of MCP server not supported",
        "The MCP server '{0}' is given by {1}, which this version of the SDK does not compile. Use Url, or Command with Arguments, or a descriptor mcp/{0}.json.", Error);

    // 4xxx: apps and hooks

    /// <summary>A file with apps is not strict JSON.</summary>
    public static readonly DiagnosticDescriptor AppJsonNotReadable = new("CXP4001", "App descriptor is not JSON",
        "The descriptor is not strict JSON: {0}. Codex would lose every app of the plugin. Comments, trailing commas, duplicate names and a byte order mark are not allowed.", Error);

    /// <summary>An app does not name its connector.</summary>
    public static readonly DiagnosticDescriptor AppNotUsable = new("CXP4002", "App cannot be used",
        "The app '{0}' {1}, so Codex drops it. Write an object with a non-empty \"id\", or ConnectorId on the App item.", Error);

    /// <summary>Two apps of the plugin have the same name.</summary>
    public static readonly DiagnosticDescriptor AppTwice = new("CXP4003", "Two apps with one name",
        "The app '{0}' is declared in {1} already. Rename or remove one.", Error);

    /// <summary><c>hooks/hooks.json</c> is not what Codex reads.</summary>
    public static readonly DiagnosticDescriptor HooksNotReadable = new("CXP4004", "Hooks cannot be read",
        "The hooks cannot be read: {0}. Codex would load none of them. The file is strict JSON of the form {{ \"hooks\": {{ \"EVENT\": [ ... ] }} }}.", Error);

    // 5xxx: interface and assets

    /// <summary>A prompt holds a character that MSBuild takes for a wildcard.</summary>
    public static readonly DiagnosticDescriptor PromptIsWildcard = new("CXP5001", "Prompt lost to a wildcard",
        "MSBuild takes '?' and '*' in '{0}' for wildcards of file names, so the prompt is lost. Write %3F for '?' and %2A for '*'.", Error);

    // 6xxx: the package

    /// <summary>A file's name does not survive a package or another operating system.</summary>
    public static readonly DiagnosticDescriptor FileNameNotPortable = new("CXP6001", "File name does not travel",
        "The name '{0}' {1}, so the file would be lost or renamed on its way through a package. Rename it.", Error);

    /// <summary>Two files differ only in letter case.</summary>
    public static readonly DiagnosticDescriptor FileNamesDifferByCase = new("CXP6002", "Names that differ only in letter case",
        "'{0}' differs from '{1}' only in letter case; on Windows and macOS one would overwrite the other. Rename one.", Error);

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

    // 7xxx: marketplaces and policies

    /// <summary>The name of the marketplace is not one that Codex accepts.</summary>
    public static readonly DiagnosticDescriptor MarketplaceNameNotAccepted = new("CXP7001", "Marketplace name not accepted",
        "The marketplace's name '{0}' {1}, so Codex refuses it. Use 1 to 64 of a-z, 0-9 and '-', beginning and ending with a letter or digit; set MarketplaceName in the project.", Error);

    /// <summary>All rules, in the order of their id.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        PluginNameNotAccepted, VersionNotAccepted, NothingToCompile, PathLeavesProject, PathDoesNotExist, LinkLeavesProject,
        SourceNotReadable, OutputNotWritable, HandWrittenManifest, PackageIdNotAccepted,
        FolderWithoutSkill, SkillIsFolder, FrontmatterMissing, SkillNameNotAccepted, SkillDescriptionMissing, SkillNameTwice,
        FrontmatterNotReadable, SkillEmpty, SkillNotUtf8, SkillTooLarge, SkillNotFoundByCodex, FrontmatterRepaired, TooManySkillFolders,
        McpJsonNotReadable, McpServerNotUsable, McpServerTwice, McpServerFormNotSupported,
        AppJsonNotReadable, AppNotUsable, AppTwice, HooksNotReadable,
        PromptIsWildcard,
        FileNameNotPortable, FileNamesDifferByCase, PackageWouldExecute, ReferencedPackageExecutes, ReferencedPackageDamaged,
        PluginNotBuilt,
        MarketplaceNameNotAccepted,
    ];

    /// <summary>The rule with this id, or null where there is none.</summary>
    /// <param name="id">For instance <c>CXP2004</c>.</param>
    public static DiagnosticDescriptor? Find(string id) => All.FirstOrDefault(descriptor => descriptor.Id == id);
}
