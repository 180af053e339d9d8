namespace Codex.Plugin.Runtime.Servers;

/// <summary>Where a server is started from.</summary>
public sealed record ServerStartOptions
{
    /// <summary>The user's environment, of which a server gets a part; null means the one of this process.</summary>
    public IReadOnlyDictionary<string, string>? UserEnvironment { get; init; }

    /// <summary>The folder of the session, in which Codex starts a server that declares no <c>cwd</c>; null means a folder for temporary files.</summary>
    public string? SessionFolder { get; init; }
}
