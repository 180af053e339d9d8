namespace Codex.Plugin.PackageManager.Engine;

/// <summary>Builds a marketplace project with the same SDK and the same targets as <c>dotnet build</c> at a prompt.</summary>
/// <param name="projectFile">The absolute path of the project.</param>
public sealed class ProjectBuild(string projectFile)
{
    /// <summary>Hears of each error, warning, message and step while it happens.</summary>
    public IProgress<BuildEvent>? Progress { get; init; }

    /// <summary>Whether <c>packages.lock.json</c> must not change.</summary>
    public bool Locked { get; init; }

    /// <summary>Whether credential providers may ask the user.</summary>
    public bool Interactive { get; init; }

    /// <summary>Restores, builds and runs the targets.</summary>
    /// <param name="targets">Ex: <c>ApprovePlugins</c>, <c>Install</c>; none: <c>Build</c>.</param>
    /// <param name="cancellation">Ends the build early; the step at work ends first.</param>
    /// <returns>How it ended. A build that was cancelled has another exit code than 0, unless it was through.</returns>
    /// <exception cref="DotnetNotFoundException">There is no <c>dotnet</c>.</exception>
    public Task<BuildOutcome> RunAsync(IReadOnlyList<string> targets, CancellationToken cancellation) => RunAsync(["build"], targets, cancellation);

    /// <summary>Runs the targets alone, without a restore.</summary>
    /// <param name="targets">Ex: <c>Uninstall</c>.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="DotnetNotFoundException">There is no <c>dotnet</c>.</exception>
    public Task<BuildOutcome> RunWithoutRestoreAsync(IReadOnlyList<string> targets, CancellationToken cancellation) => RunAsync(["msbuild"], targets, cancellation);

    private async Task<BuildOutcome> RunAsync(string[] verb, IReadOnlyList<string> targets, CancellationToken cancellation)
    {
        var events = new List<BuildEvent>();
        var seen = new HashSet<BuildEvent>();
        var rest = new List<string>();
        // The type itself would ask for MSBuild, which a process that only runs 'dotnet' has not loaded.
        string logger = $"{typeof(ProjectBuild).Namespace}.{nameof(BuildEventLogger)},{typeof(ProjectBuild).Assembly.Location}";
        string[] arguments =
        [
            .. verb, projectFile, "-nologo", "-noConsoleLogger", $"-logger:{logger}", "-tl:off",
            .. targets.Count == 0 ? [] : (string[])[$"-t:{string.Join(';', targets)}"],
            .. Locked ? (string[])["-p:RestoreLockedMode=true"] : [],
            .. Interactive ? (string[])["-p:NuGetInteractive=true"] : [],
        ];

        (int exitCode, string error) = await DotnetCommand.RunAsync(Path.GetDirectoryName(projectFile)!, arguments, OnLine, cancellation).ConfigureAwait(false);
        lock (events)
        {
            return new BuildOutcome(exitCode, [.. events], string.Join('\n', [.. rest, .. error.Length > 0 ? (string[])[error.Trim()] : []]));
        }

        void OnLine(string line)
        {
            lock (events)
            {
                if (BuildEventJson.Parse(line) is not { } one)
                {
                    rest.Add(line);
                }
                else if (one.Kind == BuildEventKind.Target)
                {
                    Progress?.Report(one);
                }
                else if (seen.Add(one))
                {
                    events.Add(one);
                    Progress?.Report(one);
                }
            }
        }
    }
}
