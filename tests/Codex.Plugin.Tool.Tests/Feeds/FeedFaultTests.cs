using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.Tests.Feed;

namespace Codex.Plugin.Tool.Tests.Feeds;

/// <summary>Feeds that fail: each in its own words, with the name of the source, and without what it keeps secret.</summary>
[TestClass]
public sealed class FeedFaultTests : FeedTest
{
    [TestMethod]
    [DataRow(403, FeedProblem.Unauthorized)]
    [DataRow(404, FeedProblem.NotFound)]
    [DataRow(429, FeedProblem.Failing)]
    [DataRow(500, FeedProblem.Failing)]
    [DataRow(503, FeedProblem.Failing)]
    [DataRow(418, FeedProblem.Other)]
    public async Task AStatusIsPutInWords(int status, FeedProblem expected)
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = $"status{status}", RequireLogin = true });
        feed.Fail(Request.Any, Fault.Status(status));

        var failed = await FailsAsync(expected, () => new PluginFeeds(Configure(feed.ConfigWithLogin)).GetVersionsAsync(Review, false, Cancelled), feed);

        Assert.AreEqual(feed.Name, failed.Source);
        Assert.Contains($"'{feed.Name}'", failed.Message);
        Assert.Contains($"{status}", failed.Message);
    }

    [TestMethod]
    public async Task WhatIsNoFeedIsSaidToBeNone()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "portal" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Fail(Request.Index, Fault.SignInPage());
        await FailsAsync(FeedProblem.Invalid, () => Open(feed).GetVersionsAsync(Review, false, Cancelled));
        await FailsAsync(FeedProblem.Invalid, () => Open(feed).SearchAsync("review", 5, false, Cancelled));

        feed.Heal();
        feed.Fail(Request.Registration(Review), Fault.InvalidJson());
        var broken = await FailsAsync(FeedProblem.Invalid, () => Open(feed).GetVersionsAsync(Review, false, Cancelled));
        Assert.Contains("'portal'", broken.Message);
        Assert.Contains("sign-in page", broken.Message);
    }

    [TestMethod]
    public async Task NobodyAtTheAddress()
    {
        var folder = Configure(TestFeed.UnreachableConfig);

        var failed = await FailsAsync(FeedProblem.Unreachable, () => new PluginFeeds(folder).ResolveAsync(Review, null, false, Cancelled));

        Assert.Contains("'Unreachable' cannot be reached at 127.0.0.1:", failed.Message);
        Assert.Contains("nobody listens there", failed.Message);
    }

    [TestMethod]
    public async Task AConnectionThatBreaks()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "broken" });
        feed.Fail(Request.Any, Fault.Reset());

        await FailsAsync(FeedProblem.Unreachable, () => Open(feed).GetVersionsAsync(Review, false, Cancelled));
    }

    [TestMethod]
    public async Task AFolderThatIsNotThere()
    {
        var folder = Configure("""<configuration><packageSources><clear /><add key="shelf" value="nowhere" /></packageSources></configuration>""");

        var failed = await FailsAsync(FeedProblem.Unreachable, () => new PluginFeeds(folder).GetVersionsAsync(Review, false, Cancelled));

        Assert.Contains("'shelf' is the folder", failed.Message);
    }

    [TestMethod]
    public async Task AFeedThatDoesNotAnswerIsLeftAlone()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "silent" });
        feed.Fail(Request.Any, Fault.Silence());
        var feeds = new PluginFeeds(CreateFolder(feed)) { Timeout = TimeSpan.FromMilliseconds(500) };

        var failed = await FailsAsync(FeedProblem.Slow, () => feeds.GetVersionsAsync(Review, false, Cancelled));

        Assert.AreEqual("The source 'silent' has not given the versions of Contoso.Review within 0.5 s. Try again later, or leave it out by naming another source.", failed.Message);
    }

    [TestMethod]
    public async Task WhoeverAskedCanEndIt()
    {
        await using var feed = await TestFeed.StartAsync();
        feed.Fail(Request.Any, Fault.Silence());
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var asked = Open(feed).GetVersionsAsync(Review, false, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => asked);
    }

    [TestMethod]
    public async Task AnAddressWithoutTlsIsNotAskedUnlessItIsAllowed()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "open" });
        var folder = Configure(feed.Config.Replace("allowInsecureConnections=\"true\"", "", StringComparison.Ordinal));

        var configured = await FailsAsync(FeedProblem.Insecure, () => new PluginFeeds(folder).GetVersionsAsync(Review, false, Cancelled));
        await FailsAsync(FeedProblem.Insecure, () => new PluginFeeds(CreateFolder(), feed.Source).SearchAsync("x", 5, false, Cancelled));

        Assert.Contains("allowInsecureConnections=\"true\"", configured.Message);
        Assert.IsEmpty(feed.Requests);
    }

    [TestMethod]
    public async Task OneOfTwoThatFailsIsAWarningUnlessTheAnswerWouldBeAGuess()
    {
        await using var good = await TestFeed.StartAsync(new() { Name = "good" });
        await using var bad = await TestFeed.StartAsync(new() { Name = "bad" });
        good.Add(PluginNupkg.Of(Review, "1.0.0"));
        bad.Fail(Request.Any, Fault.Status(500));
        var feeds = Open(good, bad);

        AssertList(Texts(await feeds.GetVersionsAsync(Review, false, Cancelled)), "1.0.0");
        Assert.HasCount(1, await feeds.SearchAsync("review", 5, false, Cancelled));
        Assert.IsTrue(feeds.Problems.All(static one => one is { Source: "bad", Problem: FeedProblem.Failing }));
        await FailsAsync(FeedProblem.Failing, () => feeds.ResolveAsync(Review, null, false, Cancelled));

        good.Fail(Request.Any, Fault.Status(500));
        var both = await FailsAsync(FeedProblem.Failing, () => Open(good, bad).GetVersionsAsync(Review, false, Cancelled));
        Assert.Contains("'good'", both.Message);
        Assert.Contains("'bad'", both.Message);
    }

    [TestMethod]
    public async Task WithoutCredentialsTheWaysToGiveThemAreNamed()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "locked1", RequireLogin = true });

        var failed = await FailsAsync(FeedProblem.Unauthorized, () => Open(feed).GetVersionsAsync(Review, false, Cancelled), feed);

        Assert.Contains("NuGetPackageSourceCredentials_locked1", failed.Message);
    }

    [TestMethod]
    public async Task CredentialsOfTheEnvironmentOpenAFeed()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "locked2", RequireLogin = true });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        Environment.SetEnvironmentVariable(feed.Login.Name, feed.Login.Value);

        var feeds = Open(feed);
        using var package = await feeds.OpenAsync(Review, (await feeds.ResolveAsync(Review, null, false, Cancelled)).Version, Cancelled);

        Assert.AreEqual("locked2", package.Source);
        Assert.HasCount(1, await feeds.SearchAsync("review", 5, false, Cancelled));
        Assert.AreEqual("1.0.0", (await new PluginFeeds(CreateFolder(feed), feed.Source).ResolveAsync(Review, null, false, Cancelled)).Version.ToNormalizedString(), "The address is that of a configured source.");
    }

    [TestMethod]
    public async Task WrongCredentialsAreSaidToBeWrong()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "locked3", RequireLogin = true });
        const string Wrong = "not-the-token-7d2f9c";
        Environment.SetEnvironmentVariable(feed.Login.Name, $"Username={TestFeed.User};Password={Wrong}");

        var failed = await FailsAsync(FeedProblem.Unauthorized, () => Open(feed).GetVersionsAsync(Review, false, Cancelled), feed);

        Assert.Contains("does not accept the credentials", failed.Message);
        Assert.DoesNotContain(Wrong, failed.ToString());
    }

    [TestMethod]
    public async Task CredentialsOfTheConfigurationMayComeFromAVariable()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "locked4", RequireLogin = true });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        Environment.SetEnvironmentVariable("FEED_TEST_TOKEN_4", feed.Password);
        var folder = Configure(feed.ConfigWithLogin.Replace(feed.Password, "%FEED_TEST_TOKEN_4%", StringComparison.Ordinal));

        AssertList(Texts(await new PluginFeeds(folder).GetVersionsAsync(Review, false, Cancelled)), "1.0.0");
    }

    [TestMethod]
    public async Task WhatStandsInAnAddressIsNotShown()
    {
        const string Token = "tok-8c1f2a9e4b7d";
        var folder = CreateFolder();

        var failed = await FailsAsync(FeedProblem.Unreachable, () => new PluginFeeds(folder, $"https://me:{Token}@localhost:1/v3/index.json?key={Token}").GetVersionsAsync(Review, false, Cancelled));

        Assert.DoesNotContain(Token, failed.ToString());
        Assert.AreEqual("https://localhost:1/v3/index.json", failed.Source);
    }
}
