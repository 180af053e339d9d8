using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using Codex.Plugin.Tool;
using Codex.Plugin.Tool.Commands;

Console.OutputEncoding = Encoding.UTF8;

using var cancellation = new CancellationTokenSource();
// Ctrl+C, and what a service manager sends: what was begun is put back first.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

ParseResult parsed = RootCommands.Create().Parse(args);
if (parsed.Errors.Count > 0 && ToolRun.IsJson(args))
{
    return ToolRun.AnswerUsage(parsed);
}

int exitCode = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation.Token).ConfigureAwait(false);
return parsed.Errors.Count > 0 ? (int)ExitCode.Usage : exitCode;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
}
