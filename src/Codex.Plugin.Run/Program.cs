using System.Runtime.InteropServices;
using System.Text;
using Codex.Plugin.Run;
using Codex.Plugin.Runtime.Codex;

(RunOptions options, string? problem) = RunOptions.Parse(args);
if (problem is not null)
{
    Console.Error.WriteLine($"error: {problem}");
    Console.Error.WriteLine();
    Console.Error.WriteLine(RunOptions.Usage);
    return 2;
}

if (options.Help)
{
    Console.WriteLine(RunOptions.Usage);
    return 0;
}

Console.OutputEncoding = Encoding.UTF8;
bool isTerminal = !Console.IsOutputRedirected;
bool colours = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
var report = new ReportWriter(Console.Out, colours, isTerminal && Console.WindowWidth > 40 ? Console.WindowWidth : 160);

using var cancellation = new CancellationTokenSource();
// Ctrl+C, and the end that 'dotnet watch' makes: what was started has to end first.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    return await new Runner(options, Console.Out, report).RunAsync(cancellation.Token);
}
catch (OperationCanceledException)
{
    return options.Watch ? 0 : 130;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CodexException or TimeoutException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
}
