using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Runtime.Development;

namespace Codex.Plugin.Run;

/// <summary>One run, or one after each change of the sources.</summary>
internal sealed partial class Runner
{
    private readonly RunOptions _options;
    private readonly TextWriter _output;
    private readonly ReportWriter _report;
    private readonly WarningSettings _warnings;
    private HashSet<string> _lastMessages = [];

    public Runner(RunOptions options, TextWriter output, ReportWriter report)
    {
        _options = options;
        _output = output;
        _report = report;
        var asErrors = (options.WarningsAsErrors ?? "").Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _warnings = new WarningSettings(options.NoWarn, options.NoWarn, code => options.TreatWarningsAsErrors || asErrors.Contains(code));
    }

    /// <returns>The exit code: 0 where everything is loaded.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        PluginRunResult result = await PluginRun.RunAsync(_options.Settings, last: null, cancellationToken).ConfigureAwait(false);
        _report.Write(result);
        bool failed = WriteDiagnostics(result);
        if (!_options.Watch)
        {
            if (result.Loaded is { Disabled: null })
            {
                _output.WriteLine($"Open Codex and start a new session to use it: running sessions keep what they have loaded. It comes from the marketplace {DevelopmentMarketplace.Name}.");
            }

            return failed ? 1 : 0;
        }

        await WatchAsync(result, cancellationToken).ConfigureAwait(false);
        return 0;
    }

    private async Task WatchAsync(PluginRunResult last, CancellationToken cancellationToken)
    {
        var folders = new WatchedFolders(_options.ProjectFile, _options.References, _options.Outputs);
        using var watcher = new SourceWatcher(folders);
        _output.WriteLine($"Watching {string.Join(", ", folders.Folders)}. Ctrl+C ends it.");
        while (true)
        {
            IReadOnlyCollection<string> changed = await watcher.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!await BuildAsync(changed, cancellationToken).ConfigureAwait(false))
            {
                _output.WriteLine("The build has failed; waiting for the next change.");
                continue;
            }

            PluginRunResult result = await PluginRun.RunAsync(_options.Settings, last, cancellationToken).ConfigureAwait(false);
            _report.WriteChanges(result, last);
            WriteDiagnostics(result);
            last = result.Loaded is null ? last : result;
        }
    }

    // Errors, and the warnings that the last build did not have.
    private async Task<bool> BuildAsync(IEnumerable<string> changed, CancellationToken cancellationToken)
    {
        List<string> arguments = ["build", _options.ProjectFile, "-c", _options.Configuration, "-nologo", "-v:q", "-tl:off"];
        if (!changed.Any(ConcernsRestore))
        {
            arguments.Add("--no-restore");
        }

        (int exitCode, string output) = await DotnetProcess.RunAsync(arguments, Path.GetDirectoryName(_options.ProjectFile)!, cancellationToken).ConfigureAwait(false);
        string[] messages = [.. output.Split('\n').Select(static line => line.Trim()).Where(static line => Message().IsMatch(line)).Distinct()];
        foreach (string message in messages.Length == 0 && exitCode != 0 ? [output.Trim()] : messages.Where(message => exitCode != 0 || !_lastMessages.Contains(message)))
        {
            _output.WriteLine(message);
        }

        _lastMessages = [.. messages];
        return exitCode == 0;
    }

    private static bool ConcernsRestore(string path) =>
        Path.GetExtension(path).EndsWith("proj", StringComparison.OrdinalIgnoreCase)
        || Path.GetExtension(path).ToLowerInvariant() is ".props" or ".targets" or ".config"
        || Path.GetFileName(path) is "global.json" or "packages.lock.json";

    /// <returns>Whether there is an error among them.</returns>
    private bool WriteDiagnostics(PluginRunResult result)
    {
        bool failed = false;
        foreach (Diagnostic diagnostic in result.Diagnostics.Where(diagnostic => !_warnings.IsMessage(diagnostic)))
        {
            bool isError = _warnings.IsError(diagnostic);
            failed |= isError;
            _report.Write(diagnostic, Show(diagnostic.Location.Path), isError);
        }

        _report.WriteStandardError(result.Loaded?.Servers ?? []);
        return failed;
    }

    private string Show(string path)
    {
        string full = Path.GetFullPath(path, Path.GetDirectoryName(_options.ProjectFile)!);
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, full);
        return _options.FullPaths || Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal) ? full : relative;
    }

    [GeneratedRegex(@": (error|warning)( [A-Z]+\d+)?: ")]
    private static partial Regex Message();
}
