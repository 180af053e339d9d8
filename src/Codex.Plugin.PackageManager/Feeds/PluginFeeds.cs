using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Capabilities;
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
    // How many ids are looked at for the one that was meant, and for how long.
    private const int NearIds = 50;
    private static readonly TimeSpan s_nearIds = TimeSpan.FromSeconds(3);

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
        var choice = new VersionChoice(id, range, prerelease);
        IReadOnlyList<OfferedVersion> all = await FindVersionsAsync(id, allFeeds: true, cancellation).ConfigureAwait(false);
        return choice.Find(all) ?? throw await NotFoundAsync(id, choice, all, cancellation).ConfigureAwait(false);
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
        Check(id);
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

    /// <summary>Plugins that fit a text, over all feeds, the best first. A feed that fails while others answer is in <see cref="Problems"/>.</summary>
    /// <param name="text">Words, or a part of an id; empty: all plugins.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="prerelease">Whether prereleases count.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="FeedException">No feed can be asked, or all of them failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<FoundPlugin>> SearchAsync(string text, int take, bool prerelease, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(take);
        IReadOnlyList<(Feed Feed, IReadOnlyList<FoundPlugin> Found)> answers = await AskAllAsync(
            _selection.All, allFeeds: false, (feed, ct) => new FeedSearch(feed, id => _selection.IsAllowed(feed, id)).SearchAsync(text, take, prerelease, Timeout, ct), cancellation).ConfigureAwait(false);
        return [.. answers
            .SelectMany(static one => one.Found.Select(static (plugin, rank) => (plugin, rank)))
            .GroupBy(static one => one.plugin.Id, StringComparer.OrdinalIgnoreCase)
            .OrderBy(static same => same.Min(static one => one.rank))
            .ThenBy(static same => same.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static same => Merge([.. same.Select(static one => one.plugin)]))
            .Take(take)];
    }

    /// <summary>Everything about a version of a plugin, out of its package.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="range">Which versions will do, of which the highest is taken; null: everything.</param>
    /// <param name="prerelease">Whether prereleases count; they do as well where the range itself names one.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="FeedException">There is no such version, or its package is not one that could be installed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<PluginDetails> ShowAsync(string id, VersionRange? range, bool prerelease, CancellationToken cancellation)
    {
        Check(id);
        var choice = new VersionChoice(id, range, prerelease);
        NuGetVersion? restored = choice.Exact is { } exact && FindRestored(id, exact) is not null ? exact : null;
        IReadOnlyList<OfferedVersion> all = [];
        try
        {
            all = await FindVersionsAsync(id, allFeeds: false, cancellation).ConfigureAwait(false);
        }
        catch (FeedException problem) when (restored is not null)
        {
            AddProblems([problem]);
        }

        OfferedVersion? offer = choice.Find(all);
        NuGetVersion version = offer?.Version ?? restored ?? throw await NotFoundAsync(id, choice, all, cancellation).ConfigureAwait(false);
        using PluginPackageFile file = await OpenAsync(id, version, cancellation).ConfigureAwait(false);
        return await Task.Run(() => DetailsReader.Read(file), cancellation).ConfigureAwait(false) with
        {
            Offer = offer,
            Versions = [.. all.Where(one => choice.Prerelease || !one.Version.IsPrerelease)],
        };
    }

    private static FoundPlugin Merge(IReadOnlyList<FoundPlugin> same)
    {
        FoundPlugin best = same.MaxBy(static one => one.Version)!;
        return best with
        {
            Sources = [.. same.Select(static one => one.Source).Distinct()],
            Owners = best.Owners.Count > 0 ? best.Owners : same.FirstOrDefault(static one => one.Owners.Count > 0)?.Owners ?? [],
            Downloads = same.Max(static one => one.Downloads),
        };
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
            PluginPackageFile.Delete(file);
            throw;
        }
    }

    /// <summary>Whether NuGet's packages folder has the version already, so that a restore asks no feed for it.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="version">The version.</param>
    public bool IsRestored(string id, NuGetVersion version) => RestoredFile(id, version) is not null;

    private PluginPackageFile? FindRestored(string id, NuGetVersion version) =>
        RestoredFile(id, version) is { } file
            ? Verify(id, version, file, PackageFeeds.ReadSource(Path.GetDirectoryName(file)!) is { } source ? _selection.NameOf(source) : null, isTemporary: false)
            : null;

    private string? RestoredFile(string id, NuGetVersion version)
    {
        string folder = Path.Combine(_config.GlobalPackagesFolder, id.ToLowerInvariant(), version.ToNormalizedString().ToLowerInvariant());
        string file = Path.Combine(folder, PluginPackageFormat.ArchiveName(id, version.ToNormalizedString()));

        // NuGet writes the one last: without it the package is not whole.
        return File.Exists(Path.Combine(folder, PackageFeeds.MetadataFile)) && File.Exists(file) ? file : null;
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

    // It becomes a part of addresses and paths.
    private static void Check(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!PackageIds.IsAccepted(id))
        {
            throw new FeedException("", FeedProblem.NotFound, $"'{CapabilityText.Of(id)}' is no package id: letters, digits, '.', '-' and '_' are allowed, as in Contoso.Review. Look for it with 'codex-plugin search'.");
        }
    }

    /// <summary>Whether a package says that it is a plugin.</summary>
    internal static bool IsPlugin(NuspecReader nuspec) => nuspec.GetPackageTypes().Any(static type => type.Name.Equals(PluginPackageFormat.PackageType, StringComparison.OrdinalIgnoreCase));

    private async Task<IReadOnlyList<OfferedVersion>> FindVersionsAsync(string id, bool allFeeds, CancellationToken cancellation)
    {
        Check(id);
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

        AddProblems(problems);
        return [.. answers.Where(static one => one.Problem is null).Select(static one => (one.Feed, one.Answer!))];
    }

    private void AddProblems(IEnumerable<FeedException> problems)
    {
        lock (_problems)
        {
            _problems.AddRange(problems.Where(problem => !_problems.Exists(one => one.Message == problem.Message)));
        }
    }

    private async Task<FeedException> NotFoundAsync(string id, VersionChoice choice, IReadOnlyList<OfferedVersion> all, CancellationToken cancellation)
    {
        IReadOnlyList<string> known = [];
        if (all.Count == 0)
        {
            // Its first word, with which ids of one owner begin.
            int problems = Problems.Count;
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                limit.CancelAfter(s_nearIds);
                known = [.. (await SearchAsync(id.Split('.', '-')[0], NearIds, prerelease: true, limit.Token).ConfigureAwait(false)).Select(static one => one.Id)];
            }
            catch (Exception exception) when (exception is FeedException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                // It would only have been a help.
            }

            lock (_problems)
            {
                _problems.RemoveRange(problems, _problems.Count - problems);
            }
        }

        return choice.NotFound(all, FeedSelection.Names(_selection.For(id)), known);
    }

    private static FeedException Lies(string source, string id, NuGetVersion version, string what, Exception? inner = null) =>
        new(source, FeedProblem.Invalid, $"{id} {version.ToNormalizedString()}: the source '{source}' {what}. Tell its owner, and install another version meanwhile.", inner);
}
