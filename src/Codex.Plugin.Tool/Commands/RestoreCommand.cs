using System.CommandLine;
using Codex.Plugin.PackageManager.Operations;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>restore</c>: the packages and the marketplace, without Codex.</summary>
internal static class RestoreCommand
{
    private static readonly Option<bool> s_locked = new("--locked") { Description = "Fail where packages.lock.json does not fit, instead of changing it." };

    public static Command Create()
    {
        var command = new Command("restore", "Fetches the plugins in the versions of packages.lock.json and lays the marketplace out; Codex is not touched.") { s_locked };
        CommonOptions.AddChange(command);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerChangeResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, ChangeResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        ManagedProject project = CommonOptions.GetProject(run.Parsed);
        (ExitCode exitCode, ChangeOutcome outcome) = await ProjectCommand.RunAsync(run, project, "Restoring", null, [], cancellation, run.Parsed.GetValue(s_locked)).ConfigureAwait(false);
        if (exitCode == ExitCode.Success)
        {
            run.Output.Say($"{outcome.After.Count} plugin{(outcome.After.Count == 1 ? "" : "s")} restored. Make Codex equal to them with 'codex-plugin sync'.");
        }

        return (exitCode, ChangeResult.Of(project, outcome));
    }
}
