using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ModelContextProtocol;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>Says in one sentence why a server did not start and what to do.</summary>
/// <param name="server">The server.</param>
/// <param name="unset">The variables that its declaration takes from the user's environment and that are not set there.</param>
internal sealed class ServerFailure(PluginServer server, IReadOnlyList<string> unset)
{
    private const int LongestQuote = 200;

    private string Subject => $"The MCP server '{server.Name}'";

    private string UnsetVariables => unset.Count == 1 ? $"the environment variable {unset[0]}, which {Source} names, is not set"
        : $"the environment variables {string.Join(", ", unset)}, which {Source} names, are not set";

    private string Source => server.Url is null ? "env_vars" : "env_http_headers";

    /// <summary>The server works; what is odd is said all the same.</summary>
    public ServerProbeResult Ready(string? stray) => Create(ServerState.Ready, stray is null ? null
        : $"{Subject} wrote {Quote(stray)} to standard output, which is for the protocol alone; Codex skips the line, other hosts do not: write it to standard error");

    public ServerProbeResult Refused(string problem) => Create(ServerState.NotStarted, $"{Subject} does not start: {problem}");

    public ServerProbeResult? MissingToken(IReadOnlyDictionary<string, string> user) =>
        server.BearerTokenVariable is { } variable && string.IsNullOrEmpty(user.GetValueOrDefault(variable))
            ? Create(ServerState.VariableMissing, $"{Subject} does not start: the environment variable {variable}, which bearer_token_env_var names, is {(user.ContainsKey(variable) ? "empty" : "not set")}; set it to the server's token")
                with { UnsetVariables = [variable, .. unset.Where(name => name != variable)] }
            : null;

    public ServerProbeResult NoUrl() =>
        Create(ServerState.Unreachable, $"{Subject} cannot be reached: its url {Quote(server.Url!)} is no URL; write one that begins with https://");

    public ServerProbeResult Exited(string asked, int code, string standardError)
    {
        string last = standardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        string said = last.Length > 0 ? $"its standard error ends with {Quote(last)}" : "it wrote nothing to standard error";
        string ended = $"{Subject} ended with exit code {code.ToString(CultureInfo.InvariantCulture)} before it answered {asked}";
        return unset.Count > 0 ? Create(ServerState.VariableMissing, $"{ended}: {UnsetVariables}; set what it needs; {said}")
            : Create(ServerState.Exited, $"{ended}; {said}{Advice(standardError)}");
    }

    public ServerProbeResult NoAnswer(string phase, ServerOutput? output)
    {
        string time = server.StartupTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return output?.Stray is { } stray && !output.HasSpoken
            ? Create(ServerState.SpokeBeforeProtocol, $"{Subject} wrote {Quote(stray)} to standard output before the protocol, and no answer to '{phase}' that can be read came within {time} s; write what is no message to standard error")
            : Create(ServerState.NoAnswer, $"{Subject} did not answer '{phase}' within {time} s, its startup_timeout_sec{(unset.Count > 0 ? $"; {UnsetVariables}" : "; let it answer before it does its work, or declare a longer one")}");
    }

    public ServerProbeResult NoAnswerOfTool(string tool) => Create(ServerState.NoAnswer,
        $"{Subject} did not answer the tool '{tool}' within {server.ToolTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s, its tool_timeout_sec");

    public ServerProbeResult Protocol(string phase, Exception exception, ServerOutput output)
    {
        string reason = Explain(exception);
        return output.Stray is { } stray && !output.HasSpoken
            ? Create(ServerState.SpokeBeforeProtocol, $"{Subject} wrote {Quote(stray)} to standard output before the protocol, and then no answer to '{phase}' that can be read; write what is no message to standard error")
            : unset.Count > 0 && exception is McpException ? Create(ServerState.VariableMissing, $"{Subject} answered '{phase}' with an error ({reason}), and {UnsetVariables}; set what it needs")
            : exception is McpException ? Create(ServerState.ProtocolError, $"{Subject} answered '{phase}' with an error: {reason}")
            : Create(ServerState.ProtocolError, $"{Subject} closed its standard output before it answered '{phase}'; it must keep it open until its standard input ends");
    }

    public ServerProbeResult Http(string phase, Exception exception)
    {
        HttpRequestException? http = Find<HttpRequestException>(exception);
        McpException? error = Find<McpProtocolException>(exception) ?? (McpException?)Find<AnswerException>(exception);
        if (http is null && error is not null)
        {
            return Create(ServerState.ProtocolError, $"{Subject} answered '{phase}' with an error: {Explain(error)}");
        }

        if (http?.StatusCode is { } status)
        {
            string answered = $"{Subject} at {server.Url} answered '{phase}' with HTTP {(int)status}";
            return unset.Count > 0 ? Create(ServerState.VariableMissing, $"{answered}, and {UnsetVariables}; set what it needs")
                : Create(ServerState.Unreachable, answered + status switch
                {
                    HttpStatusCode.Unauthorized => $"; log in with 'codex mcp login {server.Name}', or declare bearer_token_env_var",
                    HttpStatusCode.Forbidden => "; the token or the account has not the right",
                    HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => "; its url is not that of an MCP server with streamable HTTP, which is all that Codex speaks",
                    _ => "; look at the server's log",
                });
        }

        return http is not null
            ? Create(ServerState.Unreachable, $"{Subject} cannot be reached at {server.Url}: {OneLine((Find<SocketException>(http) ?? (Exception)http).Message)}; check the url and the network")
            : Create(ServerState.ProtocolError, $"{Subject} at {server.Url} answered '{phase}' with something that is no message of the protocol: {Explain(exception)}");
    }

    private static string Advice(string standardError) => standardError.Contains("DOTNET_ROOT", StringComparison.Ordinal) || standardError.Contains("You must install .NET", StringComparison.Ordinal)
        ? "; Codex does not pass DOTNET_ROOT on: start the server with \"dotnet\" and its .dll, or name the variable in env_vars" : "";

    private static T? Find<T>(Exception? exception)
        where T : Exception => exception is null or T ? exception as T : Find<T>(exception.InnerException);

    /// <summary>The client's own words around the server's are left out.</summary>
    private static string Explain(Exception exception)
    {
        const string Prefix = "Request failed (remote): ";
        string message = (Find<McpException>(exception) ?? exception).Message;
        return OneLine(message.StartsWith(Prefix, StringComparison.Ordinal) ? message[Prefix.Length..] : message);
    }

    private static string Quote(string text) => $"\"{OneLine(text)}\"";

    private static string OneLine(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return line.Length > LongestQuote ? line[..LongestQuote] + "..." : line;
    }

    private ServerProbeResult Create(ServerState state, string? message) =>
        new(server.Name, state) { Message = message is null ? null : message + ".", UnsetVariables = unset };
}
