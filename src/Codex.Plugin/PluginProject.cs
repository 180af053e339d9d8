namespace Codex.Plugin;

/// <summary>What a project declares about its plugin, besides the files that are found by convention.</summary>
/// <remarks>Strings that are null or empty mean "not declared". Paths are as the author wrote them, relative to the project's folder.</remarks>
public sealed record PluginProject
{
    /// <summary>The absolute path of the project file.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The plugin's name, the <c>name</c> of the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>The plugin's version as NuGet normalises it; null where the project's version is not one.</summary>
    public required string? Version { get; init; }

    /// <summary>The version as the project states it, for the message where <see cref="Version"/> is null.</summary>
    public string? DeclaredVersion { get; init; }

    /// <summary>The package's id where NuGet does not accept it; null where it does.</summary>
    public string? RefusedPackageId { get; init; }

    /// <summary>One or two sentences about the plugin.</summary>
    public string? Description { get; init; }

    /// <summary>The author's or company's name.</summary>
    public string? Author { get; init; }

    /// <summary>The plugin's home page, an absolute URL.</summary>
    public string? Homepage { get; init; }

    /// <summary>The URL of the source repository.</summary>
    public string? Repository { get; init; }

    /// <summary>An SPDX licence expression.</summary>
    public string? License { get; init; }

    /// <summary>Words to search by.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>What Codex shows of the plugin.</summary>
    public PluginInterface Interface { get; init; } = new();

    /// <summary>The servers declared in the project.</summary>
    public IReadOnlyList<McpServerItem> McpServers { get; init; } = [];

    /// <summary>The hooks declared as <c>Hook</c> items.</summary>
    public IReadOnlyList<HookItem> Hooks { get; init; } = [];

    /// <summary>The apps declared as <c>App</c> items.</summary>
    public IReadOnlyList<AppItem> Apps { get; init; } = [];

    /// <summary>Further files of the plugin, declared as <c>PluginFile</c> items.</summary>
    public IReadOnlyList<FileItem> Files { get; init; } = [];

    /// <summary>Absolute paths of files that the conventions would find but the author excludes (<c>PluginExclude</c> items).</summary>
    public IReadOnlyList<string> ExcludedFiles { get; init; } = [];

    /// <summary>Absolute paths of folders that are no sources: those that the build itself writes to.</summary>
    public IReadOnlyList<string> ExcludedFolders { get; init; } = [];

    /// <summary>
    /// The members of the manifest (for instance <c>interface.displayName</c>) whose values here are only what a project gets that declares none.
    /// A manifest written by hand wins over them.
    /// </summary>
    public IReadOnlySet<string> Defaulted { get; init; } = new HashSet<string>();

    /// <summary>Who will load the plugin.</summary>
    public PluginAudience Audience { get; init; }

    /// <summary>The audience as the project states it where it is none that there is; else null.</summary>
    public string? UnknownAudience { get; init; }

    /// <summary>The plugins that this one references, restored.</summary>
    public IReadOnlyList<ReferencedPlugin> References { get; init; } = [];

    /// <summary>The project's folder.</summary>
    public string Directory => Path.GetDirectoryName(ProjectFile)!;
}

/// <summary>The <c>interface</c> of the manifest: what Codex shows of a plugin.</summary>
public sealed record PluginInterface
{
    /// <summary>The name that people see.</summary>
    public string? DisplayName { get; init; }

    /// <summary>A line for lists.</summary>
    public string? ShortDescription { get; init; }

    /// <summary>A paragraph for the plugin's page.</summary>
    public string? LongDescription { get; init; }

    /// <summary>Who offers the plugin.</summary>
    public string? DeveloperName { get; init; }

    /// <summary>For instance <c>Developer Tools</c>.</summary>
    public string? Category { get; init; }

    /// <summary>Free texts such as <c>Read</c> and <c>Write</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The web site, an absolute URL.</summary>
    public string? WebsiteUrl { get; init; }

    /// <summary>The privacy policy, an absolute URL.</summary>
    public string? PrivacyPolicyUrl { get; init; }

    /// <summary>The terms of service, an absolute URL.</summary>
    public string? TermsOfServiceUrl { get; init; }

    /// <summary>Prompts that a user can start with.</summary>
    public IReadOnlyList<string> DefaultPrompts { get; init; } = [];

    /// <summary><c>#RRGGBB</c>.</summary>
    public string? BrandColor { get; init; }

    /// <summary>The path of the small icon.</summary>
    public string? ComposerIcon { get; init; }

    /// <summary>The path of the logo.</summary>
    public string? Logo { get; init; }

    /// <summary>The path of the logo for dark backgrounds.</summary>
    public string? LogoDark { get; init; }

    /// <summary>Pictures of the plugin at work.</summary>
    public IReadOnlyList<FileItem> Screenshots { get; init; } = [];
}

/// <summary>An MCP server declared in the project: an item <c>McpServer</c>, or a <c>ProjectReference</c> with the metadata <c>McpServer</c>.</summary>
/// <param name="Name">The server's name.</param>
public sealed record McpServerItem(string Name)
{
    /// <summary>The type of the item.</summary>
    public string ItemType { get; init; } = "McpServer";

    /// <summary>The item's identity where it is not <see cref="Name"/>: the path of a referenced project.</summary>
    public string? Include { get; init; }

    /// <summary>The file that declares the item; null means the project file.</summary>
    public string? DefiningFile { get; init; }

    /// <summary>The item's metadata by name; names differ by more than case. The values are as MSBuild keeps them, with <c>%3B</c> for a semicolon that does not separate.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>For a server from a package, the version that the project states: that of the item, or the one that is managed centrally.</summary>
    public string? DeclaredPackageVersion { get; init; }

    /// <summary><see cref="DeclaredPackageVersion"/> as NuGet normalises it; null where it is not one exact version.</summary>
    public string? PackageVersion { get; init; }

    /// <summary>What the build made of a server's project: one folder, or one for each runtime identifier. Empty for every other server.</summary>
    public IReadOnlyList<PublishedServer> Published { get; init; } = [];

    /// <summary>Whether the metadata of a <c>ProjectReference</c> says something about the server that is built from it, or is meant to; the build itself has many others.</summary>
    /// <param name="metadata">The metadata's name.</param>
    public static bool IsSettingOfProject(string metadata) => Read.McpServerSettings.IsOfProject(metadata);
}

/// <summary>A server's project, published.</summary>
/// <param name="Folder">The absolute path of the folder.</param>
/// <param name="EntryPoint">The file in it that is started: <c>Contoso.Build.Mcp.dll</c>, or an executable.</param>
/// <param name="RuntimeIdentifier">The runtime identifier that it is made for; null where it runs wherever <c>dotnet</c> does.</param>
public sealed record PublishedServer(string Folder, string EntryPoint, string? RuntimeIdentifier = null);

/// <summary>A hook declared in the project.</summary>
/// <param name="Name">The item's identity.</param>
public sealed record HookItem(string Name)
{
    /// <summary>The file that declares the item; null means the project file.</summary>
    public string? DefiningFile { get; init; }

    /// <summary>The item's metadata by name; names differ by more than case. The values are as MSBuild keeps them, with <c>%3B</c> for a semicolon.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}

/// <summary>An app declared in the project.</summary>
/// <param name="Name">The app's key.</param>
/// <param name="ConnectorId">The id of the connector.</param>
/// <param name="Category">A category, or null.</param>
/// <param name="DefiningFile">The file that declares the item; null means the project file.</param>
public sealed record AppItem(string Name, string? ConnectorId, string? Category = null, string? DefiningFile = null)
{
    /// <summary>The names of the item's further metadata.</summary>
    public IReadOnlyList<string> OtherMetadata { get; init; } = [];
}

/// <summary>A file named in the project.</summary>
/// <param name="Path">The path as written, relative to the project's folder or absolute.</param>
/// <param name="DefiningFile">The file that declares the item; null means the project file.</param>
public sealed record FileItem(string Path, string? DefiningFile = null);

/// <summary>A plugin that the project references.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Package">The package, for messages: its id and version.</param>
/// <param name="Folder">The absolute path of the plugin's folder.</param>
public sealed record ReferencedPlugin(string Name, string Package, string Folder);
