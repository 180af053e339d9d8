using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>An answer that Codex does not take.</summary>
/// <param name="message">What is wrong with it.</param>
internal sealed class AnswerException(string message) : McpException(message);

/// <summary>A transport that makes the official client as lenient as Codex about the protocol's version, and as strict about answers.</summary>
/// <param name="inner">The transport.</param>
internal sealed class CodexTransport(IClientTransport inner) : IClientTransport
{
    /// <summary>The version of the protocol that Codex 0.169 asks for; it takes whatever the server answers.</summary>
    public const string ProtocolVersion = "2025-06-18";

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new Session(await inner.ConnectAsync(cancellationToken).ConfigureAwait(false));

    private sealed class Session : ITransport
    {
        private readonly ITransport _inner;
        private readonly Channel<JsonRpcMessage> _messages = Channel.CreateUnbounded<JsonRpcMessage>();
        private readonly Task _pump;
        private volatile JsonRpcRequest? _initialize;
        private bool _initialized;

        public Session(ITransport inner)
        {
            _inner = inner;
            _pump = Task.Run(PumpAsync);
        }

        public string? SessionId => _inner.SessionId;

        public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

        public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
        {
            if (message is JsonRpcRequest { Method: RequestMethods.Initialize } request)
            {
                _initialize = request;
            }

            return _inner.SendMessageAsync(message, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await _inner.DisposeAsync().ConfigureAwait(false);
            await _pump.ConfigureAwait(false);
        }

        private async Task PumpAsync()
        {
            Exception? failure = null;
            try
            {
                await foreach (JsonRpcMessage message in _inner.MessageReader.ReadAllAsync().ConfigureAwait(false))
                {
                    Check(message);
                    await _messages.Writer.WriteAsync(message).ConfigureAwait(false);
                }
            }
            catch (Exception exception)
            {
                // Whoever waits for an answer gets it.
                failure = exception;
            }

            _messages.Writer.TryComplete(failure);
        }

        private void Check(JsonRpcMessage message)
        {
            if (!_initialized && message is JsonRpcResponse or JsonRpcError && _initialize is { } initialize)
            {
                _initialized = true;
                if (!((JsonRpcMessageWithId)message).Id.Equals(initialize.Id))
                {
                    throw new AnswerException($"the first answer has the id {((JsonRpcMessageWithId)message).Id}, and 'initialize' was asked with {initialize.Id}");
                }

                if ((message as JsonRpcResponse)?.Result is JsonObject result && result["protocolVersion"] is not null)
                {
                    result["protocolVersion"] = ProtocolVersion;
                }
            }
            else if ((message as JsonRpcResponse)?.Result is JsonObject { Count: > 0 } result && result["tools"] is JsonArray tools
                && tools.FirstOrDefault(static tool => tool is JsonObject && tool["inputSchema"] is not JsonObject) is { } tool)
            {
                throw new AnswerException($"the tool '{tool["name"]}' has no inputSchema, and Codex then takes none of the tools");
            }
        }
    }
}
