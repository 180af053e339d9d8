using NuGet.Versioning;

namespace Codex.Plugin.Tests.Feed;

/// <summary>The packages of a feed, by id in any letter case and by version as NuGet compares them.</summary>
internal sealed class PackageStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, SortedDictionary<NuGetVersion, FeedPackage>> _packages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the version was not there yet.</summary>
    public bool TryAdd(FeedPackage package)
    {
        lock (_lock)
        {
            if (!_packages.TryGetValue(package.Id, out var versions))
            {
                // Without build metadata, as feeds do.
                _packages.Add(package.Id, versions = new(VersionComparer.VersionRelease));
            }

            return versions.TryAdd(package.NuGetVersion, package);
        }
    }

    public void Remove(FeedPackage package)
    {
        lock (_lock)
        {
            if (_packages.TryGetValue(package.Id, out var versions) && versions.Remove(package.NuGetVersion) && versions.Count == 0)
            {
                _packages.Remove(package.Id);
            }
        }
    }

    public FeedPackage? Find(string id, string version)
    {
        lock (_lock)
        {
            return NuGetVersion.TryParse(version, out var parsed) && _packages.TryGetValue(id, out var versions) ? versions.GetValueOrDefault(parsed) : null;
        }
    }

    /// <summary>The versions of an id, the oldest first.</summary>
    public IReadOnlyList<FeedPackage> Of(string id)
    {
        lock (_lock)
        {
            return _packages.TryGetValue(id, out var versions) ? [.. versions.Values] : [];
        }
    }

    /// <summary>The versions of every id, ids in order.</summary>
    public IReadOnlyList<IReadOnlyList<FeedPackage>> All()
    {
        lock (_lock)
        {
            return [.. _packages.Values.Select(static versions => (IReadOnlyList<FeedPackage>)[.. versions.Values])];
        }
    }
}
