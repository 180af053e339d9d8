using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 3xxx: MCP servers
public static partial class DiagnosticDescriptors
{
    /// <summary>A file with MCP servers is not strict JSON.</summary>
    public static readonly DiagnosticDescriptor McpJsonNotReadable = new("CXP3001", "MCP descriptor is not JSON",
        "The descriptor cannot be read: {0}. Codex loses servers by it, mostly without a word. It must be strict JSON: no comments, no trailing commas, no name twice, no byte order mark.", Error);

    /// <summary>An MCP server does not say how it is reached.</summary>
    public static readonly DiagnosticDescriptor McpServerNotUsable = new("CXP3002", "MCP server cannot be used",
        "The MCP server '{0}' {1}, so Codex cannot use it. A server has either a \"command\" (and \"args\") or an absolute http(s) \"url\".", Error);

    /// <summary>Two MCP servers of the plugin have the same name.</summary>
    public static readonly DiagnosticDescriptor McpServerTwice = new("CXP3003", "Two MCP servers with one name",
        "The MCP server '{0}' is declared in {1} already, and Codex would keep only one of them. Rename or remove one.", Error);

    /// <summary>An item that declares an MCP server has a metadata that does nothing.</summary>
    public static readonly DiagnosticDescriptor McpServerMetadataUnknown = new("CXP3004", "Metadata of an MCP server that does not exist",
        "{1} of the MCP server '{0}' does nothing: {2} has no such metadata. {3} {4} {5}", Error);

    /// <summary>A member of an MCP server has a value for which Codex drops the server.</summary>
    public static readonly DiagnosticDescriptor McpServerMemberWrong = new("CXP3005", "Member of an MCP server has a wrong value",
        "Codex drops the MCP server '{0}' without a word, since \"{1}\" must be {2}.", Error);

    /// <summary>A member of an MCP server that Codex ignores.</summary>
    public static readonly DiagnosticDescriptor McpServerMemberUnknown = new("CXP3006", "Member of an MCP server that Codex ignores",
        "Codex ignores \"{1}\" of the MCP server '{0}' without a word. {2}", Error);

    /// <summary>A member of an MCP server that does not go with the way in which the server is reached.</summary>
    public static readonly DiagnosticDescriptor McpServerMemberNotForTransport = new("CXP3007", "Member that does not go with the kind of MCP server",
        "Codex drops the MCP server '{0}', since \"{1}\" is not for a server with a \"{2}\". {3}", Error);

    /// <summary>The type of an MCP server is none that Codex speaks, or not the one that it uses.</summary>
    public static readonly DiagnosticDescriptor McpServerTypeUnknown = new("CXP3008", "Type of MCP server that Codex does not speak",
        "The \"type\" of the MCP server '{0}' {1}. Codex starts what has a \"command\" and speaks streamable HTTP to a \"url\": remove \"type\", or write \"stdio\" or \"http\".", Error);

    /// <summary>A placeholder that Codex does not fill.</summary>
    public static readonly DiagnosticDescriptor McpServerPlaceholder = new("CXP3009", "Placeholder that Codex does not fill",
        "Codex passes '{2}' in \"{1}\" of the MCP server '{0}' on as it is written. {3}", Error);

    /// <summary>A file or folder of the plugin, named by an MCP server, does not exist.</summary>
    public static readonly DiagnosticDescriptor McpServerFileMissing = new("CXP3010", "File of an MCP server that is not there",
        "The MCP server '{0}' cannot start: \"{1}\" names '{2}', {3}.", Error);

    /// <summary>The command of an MCP server is a file that cannot be executed.</summary>
    public static readonly DiagnosticDescriptor McpServerNotExecutable = new("CXP3011", "Command of an MCP server that is no executable",
        "The MCP server '{0}' cannot start: '{1}' is neither a program nor begins with '#!', so that it gets no execute bit. Give it a '#!' line, or make an interpreter the \"command\" and the file its first argument.", Error);

    /// <summary>The plugin approves its own tools.</summary>
    public static readonly DiagnosticDescriptor McpServerApprovesItself = new("CXP3012", "MCP server whose tools run unasked",
        "\"{1}\" of the MCP server '{0}' is \"approve\": its tools run without asking those who install the plugin. Leave the decision to them: remove the member, or write \"prompt\", \"writes\" or \"auto\".", Warning);

    /// <summary>A file with servers at a place where Codex does not look.</summary>
    public static readonly DiagnosticDescriptor McpFileWithoutEffect = new("CXP3013", "File with MCP servers that Codex does not read",
        "Codex does not read the MCP servers of {0}: {1}. {2}", Error);

    /// <summary>A server of the portable format that Codex drops.</summary>
    public static readonly DiagnosticDescriptor PortableServerNotAccepted = new("CXP3014", "MCP server of the portable format that Codex drops",
        "{0}: {1}. {2}", Error);

    /// <summary>A server of the portable format that Codex's own format cannot express.</summary>
    public static readonly DiagnosticDescriptor PortableServerNotExpressible = new("CXP3015", "MCP server that cannot be compiled from the portable format",
        "\"{1}\" of the MCP server '{0}' has '{2}', for which Codex's own format, into which the plugin is compiled, has nothing. {3}", Error);

    /// <summary>Two plugins that are installed together have servers of one name.</summary>
    public static readonly DiagnosticDescriptor McpServerInReferencedPlugin = new("CXP3016", "MCP servers of two plugins with one name",
        "The MCP server '{0}' is both in {1} and in {2}. Server names are global in Codex, which would drop one of them without a word. Rename one, for instance with the plugin's name in front.", Error);

    /// <summary>Codex lists the server, but something of it does not work.</summary>
    public static readonly DiagnosticDescriptor McpServerFails = new("CXP3017", "MCP server that fails when it is used",
        "Codex lists the MCP server '{0}', but {1}. {2}", Error);

    /// <summary>A file with servers has members that are none.</summary>
    public static readonly DiagnosticDescriptor McpFileMemberIgnored = new("CXP3018", "Member of a file with MCP servers that Codex ignores",
        "Codex does not take \"{0}\" for MCP servers: {1}.", Error);

    /// <summary>The package of a server has no exact version.</summary>
    public static readonly DiagnosticDescriptor McpServerPackageVersion = new("CXP3019", "Package of an MCP server without an exact version",
        "The version of '{1}', the package of the MCP server '{0}', {2}. Write one exact version, for instance 2.1.0, so that everyone starts what you have tried.", Error);

    /// <summary>A metadata of an item that declares an MCP server has a value that is none of its kind.</summary>
    public static readonly DiagnosticDescriptor McpServerSettingWrong = new("CXP3020", "Metadata of an MCP server with a wrong value",
        "The MCP server '{0}' cannot be compiled: {1}.", Error);

    /// <summary>A server holds a secret.</summary>
    public static readonly DiagnosticDescriptor McpServerSecret = new("CXP3022", "Secret in an MCP server",
        "\"{1}\" of the MCP server '{0}' holds {2}, which everyone can read who gets the plugin. {3}", Error);

    /// <summary>A server fetches code when it starts, and which code is not fixed.</summary>
    public static readonly DiagnosticDescriptor McpServerNotPinned = new("CXP3023", "MCP server that starts what is not pinned",
        "The MCP server '{0}' fetches {1} when it starts, and {2}: what runs is then not what was reviewed. {3}", Warning);

    /// <summary>A server's project was restored without what a machine needs.</summary>
    public static readonly DiagnosticDescriptor ServerProjectNotRestored = new("CXP3028", "Server project that is not restored for a machine",
        "The MCP server '{0}' cannot be published for {2}, since its project '{1}' was restored without it. Add {3} to that project and restore again.", Error);

    /// <summary>The name of a server's project cannot be a folder of the plugin.</summary>
    public static readonly DiagnosticDescriptor ServerProjectName = new("CXP3029", "Name of a server project that cannot be a folder",
        "The MCP server '{0}' is published into a folder of its name, and the name {1}. Use letters, digits, '.', '_' and '-', at most 64.", Error);

    /// <summary>The referenced project cannot be published as a server.</summary>
    public static readonly DiagnosticDescriptor ServerProjectNotUsable = new("CXP3030", "Project that cannot be an MCP server",
        "The project '{1}' cannot be the MCP server '{0}': {2}. {3}", Error);

    /// <summary>A file of the project lies where a published server's goes.</summary>
    public static readonly DiagnosticDescriptor ServerProjectFileTwice = new("CXP3031", "File where one of a published server goes",
        "The file lies where the build writes '{0}' of the MCP server '{1}'. Move or rename it: the folder '{2}' belongs to the server's project.", Error);

    /// <summary>Metadata of a server's project that do not work.</summary>
    public static readonly DiagnosticDescriptor ServerProjectSetting = new("CXP3032", "Server project that cannot be published as asked",
        "The MCP server '{0}' cannot be published: {1}. {2}", Error);

    /// <summary>The feeds do not have a server's package.</summary>
    public static readonly DiagnosticDescriptor ServerPackageNotFound = new("CXP3033", "Package of an MCP server that NuGet does not find",
        "The MCP server '{0}' cannot start from the package {1}, {2}. Correct Package or Version, or the sources in nuget.config.", Error);

    /// <summary>A server's package holds no tool.</summary>
    public static readonly DiagnosticDescriptor ServerPackageType = new("CXP3034", "Package of an MCP server that is no tool",
        "The MCP server '{0}' {2} from the package {1}: 'dotnet dnx' starts a package of type DotnetTool (and McpServer), and this one has {3}. {4}", Error);

    /// <summary>Nobody could tell whether there is the package of a server.</summary>
    public static readonly DiagnosticDescriptor ServerPackageNotChecked = new("CXP3035", "Package of an MCP server that could not be checked",
        "The MCP server '{0}' is compiled without a look at its package {1}: {2}. CheckMcpServerPackages=false builds without this check.", Warning);

    /// <summary>A variable that a server's package needs is not declared.</summary>
    public static readonly DiagnosticDescriptor ServerPackageVariable = new("CXP3036", "Environment variable that the package of an MCP server needs",
        "The package {1} of the MCP server '{0}' {2} the environment variable {3}, {4}. {5}", Error);

    /// <summary>Something else that a server's package says of how it is started.</summary>
    public static readonly DiagnosticDescriptor ServerPackageNeeds = new("CXP3037", "What the package of an MCP server says of its start",
        "The package {1} of the MCP server '{0}' {2}. {3}", Warning);

    private static DiagnosticDescriptor[] McpServers =>
    [
        McpJsonNotReadable, McpServerNotUsable, McpServerTwice, McpServerMetadataUnknown,
        McpServerMemberWrong, McpServerMemberUnknown, McpServerMemberNotForTransport, McpServerTypeUnknown,
        McpServerPlaceholder, McpServerFileMissing, McpServerNotExecutable, McpServerApprovesItself,
        McpFileWithoutEffect, PortableServerNotAccepted, PortableServerNotExpressible, McpServerInReferencedPlugin,
        McpServerFails, McpFileMemberIgnored, McpServerPackageVersion, McpServerSettingWrong, McpServerSecret, McpServerNotPinned,
        ServerProjectNotRestored, ServerProjectName, ServerProjectNotUsable, ServerProjectFileTwice, ServerProjectSetting,
        ServerPackageNotFound, ServerPackageType, ServerPackageNotChecked, ServerPackageVariable, ServerPackageNeeds,
    ];
}
