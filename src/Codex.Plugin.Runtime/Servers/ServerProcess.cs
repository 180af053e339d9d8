using System.ComponentModel;
using System.Diagnostics;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>The process of a server.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int KeptOfStandardError = 64 * 1024;

    // What Codex gives a server to end by itself.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromMilliseconds(250);

    private readonly Process _process;
    private readonly TextTail _standardError = new(KeptOfStandardError);
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _readingError;
    private readonly PipeHolders _holders;

    private ServerProcess(Process process)
    {
        _process = process;
        Input = process.StandardInput.BaseStream;
        _holders = PipeHolders.Of(Input, process.StandardOutput.BaseStream, process.StandardError.BaseStream);
        Output = new ServerOutput(process.StandardOutput.BaseStream);
        _readingError = ReadErrorAsync(process.StandardError.BaseStream);
        Exited = process.WaitForExitAsync();
    }

    public Stream Input { get; }

    public ServerOutput Output { get; }

    /// <summary>Ends with the process; a child of it may still hold its pipes then.</summary>
    public Task Exited { get; }

    public int? ExitCode => Exited.IsCompletedSuccessfully ? _process.ExitCode : null;

    /// <summary>The last 64 KB.</summary>
    public string StandardError => _standardError.ToString();

    /// <exception cref="Win32Exception">The system does not start it.</exception>
    public static ServerProcess Start(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
        {
            // To Codex such names are no error, and to the server no variables.
            if (name.Length > 0 && !name.Contains('=', StringComparison.Ordinal))
            {
                start.Environment[name] = value;
            }
        }

        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the end of a process whose output has ended, which comes a little later if at all, and for its last words.</summary>
    public async Task WaitForEndAsync()
    {
        await Task.WhenAny(Exited, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
        await DrainAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the process and what it has started: by closing its standard input first where there is <paramref name="grace"/>.</summary>
    public async Task StopAsync(bool grace)
    {
        if (grace && !Exited.IsCompleted)
        {
            await CloseAsync(Input).ConfigureAwait(false);
            await Task.WhenAny(Exited, Task.Delay(s_grace)).ConfigureAwait(false);
        }

        try
        {
            // Also where it has ended: its children may not have.
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
        {
            // It has ended.
        }

        _holders.Kill();
        await Task.WhenAny(Exited, Task.Delay(s_grace)).ConfigureAwait(false);
        await DrainAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(grace: false).ConfigureAwait(false);
        await _closed.CancelAsync().ConfigureAwait(false);
        await CloseAsync(Input).ConfigureAwait(false);
        await CloseAsync(Output).ConfigureAwait(false);
        await Task.WhenAny(_readingError, Task.Delay(s_lastWords)).ConfigureAwait(false);
        _process.Dispose();
    }

    /// <summary>Gives standard error the time to arrive.</summary>
    private async Task DrainAsync() => await Task.WhenAny(_readingError, Task.Delay(s_lastWords)).ConfigureAwait(false);

    private static async Task CloseAsync(Stream stream)
    {
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody reads it any more.
        }
    }

    private async Task ReadErrorAsync(Stream stream)
    {
        byte[] buffer = new byte[8192];
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, _closed.Token).ConfigureAwait(false)) > 0;)
            {
                _standardError.Write(buffer.AsSpan(0, read));
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is gone.
        }
    }
}
