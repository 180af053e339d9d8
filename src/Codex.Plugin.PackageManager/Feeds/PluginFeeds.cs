using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Trust;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>
/// The NuGet feeds that plugins come from: the sources of <c>nuget.config</c> with its credentials, source mapping and packages folder, asked through
/// NuGet's own client. All feeds are asked at the same time.
/// </summary>
public sealed class PluginFeeds
{
    private readonly NuGetConfig _config;
    private readonly FeedSelection _selection;
    private readonly List<FeedException> _problems = [];

    /// <summary>The feeds as <c>dotnet</c> finds them from a folder. Nothing is read before something is asked.</summary>
    /// <param name="directory">The absolute path of the folder from which <c>nuget.config</c> is looked for upwards; those of the user and the machine count too.</param>
    /// <param name="source">The key of a configured source, an address or a folder; null: all enabled sources that <c>packageSourceMapping</c> allows for an id.</param>
    public PluginFeeds(string directory, string? source = null)
    {
        _config = new NuGetConfig(directory);
        _selection = new FeedSelection(_config, source, () => Timeout);
        CredentialProviders.Use(directory);
    }

    /// <summary>How long each feed may take for an answer; 30 s by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the download of a package may take; 5 minutes by default.</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What went wrong with single feeds while others answered, so that the answers so far may lack something.</summary>
    public IReadOnlyList<FeedException> Problems
    {
        get
        {
            lock (_problems)
            {
                return [.. _problems];
            }
        }
    }

    /// <summary>The names of the sources that are asked, in the order of <c>nuget.config</c>.</summary>
    /// <exception cref="FeedException">There is none, or the named one is not known.</exception>
    public IReadOnlyList<string> Sources => [.. _selection.All.Select(static feed => feed.Name)];

    /// <summary>The versions of a plugin on all feeds, unlisted ones too, the newest first. A feed that fails while others answer is in <see cref="Problems"/>.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="prerelease">Whether prereleases count.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Empty where no feed knows the id.</returns>
    /// <exception cref="FeedException">No feed can be asked, or all of them failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<OfferedVersion>> GetVersionsAsync(string id, bool prerelease, CancellationToken cancellation) =>
        [.. (await FindVersionsAsync(id, allFeeds: false, cancellation).ConfigureAwait(false)).Where(one => prerelease || !one.Version.IsPrerelease)];

    /// <summary>The highest listed version that satisfies a range. A single version may be unlisted, as with NuGet's restore.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="range">What is allowed; null: everything.</param>
    /// <param name="prerelease">Whether prereleases count; they do as well where the range itself names one.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="FeedException">There is none, or a feed that may have a better one failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<OfferedVersion> ResolveAsync(string id, VersionRange? range, bool prerelease, CancellationToken cancellation)
    {
        IReadOnlyList<OfferedVersion> all = await FindVersionsAsync(id, allFeeds: true, cancellation).ConfigureAwait(false);
        prerelease |= range is not null && (range.MinVersion?.IsPrerelease == true || range.MaxVersion?.IsPrerelease == true || range.Float?.IncludePrerelease == true);
        bool isExact = range is { HasLowerAndUpperBounds: true, IsMinInclusive: true, IsMaxInclusive: true } && range.MinVersion == range.MaxVersion;
        return all.FirstOrDefault(one => (one.Listed || isExact) && (prerelease || !one.Version.IsPrerelease) && Satisfies(range, one.Version))
            ?? throw NotFound(id, range, prerelease, all);
    }

    /// <summary>The package of a version: from NuGet's packages folder where it is restored already, otherwise downloaded into a temporary file.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The file; dispose of it.</returns>
    /// <exception cref="FeedException">No feed has it, or it is not the package that was asked for, or no plugin.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<PluginPackageFile> OpenAsync(string id, NuGetVersion version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(version);
        if (FindRestored(id, version) is { } restored)
        {
            return restored;
        }

        IReadOnlyList<Feed> feeds = _selection.For(id);
        IReadOnlyList<(Feed Feed, bool Has)> answers = await AskAllAsync(feeds, allFeeds: false, (feed, ct) => feed.HasAsync(id, version, ct), cancellation).ConfigureAwait(false);
        if (answers.FirstOrDefault(static one => one.Has).Feed is not { } found)
        {
            // The one that failed may have it.
            throw Problems.LastOrDefault(one => answers.Count < feeds.Count && feeds.Any(feed => feed.Name == one.Source))
                ?? new FeedException(FeedSelection.Names(feeds), FeedProblem.NotFound,
                    $"There is no {id} {version.ToNormalizedString()} on {FeedSelection.Names(feeds)}. Look at the versions that there are with 'codex-plugin show {id}'.");
        }

        return await DownloadAsync(found, id, version, cancellation).ConfigureAwait(false);
    }

    private async Task<PluginPackageFile> DownloadAsync(Feed feed, string id, NuGetVersion version, CancellationToken cancellation)
    {
        string file = Path.Combine(Path.GetTempPath(), $"codex-plugin-{Guid.NewGuid():N}.nupkg");
        try
        {
            return await feed.DownloadAsync(id, version, file, DownloadTimeout, cancellation).ConfigureAwait(false)
                ? Verify(id, version, file, feed.Name, isTemporary: true)
                : throw Lies(feed.Name, id, version, "lists it, but does not have its package");
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    /// <summary>Whether NuGet's packages folder has the version already, so that a restore asks no feed for it.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="version">The version.</param>
    public bool IsRestored(string id, NuGetVersion version)
    {
        using PluginPackageFile? restored = FindRestored(id, version);
        return restored is not null;
    }

    private PluginPackageFile? FindRestored(string id, NuGetVersion version)
    {
        string folder = Path.Combine(_config.GlobalPackagesFolder, id.ToLowerInvariant(), version.ToNormalizedString().ToLowerInvariant());
        string file = Path.Combine(folder, PluginPackageFormat.ArchiveName(id, version.ToNormalizedString()));

        // NuGet writes the one last: without it the package is not whole.
        return File.Exists(Path.Combine(folder, PackageFeeds.MetadataFile)) && File.Exists(file)
            ? Verify(id, version, file, PackageFeeds.ReadSource(folder) is { } source ? _selection.NameOf(source) : null, isTemporary: false)
            : null;
    }

    private static PluginPackageFile Verify(string id, NuGetVersion version, string file, string? source, bool isTemporary)
    {
        string from = source ?? "the packages folder";
        try
        {
            using var package = new PackageArchiveReader(file);
            NuspecReader nuspec = package.NuspecReader;
            PackageIdentity identity = nuspec.GetIdentity();
            return !identity.Equals(new PackageIdentity(id, version)) ? throw Lies(from, id, version, $"has {identity.Id} {identity.Version.ToNormalizedString()} in its place")
                : !IsPlugin(nuspec) ? throw new FeedException(from, FeedProblem.Invalid,
                    $"{id} {version.ToNormalizedString()} from '{from}' is no plugin of Codex: its package type is not {PluginPackageFormat.PackageType}. Add a package that is no plugin with 'dotnet add package'.")
                : new PluginPackageFile(identity.Id, version, file, source, isTemporary);
        }
        catch (Exception exception) when (exception is InvalidDataException or PackagingException or System.Xml.XmlException or EndOfStreamException or ArgumentException)
        {
            throw Lies(from, id, version, "has a package that cannot be read", exception);
        }
    }

    internal static bool IsPlugin(NuspecReader nuspec) => nuspec.GetPackageTypes().Any(static type => type.Name.Equals(PluginPackageFormat.PackageType, StringComparison.OrdinalIgnoreCase));

    private async Task<IReadOnlyList<OfferedVersion>> FindVersionsAsync(string id, bool allFeeds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(id);
        IReadOnlyList<(Feed Feed, IReadOnlyList<OfferedVersion> Versions)> answers = await AskAllAsync(_selection.For(id), allFeeds, (feed, ct) => feed.GetVersionsAsync(id, ct), cancellation).ConfigureAwait(false);
        return [.. answers.SelectMany(static one => one.Versions)
            .GroupBy(static one => one.Version)
            .Select(static same => same.First() with { Sources = [.. same.Select(static one => one.Source)] })
            .OrderByDescending(static one => one.Version)];
    }

    /// <summary>The answers in the order of the feeds, without those that failed.</summary>
    private async Task<IReadOnlyList<(Feed Feed, T Answer)>> AskAllAsync<T>(IReadOnlyList<Feed> feeds, bool allFeeds, Func<Feed, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        (Feed Feed, T? Answer, FeedException? Problem)[] answers = await Task.WhenAll(feeds.Select(async feed =>
        {
            try
            {
                return (feed, (T?)await ask(feed, cancellation).ConfigureAwait(false), (FeedException?)null);
            }
            catch (FeedException problem)
            {
                return (feed, default, problem);
            }
        })).ConfigureAwait(false);

        List<FeedException> problems = [.. answers.Select(static one => one.Problem).OfType<FeedException>()];
        if (problems.Count > 0 && (allFeeds || problems.Count == feeds.Count))
        {
            throw problems.Count == 1 ? problems[0]
                : new FeedException(string.Join(", ", problems.Select(static one => one.Source)), problems[0].Problem, string.Join(" ", problems.Select(static one => one.Message)), problems[0]);
        }

        lock (_problems)
        {
            _problems.AddRange(problems.Where(problem => !_problems.Exists(one => one.Message == problem.Message)));
        }

        return [.. answers.Where(static one => one.Problem is null).Select(static one => (one.Feed, one.Answer!))];
    }

    private FeedException NotFound(string id, VersionRange? range, bool prerelease, IReadOnlyList<OfferedVersion> all)
    {
        string sources = FeedSelection.Names(_selection.For(id));
        if (all.Count == 0)
        {
            return new FeedException(sources, FeedProblem.NotFound, $"There is no package '{id}' on {sources}. Check its id with 'codex-plugin search', or name another source with --source.");
        }

        const int Shown = 5;
        string[] versions = [.. all.Where(static one => one.Listed).Select(static one => one.Version.ToNormalizedString())];
        string have = versions.Length == 0 ? "All its versions are unlisted; name one exactly, as [1.0.0], to get it all the same"
            : $"There {(versions.Length == 1 ? "is" : "are")} {string.Join(", ", versions.Take(Shown))}{(versions.Length > Shown ? $" and {versions.Length - Shown} older ones" : "")}";
        string hint = !prerelease && all.Any(one => one.Listed && one.Version.IsPrerelease && Satisfies(range, one.Version)) ? ". Allow prereleases with --prerelease" : "";
        return new FeedException(sources, FeedProblem.NotFound, $"No version of '{id}' on {sources} {(range is null ? "is a listed release" : $"is in {range.ToNormalizedString()}")}. {have}{hint}.");
    }

    internal static bool Satisfies(VersionRange? range, NuGetVersion version) => range is null || (range.Float is { } floating && range.IsFloating ? floating.Satisfies(version) && range.Satisfies(version) : range.Satisfies(version));

    private static FeedException Lies(string source, string id, NuGetVersion version, string what, Exception? inner = null) =>
        new(source, FeedProblem.Invalid, $"{id} {version.ToNormalizedString()}: the source '{source}' {what}. Tell its owner, and install another version meanwhile.", inner);
}
