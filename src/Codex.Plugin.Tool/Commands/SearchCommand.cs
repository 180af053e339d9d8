using System.CommandLine;
using System.Globalization;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.Tool.Output;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>search TEXT</c></summary>
internal static class SearchCommand
{
    // As much of a description as fits beside the rest.
    private const int LongestDescription = 100;

    private static readonly Argument<string> s_text = new("TEXT") { Description = "Words, or a part of an id; without it, all plugins.", DefaultValueFactory = static _ => "" };

    private static readonly Option<int> s_take = CreateTake();

    public static Command Create()
    {
        var command = new Command("search", "Looks for plugins on the feeds.") { s_text, s_take };
        command.Options.Add(CommonOptions.Source);
        command.Options.Add(CommonOptions.Prerelease);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerSearchResult, RunAsync, cancellation));
        return command;
    }

    private static Option<int> CreateTake()
    {
        var option = new Option<int>("--take") { Description = "How many at most, 1 to 1000.", HelpName = "COUNT", DefaultValueFactory = static _ => 20 };
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var written }] && !(int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int take) && take is >= 1 and <= 1000))
            {
                result.AddError($"--take {written} is no number from 1 to 1000.");
            }
        });
        return option;
    }

    private static async Task<(ExitCode, SearchResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        string text = run.Parsed.GetValue(s_text) ?? "";
        var feeds = new PluginFeeds(run.Directory, run.Parsed.GetValue(CommonOptions.Source));
        IReadOnlyList<FoundPlugin> found = await run.Output.WithProgressAsync("Asking the feeds",
            _ => feeds.SearchAsync(text, run.Parsed.GetValue(s_take), run.Parsed.GetValue(CommonOptions.Prerelease), cancellation)).ConfigureAwait(false);
        FeedWords.Report(run, feeds);
        if (found.Count == 0)
        {
            run.Output.Say($"There is no plugin{(text.Length == 0 ? "" : $" like '{text}'")} on {string.Join(", ", feeds.Sources)}.");
        }
        else
        {
            bool isCounted = found.Any(static one => one.Downloads is not null);
            string[] header = ["id", "version", .. isCounted ? (string[])["downloads"] : [], "owner", "source", "description"];
            run.Output.WriteTable(header, found.Select(one => (IReadOnlyList<string>)
            [
                PackageText.Line(one.Id), one.Version.ToNormalizedString(), .. isCounted ? (string[])[one.Downloads?.ToString("N0", CultureInfo.InvariantCulture) ?? "-"] : [],
                PackageText.Line(one.Owners.Count > 0 ? string.Join(", ", one.Owners) : one.Authors, LongestDescription), string.Join(", ", one.Sources), Describe(one),
            ]));
        }

        return (ExitCode.Success, new SearchResult(text,
        [
            .. found.Select(static one => new SearchedPlugin(one.Id, one.Version.ToNormalizedString(), one.Source, one.Sources, one.Title, one.Description, one.Authors, one.Owners,
                one.Downloads, FeedWords.Of(one.Deprecation), FeedWords.Of(one.Vulnerabilities))),
        ]));
    }

    private static string Describe(FoundPlugin plugin)
    {
        string flags = $"{(plugin.Deprecation is null ? "" : "DEPRECATED ")}{(plugin.Vulnerabilities.Count == 0 ? "" : "VULNERABLE ")}";
        return flags + PackageText.Line(plugin.Description, LongestDescription);
    }
}
