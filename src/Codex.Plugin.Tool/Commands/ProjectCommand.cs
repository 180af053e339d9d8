using Codex.Plugin.PackageManager.Engine;
using Codex.Plugin.PackageManager.Operations;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary>What the commands have in common that change a project and build it.</summary>
internal static class ProjectCommand
{
    /// <summary>Does the change and says what has happened.</summary>
    public static async Task<(ExitCode, ChangeOutcome)> RunAsync(
        ToolRun run, ManagedProject project, string title, Action<ProjectEdit>? edit, IReadOnlyList<string> targets, CancellationToken cancellation, bool locked = false, bool canConsent = false)
    {
        ToolOutput output = run.Output;
        ChangeOutcome outcome = await output.WithProgressAsync(title, steps =>
        {
            steps.OnEvent = one => output.Detail(one.Text);
            var change = new ProjectChange(project, ToolRun.Sdk)
            {
                Progress = steps,
                Wait = TimeSpan.FromSeconds(Math.Max(run.Parsed.GetValue(CommonOptions.Wait), 0)),
                OnWaiting = () => output.Report(new ToolDiagnostic(ToolSeverity.Note, null, $"Another codex-plugin is changing {project.File}; waiting for it.")),
                OnRecovered = () => output.Report(new ToolDiagnostic(ToolSeverity.Note, null, $"An earlier change of {project.File} was interrupted; what was there before it was put back.")),
                Interactive = run.Parsed.GetValue(CommonOptions.Interactive),
                Locked = locked,
            };
            return change.RunAsync(edit, targets, cancellation);
        }).ConfigureAwait(false);

        if (outcome.NeedsConsent && canConsent && output.CanAsk)
        {
            ReportBuild(run, outcome.Build);
            if (await output.AskAsync("Do you agree to that?", cancellation).ConfigureAwait(false))
            {
                return await RunAsync(run, project, title, edit, ["ApprovePlugins", .. targets], cancellation, locked).ConfigureAwait(false);
            }
        }

        ReportBuild(run, outcome.Build);
        return (outcome.Build.Succeeded ? ExitCode.Success : outcome.NeedsConsent ? ExitCode.NeedsConsent : BuildErrors.ExitCodeOf(outcome.Build), outcome);
    }

    /// <summary>Says what a build has found.</summary>
    public static void ReportBuild(ToolRun run, BuildOutcome build)
    {
        foreach (ToolDiagnostic diagnostic in BuildErrors.Explain(build, run.Directory))
        {
            run.Output.Report(diagnostic);
        }
    }

    /// <summary>The last word about a change that failed.</summary>
    public static void SayUnchanged(ToolRun run, string what, string? source = null) =>
        run.Output.Report(new ToolDiagnostic(ToolSeverity.Error, null, $"{what}; everything is as it was.") { Source = source });

    /// <summary>Says what is in Codex now.</summary>
    public static void WriteCodex(ToolRun run, ChangeOutcome outcome)
    {
        foreach (string line in outcome.Build.Messages)
        {
            run.Output.Detail(line);
        }

        if (outcome.Report is { Plugins: [_, ..] rows })
        {
            run.Output.WriteTable(["plugin", "before", "after", "action", "reason"], rows.Select(static row => (IReadOnlyList<string>)
                [row.Plugin, row.Before ?? "-", row.After ?? "-", row.Action.ToString().ToLowerInvariant(), row.IsOff ? $"{row.Reason}; switched off in Codex" : row.Reason]));
        }
    }
}
