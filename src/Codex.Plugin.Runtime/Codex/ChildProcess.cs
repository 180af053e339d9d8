using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Codex.Plugin.Runtime.Codex;

internal sealed record ProcessResult(int ExitCode, string StandardOutput, string StandardError);

internal static class ChildProcess
{
    public static ProcessStartInfo Describe(string executable, IEnumerable<string> arguments, string workingDirectory)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new ProcessStartInfo(executable, arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
    }

    /// <exception cref="TimeoutException">The process and its children were killed.</exception>
    /// <exception cref="Win32Exception">There is no such executable.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessStartInfo start, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        using var process = new Process { StartInfo = start };
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        cancellation.CancelAfter(timeout);
        process.Start();
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation.Token);
            var error = process.StandardError.ReadToEndAsync(cancellation.Token);
            await Task.WhenAll(output, error, process.WaitForExitAsync(cancellation.Token));
            return new ProcessResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"'{Path.GetFileName(start.FileName)} {string.Join(' ', start.ArgumentList)}' did not end within {timeout.TotalSeconds:0} s.");
        }
        finally
        {
            await KillAsync(process);
        }
    }

    public static async Task KillAsync(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended between the question and the kill.
        }
    }
}
