using System.Diagnostics;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Runtime.Codex;
using Codex.Plugin.Runtime.Development;

namespace Codex.Plugin.Run;

/// <summary>One run, or one after each change of the sources.</summary>
internal sealed class Runner
{
    private static readonly TimeSpan s_longestBuild = TimeSpan.FromMinutes(30);

    private readonly RunOptions _options;
    private readonly TextWriter _output;
    private readonly ReportWriter _report;
    private readonly WarningSettings _warnings;

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
            await watcher.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!await BuildAsync(cancellationToken).ConfigureAwait(false))
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

    // Warnings and errors only, as the build writes them.
    private async Task<bool> BuildAsync(CancellationToken cancellationToken)
    {
        string[] arguments = ["build", _options.ProjectFile, "-c", _options.Configuration, "-v", "q", "-nologo", "-clp:NoSummary;ErrorsOnly", "-tl:off"];
        ProcessStartInfo start = ChildProcess.Describe(DotnetHost, arguments, Path.GetDirectoryName(_options.ProjectFile)!);
        // 'dotnet run' has set for us what it has for its own build; the next build starts from the user's environment.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        ProcessResult build = await ChildProcess.RunAsync(start, s_longestBuild, cancellationToken).ConfigureAwait(false);
        if (build.ExitCode != 0)
        {
            _output.WriteLine((build.StandardOutput + build.StandardError).Trim());
        }

        return build.ExitCode == 0;
    }

    private static string DotnetHost =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : "dotnet";

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

        return failed;
    }

    private string Show(string path)
    {
        string full = Path.GetFullPath(path, Path.GetDirectoryName(_options.ProjectFile)!);
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, full);
        return _options.FullPaths || Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal) ? full : relative;
    }
}
