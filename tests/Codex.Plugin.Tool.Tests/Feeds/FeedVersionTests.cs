using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.Tests.Feed;
using NuGet.Versioning;

namespace Codex.Plugin.Tool.Tests.Feeds;

/// <summary>Which versions there are, and which one is taken.</summary>
[TestClass]
public sealed class FeedVersionTests : FeedTest
{
    [TestMethod]
    public async Task VersionsOfAllFeedsAreOneListWithWhatTheFeedsSay()
    {
        await using var first = await TestFeed.StartAsync(new() { Name = "first" });
        await using var second = await TestFeed.StartAsync(new() { Name = "second" });
        first.Add(PluginNupkg.Of(Review, "1.0.0")).Published = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        first.Add(PluginNupkg.Of(Review, "2.0.0")).Listed = false;
        second.Add(PluginNupkg.Of(Review, "1.0.0"));
        second.Add(PluginNupkg.Of(Review, "1.5.0")).Deprecation = new Deprecation("Legacy", "Use the other.", "Contoso.Check");
        second.Add(PluginNupkg.Of(Review, "3.0.0-beta.1"));
        second.AddVulnerability(Review, "[1.5.0]", VulnerabilitySeverity.High, "https://contoso.example/1");
        var feeds = Open(first, second);

        var versions = await feeds.GetVersionsAsync(Review.ToLowerInvariant(), prerelease: false, Cancelled);

        AssertList(Texts(versions), "2.0.0", "1.5.0", "1.0.0");
        Assert.IsFalse(versions[0].Listed);
        Assert.IsNull(versions[0].Published, "Nuget.org says 1900.");
        Assert.AreEqual("Legacy", versions[1].Deprecation!.Reasons.Single());
        Assert.AreEqual(("Use the other.", "Contoso.Check"), (versions[1].Deprecation!.Message, versions[1].Deprecation!.Alternative));
        Assert.AreEqual(new VersionVulnerability("high", "https://contoso.example/1"), versions[1].Vulnerabilities.Single());
        Assert.AreEqual((Review, "first"), (versions[2].Id, versions[2].Source));
        AssertList(versions[2].Sources, "first", "second");
        Assert.AreEqual(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), versions[2].Published);
        Assert.IsEmpty(feeds.Problems);
        AssertList(Texts(await feeds.GetVersionsAsync(Review, prerelease: true, Cancelled)), "3.0.0-beta.1", "2.0.0", "1.5.0", "1.0.0");
        Assert.IsEmpty(await feeds.GetVersionsAsync("Contoso.Nothing", prerelease: true, Cancelled));
    }

    [TestMethod]
    public async Task AFeedWithoutRegistrationHasVersionsAllTheSame()
    {
        await using var feed = await TestFeed.StartAsync(new() { Resources = FeedResources.FlatContainer });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Add(PluginNupkg.Of(Review, "1.1.0"));

        var found = await Open(feed).ResolveAsync(Review, null, prerelease: false, Cancelled);

        Assert.AreEqual(("1.1.0", true, null), (found.Version.ToNormalizedString(), found.Listed, found.Published));
    }

    [TestMethod]
    [DataRow(null, false, "2.0.0")]
    [DataRow(null, true, "3.0.0-beta.1")]
    [DataRow("[1.0.0,2.0.0)", false, "1.2.0")]
    [DataRow("1.*", false, "1.2.0")]
    [DataRow("1.*-*", false, "1.3.0-rc.1")]
    [DataRow("[3.0.0-alpha,)", false, "3.0.0-beta.1")]
    [DataRow("[1.9.0]", false, "1.9.0")]
    public async Task TheHighestListedVersionThatWillDoIsTaken(string? range, bool prerelease, string expected)
    {
        await using var feed = await TestFeed.StartAsync();
        foreach (var version in (string[])["1.0.0", "1.2.0", "1.3.0-rc.1", "1.9.0", "2.0.0", "3.0.0-beta.1"])
        {
            feed.Add(PluginNupkg.Of(Review, version)).Listed = version != "1.9.0";
        }

        var found = await Open(feed).ResolveAsync(Review, range is null ? null : VersionRange.Parse(range), prerelease, Cancelled);

        Assert.AreEqual(expected, found.Version.ToNormalizedString());
    }

    [TestMethod]
    public async Task WhereNoVersionWillDoTheOnesThatThereAreAreNamed()
    {
        await using var first = await TestFeed.StartAsync(new() { Name = "first" });
        await using var second = await TestFeed.StartAsync(new() { Name = "second" });
        first.Add(PluginNupkg.Of(Review, "1.0.0"));
        second.Add(PluginNupkg.Of(Review, "5.0.0-beta"));
        var feeds = Open(first, second);

        var none = await FailsAsync(FeedProblem.NotFound, () => feeds.ResolveAsync(Review, VersionRange.Parse("[2.0.0,6.0.0)"), prerelease: false, Cancelled));
        var unknown = await FailsAsync(FeedProblem.NotFound, () => feeds.ResolveAsync("Contoso.Reviews", null, prerelease: false, Cancelled));

        Assert.AreEqual($"No version of '{Review}' on first, second is in [2.0.0, 6.0.0). There are 5.0.0-beta, 1.0.0. Allow prereleases with --prerelease.", none.Message);
        Assert.AreEqual("There is no package 'Contoso.Reviews' on first, second. Did you mean Contoso.Review? Look for others with 'codex-plugin search', or name another source with --source.", unknown.Message);
    }

    [TestMethod]
    public async Task SourceMappingSaysWhichFeedsAreAsked()
    {
        await using var inner = await TestFeed.StartAsync(new() { Name = "inner" });
        await using var outer = await TestFeed.StartAsync(new() { Name = "outer" });
        inner.Add(PluginNupkg.Of(Review, "1.0.0"));
        outer.Add(PluginNupkg.Of(Review, "9.0.0"));
        outer.Add(PluginNupkg.Of("Fabrikam.Build", "1.0.0"));
        var config = TestFeed.ConfigOf(inner, outer).Replace("</configuration>", """
            <packageSourceMapping><clear />
              <packageSource key="inner"><package pattern="Contoso.*" /></packageSource>
              <packageSource key="outer"><package pattern="Fabrikam.*" /></packageSource>
            </packageSourceMapping></configuration>
            """, StringComparison.Ordinal);
        var folder = Configure(config);
        var feeds = new PluginFeeds(folder);

        Assert.AreEqual("1.0.0", (await feeds.ResolveAsync(Review, null, false, Cancelled)).Version.ToNormalizedString());
        Assert.IsEmpty(outer.Requests);
        AssertList((await feeds.SearchAsync("", 20, prerelease: false, Cancelled)).Select(static one => $"{one.Id} {one.Version} {one.Source}"), "Contoso.Review 1.0.0 inner", "Fabrikam.Build 1.0.0 outer");
        var none = await FailsAsync(FeedProblem.NoSource, () => feeds.GetVersionsAsync("Tailspin.Plan", false, Cancelled));
        Assert.Contains("packageSourceMapping", none.Message);
        Assert.Contains("inner, outer", none.Message);
        Assert.AreEqual("9.0.0", (await new PluginFeeds(folder, "outer").ResolveAsync(Review, null, false, Cancelled)).Version.ToNormalizedString(), "Somebody named it.");
    }

    [TestMethod]
    public async Task ASourceIsNamedByKeyAddressOrFolder()
    {
        await using var first = await TestFeed.StartAsync(new() { Name = "first" });
        await using var second = await TestFeed.StartAsync(new() { Name = "second" });
        first.Add(PluginNupkg.Of(Review, "1.0.0"));
        second.Add(PluginNupkg.Of(Review, "2.0.0"));
        var folder = CreateFolder(first, second);
        var shelf = CreateFolder();
        File.WriteAllBytes(Path.Combine(shelf, "Contoso.Review.3.0.0.nupkg"), PluginNupkg.Of(Review, "3.0.0"));

        AssertList(
            [await Resolve("FIRST"), await Resolve(second.Source), await Resolve(shelf), await Resolve(new Uri(shelf).AbsoluteUri)],
            "1.0.0 first", "2.0.0 second", $"3.0.0 {shelf}", $"3.0.0 {shelf}");
        var unknown = await FailsAsync(FeedProblem.NoSource, () => Resolve("third"));
        Assert.Contains("'third'", unknown.Message);
        Assert.Contains("first, second", unknown.Message);

        async Task<string> Resolve(string source)
        {
            var found = await new PluginFeeds(folder, source).ResolveAsync(Review, null, false, Cancelled);
            return $"{found.Version} {found.Source}";
        }
    }

    [TestMethod]
    [DataRow("../../etc")]
    [DataRow("Contoso Review")]
    [DataRow("")]
    public async Task WhatIsNoIdIsAskedOfNobody(string id)
    {
        await using var feed = await TestFeed.StartAsync();
        var feeds = Open(feed);

        await FailsAsync(FeedProblem.NotFound, () => feeds.GetVersionsAsync(id, false, Cancelled));
        await FailsAsync(FeedProblem.NotFound, () => feeds.OpenAsync(id, new NuGetVersion("1.0.0"), Cancelled));
        await FailsAsync(FeedProblem.NotFound, () => feeds.ShowAsync(id, null, false, Cancelled));

        Assert.IsEmpty(feed.Requests);
    }

    [TestMethod]
    public async Task WithoutASourceOneIsAskedFor()
    {
        var folder = Configure("<configuration><packageSources><clear /></packageSources></configuration>");

        var none = await FailsAsync(FeedProblem.NoSource, () => new PluginFeeds(folder).GetVersionsAsync(Review, false, Cancelled));

        Assert.Contains("dotnet nuget add source", none.Message);
    }

    [TestMethod]
    public async Task ABrokenConfigurationIsSaidToBeBroken()
    {
        var folder = CreateFolder();
        File.WriteAllText(Path.Combine(folder, "nuget.config"), "<configuration><packageSources>");

        var broken = await FailsAsync(FeedProblem.Invalid, () => new PluginFeeds(folder).GetVersionsAsync(Review, false, Cancelled));

        Assert.StartsWith("nuget.config cannot be read", broken.Message);
    }
}
