using System.Text.Json;
using Codex.Plugin.Runtime.Servers;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Codex.Plugin.Testing;

/// <summary>A running MCP server of a plugin.</summary>
public sealed class McpServerUnderTest : IAsyncDisposable
{
    private readonly PluginServer _server;
    private readonly ServerSession _session;

    internal McpServerUnderTest(PluginServer server, ServerSession session)
    {
        _server = server;
        _session = session;
        Tools = [.. session.Tools.Where(tool => server.Offers(tool.Name))];
    }

    /// <summary>The server's name.</summary>
    public string Name => _server.Name;

    /// <summary>The official client, connected.</summary>
    public McpClient Client => _session.Client!;

    /// <summary>The tools that Codex offers: without those that the plugin leaves out.</summary>
    public IReadOnlyList<McpClientTool> Tools { get; }

    /// <summary>What is odd about the start, though Codex copes with it; null where nothing is.</summary>
    public string? Warning => _session.Result.Message;

    /// <summary>What the server has written to standard error so far, the last 64 KB of it.</summary>
    public string StandardError => _session.StandardError;

    /// <summary>Calls a tool, as long as its <c>tool_timeout_sec</c> allows.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">The arguments: an anonymous object, a dictionary, or anything else that is an object in JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The result; <see cref="CallToolResult.IsError"/> says whether the tool failed.</returns>
    /// <exception cref="InvalidOperationException">The plugin leaves the tool out, so that Codex never calls it.</exception>
    /// <exception cref="ModelContextProtocol.McpException">The server answered with an error of the protocol, for instance because it has no such tool.</exception>
    /// <exception cref="PluginServerException">The server ended, or did not answer in time.</exception>
    public async Task<CallToolResult> CallToolAsync(string tool, object? arguments = null, CancellationToken cancellationToken = default)
    {
        if (!_server.Offers(tool))
        {
            throw new InvalidOperationException($"The plugin leaves the tool '{tool}' of the MCP server '{Name}' out (enabled_tools, disabled_tools). Codex offers: {string.Join(", ", Tools.Select(static offered => offered.Name))}.");
        }

        Dictionary<string, object?> values = arguments is null ? [] : JsonSerializer.SerializeToElement(arguments) is { ValueKind: JsonValueKind.Object } json
            ? json.EnumerateObject().ToDictionary(static member => member.Name, static member => (object?)member.Value)
            : throw new ArgumentException("The arguments of a tool are an object.", nameof(arguments));
        (CallToolResult? result, ServerProbeResult? failure) = await _session.CallAsync(tool, token => Client.CallToolAsync(tool, values, cancellationToken: token).AsTask(), cancellationToken).ConfigureAwait(false);
        return result ?? throw new PluginServerException(failure!);
    }

    /// <summary>Ends the server: its standard input is closed, and what still runs after two seconds is killed with its children.</summary>
    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
