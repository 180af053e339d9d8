using Codex.Plugin.Tests.Feeds;

namespace Codex.Plugin.Tests.Trust;

/// <summary>How old a version is, asked of the feed that it came from.</summary>
[TestClass]
public sealed class AgePolicyTests
{
    [TestMethod]
    public void YoungVersionIsDenied()
    {
        using var feed = new StaticFeed().WithRegistration("Contoso.Review", ("1.0.0", "2026-06-13T18:00:00Z"));
        using var scene = Scene("MinimumAgeDays", 7, feed.Address);
        scene.Denies("CXP8046 plugins.csproj(3,2)", "Contoso.Review 1.0.0 was published on 2026-06-13, 1 day ago, and the property DefaultMinimumAgeDays (7) wants at least 7. Take an older version, or wait until 2026-06-21.");
    }

    [TestMethod]
    [DataRow(1, "2026-06-14T12:00:00Z")]
    [DataRow(7, "2020-01-01T00:00:00Z")]
    public void VersionThatIsOldEnoughIsAllowed(int days, string published)
    {
        using var feed = new StaticFeed().WithRegistration("Contoso.Review", ("0.9.0", "2026-06-15T00:00:00Z"), ("1.0.0", published));
        using var scene = Scene("MinimumAgeDays", days, feed.Address);
        scene.Allows();
    }

    [TestMethod]
    public void OldVersionIsDenied()
    {
        using var feed = new StaticFeed().WithRegistration("Contoso.Review", ("1.0.0", "2025-06-14T00:00:00Z"));
        using (var scene = Scene("MaximumAgeDays", 365, feed.Address))
        {
            scene.Denies("CXP8047 plugins.csproj(3,2)", "2025-06-14, 366 days ago", "the property DefaultMaximumAgeDays (365) allows at most 365");
        }

        using var allowed = Scene("MaximumAgeDays", 367, feed.Address);
        allowed.Allows();
    }

    [TestMethod]
    public void FeedIsAskedOnce()
    {
        using var feed = new StaticFeed().WithRegistration("Contoso.Review", ("1.0.0", "2026-06-01T00:00:00Z"));
        using var scene = Scene("MinimumAgeDays", 7, feed.Address);
        scene.Allows();
        int asked = feed.Requests.Count;
        Assert.IsGreaterThan(0, asked);
        scene.Allows();
        Assert.HasCount(asked, feed.Requests);

        File.WriteAllText(scene.StateFile, "damaged");
        scene.Allows();
        Assert.IsGreaterThan(asked, feed.Requests.Count);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(null)]
    public void NobodyIsAskedWithoutAPolicy(int? days)
    {
        using var feed = new StaticFeed().WithRegistration("Contoso.Review", ("1.0.0", "2026-06-15T00:00:00Z"));
        using var scene = new TrustPolicyScene(days is null ? "" : $"<PropertyGroup>\n<DefaultMinimumAgeDays>{days}</DefaultMinimumAgeDays>\n</PropertyGroup>") { Source = feed.Address };
        scene.Allows();
        Assert.IsEmpty(feed.Requests);
    }

    [TestMethod]
    [DataRow("MinimumAgeDays")]
    [DataRow("MaximumAgeDays")]
    public void UnknownAgeIsDenied(string policy)
    {
        using var unlisted = new StaticFeed().WithRegistration("Contoso.Review", ("1.0.0", "1900-01-01T00:00:00Z"));
        Denied(unlisted.Address, "has unlisted this version");
        using var silent = new StaticFeed().WithRegistration("Contoso.Review", ("1.0.0", null));
        Denied(silent.Address, "does not say it");
        using var other = new StaticFeed().WithRegistration("Contoso.Review", ("2.0.0", "2020-01-01T00:00:00Z"));
        Denied(other.Address, "does not list this version any more");
        using var without = new StaticFeed().WithVulnerability("Contoso.Other", "[1.0.0]", 3, "https://advisories.example/1");
        Denied(without.Address, "has no RegistrationsBaseUrl");
        Denied(Path.GetTempPath(), "is a folder");
        Denied(null, "does not say which feed the package came from");

        void Denied(string? source, string reason)
        {
            using var scene = Scene(policy, 7, source);
            scene.Denies("CXP8048 plugins.csproj(3,2)", $"Nobody says when Contoso.Review 1.0.0 was published ({source}", reason, $"), so the property Default{policy} (7) cannot be kept.");
        }
    }

    [TestMethod]
    public void FeedThatIsDownDenies()
    {
        var feed = new StaticFeed();
        string address = feed.Address;
        feed.Dispose();
        using var scene = Scene("MinimumAgeDays", 7, address);
        scene.Denies("CXP8048 plugins.csproj(3,2)", "published (" + address);
    }

    private static TrustPolicyScene Scene(string policy, int days, string? source) =>
        new($"<PropertyGroup>\n<Default{policy}>{days}</Default{policy}>\n</PropertyGroup>") { Source = source };
}
