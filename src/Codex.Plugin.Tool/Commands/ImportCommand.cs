using System.CommandLine;
using System.Globalization;
using Codex.Plugin.PackageManager.Import;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>import</c>: plugins that were written by hand become projects.</summary>
internal static class ImportCommand
{
    // What does not fit on a screen stands in the report.
    private const int LongestText = 90;

    private static readonly Argument<string> s_source = new("SOURCE") { Description = "A folder with a marketplace, a plugin or skills, for Codex or Claude; or the address of a git repository with one, with '#' and a branch, tag or commit where it is not the default." };
    private static readonly Option<string?> s_output = new("--output", "-o") { Description = "The folder that the projects go to; new, or empty. Without it, one of the marketplace's name in the current folder.", HelpName = "DIR" };
    private static readonly Option<string?> s_name = new("--name", "-n") { Description = "The marketplace's name; without it, that of the source.", HelpName = "NAME" };
    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Only say what would be imported." };

    public static Command Create()
    {
        var command = new Command("import", "Makes projects of plugins that were written by hand: one for each, and a marketplace project that references them.") { s_source, s_output, s_name, s_dryRun };
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerImportAnswer, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, ImportAnswer?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        var options = new ImportOptions
        {
            Source = run.Parsed.GetRequiredValue(s_source),
            Output = run.Parsed.GetValue(s_output),
            Name = run.Parsed.GetValue(s_name),
            DryRun = run.Parsed.GetValue(s_dryRun),
            WorkingDirectory = run.Directory,
            SdkVersion = ToolRun.Sdk?.Version.ToNormalizedString() ?? typeof(ImportCommand).Assembly.GetName().Version!.ToString(3),
        };
        ImportResult result = await run.Output.WithProgressAsync("Importing", steps => Task.Run(() => PluginImporter.ImportAsync(options, new Steps(steps), cancellation), cancellation)).ConfigureAwait(false);
        if (!result.DryRun && ToolRun.Sdk is { } sdk)
        {
            // It builds at once, whatever the feeds have.
            await sdk.EnsureExtractedAsync(result.Directory, cancellation).ConfigureAwait(false);
        }

        Show(run, result);
        return (ExitCode.Success, ImportAnswer.Of(result));
    }

    private static void Show(ToolRun run, ImportResult result)
    {
        run.Output.WriteTable(["plugin", "project", "holds"], result.Plugins.Select(static one => (IReadOnlyList<string>)[one.Name, one.Project, one.Content.ToString()]));
        if (result.Findings.Count > 0)
        {
            run.Output.Write("");
            run.Output.WriteTable(["", "plugin", "where", "code", "what was done", "why"], result.Findings.Select(static one => (IReadOnlyList<string>)
                [Word(one.Kind), one.Plugin ?? "-", one.Path, one.Code ?? "-", one.What, Shorten(one.Why)]));
        }

        run.Output.Write("");
        string plugins = string.Create(CultureInfo.InvariantCulture, $"{result.Plugins.Count} plugin{(result.Plugins.Count == 1 ? "" : "s")}");
        int lost = result.Findings.Count(static one => one.Kind == ImportFindingKind.NotCarriedOver);
        string summary = lost == 0 ? "all was carried over" : string.Create(CultureInfo.InvariantCulture, $"{lost} finding{(lost == 1 ? "" : "s")} about what was not carried over");
        run.Output.Say(result.DryRun
            ? $"{plugins} would be imported into {result.Directory}; {summary}. Nothing was written."
            : $"{plugins} imported into {result.Directory}; {summary}, see {ImportReportFile.Name}. Build them with 'dotnet build' there.");
    }

    private static string Word(ImportFindingKind kind) => kind switch
    {
        ImportFindingKind.NotCarriedOver => "lost",
        ImportFindingKind.Changed => "changed",
        _ => "no effect",
    };

    private static string Shorten(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "...");

    // At once, in the order of the work.
    private sealed class Steps(StepProgress steps) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => steps.At(value.Activity, value.Total == 0 ? 0 : value.Done * 100 / value.Total);
    }
}
