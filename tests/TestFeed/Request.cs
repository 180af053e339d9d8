using NuGet.Versioning;

namespace Codex.Plugin.Tests.Feed;

/// <summary>Which requests: <c>Request.Package("Contoso.Review").Nth(2)</c>. Those without the login that a feed demands are never meant.</summary>
public sealed record Request
{
    private readonly Func<FeedRequest, bool> _matches;

    private Request(Func<FeedRequest, bool> matches) => _matches = matches;

    public static Request Any { get; } = new(static _ => true);

    /// <summary>The service index.</summary>
    public static Request Index { get; } = Of(ResourceKind.Index);

    public static Request Search { get; } = Of(ResourceKind.Search);

    public static Request Push { get; } = Of(ResourceKind.Push);

    public static Request Vulnerabilities { get; } = Of(ResourceKind.Vulnerabilities);

    /// <summary>How many of them pass first.</summary>
    internal int Passing { get; private init; }

    /// <summary>The download of a <c>.nupkg</c>.</summary>
    public static Request Package(string id, string? version = null) => Of(ResourceKind.Package, id, version);

    /// <summary>The versions of an id in the flat container.</summary>
    public static Request Versions(string id) => Of(ResourceKind.Versions, id);

    /// <summary>The metadata of the versions of an id.</summary>
    public static Request Registration(string id) => Of(ResourceKind.Registration, id);

    public static Request Delete(string id, string? version = null) => Of(ResourceKind.Delete, id, version);

    public static Request Where(Func<FeedRequest, bool> matches) => new(matches);

    /// <summary>Only those with this HTTP method.</summary>
    public Request With(HttpMethod method) => new(request => request.Method == method.Method && _matches(request)) { Passing = Passing };

    /// <summary>The n-th of them and all after it; the first is 1.</summary>
    public Request Nth(int n) => new(_matches) { Passing = n - 1 };

    internal bool Matches(FeedRequest request) => _matches(request);

    private static Request Of(ResourceKind kind, string? id = null, string? version = null)
    {
        var normalized = version is null ? null : NuGetVersion.Parse(version).ToNormalizedString();
        return new(request => request.Kind == kind
            && (id is null || id.Equals(request.Id, StringComparison.OrdinalIgnoreCase))
            && (normalized is null || normalized.Equals(request.Version, StringComparison.OrdinalIgnoreCase)));
    }
}
