using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.Packaging;
using Codex.Plugin.Tests.Feed;
using NuGet.Versioning;

namespace Codex.Plugin.Tool.Tests.Feeds;

/// <summary>Packages: where they come from, and feeds that lie about them.</summary>
[TestClass]
public sealed class FeedPackageTests : FeedTest
{
    private static readonly NuGetVersion s_one = new("1.0.0");

    [TestMethod]
    public async Task APackageIsDownloadedAndLeavesNothing()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        var nupkg = PluginNupkg.Of(Review, "1.0.0");
        feed.Add(nupkg);
        string path;
        using (var package = await Open(feed).OpenAsync(Review.ToUpperInvariant(), s_one, Cancelled))
        {
            path = package.Path;
            Assert.AreEqual((Review, "contoso", false, (long)nupkg.Length), (package.Id, package.Source, package.IsRestored, package.Size));
            CollectionAssert.AreEqual(nupkg, File.ReadAllBytes(path));
        }

        Assert.IsFalse(File.Exists(path));
    }

    [TestMethod]
    public async Task WhatIsRestoredIsTakenFromThePackagesFolder()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        var folder = CreateFolder(feed);
        var restored = Directory.CreateDirectory(Path.Combine(folder, "packages", "contoso.review", "1.0.0")).FullName;
        var nupkg = Path.Combine(restored, "contoso.review.1.0.0.nupkg");
        File.WriteAllBytes(nupkg, PluginNupkg.Of(Review, "1.0.0"));
        await FailsAsync(FeedProblem.NotFound, () => new PluginFeeds(folder).OpenAsync(Review, s_one, Cancelled));

        // NuGet writes it last.
        File.WriteAllText(Path.Combine(restored, ".nupkg.metadata"), $$"""{"version":2,"contentHash":"","source":"{{feed.Source}}"}""");
        var before = feed.Requests.Count;
        using (var package = await new PluginFeeds(folder).OpenAsync(Review, s_one, Cancelled))
        {
            Assert.AreEqual((nupkg, "contoso", true), (package.Path, package.Source, package.IsRestored));
        }

        Assert.IsTrue(File.Exists(nupkg));
        Assert.HasCount(before, feed.Requests);
    }

    [TestMethod]
    public async Task AFeedThatListsWhatItDoesNotHaveIsNamed()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "liar" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Fail(Request.Package(Review), Fault.Status(404));

        var lie = await FailsAsync(FeedProblem.Invalid, () => Open(feed).OpenAsync(Review, s_one, Cancelled));

        Assert.StartsWith("Contoso.Review 1.0.0: the source 'liar' lists it", lie.Message);
    }

    [TestMethod]
    public async Task APackageThatIsCutShortLeavesNothing()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "cut" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Fail(Request.Package(Review), Fault.Truncate(300));
        var before = TemporaryFiles();
        var broken = await FailsAsync(FeedProblem.Unreachable, () => Open(feed).OpenAsync(Review, s_one, Cancelled));
        Assert.Contains("'cut'", broken.Message);

        feed.Heal();
        feed.Fail(Request.Package(Review), Fault.Content(static nupkg => nupkg[..(nupkg.Length / 2)]));
        var half = await FailsAsync(FeedProblem.Invalid, () => Open(feed).OpenAsync(Review, s_one, Cancelled));
        Assert.Contains("'cut'", half.Message);
        Assert.IsEmpty(TemporaryFiles().Except(before).Where(static file => IsOfReview(file)));

        static string[] TemporaryFiles() => Directory.GetFiles(Path.GetTempPath(), "codex-plugin-*.nupkg");

        // Other tests work at the same time.
        static bool IsOfReview(string file) => new FileInfo(file) is { Exists: true, Length: < 1000 };
    }

    [TestMethod]
    public async Task AnotherPackageInItsPlaceIsNotTaken()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "liar" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0")).Content = PluginNupkg.Of("Contoso.Other", "1.0.0");
        var other = await FailsAsync(FeedProblem.Invalid, () => Open(feed).OpenAsync(Review, s_one, Cancelled));
        Assert.Contains("Contoso.Other 1.0.0", other.Message);

        feed[Review, "1.0.0"].Content = PluginNupkg.Of(Review, "1.0.1");
        var newer = await FailsAsync(FeedProblem.Invalid, () => Open(feed).OpenAsync(Review, s_one, Cancelled));
        Assert.Contains("Contoso.Review 1.0.1", newer.Message);

        feed[Review, "1.0.0"].Content = "<html>Sign in</html>"u8.ToArray();
        await FailsAsync(FeedProblem.Invalid, () => Open(feed).OpenAsync(Review, s_one, Cancelled));
    }

    [TestMethod]
    public async Task APackageThatIsNoPluginIsNotTaken()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(new PluginNupkg("Contoso.Library", "1.0.0") { PackageType = null }.Pack());

        var library = await FailsAsync(FeedProblem.Invalid, () => Open(feed).OpenAsync("Contoso.Library", s_one, Cancelled));

        Assert.Contains(PluginPackageFormat.PackageType, library.Message);
    }

    [TestMethod]
    public async Task AVersionThatNobodyHasIsNotThereUnlessAFeedFailed()
    {
        await using var first = await TestFeed.StartAsync(new() { Name = "first" });
        await using var second = await TestFeed.StartAsync(new() { Name = "second" });
        first.Add(PluginNupkg.Of(Review, "2.0.0"));
        var none = await FailsAsync(FeedProblem.NotFound, () => Open(first, second).OpenAsync(Review, s_one, Cancelled));
        Assert.Contains("first, second", none.Message);

        second.Fail(Request.Any, Fault.Status(503));
        var failed = await FailsAsync(FeedProblem.Failing, () => Open(first, second).OpenAsync(Review, s_one, Cancelled));
        Assert.AreEqual("second", failed.Source);
    }
}
