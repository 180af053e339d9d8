using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Codex.Plugin.PackageManager.Differences;
using Codex.Plugin.PackageManager.Engine;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.PackageManager.Import;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Commands;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool;

/// <summary>One run of a command: its output, and what is the same for all commands.</summary>
internal sealed class ToolRun(ParseResult parsed)
{
    public ParseResult Parsed => parsed;

    /// <summary>Where the command writes.</summary>
    public ToolOutput Output { get; } = new(parsed.GetValue(CommonOptions.Json), parsed.GetValue(CommonOptions.Verbosity));

    /// <summary>The folder where the user works.</summary>
    public string Directory { get; } = Environment.CurrentDirectory;

    /// <summary>The SDK that came with the tool; null in a build that was not packed.</summary>
    public static SdkPackage? Sdk => SdkPackage.Find(PackagesFolder);

    /// <summary>Where the packages are that came with the tool.</summary>
    public static string PackagesFolder { get; } = Path.Combine(AppContext.BaseDirectory, "packages");

    /// <summary>
    /// Runs a command: what it throws becomes an error with an exit code, and what it returns becomes the answer of <c>--json</c>.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="type">How the answer is written.</param>
    /// <param name="command">Does it; the result is null where there is none.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync<T>(ParseResult parsed, JsonTypeInfo<ToolAnswer<T>> type, Func<ToolRun, CancellationToken, Task<(ExitCode, T?)>> command, CancellationToken cancellation)
        where T : class
    {
        var run = new ToolRun(parsed);
        ExitCode exitCode;
        T? result = null;
        try
        {
            (exitCode, result) = await command(run, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) // Nobody who types a command should see a stack.
        {
            (exitCode, ToolDiagnostic diagnostic) = Explain(exception);
            run.Output.Report(diagnostic);
            run.Output.Detail(exception.ToString(), Verbosity.Diagnostic);
        }

        if (run.Output.IsJson)
        {
            ToolOutput.WriteAnswer(new ToolAnswer<T>(parsed.CommandResult.Command.Name, (int)exitCode, run.Output.Diagnostics, result), type);
        }

        return (int)exitCode;
    }

    /// <summary>Whether the arguments ask for JSON, wrong as they may be otherwise.</summary>
    public static bool IsJson(IReadOnlyList<string> arguments) => arguments.TakeWhile(static argument => argument != "--").Contains("--json");

    /// <summary>The answer of <c>--json</c> to a wrong command line.</summary>
    public static int AnswerUsage(ParseResult parsed)
    {
        ToolDiagnostic[] errors = [.. parsed.Errors.Select(static error => new ToolDiagnostic(ToolSeverity.Error, null, error.Message))];
        ToolOutput.WriteAnswer(new ToolAnswer<DotnetResult>(parsed.CommandResult.Command.Name, (int)ExitCode.Usage, errors, null), ToolJson.Relaxed.ToolAnswerDotnetResult);
        return (int)ExitCode.Usage;
    }

    // What anybody can meet is explained; everything else is a mistake of ours.
    private static (ExitCode, ToolDiagnostic) Explain(Exception exception) => exception switch
    {
        OperationCanceledException => (ExitCode.Cancelled, Error("Cancelled. Nothing is half done.")),
        FeedException feed => (ExitCode.Feed, Error(feed.Message) with { Source = feed.Source is { Length: > 0 } source ? source : null }),
        ProjectBusyException => (ExitCode.Busy, Error(exception.Message)),
        UsageException => (ExitCode.Usage, Error(exception.Message)),
        ManagedProjectException or DotnetNotFoundException or PluginPackageException or ImportException or IOException or UnauthorizedAccessException => (ExitCode.Failed, Error(exception.Message)),
        _ => (ExitCode.Failed, Error($"This should not have happened: {exception.GetType().Name}: {exception.Message} Run it again with --verbosity diagnostic, and report what it says.")),
    };

    private static ToolDiagnostic Error(string message) => new(ToolSeverity.Error, null, message);
}
