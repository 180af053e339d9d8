using System.CommandLine;
using Codex.Plugin.PackageManager.Doctor;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>doctor</c>: what is wrong on this machine, and what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Looks at the .NET SDK, Codex, its marketplaces and plugins, the feeds and NuGet's settings, and says what to do. Changes nothing.");
        CommonOptions.AddProject(command);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerDoctorResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, DoctorResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        ManagedProject project = CommonOptions.GetProject(run.Parsed);
        var doctor = new PluginDoctor(new DoctorOptions { Folder = project.Exists ? project.Folder : run.Directory, Projects = [project, .. Kept()] });
        DoctorResult result = DoctorResult.Of(await run.Output.WithProgressAsync("Looking around", _ => doctor.ExamineAsync(cancellation)).ConfigureAwait(false));
        DoctorCheck[] shown = [.. result.Checks.Where(check => run.Output.Verbosity >= Verbosity.Minimal || check.State is "warning" or "error")];
        if (shown.Length > 0)
        {
            run.Output.WriteTable(["state", "check", "found"], shown.SelectMany(static check => (IReadOnlyList<string>[])
            [
                [check.State, $"{check.Area} {check.Subject}".TrimEnd(), check.Found],
                .. check.Next is null ? [] : (IReadOnlyList<string>[])[["", "", $"-> {check.Next}"]],
            ]));
        }

        int errors = result.Checks.Count(static check => check.State == "error");
        int warnings = result.Checks.Count(static check => check.State == "warning");
        string summary = $"{result.Checks.Count} checks: {(errors == 1 ? "1 error" : $"{errors} errors")}, {(warnings == 1 ? "1 warning" : $"{warnings} warnings")}.";
        if (errors > 0)
        {
            run.Output.Report(new ToolDiagnostic(ToolSeverity.Error, null, $"{summary} Do what stands behind the arrows."));
        }
        else
        {
            run.Output.Say(summary);
        }

        return (errors > 0 ? ExitCode.Failed : ExitCode.Success, result);
    }

    // All marketplaces of this user.
    private static IEnumerable<ManagedProject> Kept() => !Directory.Exists(ManagedProject.UserFolder) ? [] :
        Directory.EnumerateDirectories(ManagedProject.UserFolder).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)
            .Where(static name => Check.PluginName.FindMarketplaceProblem(name) is null).Select(ManagedProject.OfUser);
}
