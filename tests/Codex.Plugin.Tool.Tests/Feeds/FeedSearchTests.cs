using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.Tests.Feed;

namespace Codex.Plugin.Tool.Tests.Feeds;

/// <summary>Search, on feeds that know package types and on those that do not.</summary>
[TestClass]
public sealed class FeedSearchTests : FeedTest
{
    private const FeedResources WithoutTypes = FeedResources.FlatContainer | FeedResources.Registration | FeedResources.Search;

    [TestMethod]
    public async Task AFeedThatKnowsTypesIsAskedOnce()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        Fill(feed);

        var found = await Open(feed).SearchAsync("review", 20, prerelease: false, Cancelled);

        var only = found.Single();
        Assert.AreEqual((Review, "1.1.0", "contoso", 12L, "Contoso"), (only.Id, only.Version.ToNormalizedString(), only.Source, only.Downloads, only.Authors));
        AssertList(only.Owners, "contoso-team");
        Assert.AreEqual("Reviews the Contoso way.", only.Description);
        Assert.IsEmpty(feed.Requests.Where(static one => one.Kind is ResourceKind.Nuspec or ResourceKind.Package));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task WhereTypesAreNotKnownTheNuspecSaysWhatIsAPlugin(bool hasNuspecs)
    {
        // Some have it in the package only.
        await using var feed = await TestFeed.StartAsync(new() { Resources = WithoutTypes });
        Fill(feed);
        if (!hasNuspecs)
        {
            feed.Fail(Request.Where(static one => one.Kind == ResourceKind.Nuspec), Fault.Status(404));
        }

        var found = await Open(feed).SearchAsync("review", 20, prerelease: true, Cancelled);

        AssertList(found.Select(static one => $"{one.Id} {one.Version}"), "Contoso.Review 2.0.0-beta");
        Assert.AreEqual(!hasNuspecs, feed.Requests.Any(static one => one.Kind == ResourceKind.Package));
    }

    [TestMethod]
    public async Task PagesAreReadUntilThereAreEnough()
    {
        await using var feed = await TestFeed.StartAsync(new() { Resources = WithoutTypes });
        for (var i = 0; i < 45; i++)
        {
            feed.Add(new PluginNupkg($"Contoso.P{i:00}", "1.0.0") { PackageType = i % 10 == 9 ? "CodexPlugin" : null }.Pack());
        }

        var found = await Open(feed).SearchAsync("contoso", 3, prerelease: false, Cancelled);

        AssertList(found.Select(static one => one.Id), "Contoso.P09", "Contoso.P19", "Contoso.P29");
        Assert.IsFalse(feed.Requests.Any(static one => one.Query.Contains("skip=40", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task WhatSeveralFeedsHaveIsFoundOnce()
    {
        await using var first = await TestFeed.StartAsync(new() { Name = "first" });
        await using var second = await TestFeed.StartAsync(new() { Name = "second", Resources = WithoutTypes });
        first.Add(PluginNupkg.Of(Review, "1.0.0")).Downloads = 5;
        second.Add(PluginNupkg.Of(Review, "1.5.0")).Downloads = null;
        second.Add(PluginNupkg.Of("Contoso.Reviewers", "1.0.0")).Downloads = null;
        var shelf = CreateFolder();
        File.WriteAllBytes(Path.Combine(shelf, "Contoso.Shelf.Review.1.0.0.nupkg"), PluginNupkg.Of("Contoso.Shelf.Review", "1.0.0"));
        File.WriteAllBytes(Path.Combine(shelf, "Contoso.Shelf.Review.Library.1.0.0.nupkg"), new PluginNupkg("Contoso.Shelf.Review.Library", "1.0.0") { PackageType = null }.Pack());
        var folder = Configure(TestFeed.ConfigOf(first, second).Replace("</packageSources>", $"""<add key="shelf" value="{shelf}" /></packageSources>""", StringComparison.Ordinal));

        var found = await new PluginFeeds(folder).SearchAsync("review", 20, prerelease: false, Cancelled);

        AssertList(found.Select(static one => $"{one.Id} {one.Version} {one.Source} ({string.Join(' ', one.Sources)}) {one.Downloads}"),
            "Contoso.Review 1.5.0 second (first second) 5", "Contoso.Shelf.Review 1.0.0 shelf (shelf) ", "Contoso.Reviewers 1.0.0 second (second) ");
    }

    [TestMethod]
    public async Task AFeedWithoutASearchSaysSo()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "static", Resources = FeedResources.FlatContainer });

        var failed = await FailsAsync(FeedProblem.Unsupported, () => Open(feed).SearchAsync("review", 20, false, Cancelled));

        Assert.Contains("'static' has no search", failed.Message);
    }

    private static void Fill(TestFeed feed)
    {
        feed.Add(PluginNupkg.Of(Review, "1.0.0")).Downloads = 7;
        var latest = feed.Add(PluginNupkg.Of(Review, "1.1.0"));
        (latest.Downloads, latest.Owners) = (5, ["contoso-team"]);
        feed.Add(PluginNupkg.Of(Review, "2.0.0-beta"));
        feed.Add(PluginNupkg.Of(Review, "1.9.0")).Listed = false;
        feed.Add(new PluginNupkg("Contoso.Review.Library", "1.0.0") { PackageType = null }.Pack());
        feed.Add(new PluginNupkg("Fabrikam.Build", "1.0.0") { Description = "Builds." }.Pack());
    }
}
