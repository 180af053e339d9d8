using Microsoft.AspNetCore.Http;
using NuGet.Versioning;

namespace Codex.Plugin.Tests.Feed;

/// <summary>What a request asks for.</summary>
public enum ResourceKind
{
    Unknown,

    /// <summary>The service index.</summary>
    Index,

    /// <summary>The versions of an id in the flat container.</summary>
    Versions,

    /// <summary>A <c>.nupkg</c>.</summary>
    Package,
    Nuspec,
    Registration,
    Search,
    Autocomplete,
    Push,
    Delete,
    Relist,
    Vulnerabilities,
}

/// <summary>A request that a feed got. Neither a password nor a key is kept.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the address of the feed.</param>
/// <param name="Query">The query with its '?', or nothing.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="Id">The id that the path names.</param>
/// <param name="Version">The version that the path names, normalised.</param>
/// <param name="Authorized">Whether it brought what the feed demands of everybody.</param>
/// <param name="UserAgent">Who asked.</param>
public sealed record FeedRequest(string Method, string Path, string Query, ResourceKind Kind, string? Id, string? Version, bool Authorized, string UserAgent)
{
    /// <summary>The status of the answer; 0 while there is none, and where the connection was cut before one.</summary>
    public int Status { get; internal set; }

    public override string ToString() => $"{Method} {Path}{Query} {Status}";

    internal static FeedRequest Of(HttpRequest request, bool authorized)
    {
        var path = request.Path.Value!;
        var (kind, id, version) = Parse(request.Method, path.Trim('/').Split('/'));
        return new FeedRequest(request.Method, path, request.QueryString.Value ?? "", kind, id, version, authorized, request.Headers.UserAgent.ToString());
    }

    private static (ResourceKind, string?, string?) Parse(string method, string[] path) => path switch
    {
        ["v3", "index.json"] => (ResourceKind.Index, null, null),
        ["v3", "flat", var id, "index.json"] => (ResourceKind.Versions, id, null),
        ["v3", "flat", var id, var version, var file] when Named(file, $"{id}.{version}.nupkg") => (ResourceKind.Package, id, Normalize(version)),
        ["v3", "flat", var id, var version, var file] when Named(file, $"{id}.nuspec") => (ResourceKind.Nuspec, id, Normalize(version)),
        ["v3", "registration", var id, "index.json"] => (ResourceKind.Registration, id, null),
        ["v3", "registration", var id, var leaf] => (ResourceKind.Registration, id, Normalize(System.IO.Path.GetFileNameWithoutExtension(leaf))),
        ["v3", "search"] => (ResourceKind.Search, null, null),
        ["v3", "autocomplete"] => (ResourceKind.Autocomplete, null, null),
        ["v3", "vulnerabilities", _] => (ResourceKind.Vulnerabilities, null, null),
        ["api", "v2", "package"] => (ResourceKind.Push, null, null),
        ["api", "v2", "package", var id, var version] => (method == HttpMethods.Post ? ResourceKind.Relist : ResourceKind.Delete, id, Normalize(version)),
        _ => (ResourceKind.Unknown, null, null),
    };

    private static bool Named(string file, string name) => file.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Normalize(string version) => NuGetVersion.TryParse(version, out var parsed) ? parsed.ToNormalizedString() : version;
}
