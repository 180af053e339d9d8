using System.Text.Json;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Write;
using NuGet.Common;
using NuGet.Packaging.Core;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>When a version was published.</summary>
/// <param name="Time">The time; null where nobody says it.</param>
/// <param name="Reason">Why nobody says it.</param>
public sealed record PublishTime(DateTimeOffset? Time, string Reason);

/// <summary>
/// When the versions of plugins were published, asked of the feed that each package came from, with the project's own settings. A time does not change,
/// so what was answered once is not asked again.
/// </summary>
/// <param name="config">The project's configuration.</param>
/// <param name="stateFile">The absolute path of the file that remembers the answers. Ex: <c>obj/Debug/codexplugin.published</c>.</param>
public sealed class PublishTimes(NuGetConfig config, string stateFile)
{
    private const int Format = 1;
    private const int Concurrency = 8;

    // Nuget.org says so of a version that was unlisted.
    private const int YearOfUnlisted = 1900;

    /// <summary>How long the feeds may take for all answers together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>When each version was published.</summary>
    /// <param name="plugins">Plugins of packages.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyDictionary<RestoredPlugin, PublishTime>> FindAsync(IReadOnlyList<RestoredPlugin> plugins, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        Known known = StateFile.Load(stateFile, Format, Known.Read) ?? new Known();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(Timeout);
        // A version that was pushed a minute ago is none to an answer of half an hour ago.
        using var cache = new SourceCacheContext { NoCache = true };
        using var slots = new SemaphoreSlim(Concurrency);
        var times = new Dictionary<RestoredPlugin, PublishTime>(ReferenceEqualityComparer.Instance);
        (RestoredPlugin Plugin, string Key, PublishTime Time)[] found = await Task.WhenAll(plugins.Select(async plugin =>
        {
            string? source = PackageFeeds.ReadSource(plugin.PackageFolder);
            string key = $"{plugin.PackageId}/{plugin.PackageVersion} {source}";
            return known.Times.TryGetValue(key, out DateTimeOffset time) ? (plugin, key, new PublishTime(time, "")) : (plugin, key, await AskAsync(plugin, source).ConfigureAwait(false));
        })).ConfigureAwait(false);
        bool isNew = false;
        foreach ((RestoredPlugin plugin, string key, PublishTime published) in found)
        {
            times[plugin] = published;
            isNew |= published.Time is { } time && known.Times.TryAdd(key, time);
        }

        if (isNew)
        {
            Remember(known);
        }

        return times;

        async Task<PublishTime> AskAsync(RestoredPlugin plugin, string? source)
        {
            if (source is null)
            {
                return Unknown("the packages folder does not say which feed the package came from");
            }

            try
            {
                await slots.WaitAsync(timeout.Token).ConfigureAwait(false);
                try
                {
                    return await AskFeedAsync(plugin, source, cache, timeout.Token).ConfigureAwait(false);
                }
                finally
                {
                    slots.Release();
                }
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return Unknown($"{source} has not answered within {Timeout.TotalSeconds:0.#} s");
            }
            catch (Exception exception) when (exception is NuGetProtocolException or HttpRequestException or IOException or JsonException or ArgumentException)
            {
                return Unknown($"{source} cannot be asked ({(exception.InnerException ?? exception).Message.TrimEnd('.')})");
            }
        }
    }

    private async Task<PublishTime> AskFeedAsync(RestoredPlugin plugin, string source, SourceCacheContext cache, CancellationToken cancellation)
    {
        SourceRepository feed = config.Repository(source);
        if (!feed.PackageSource.IsHttp)
        {
            return Unknown($"{source} is a folder, and a folder knows only when a file was copied there");
        }

        // Without the one the other throws.
        bool isV3 = await feed.GetResourceAsync<ServiceIndexResourceV3>(cancellation).ConfigureAwait(false) is not null;
        if ((isV3 && await feed.GetResourceAsync<RegistrationResourceV3>(cancellation).ConfigureAwait(false) is null)
            || await feed.GetResourceAsync<PackageMetadataResource>(cancellation).ConfigureAwait(false) is not { } resource)
        {
            return Unknown($"{source} has no RegistrationsBaseUrl, the resource that says it");
        }

        var identity = new PackageIdentity(plugin.PackageId, NuGetVersion.Parse(plugin.PackageVersion));
        IPackageSearchMetadata? metadata = await resource.GetMetadataAsync(identity, cache, NullLogger.Instance, cancellation).ConfigureAwait(false);
        return metadata is null ? Unknown($"{source} does not list this version any more")
            : metadata.Published is not { } time ? Unknown($"{source} does not say it")
            : time.Year <= YearOfUnlisted ? Unknown($"{source} has unlisted this version")
            : new PublishTime(time.ToUniversalTime(), "");
    }

    private static PublishTime Unknown(string reason) => new(null, reason);

    private void Remember(Known known)
    {
        try
        {
            StateFile.Save(stateFile, Format, known, Known.Write);
        }
        catch (OutputException)
        {
            // The next build asks again.
        }
    }

    private sealed class Known
    {
        public Dictionary<string, DateTimeOffset> Times { get; init; } = new(StringComparer.Ordinal);

        public static Known Read(BinaryReader reader) => new()
        {
            Times = StateFile.ReadList(reader, static one => (Key: one.ReadString(), Time: new DateTimeOffset(one.ReadInt64(), TimeSpan.Zero)))
                .ToDictionary(static one => one.Key, static one => one.Time, StringComparer.Ordinal),
        };

        public static void Write(BinaryWriter writer, Known known) => StateFile.WriteList(writer, [.. known.Times.OrderBy(static one => one.Key, StringComparer.Ordinal)], static (one, entry) =>
        {
            one.Write(entry.Key);
            one.Write(entry.Value.UtcTicks);
        });
    }
}
