using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>A conversation with <c>codex app-server</c>: JSON-RPC, a message a line, over standard input and output.</summary>
internal sealed class CodexAppServer : IAsyncDisposable
{
    private static readonly TimeSpan GraceToEnd = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _readingOutput;
    private readonly Task _readingLog;
    private int _lastId;
    private int _taken;
    private volatile bool _ended;
    private bool _disposed;

    private CodexAppServer(Process process)
    {
        _process = process;
        _readingOutput = Task.Run(ReadOutputAsync);
        _readingLog = Task.Run(ReadLogAsync);
    }

    /// <summary>The lines of standard error. Complete only after the server has been disposed of.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    /// <summary>Whether Codex has ended, which it should not.</summary>
    public bool HasEnded => _ended;

    /// <param name="home">The home.</param>
    /// <param name="environment">Variables besides those of the home.</param>
    public static async Task<CodexAppServer> StartAsync(CodexHome home, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = home.Describe("app-server");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        // At this level everything that Codex leaves out of a plugin in silence is said.
        start.Environment["RUST_LOG"] = "warn";
        start.Environment["LOG_FORMAT"] = "json";

        var server = new CodexAppServer(Process.Start(start)!);
        try
        {
            await server.CallAsync("initialize", new { clientInfo = new { name = "codex-plugin-sdk-tests", version = "1.0.0" } });
            await server.SendAsync(new { jsonrpc = "2.0", method = "initialized" });
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="CodexException">Codex answered with an error, or ended.</exception>
    /// <exception cref="TimeoutException">Codex did not answer.</exception>
    public async Task<JsonElement> CallAsync(string method, object parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            await SendAsync(new { jsonrpc = "2.0", id, method, @params = parameters });
            if (_ended)
            {
                // The reader may have failed the pending calls before this one was among them.
                answer.TrySetException(Ended());
            }

            return await answer.Task.WaitAsync(CodexHome.Timeout);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Codex did not answer '{method}' within {CodexHome.Timeout.TotalSeconds:0} s.");
        }
        catch (IOException)
        {
            throw Ended();
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>The lines of the log since the last time, up to what belongs to the last answer.</summary>
    public async Task<IReadOnlyList<string>> TakeLogAsync()
    {
        // Codex logs a message that is none before it reads on: that line marks the place.
        const string Mark = "Failed to deserialize JSONRPCMessage";
        await WriteLineAsync("mark");
        var giveUp = DateTime.UtcNow + CodexHome.Timeout;
        while (true)
        {
            var lines = _log.Skip(_taken).ToList();
            var mark = lines.FindIndex(line => line.Contains(Mark, StringComparison.Ordinal));
            if (mark >= 0)
            {
                _taken += mark + 1;
                return lines[..mark];
            }

            if (_ended)
            {
                throw Ended();
            }

            if (DateTime.UtcNow > giveUp)
            {
                throw new TimeoutException("Codex does not read on.");
            }

            await Task.Delay(1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(GraceToEnd);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            // It does not end by itself; it is made to.
        }

        await ChildProcess.KillAsync(_process);
        await Task.WhenAll(_readingOutput, _readingLog);
        _process.Dispose();
        _writing.Dispose();
    }

    private Task SendAsync(object message) => WriteLineAsync(JsonSerializer.Serialize(message));

    private async Task WriteLineAsync(string line)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteAsync(line + '\n');
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadOutputAsync()
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                await ReceiveAsync(line);
            }
        }
        catch (Exception e) when (e is IOException or JsonException or ObjectDisposedException)
        {
            _log.Enqueue(e.Message);
        }

        _ended = true;
        foreach (var answer in _waiting.Values)
        {
            answer.TrySetException(Ended());
        }
    }

    private async Task ReceiveAsync(string line)
    {
        var message = JsonElement.Parse(line);
        var hasId = message.TryGetProperty("id", out var id);
        if (message.TryGetProperty("method", out _))
        {
            if (hasId)
            {
                // Codex asks us something (an approval, say): without an answer it would wait for ever.
                await SendAsync(new { jsonrpc = "2.0", id, error = new { code = -32601, message = "not supported" } });
            }

            return;
        }

        if (!hasId || !id.TryGetInt32(out var number) || !_waiting.TryGetValue(number, out var answer))
        {
            return;
        }

        if (message.TryGetProperty("error", out var error))
        {
            answer.TrySetException(new CodexException(error.GetProperty("message").GetString() ?? error.GetRawText()));
        }
        else
        {
            answer.TrySetResult(message.GetProperty("result"));
        }
    }

    private async Task ReadLogAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
        }
    }

    private CodexException Ended() => new("Codex ended. " + string.Join(' ', _log.TakeLast(5)));
}
