using Codex.Plugin.Packaging.Trust;
using NuGet.Configuration;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>Which sources are asked: those of <c>nuget.config</c>, as far as its source mapping lets them be asked for an id, or the one that somebody named.</summary>
internal sealed class FeedSelection
{
    private readonly NuGetConfig _config;
    private readonly string? _source;
    private readonly Lazy<IReadOnlyList<Feed>> _feeds;
    private readonly Lazy<PackageSourceMapping> _mapping;

    public FeedSelection(NuGetConfig config, string? source, Func<TimeSpan> timeout)
    {
        _config = config;
        _source = string.IsNullOrWhiteSpace(source) ? null : source.Trim();
        _feeds = new(() => [.. (_source is null ? config.PackageSources : [Named(_source)]).Select(one => new Feed(one, timeout()))]);
        _mapping = new(() => config.SourceMapping);
    }

    /// <summary>All that may be asked for something.</summary>
    /// <exception cref="FeedException">There is none.</exception>
    public IReadOnlyList<Feed> All => Read(() => _feeds.Value) is { Count: > 0 } feeds ? feeds
        : throw new FeedException("", FeedProblem.NoSource, "No package source is configured and enabled. Add one with 'dotnet nuget add source ADDRESS --name NAME', or name one with --source.");

    /// <summary>Those that may be asked for an id.</summary>
    /// <exception cref="FeedException">There is none.</exception>
    public IReadOnlyList<Feed> For(string id)
    {
        IReadOnlyList<Feed> all = All;
        List<Feed> allowed = [.. all.Where(feed => IsAllowed(feed, id))];
        return allowed.Count > 0 ? allowed
            : throw new FeedException("", FeedProblem.NoSource,
                $"packageSourceMapping in nuget.config allows none of the sources for '{id}' ({Names(all)}). Add a pattern for it to one of them, or name a source with --source.");
    }

    /// <summary>Whether the feed may be asked for an id: a source that somebody named may, whatever is mapped.</summary>
    public bool IsAllowed(Feed feed, string id) =>
        _source is not null || !Read(() => _mapping.Value).IsEnabled || _mapping.Value.GetConfiguredPackageSources(id).Contains(feed.Source.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of a source by its address or path.</summary>
    public string NameOf(string address) => Feed.NameOf(_config.AllPackageSources.FirstOrDefault(one => IsSame(one.Source, address)) ?? new PackageSource(address));

    public static string Names(IEnumerable<Feed> feeds) => string.Join(", ", feeds.Select(static feed => feed.Name));

    private PackageSource Named(string source)
    {
        IReadOnlyList<PackageSource> configured = _config.AllPackageSources;
        if ((configured.FirstOrDefault(one => one.Name.Equals(source, StringComparison.OrdinalIgnoreCase)) ?? configured.FirstOrDefault(one => IsSame(one.Source, source))) is { } known)
        {
            return known;
        }

        if (Uri.TryCreate(source, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps || uri.IsFile))
        {
            return new PackageSource(uri.IsFile ? uri.LocalPath : source);
        }

        return Directory.Exists(source) ? new PackageSource(Path.GetFullPath(source))
            : throw new FeedException(source, FeedProblem.NoSource,
                $"'{source}' is no source of nuget.config, no address and no folder. {(configured.Count > 0 ? $"The configured sources are: {string.Join(", ", configured.Select(Feed.NameOf))}" : "No source is configured")}.");
    }

    private static bool IsSame(string x, string y) => x.TrimEnd('/').Equals(y.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (IOException exception)
        {
            throw new FeedException("nuget.config", FeedProblem.Invalid, $"nuget.config cannot be read: {exception.Message}", exception);
        }
    }
}
