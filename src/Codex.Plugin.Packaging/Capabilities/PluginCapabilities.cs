namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>What a plugin may do once Codex has it: computed from the files that Codex gets, never declared by hand. Every list is in a stable order.</summary>
public sealed record PluginCapabilities
{
    /// <summary>The skills, in ordinal order of their paths.</summary>
    public IReadOnlyList<SkillCapability> Skills { get; init; } = [];

    /// <summary>The MCP servers, in ordinal order of their names.</summary>
    public IReadOnlyList<ServerCapability> Servers { get; init; } = [];

    /// <summary>The handlers of hooks, in the order in which the plugin declares them.</summary>
    public IReadOnlyList<HookCapability> Hooks { get; init; } = [];

    /// <summary>The apps, in ordinal order of their names.</summary>
    public IReadOnlyList<AppCapability> Apps { get; init; } = [];

    /// <summary>The scripts and programs, in ordinal order of their paths.</summary>
    public IReadOnlyList<CodeCapability> Code { get; init; } = [];

    /// <summary>The hosts that servers are at and that skills and scripts name, in lower case and ordinal order.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The permissions that frontmatter asks for, in ordinal order of skill and text.</summary>
    public IReadOnlyList<PermissionCapability> Permissions { get; init; } = [];
}

/// <summary>A skill.</summary>
/// <param name="Path">Its folder relative to the plugin's, with <c>/</c>; of a command, which Codex makes a skill, the file.</param>
/// <param name="Name">The name under which Codex lists it.</param>
/// <param name="IsImplicit">Whether the model may take it up by itself (<c>allow_implicit_invocation</c>, by default true).</param>
public sealed record SkillCapability(string Path, string Name, bool IsImplicit);

/// <summary>Where the code of an MCP server comes from.</summary>
public enum ServerKind
{
    /// <summary>An address: the code runs elsewhere.</summary>
    Remote,

    /// <summary>A package that a runner such as <c>dotnet dnx</c>, <c>npx</c> or <c>uvx</c> fetches.</summary>
    Package,

    /// <summary>A file of the plugin.</summary>
    Bundled,

    /// <summary>Any other program, which must be on the machine.</summary>
    Command,
}

/// <summary>An MCP server. Texts have their secrets cut short.</summary>
/// <param name="Name">The name under which Codex lists it.</param>
/// <param name="Kind">Where its code comes from.</param>
public sealed record ServerCapability(string Name, ServerKind Kind)
{
    /// <summary>The address without user and query; null for one that is started.</summary>
    public string? Url { get; init; }

    /// <summary>The host of the address, in lower case; null for one that is started.</summary>
    public string? Host { get; init; }

    /// <summary>The program; of a server with an address, the one that makes its headers (<c>http_headers_helper</c>), and null where there is none.</summary>
    public string? Command { get; init; }

    /// <summary>The program's arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The package that is fetched; null for none.</summary>
    public string? Package { get; init; }

    /// <summary>Its version as written; null where none is written.</summary>
    public string? PackageVersion { get; init; }

    /// <summary>The names of the variables of the user's environment that it gets, in ordinal order: <c>env_vars</c>, tokens and headers from variables.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The approval modes that the plugin itself sets, as <c>default: approve</c> or <c>tool: prompt</c>, in ordinal order.</summary>
    public IReadOnlyList<string> ApprovalModes { get; init; } = [];

    /// <summary>
    /// What else decides what it is and what it gets, as <c>name: value</c> in ordinal order: <c>auth</c>, <c>cwd</c> other than the plugin's folder,
    /// <c>env.NAME</c>, <c>http_headers.NAME</c>, <c>http_headers_helper</c>, <c>oauth.NAME</c>, <c>scopes</c>, filters of tools.
    /// </summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Whether one of the modes lets tools run without asking.</summary>
    public bool ApprovesItself => ApprovalModes.Any(static mode => mode.EndsWith(": approve", StringComparison.Ordinal));
}

/// <summary>A handler of a hook.</summary>
/// <param name="Event">Ex: <c>PreToolUse</c>.</param>
/// <param name="Type"><c>command</c> or <c>mcp_tool</c>; <c>prompt</c> and <c>agent</c>, which Codex does not run yet.</param>
/// <param name="Action">The command, or <c>server/tool</c> with its input, or the prompt; secrets cut short.</param>
public sealed record HookCapability(string Event, string Type, string Action)
{
    /// <summary>What it is for; null: everything.</summary>
    public string? Matcher { get; init; }

    /// <summary>The command on Windows where it is another one; null where not.</summary>
    public string? WindowsAction { get; init; }
}

/// <summary>An app.</summary>
/// <param name="Name">The key under which the plugin declares it.</param>
/// <param name="Id">The connector's id.</param>
public sealed record AppCapability(string Name, string Id);

/// <summary>A script or a program.</summary>
/// <param name="Path">Relative to the plugin's folder, with <c>/</c>.</param>
/// <param name="Language">Ex: <c>Shell</c>, <c>Python</c>, <c>PowerShell</c>, <c>JavaScript</c>, <c>.NET assembly</c>, <c>Linux program</c>.</param>
public sealed record CodeCapability(string Path, string Language);

/// <summary>A permission that the frontmatter of a skill asks for.</summary>
/// <param name="Skill">The skill's folder relative to the plugin's.</param>
/// <param name="Text">One permission as written. Ex: <c>Bash(git:*)</c>.</param>
public sealed record PermissionCapability(string Skill, string Text);
