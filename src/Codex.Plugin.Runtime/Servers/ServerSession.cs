using System.ComponentModel;
using System.Diagnostics;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>A server that has been started, or the reason why it has not.</summary>
internal sealed class ServerSession : IAsyncDisposable
{
    private readonly PluginServer _server;
    private readonly IReadOnlyDictionary<string, string> _user;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private ServerProcess? _process;
    private McpClient? _client;

    private ServerSession(PluginServer server, IReadOnlyDictionary<string, string> user)
    {
        _server = server;
        _user = user;
        Result = new ServerProbeResult(server.Name, ServerState.NotStarted);
    }

    /// <summary>What came of the start.</summary>
    public ServerProbeResult Result { get; private set; }

    /// <summary>The official client; null unless the server is ready.</summary>
    public McpClient? Client => Result.State == ServerState.Ready ? _client : null;

    /// <summary>All tools of the server, also those that the plugin leaves out.</summary>
    public IReadOnlyList<McpClientTool> Tools { get; private set; } = [];

    /// <summary>What the server has written to standard error so far, the last 64 KB of it.</summary>
    public string StandardError => _process?.StandardError ?? "";

    /// <summary>The process's exit code, once it has ended.</summary>
    public int? ExitCode => _process?.ExitCode;

    /// <summary>Starts the server; fails only where it is cancelled.</summary>
    public static async Task<ServerSession> OpenAsync(PluginFolder plugin, PluginServer server, ServerStartOptions options, CancellationToken cancellationToken)
    {
        var session = new ServerSession(server, options.UserEnvironment ?? ServerEnvironment.OfThisProcess());
        try
        {
            await session.OpenAsync(plugin, Path.GetFullPath(options.SessionFolder ?? Path.GetTempPath()), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return session;
    }

    /// <summary>Calls a tool; a failure says that the server did not answer in time, or ended.</summary>
    public async Task<(T? Value, ServerProbeResult? Failure)> CallAsync<T>(string tool, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        var failure = new ServerFailure(_server, []);
        try
        {
            return (await WithinAsync(call, _server.ToolTimeout, cancellationToken).ConfigureAwait(false), null);
        }
        catch (TimeoutException)
        {
            return (null, Complete(failure.NoAnswerOfTool(tool)));
        }
        catch (IOException) when (_process is not null)
        {
            await _process.WaitForEndAsync().ConfigureAwait(false);
            if (_process.ExitCode is not { } code)
            {
                throw;
            }

            return (null, Complete(failure.Exited($"the tool '{tool}'", code, StandardError)));
        }
    }

    /// <summary>Ends a server that is ready by closing its input, and any other at once.</summary>
    public async ValueTask DisposeAsync()
    {
        bool ready = Result.State == ServerState.Ready;
        if (_process is not null)
        {
            await _process.StopAsync(grace: ready).ConfigureAwait(false);
        }

        if (_client is not null)
        {
            // A remote server is told that the session ends, if it listens.
            Task ending = EndClientAsync(_client);
            await Task.WhenAny(ending, Task.Delay(TimeSpan.FromSeconds(2))).ConfigureAwait(false);
        }

        if (_process is not null)
        {
            await _process.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task EndClientAsync(McpClient client)
    {
        try
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What it says on its way out is of no interest.
        }
    }

    private async Task OpenAsync(PluginFolder plugin, string sessionFolder, CancellationToken cancellationToken)
    {
        var failure = new ServerFailure(_server, ServerEnvironment.FindUnset(_server, _user));
        if (_server.Refusal is { } refusal)
        {
            Fail(failure.Refused(refusal));
        }
        else if (_server.Url is { } url)
        {
            if (failure.MissingToken(_user) is { } missing)
            {
                Fail(missing);
            }
            else if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? endpoint) || endpoint.Scheme is not ("http" or "https"))
            {
                Fail(failure.NoUrl());
            }
            else
            {
                await ConnectAsync(ServerHttp.CreateTransport(_server, endpoint, _user), failure, cancellationToken).ConfigureAwait(false);
            }
        }
        else if (StartProcess(plugin, sessionFolder, out string? problem))
        {
            await ConnectAsync(new StreamClientTransport(_process!.Input, _process.Output), failure, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            Fail(failure.Refused(problem!));
        }
    }

    private bool StartProcess(PluginFolder plugin, string sessionFolder, out string? problem)
    {
        string folder = _server.WorkingDirectory is { } declared ? Path.GetFullPath(Path.Combine(plugin.Path, declared)) : sessionFolder;
        if (!Directory.Exists(folder))
        {
            problem = $"its cwd '{_server.WorkingDirectory ?? sessionFolder}' is no folder{(_server.WorkingDirectory is null ? "" : " of the plugin; write \".\" for the plugin's own")}";
            return false;
        }

        Dictionary<string, string> environment = ServerEnvironment.Create(_server, _user, sessionFolder, OperatingSystem.IsWindows());
        if (ProgramResolver.Machine.Resolve(_server.Command!, environment, folder, out problem) is not { } program)
        {
            problem += _server.WorkingDirectory is null && _server.Command!.Contains('/', StringComparison.Ordinal)
                ? "; without a \"cwd\" that is the folder of the session: write \"cwd\": \".\" for the plugin's own" : "";
            return false;
        }

        try
        {
            _process = ServerProcess.Start(program, _server.Arguments, folder, environment);
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or ArgumentException or PlatformNotSupportedException)
        {
            problem = $"the system refuses '{program}' ({Explain(exception)})";
            return false;
        }
    }

    private static string Explain(Exception exception) => exception is Win32Exception { NativeErrorCode: not 0 } native
        // The message of .NET repeats the path and the folder.
        ? new Win32Exception(native.NativeErrorCode).Message
        : exception.Message;

    private async Task ConnectAsync(IClientTransport transport, ServerFailure failure, CancellationToken cancellationToken)
    {
        var clientOptions = new McpClientOptions
        {
            ProtocolVersion = CodexTransport.ProtocolVersion,
            ClientInfo = new Implementation { Name = "codex-mcp-client", Title = "Codex", Version = "0.169.0" },
            InitializationTimeout = Timeout.InfiniteTimeSpan,
        };

        string phase = RequestMethods.Initialize;
        try
        {
            _client = await WithinAsync(token => McpClient.CreateAsync(new CodexTransport(transport), clientOptions, cancellationToken: token), _server.StartupTimeout, cancellationToken).ConfigureAwait(false);
            phase = RequestMethods.ToolsList;
            Tools = [.. await WithinAsync(token => _client.ListToolsAsync(cancellationToken: token).AsTask(), _server.StartupTimeout, cancellationToken).ConfigureAwait(false)];
            Result = Complete(failure.Ready(_process?.Output.Stray)) with { Tools = [.. Tools.Where(tool => _server.Offers(tool.Name)).Select(static tool => tool.ProtocolTool)] };
        }
        catch (TimeoutException)
        {
            Fail(failure.NoAnswer(phase, _process?.Output));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (_process is null)
            {
                Fail(failure.Http(phase, exception));
                return;
            }

            await _process.WaitForEndAsync().ConfigureAwait(false);
            Fail(_process.ExitCode is { } code ? failure.Exited($"'{phase}'", code, _process.StandardError) : failure.Protocol(phase, exception, _process.Output));
        }
    }

    /// <summary>The answer, or a <see cref="TimeoutException"/>, or another exception soon after the process has ended.</summary>
    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> ask, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<T> answer = Task.Run(() => ask(stop.Token), CancellationToken.None);
        Task ended = EndedAsync(stop.Token);
        Task first = await Task.WhenAny(answer, ended, Task.Delay(timeout, stop.Token)).ConfigureAwait(false);
        if (first == answer)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            return await answer.ConfigureAwait(false);
        }

        await stop.CancelAsync().ConfigureAwait(false);
        _ = answer.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
        throw first == ended ? new IOException("the process has ended") : new TimeoutException();
    }

    private async Task EndedAsync(CancellationToken cancellationToken)
    {
        if (_process is null)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            return;
        }

        await _process.Exited.WaitAsync(cancellationToken).ConfigureAwait(false);
        // What it wrote last may still be on its way.
        await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken).ConfigureAwait(false);
    }

    private void Fail(ServerProbeResult failure) => Result = Complete(failure);

    private ServerProbeResult Complete(ServerProbeResult result) => result with
    {
        StandardError = StandardError,
        ExitCode = result.State is ServerState.Exited or ServerState.VariableMissing ? ExitCode : null,
        StrayOutput = _process?.Output.Stray,
        Duration = _watch.Elapsed,
    };
}
