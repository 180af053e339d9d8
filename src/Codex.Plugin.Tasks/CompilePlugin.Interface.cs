using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

// What a project hands to the compiler: a property or an item each, under the name that the project uses.
public sealed partial class CompilePlugin
{
    /// <summary>The plugin's folder. Ex: <c>bin/Debug/plugin/</c>, absolute.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>Where the compiler keeps what it saw. Ex: <c>obj/Debug/codexplugin.state</c>, absolute.</summary>
    [Required]
    public string StateFile { get; set; } = "";

    /// <summary>The plugin's name; empty: made of <see cref="PackageId"/>. Ex: <c>contoso-review</c>.</summary>
    public string? PluginName { get; set; }

    /// <summary>Who will load the plugin: <c>Team</c> (or empty), <c>Workspace</c> or <c>Directory</c>.</summary>
    public string? PluginAudience { get; set; }

    /// <summary>Ex: <c>Contoso.Review</c>.</summary>
    [Required]
    public string PackageId { get; set; } = "";

    /// <summary>Ex: <c>1.2.0-beta.1</c>.</summary>
    public string? Version { get; set; }

    /// <summary>The name that people see; empty: the package's id.</summary>
    public string? Title { get; set; }

    /// <summary>One or two sentences.</summary>
    public string? Description { get; set; }

    /// <summary>Ex: <c>Contoso</c>.</summary>
    public string? Authors { get; set; }

    /// <summary>Ex: the value of <c>PackageProjectUrl</c>.</summary>
    public string? Homepage { get; set; }

    /// <summary>Ex: the value of <c>RepositoryUrl</c>.</summary>
    public string? Repository { get; set; }

    /// <summary>Ex: <c>MIT</c>.</summary>
    public string? License { get; set; }

    /// <summary>Separated by semicolons, commas or spaces, as NuGet's tags.</summary>
    public string? Keywords { get; set; }

    /// <summary>A line; empty: the description.</summary>
    public string? ShortDescription { get; set; }

    /// <summary>A paragraph; empty: the description.</summary>
    public string? LongDescription { get; set; }

    /// <summary>Who offers the plugin; empty: <see cref="Authors"/>.</summary>
    public string? DeveloperName { get; set; }

    /// <summary>Ex: <c>Developer Tools</c>.</summary>
    public string? Category { get; set; }

    /// <summary>Ex: <c>Read</c>, <c>Write</c>.</summary>
    public string[] Capabilities { get; set; } = [];

    /// <summary>Empty: <see cref="Homepage"/>.</summary>
    public string? WebsiteUrl { get; set; }

    /// <summary>An absolute URL.</summary>
    public string? PrivacyPolicyUrl { get; set; }

    /// <summary>An absolute URL.</summary>
    public string? TermsOfServiceUrl { get; set; }

    /// <summary>Ex: <c>Review my branch</c>.</summary>
    public string[] DefaultPrompts { get; set; } = [];

    /// <summary>Ex: <c>#007ACC</c>.</summary>
    public string? BrandColor { get; set; }

    /// <summary>Ex: <c>assets/icon.svg</c>.</summary>
    public string? ComposerIcon { get; set; }

    /// <summary>Ex: <c>assets/logo.svg</c>.</summary>
    public string? Logo { get; set; }

    /// <summary>Ex: <c>assets/logo-dark.svg</c>.</summary>
    public string? LogoDark { get; set; }

    /// <summary>Ex: <c>assets/screens/*.png</c>.</summary>
    public ITaskItem[] Screenshots { get; set; } = [];

    /// <summary>
    /// MCP servers. Metadata: <c>Url</c>, <c>Command</c> or <c>Package</c>, and the others of docs/mcp-servers.md.
    /// Ex: <c>contoso-build</c> with <c>Package</c> <c>Contoso.Build.Mcp</c>, <c>Version</c> <c>2.1.0</c> and <c>Arguments</c> <c>--root;.</c>
    /// </summary>
    public ITaskItem[] McpServers { get; set; } = [];

    /// <summary>
    /// Items <c>ProjectReference</c> with the metadata <c>McpServer</c>, the server's name; of the others those of docs/mcp-servers.md.
    /// Ex: <c>../Contoso.Review.Mcp/Contoso.Review.Mcp.csproj</c> with <c>McpServer</c> <c>contoso-review</c>.
    /// </summary>
    public ITaskItem[] ServerProjects { get; set; } = [];

    /// <summary>The folders that <see cref="ServerProjects"/> were published into, of <see cref="RecordPublishedServers"/>.</summary>
    public ITaskItem[] PublishedServers { get; set; } = [];

    /// <summary>Items <c>PackageVersion</c>, which give the <c>Version</c> of a server's package where the item does not. Ex: <c>Contoso.Build.Mcp</c> with <c>Version</c> <c>2.1.0</c>.</summary>
    public ITaskItem[] CentralVersions { get; set; } = [];

    /// <summary>
    /// Hooks; the identity is the event's name where there is no <c>Event</c>. Metadata: those of docs/hooks.md.
    /// Ex: <c>check</c> with <c>Event</c> <c>PreToolUse</c>, <c>Matcher</c> <c>Bash</c> and <c>Command</c> <c>${PLUGIN_ROOT}/hooks/check.sh</c>.
    /// </summary>
    public ITaskItem[] Hooks { get; set; } = [];

    /// <summary>Apps. Metadata: <c>ConnectorId</c>, <c>Category</c>. Ex: <c>github</c> with <c>ConnectorId</c> <c>connector_0123</c>.</summary>
    public ITaskItem[] Apps { get; set; } = [];

    /// <summary>Further files of the plugin. Ex: <c>server/**</c>.</summary>
    public ITaskItem[] PluginFiles { get; set; } = [];

    /// <summary>Absolute paths of files that stay out.</summary>
    public string[] PluginExcludes { get; set; } = [];

    /// <summary>The members of the manifest that the project says nothing about. Ex: <c>description;interface.displayName</c>.</summary>
    public string[] Defaulted { get; set; } = [];

    /// <summary>Absolute paths of folders that the build writes to.</summary>
    public string[] OutputFolders { get; set; } = [];

    /// <summary>Items <c>CodexPlugin</c>: the plugins that this one references.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>What other tasks found, to be reported with the compiler's own findings.</summary>
    public ITaskItem[] Findings { get; set; } = [];

    /// <summary>What the built plugin holds. Ex: <c>3 skills, 2 MCP servers, 1 app, 41 KB</c>.</summary>
    [Output]
    public string? Summary { get; set; }
}
