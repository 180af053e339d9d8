using System.CommandLine;
using Codex.Plugin.PackageManager.Engine;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>verify</c>: whether what is deployed is what was packed. Nothing is restored, since that would mend it.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command("verify", "Compares every file of the plugins in Codex and in the marketplace with their packages. Changes nothing.");
        CommonOptions.AddProject(command);
        command.Options.Add(CommonOptions.Wait);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerVerifyResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, VerifyResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        ManagedProject project = CommonOptions.GetProject(run.Parsed);
        if (!project.Exists)
        {
            throw new ManagedProjectException($"There is no {project.File} yet, so there is nothing to verify. Install a plugin first: codex-plugin install ID");
        }

        if (ProjectTransaction.IsPending(project))
        {
            throw new ManagedProjectException($"An earlier change of {project.File} was interrupted. Put back what was there before it with 'codex-plugin restore', then verify.");
        }

        BuildOutcome outcome = await run.Output.WithProgressAsync("Verifying", steps => BuildAsync(run, project, steps, cancellation)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        ProjectCommand.ReportBuild(run, outcome);
        string[] summary = [.. outcome.Messages];
        foreach (string line in summary)
        {
            run.Output.Write(line);
        }

        return (outcome.Succeeded ? ExitCode.Success : ExitCode.Failed, new VerifyResult(project.File, outcome.Errors.Count(), summary));
    }

    private static async Task<BuildOutcome> BuildAsync(ToolRun run, ManagedProject project, StepProgress steps, CancellationToken cancellation)
    {
        // Somebody who is changing it would be taken for a difference.
        using ProjectLock held = await ProjectLock.TakeAsync(project, TimeSpan.FromSeconds(Math.Max(run.Parsed.GetValue(CommonOptions.Wait), 0)),
            () => run.Output.Report(new ToolDiagnostic(ToolSeverity.Note, null, $"Another codex-plugin is changing {project.File}; waiting for it.")), cancellation).ConfigureAwait(false);
        if (ToolRun.Sdk is { } sdk)
        {
            await sdk.EnsureExtractedAsync(project.Folder, cancellation).ConfigureAwait(false);
        }

        return await new ProjectBuild(project.File) { Progress = steps }.RunWithoutRestoreAsync(["VerifyPlugins"], cancellation).ConfigureAwait(false);
    }
}
