namespace Codex.Plugin.Runtime.Servers;

/// <summary>How Codex reaches an MCP server.</summary>
public enum ServerTransport
{
    /// <summary>A process that Codex starts and talks to over standard input and output.</summary>
    Stdio,

    /// <summary>A server at a URL.</summary>
    Http,
}

/// <summary>An MCP server of a built plugin, as Codex reads its declaration.</summary>
public sealed record PluginServer
{
    /// <summary>What Codex takes where a server declares no <see cref="StartupTimeout"/>.</summary>
    public static readonly TimeSpan DefaultStartupTimeout = TimeSpan.FromSeconds(30);

    /// <summary>What Codex takes where a server declares no <see cref="ToolTimeout"/>.</summary>
    public static readonly TimeSpan DefaultToolTimeout = TimeSpan.FromSeconds(300);

    /// <summary>The server's name.</summary>
    public required string Name { get; init; }

    /// <summary>How Codex reaches it.</summary>
    public ServerTransport Transport => Url is null ? ServerTransport.Stdio : ServerTransport.Http;

    /// <summary>The program; null where there is a <see cref="Url"/>.</summary>
    public string? Command { get; init; }

    /// <summary>The program's arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The <c>cwd</c> as it is written; null means the folder of the session.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The variables that the declaration sets (<c>env</c>).</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The names of the variables that Codex forwards from the user's environment (<c>env_vars</c>).</summary>
    public IReadOnlyList<string> EnvironmentVariables { get; init; } = [];

    /// <summary>The URL; null where there is a <see cref="Command"/>.</summary>
    public string? Url { get; init; }

    /// <summary>The headers that the declaration sets (<c>http_headers</c>).</summary>
    public IReadOnlyDictionary<string, string> HttpHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Headers, and the variables of the user's environment that hold their values (<c>env_http_headers</c>).</summary>
    public IReadOnlyDictionary<string, string> EnvironmentHttpHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>The variable of the user's environment that holds the bearer token.</summary>
    public string? BearerTokenVariable { get; init; }

    /// <summary>How long Codex waits for the server to start, and then for its tools.</summary>
    public TimeSpan StartupTimeout { get; init; } = DefaultStartupTimeout;

    /// <summary>How long Codex waits for the answer of a tool.</summary>
    public TimeSpan ToolTimeout { get; init; } = DefaultToolTimeout;

    /// <summary>Whether Codex starts the server at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The tools that Codex offers; null means all.</summary>
    public IReadOnlyList<string>? EnabledTools { get; init; }

    /// <summary>The tools that Codex does not offer, whatever <see cref="EnabledTools"/> says.</summary>
    public IReadOnlyList<string> DisabledTools { get; init; } = [];

    /// <summary>Why Codex refuses to start the server, whatever it does, to follow in a sentence; null where it does not.</summary>
    internal string? Refusal { get; init; }

    /// <summary>Whether Codex offers the server's tool of that name.</summary>
    /// <param name="tool">The tool's name.</param>
    public bool Offers(string tool) =>
        (EnabledTools is null || EnabledTools.Contains(tool, StringComparer.Ordinal)) && !DisabledTools.Contains(tool, StringComparer.Ordinal);
}
