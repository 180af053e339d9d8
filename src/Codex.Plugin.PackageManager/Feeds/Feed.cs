using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Trust;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>One source: asks it within its time, and says in one way what went wrong.</summary>
internal sealed class Feed
{
    // Nuget.org says so of a version that was unlisted.
    private const int YearOfUnlisted = 1900;

    // In the order of NuGet's severities.
    private static readonly string[] s_severities = ["low", "moderate", "high", "critical"];

    private readonly TimeSpan _timeout;

    public Feed(PackageSource source, TimeSpan timeout)
    {
        Source = source;
        Name = NameOf(source);
        Repository = NuGetConfig.Repository(source);
        _timeout = timeout;
    }

    public PackageSource Source { get; }

    /// <summary>The key of the source, or its address without user and query.</summary>
    public string Name { get; }

    public SourceRepository Repository { get; }

    public static string NameOf(PackageSource source) => IsAddress(source.Name) ? ServerCapabilities.PlainUrl(source.Name) : CapabilityText.Of(source.Name);

    /// <summary>The versions of an id, unlisted ones too, in no order; none where the feed does not know the id.</summary>
    public Task<IReadOnlyList<OfferedVersion>> GetVersionsAsync(string id, CancellationToken cancellation) => AskAsync<IReadOnlyList<OfferedVersion>>($"the versions of {id}", _timeout, async ct =>
    {
        using var cache = NewCache();
        if (await FindMetadataAsync(ct).ConfigureAwait(false) is not { } metadata)
        {
            FindPackageByIdResource byId = await GetPackagesAsync(ct).ConfigureAwait(false);
            return [.. (await byId.GetAllVersionsAsync(id, cache, NullLogger.Instance, ct).ConfigureAwait(false)).Select(version => new OfferedVersion(id, version, Name, null, Listed: true, null))];
        }

        var versions = new List<OfferedVersion>();
        foreach (IPackageSearchMetadata one in await metadata.GetMetadataAsync(id, includePrerelease: true, includeUnlisted: true, cache, NullLogger.Instance, ct).ConfigureAwait(false))
        {
            versions.Add(await ToOfferedAsync(one).ConfigureAwait(false));
        }

        return versions;
    }, cancellation);

    /// <summary>Whether the feed has that version.</summary>
    public Task<bool> HasAsync(string id, NuGetVersion version, CancellationToken cancellation) => AskAsync($"the versions of {id}", _timeout, async ct =>
    {
        using var cache = NewCache();
        return await (await GetPackagesAsync(ct).ConfigureAwait(false)).DoesPackageExistAsync(id, version, cache, NullLogger.Instance, ct).ConfigureAwait(false);
    }, cancellation);

    /// <summary>Downloads a package.</summary>
    /// <returns>Whether the feed has it.</returns>
    public Task<bool> DownloadAsync(string id, NuGetVersion version, string file, TimeSpan timeout, CancellationToken cancellation) => AskAsync($"the package of {id} {version.ToNormalizedString()}", timeout, async ct =>
    {
        using var cache = NewCache();
        FindPackageByIdResource packages = await GetPackagesAsync(ct).ConfigureAwait(false);
        var log = new FailureLog();

        // Whoever has given up deletes the file while it may still be open.
        await using var stream = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.Delete);
        if (await packages.CopyNupkgToStreamAsync(id, version, stream, cache, log, ct).ConfigureAwait(false))
        {
            return true;
        }

        string package = $"package of {id} {version.ToNormalizedString()}";
        string folder = Path.GetDirectoryName(file)!;
        return log.Error is null ? false
            : log.Error.Contains(folder, StringComparison.Ordinal) ? throw new FeedException(Name, FeedProblem.Other,
                $"The {package} from the source '{Name}' cannot be written to {folder}. Make room there, or set {(OperatingSystem.IsWindows() ? "TEMP" : "TMPDIR")} to another folder.")
            : throw new FeedException(Name, FeedProblem.Unreachable, $"The source '{Name}' has not delivered the whole {package}. Try again; if it stays so, tell its owner.");
    }, cancellation);

    /// <summary>Asks the feed something.</summary>
    /// <param name="what">What is asked for, for messages.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="FeedException">There is no usable answer.</exception>
    public async Task<T> AskAsync<T>(string what, TimeSpan timeout, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        if (Source is { IsHttp: true, IsHttps: false, AllowInsecureConnections: false })
        {
            throw new FeedException(Name, FeedProblem.Insecure,
                $"The source '{Name}' has an address with http://, where anybody on the way can change what it answers. Use https://, or add the source to nuget.config with allowInsecureConnections=\"true\".");
        }

        if (Source.IsLocal && !Directory.Exists(Source.Source))
        {
            throw new FeedException(Name, FeedProblem.Unreachable, $"The source '{Name}' is the folder '{CapabilityText.Of(Source.Source)}', which is not there. Check its path in nuget.config.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            // Folders are read at once, and NuGet does not always heed the token.
            return await Task.Run(() => ask(limit.Token), limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellation.IsCancellationRequested && exception is not FeedException && FeedErrors.Covers(exception))
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception exception) when (limit.IsCancellationRequested && exception is not FeedException && FeedErrors.Covers(exception))
        {
            throw new FeedException(Name, FeedProblem.Slow,
                $"The source '{Name}' has not given {what} within {timeout.TotalSeconds:0.#} s. Try again later, or leave it out by naming another source.", exception);
        }
        catch (Exception exception) when (exception is not FeedException && FeedErrors.Covers(exception))
        {
            throw FeedErrors.Of(Source, Name, exception, what);
        }
    }

    /// <summary>A version that was pushed a minute ago is none to an answer of half an hour ago, and what somebody looks at once need not be kept.</summary>
    public static SourceCacheContext NewCache() => new() { NoCache = true, DirectDownload = true, RefreshMemoryCache = true };

    public async Task<FindPackageByIdResource> GetPackagesAsync(CancellationToken cancellation) =>
        await Repository.GetResourceAsync<FindPackageByIdResource>(cancellation).ConfigureAwait(false)
        ?? throw new FeedException(Name, FeedProblem.Unsupported, $"The source '{Name}' announces no packages (PackageBaseAddress or RegistrationsBaseUrl). Check that its address is that of a NuGet feed.");

    private async Task<PackageMetadataResource?> FindMetadataAsync(CancellationToken cancellation)
    {
        // Without the one the other throws.
        bool isV3 = await Repository.GetResourceAsync<ServiceIndexResourceV3>(cancellation).ConfigureAwait(false) is not null;
        return isV3 && await Repository.GetResourceAsync<RegistrationResourceV3>(cancellation).ConfigureAwait(false) is null ? null
            : await Repository.GetResourceAsync<PackageMetadataResource>(cancellation).ConfigureAwait(false);
    }

    /// <summary>What NuGet says of a version, in our words.</summary>
    public async Task<OfferedVersion> ToOfferedAsync(IPackageSearchMetadata metadata)
    {
        PackageDeprecationMetadata? deprecation = await metadata.GetDeprecationMetadataAsync().ConfigureAwait(false);
        return new OfferedVersion(
            metadata.Identity.Id,
            metadata.Identity.Version,
            Name,
            Source.IsHttp && metadata.Published is { Year: > YearOfUnlisted } published ? published.ToUniversalTime() : null,
            metadata.IsListed,
            deprecation is null ? null : new VersionDeprecation([.. deprecation.Reasons ?? []], string.IsNullOrWhiteSpace(deprecation.Message) ? null : deprecation.Message, deprecation.AlternatePackage?.PackageId))
        {
            Vulnerabilities = [.. (metadata.Vulnerabilities ?? []).OrderByDescending(static one => one.Severity).Select(static one => new VersionVulnerability(Word(one.Severity), one.AdvisoryUrl?.OriginalString ?? ""))],
        };
    }

    private static string Word(int severity) => severity >= 0 && severity < s_severities.Length ? s_severities[severity] : "unknown";

    /// <summary>Whether a text is an address of the web.</summary>
    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    // What ends a download is only logged: the answer is the same as for a package that is not there. What cannot be written is named with its path.
    private sealed class FailureLog : LoggerBase
    {
        public string? Error { get; private set; }

        public override void Log(ILogMessage message) => Error = message.Level == LogLevel.Error ? message.Message : Error;

        public override Task LogAsync(ILogMessage message)
        {
            Log(message);
            return Task.CompletedTask;
        }
    }
}
