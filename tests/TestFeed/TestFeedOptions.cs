namespace Codex.Plugin.Tests.Feed;

/// <summary>What a feed demands and offers.</summary>
public sealed record TestFeedOptions
{
    /// <summary>The key of the source in a <c>nuget.config</c>.</summary>
    public string Name { get; init; } = "TestFeed";

    /// <summary>Whether every request needs the user and the password of the feed.</summary>
    public bool RequireLogin { get; init; }

    /// <summary>What the service index announces; what it does not is not there.</summary>
    public FeedResources Resources { get; init; } = FeedResources.All;

    /// <summary>The largest package that can be pushed.</summary>
    public long MaxPackageSize { get; init; } = long.MaxValue;

    /// <summary>Whether a deleted version is gone; else it is unlisted, as nuget.org does it.</summary>
    public bool HardDelete { get; init; }
}

/// <summary>The resources of a V3 feed.</summary>
[Flags]
public enum FeedResources
{
    None = 0,

    /// <summary><c>PackageBaseAddress/3.0.0</c>: all that a restore needs.</summary>
    FlatContainer = 1,

    /// <summary><c>RegistrationsBaseUrl</c>: the metadata of every version.</summary>
    Registration = 2,

    /// <summary><c>SearchQueryService</c>, and the completion of ids.</summary>
    Search = 4,

    /// <summary>The search heeds <c>packageType</c> and says so: <c>SearchQueryService/3.5.0</c>.</summary>
    SearchByPackageType = 8 | Search,

    /// <summary><c>PackagePublish/2.0.0</c>: push, delete and relist.</summary>
    Publish = 16,

    /// <summary><c>VulnerabilityInfo/6.7.0</c>: what NuGetAudit reads.</summary>
    Vulnerabilities = 32,

    All = FlatContainer | Registration | SearchByPackageType | Publish | Vulnerabilities,
}
