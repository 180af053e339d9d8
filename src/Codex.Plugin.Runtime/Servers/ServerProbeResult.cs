using ModelContextProtocol.Protocol;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>What came of the start of a server.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="State">How it ended.</param>
public sealed record ServerProbeResult(string Server, ServerState State)
{
    /// <summary>The tools that Codex offers, in the server's order: without those that the plugin leaves out.</summary>
    public IReadOnlyList<Tool> Tools { get; init; } = [];

    /// <summary>One sentence for people: what is wrong and what to do. Where the server is ready: what is odd about it, or null.</summary>
    public string? Message { get; init; }

    /// <summary>The last 64 KB of the server's standard error.</summary>
    public string StandardError { get; init; } = "";

    /// <summary>The exit code of a process that has ended by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The first line of standard output that is no message of the protocol.</summary>
    public string? StrayOutput { get; init; }

    /// <summary>The variables that the declaration takes from the user's environment and that are not set there.</summary>
    public IReadOnlyList<string> UnsetVariables { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
