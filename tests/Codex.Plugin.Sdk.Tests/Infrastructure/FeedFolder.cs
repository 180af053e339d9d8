using Codex.Plugin.Tests.Feed;

namespace Codex.Plugin.Sdk.Tests.Infrastructure;

/// <summary>Folders whose packages come from a feed that a test breaks.</summary>
internal static class FeedFolder
{
    private static int s_caches;

    /// <summary>Everything that is restored comes from the feed; NuGet tries three times, without a pause worth mentioning.</summary>
    public static TestFolder Use(this TestFolder folder, TestFeed feed, bool login = false)
    {
        if (login)
        {
            folder.With(feed.Login.Name, feed.Login.Value);
        }

        return folder.WriteConfig(feed.Config).ForgetAnswers()
            .With("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "3")
            .With("NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS", "50");
    }

    public static TestFolder WriteConfig(this TestFolder folder, string config) => folder.Write($"#file nuget.config\n{config}");

    /// <summary>What feeds have answered so far; NuGet keeps it for half an hour.</summary>
    public static TestFolder ForgetAnswers(this TestFolder folder) =>
        folder.With("NUGET_HTTP_CACHE_PATH", Path.Combine(folder.Root, $"http-cache{Interlocked.Increment(ref s_caches)}"));

    /// <summary>The command failed with errors of this code alone, and one of them says so; NuGet says some things in several lines.</summary>
    public static DotnetResult Refuses(this DotnetResult result, string code, string says)
    {
        if (result.ExitCode == 0 || result.Errors.Any(error => error.Code != code) || !result.Errors.Any(error => error.Text.Contains(says, StringComparison.Ordinal)))
        {
            throw result.Fail($"expected errors {code} with '{says}'");
        }

        return result;
    }
}
