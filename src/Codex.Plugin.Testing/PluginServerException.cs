using Codex.Plugin.Runtime.Servers;

namespace Codex.Plugin.Testing;

/// <summary>An MCP server did not start, or ended.</summary>
public sealed class PluginServerException : Exception
{
    private const int ShownOfStandardError = 4096;

    internal PluginServerException(ServerProbeResult result, Exception? innerException = null)
        : base(Describe(result), innerException) => Result = result;

    /// <summary>What happened, in parts.</summary>
    public ServerProbeResult Result { get; }

    /// <summary>The server's name.</summary>
    public string Server => Result.Server;

    /// <summary>What happened.</summary>
    public ServerState State => Result.State;

    /// <summary>The last 64 KB of the server's standard error.</summary>
    public string StandardError => Result.StandardError;

    private static string Describe(ServerProbeResult result)
    {
        string error = result.StandardError.TrimEnd();
        error = error.Length > ShownOfStandardError ? "..." + error[^ShownOfStandardError..] : error;
        return error.Length == 0 ? result.Message! : $"{result.Message}{Environment.NewLine}Standard error:{Environment.NewLine}{error}";
    }
}
