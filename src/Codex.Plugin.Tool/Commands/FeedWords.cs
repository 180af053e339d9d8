using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary>What feeds say, in the words of the commands.</summary>
internal static class FeedWords
{
    /// <summary>Why nobody should use a version any more; null: no reason.</summary>
    public static string? Of(VersionDeprecation? deprecation) => deprecation is null ? null
        : string.Join("; ", new[]
        {
            deprecation.Reasons.Count > 0 ? string.Join(", ", deprecation.Reasons) : null, deprecation.Message, deprecation.Alternative is { } id ? $"use {id}" : null,
        }.OfType<string>()) is { Length: > 0 } words ? words : "deprecated";

    public static IReadOnlyList<ListedVulnerability> Of(IReadOnlyList<VersionVulnerability> vulnerabilities) =>
        [.. vulnerabilities.Select(static one => new ListedVulnerability(one.Severity, one.Advisory))];

    /// <summary>Says which feeds failed while others answered.</summary>
    public static void Report(ToolRun run, PluginFeeds feeds)
    {
        foreach (FeedException problem in feeds.Problems)
        {
            run.Output.Report(new ToolDiagnostic(ToolSeverity.Warning, null, problem.Message) { Source = problem.Source });
        }
    }
}
