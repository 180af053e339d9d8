using Codex.Plugin.PackageManager.Engine;
using Codex.Plugin.Tool.Output;
using NuGet.Configuration;

namespace Codex.Plugin.Tool.Commands;

/// <summary>What a build says, with what a user of the command line needs besides: which feed it is about, and what to do.</summary>
internal static class BuildErrors
{
    // A feed that does not answer, that refuses, or that has something else than it said. NU1101 and the like: it answers, and has none.
    private static readonly HashSet<string> s_ofFeeds = new(StringComparer.Ordinal) { "NU1301", "NU1302", "NU1403" };

    public static ExitCode ExitCodeOf(BuildOutcome build) =>
        build.Errors.Any(static error => error.Code is { } code ? s_ofFeeds.Contains(code) : IsAboutDownload(error)) ? ExitCode.Feed : ExitCode.Failed;

    public static IEnumerable<ToolDiagnostic> Explain(BuildOutcome build, string directory)
    {
        BuildEvent[] findings = [.. build.Events.Where(static one => one.Kind is BuildEventKind.Error or BuildEventKind.Warning)];
        IReadOnlyList<PackageSource> sources = findings.Length > 0 ? LoadSources(directory) : [];
        foreach (BuildEvent one in findings)
        {
            string? source = sources.FirstOrDefault(source => one.Text.Contains(Host(source.Source), StringComparison.OrdinalIgnoreCase))?.Name;
            string hint = one.Kind != BuildEventKind.Error ? "" : one.Code switch
            {
                "CXP8020" => " Look at 'codex-plugin diff', and agree with --approve.",
                "NU1004" => " Run 'codex-plugin restore' without --locked to write the lock file anew.",
                "NU1301" => " Look at 'codex-plugin doctor'.",
                _ => "",
            };
            string shown = source is not null && !one.Text.Contains($"'{source}'", StringComparison.Ordinal) ? $"{one.Text} (source '{source}')" : one.Text;
            yield return ToolDiagnostic.Of(one) with { Message = shown + hint, Source = source };
        }

        if (build.ExitCode != 0 && !build.Errors.Any())
        {
            string rest = build.Rest.Trim();
            yield return new ToolDiagnostic(ToolSeverity.Error, null, $"dotnet ended with {build.ExitCode}{(rest.Length > 0 ? $": {rest}" : ".")} Run again with --verbosity detailed.");
        }
    }

    private static bool IsAboutDownload(BuildEvent error) => error.Text.StartsWith("Failed to download package", StringComparison.Ordinal);

    private static string Host(string source) => Uri.TryCreate(source, UriKind.Absolute, out Uri? uri) && !uri.IsFile ? $"{uri.Scheme}://{uri.Authority}" : source;

    private static IReadOnlyList<PackageSource> LoadSources(string directory)
    {
        try
        {
            return [.. PackageSourceProvider.LoadPackageSources(Settings.LoadDefaultSettings(directory))];
        }
        catch (NuGetConfigurationException)
        {
            return [];
        }
    }
}
