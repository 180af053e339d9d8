using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>Looks at everything that plugins need on this machine, and changes nothing.</summary>
/// <param name="options">What is looked at.</param>
public sealed class PluginDoctor(DoctorOptions options)
{
    /// <summary>What was found, in the order in which one thing needs the other.</summary>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<CheckResult>> ExamineAsync(CancellationToken cancellation)
    {
        // What takes long waits for others.
        Task<IReadOnlyList<CheckResult>>[] all =
        [
            Start("dotnet", () => DotnetCheck.RunAsync(options, cancellation)),
            Start("codex", () => CodexCheck.RunAsync(options, cancellation)),
            Start("codex home", () => Task.FromResult(CodexHomeCheck.Run(options))),
            Start("project", () => Task.FromResult(ProjectCheck.Run(options))),
            Start("feeds", () => FeedCheck.RunAsync(options, cancellation)),
            Start("signatures", () => Task.FromResult(SignatureSettingsCheck.Run(options))),
            Start("folders", () => Task.FromResult(PackageFoldersCheck.Run(options))),
        ];
        return [.. (await Task.WhenAll(all).ConfigureAwait(false)).SelectMany(static results => results)];

        Task<IReadOnlyList<CheckResult>> Start(string area, Func<Task<IReadOnlyList<CheckResult>>> check) => Task.Run(() => GuardAsync(area, check), cancellation);
    }

    private static async Task<IReadOnlyList<CheckResult>> GuardAsync(string area, Func<Task<IReadOnlyList<CheckResult>>> check)
    {
        try
        {
            return await check().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [new CheckResult(area, null, CheckState.Unknown, CapabilityText.Of(exception.Message.TrimEnd('.')), "Make it readable, and run this again.")];
        }
    }
}
