using Codex.Plugin.Packaging;
using NuGet.Common;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>Searches one feed for plugins: by package type where it can, else by text, and then the nuspec of whatever is found says what it is.</summary>
/// <param name="feed">The feed.</param>
/// <param name="isAllowed">Whether the feed may be asked for an id.</param>
internal sealed class FeedSearch(Feed feed, Func<string, bool> isAllowed)
{
    // Of a feed that does not know types: how many of its answers are looked at, and how many at once.
    private const int MostLookedAt = 100;
    private const int Page = 20;
    private const int Concurrency = 6;

    // Ten times what the longest has.
    private const int LongestNuspec = 1 << 20;

    /// <summary>What the feed finds, the best first.</summary>
    /// <exception cref="FeedException">There is no usable answer.</exception>
    public Task<IReadOnlyList<FoundPlugin>> SearchAsync(string text, int take, bool prerelease, TimeSpan timeout, CancellationToken cancellation) => feed.AskAsync($"plugins like '{text}'", timeout, async ct =>
    {
        ServiceIndexResourceV3? index = feed.Source.IsHttp ? await feed.Repository.GetResourceAsync<ServiceIndexResourceV3>(ct).ConfigureAwait(false) : null;
        if (index?.GetServiceEntryUris(ServiceTypes.SearchQueryService).Count == 0 || await feed.Repository.GetResourceAsync<PackageSearchResource>(ct).ConfigureAwait(false) is not { } search)
        {
            throw new FeedException(feed.Name, FeedProblem.Unsupported, $"The source '{feed.Name}' has no search. Look at a plugin by its id: codex-plugin show ID --source {feed.Name}.");
        }

        if (index is not null)
        {
            try
            {
                var filter = new SearchFilter(prerelease) { PackageType = PluginPackageFormat.PackageType };
                return await ToFoundAsync((await search.SearchAsync(text, filter, 0, take, NullLogger.Instance, ct).ConfigureAwait(false)).Where(IsAllowed)).ConfigureAwait(false);
            }
            catch (NotSupportedException)
            {
                // It does not announce SearchQueryService/3.5.0.
            }
        }

        return await SearchByTextAsync(search, text, take, prerelease, ct).ConfigureAwait(false);
    }, cancellation);

    private async Task<IReadOnlyList<FoundPlugin>> SearchByTextAsync(PackageSearchResource search, string text, int take, bool prerelease, CancellationToken cancellation)
    {
        var plugins = new List<IPackageSearchMetadata>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int skip = 0; skip < MostLookedAt && plugins.Count < take; skip += Page)
        {
            IPackageSearchMetadata[] page = [.. await search.SearchAsync(text, new SearchFilter(prerelease), skip, Page, NullLogger.Instance, cancellation).ConfigureAwait(false)];
            IPackageSearchMetadata[] candidates = [.. page.Where(one => seen.Add(one.Identity.Id) && IsAllowed(one))];
            bool[] isPlugin = new bool[candidates.Length];
            await Parallel.ForAsync(0, candidates.Length, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellation }, async (i, ct) =>
                isPlugin[i] = await ReadNuspecAsync(candidates[i].Identity, ct).ConfigureAwait(false) is { } nuspec && PluginFeeds.IsPlugin(nuspec)).ConfigureAwait(false);
            plugins.AddRange(candidates.Where((_, i) => isPlugin[i]));

            // A server that has less than a page has nothing after it; one that sends all at once has, too.
            if (page.Length != Page)
            {
                break;
            }
        }

        return await ToFoundAsync(plugins.Take(take)).ConfigureAwait(false);
    }

    /// <summary>What a package says of itself; null where the feed does not have what it lists, or nobody can read it.</summary>
    private async Task<NuspecReader?> ReadNuspecAsync(PackageIdentity package, CancellationToken cancellation)
    {
        try
        {
            if (await feed.Repository.GetResourceAsync<FindLocalPackagesResource>(cancellation).ConfigureAwait(false) is { } folder)
            {
                return folder.GetPackage(package, NullLogger.Instance, cancellation)?.Nuspec;
            }

            ServiceIndexResourceV3? index = await feed.Repository.GetResourceAsync<ServiceIndexResourceV3>(cancellation).ConfigureAwait(false);
            return index?.GetServiceEntryUri(ServiceTypes.PackageBaseAddress) is { } address
                && await feed.Repository.GetResourceAsync<HttpSourceResource>(cancellation).ConfigureAwait(false) is { } http
                && await ReadNuspecAsync(http.HttpSource, address, package, cancellation).ConfigureAwait(false) is { } nuspec ? nuspec
                : await ReadPackageAsync(package, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PackagingException or InvalidDataException or System.Xml.XmlException or ArgumentException or EndOfStreamException)
        {
            return null;
        }
    }

    private static async Task<NuspecReader?> ReadNuspecAsync(HttpSource http, Uri address, PackageIdentity package, CancellationToken cancellation)
    {
        (string id, string version) = (package.Id.ToLowerInvariant(), package.Version.ToNormalizedString().ToLowerInvariant());
        string url = $"{address.AbsoluteUri.TrimEnd('/')}/{id}/{version}/{id}{PackagingCoreConstants.NuspecExtension}";
        using SourceCacheContext cache = Feed.NewCache();
        var request = new HttpSourceCachedRequest(url, $"nuspec_{id}.{version}", HttpSourceCacheContext.Create(cache, isFirstAttempt: true)) { IgnoreNotFounds = true };
        return await http.GetAsync(request, async result => result is { Status: not HttpSourceResultStatus.NotFound, Stream: { } stream } ? await ReadAsync(stream, cancellation).ConfigureAwait(false) : null, NullLogger.Instance, cancellation).ConfigureAwait(false);
    }

    private async Task<NuspecReader?> ReadPackageAsync(PackageIdentity package, CancellationToken cancellation)
    {
        using SourceCacheContext cache = Feed.NewCache();
        await using var stream = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        if (!await (await feed.GetPackagesAsync(cancellation).ConfigureAwait(false)).CopyNupkgToStreamAsync(package.Id, package.Version, stream, cache, NullLogger.Instance, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        stream.Position = 0;
        using var reader = new PackageArchiveReader(stream, leaveStreamOpen: true);
        await using Stream nuspec = reader.GetNuspec();
        return await ReadAsync(nuspec, cancellation).ConfigureAwait(false);
    }

    private static async Task<NuspecReader> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] bytes = new byte[LongestNuspec + 1];
        int length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return length <= LongestNuspec ? new NuspecReader(new MemoryStream(bytes, 0, length, writable: false)) : throw new InvalidDataException("the nuspec is too large");
    }

    private bool IsAllowed(IPackageSearchMetadata found) => isAllowed(found.Identity.Id);

    private async Task<IReadOnlyList<FoundPlugin>> ToFoundAsync(IEnumerable<IPackageSearchMetadata> found)
    {
        var plugins = new List<FoundPlugin>();
        foreach (IPackageSearchMetadata one in found)
        {
            OfferedVersion version = await feed.ToOfferedAsync(one).ConfigureAwait(false);
            plugins.Add(new FoundPlugin(version.Id, version.Version, feed.Name)
            {
                Title = string.IsNullOrWhiteSpace(one.Title) || one.Title == version.Id ? null : one.Title,
                Description = one.Description ?? "",
                Authors = one.Authors ?? "",
                Owners = one.OwnersList ?? [],
                Downloads = one.DownloadCount,
                Deprecation = version.Deprecation,
                Vulnerabilities = version.Vulnerabilities,
            });
        }

        return plugins;
    }
}
