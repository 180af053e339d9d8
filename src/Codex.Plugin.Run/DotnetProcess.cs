using System.Diagnostics;
using System.Text;
using Codex.Plugin.Runtime.Codex;

namespace Codex.Plugin.Run;

/// <summary>The <c>dotnet</c> that runs us.</summary>
internal static class DotnetProcess
{
    // What is still in the pipe once the process has ended.
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(200);

    private static string Host =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : "dotnet";

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The exit code, and everything that it has written.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        using var process = new Process { StartInfo = ChildProcess.Describe(Host, arguments, folder) };
        process.Start();
        try
        {
            process.StandardInput.Close();
            Task reading = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, output));
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            // Not to the end of the pipe: servers that the build has left running hold it open.
            await Task.WhenAny(reading, Task.Delay(s_rest, cancellationToken)).ConfigureAwait(false);
            lock (output)
            {
                return (process.ExitCode, output.ToString());
            }
        }
        finally
        {
            await ChildProcess.KillAsync(process).ConfigureAwait(false);
        }
    }

    private static async Task ReadAsync(StreamReader reader, StringBuilder output)
    {
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                lock (output)
                {
                    output.Append(line).Append('\n');
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Nobody waits for the rest.
        }
    }
}
