using System.CommandLine;
using Codex.Plugin.PackageManager.Operations;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>sync</c>: Codex becomes what the project says.</summary>
internal static class SyncCommand
{
    private static readonly Option<bool> s_locked = new("--locked") { Description = "Fail where packages.lock.json does not fit, instead of changing it." };
    private static readonly Option<bool> s_approve = new("--approve") { Description = "Agree to everything that the plugins may do." };

    public static Command Create()
    {
        var command = new Command("sync", "Makes Codex equal to the project: installs, updates and removes what differs.") { s_locked, s_approve };
        CommonOptions.AddChange(command);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerChangeResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, ChangeResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        ManagedProject project = CommonOptions.GetProject(run.Parsed);
        string[] targets = run.Parsed.GetValue(s_approve) ? ["ApprovePlugins", "Install"] : ["Install"];
        (ExitCode exitCode, ChangeOutcome outcome) = await ProjectCommand.RunAsync(run, project, "Synchronizing", null, targets, cancellation, run.Parsed.GetValue(s_locked), canConsent: true).ConfigureAwait(false);
        if (exitCode == ExitCode.Success)
        {
            ProjectCommand.WriteCodex(run, outcome);
        }

        return (exitCode, ChangeResult.Of(project, outcome));
    }
}
