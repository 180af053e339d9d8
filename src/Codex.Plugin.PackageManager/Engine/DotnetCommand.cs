using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Codex.Plugin.PackageManager.Engine;

/// <summary>Runs <c>dotnet</c> as a child that ends with us.</summary>
public static class DotnetCommand
{
    // A build that is told to stop ends by itself; the task at work ends first.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private const int Interrupt = 2;

    /// <summary>Runs it to its end and hands on each line of its standard output.</summary>
    /// <param name="folder">The folder it runs in.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="onLine">Gets each line.</param>
    /// <param name="cancellation">Asks it to end; it is waited for, and killed when it does not.</param>
    /// <param name="endsWithUs">Whether it watches its standard input, which ends when we do, killed or not; else it has ours.</param>
    /// <returns>Its exit code and what it wrote to standard error.</returns>
    /// <exception cref="DotnetNotFoundException">There is no <c>dotnet</c>.</exception>
    public static async Task<(int ExitCode, string Error)> RunAsync(string folder, IEnumerable<string> arguments, Action<string> onLine, CancellationToken cancellation, bool endsWithUs = false)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(DotnetHost.Path, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardInput = endsWithUs,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = utf8,
                StandardErrorEncoding = utf8,
                Environment = { ["DOTNET_NOLOGO"] = "1", ["MSBUILDTERMINALLOGGER"] = "off" },
            },
        };

        try
        {
            cancellation.ThrowIfCancellationRequested();
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new DotnetNotFoundException(exception);
        }

        Task output = ReadAsync(process.StandardOutput, onLine);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process).ConfigureAwait(false);
        }

        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None)).ConfigureAwait(false);
        return (process.ExitCode, error.IsCompletedSuccessfully ? await error.ConfigureAwait(false) : "");
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            onLine(line);
        }
    }

    private static async Task EndAsync(Process process)
    {
        if (!OperatingSystem.IsWindows())
        {
            // What Ctrl+C in a terminal sends to it anyway.
            _ = Kill(process.Id, Interrupt);
        }

        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Kill(int process, int signal);
}
