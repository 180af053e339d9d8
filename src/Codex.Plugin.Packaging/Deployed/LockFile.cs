using System.Text.Json;
using Codex.Plugin.Packaging.Restore;

namespace Codex.Plugin.Packaging.Deployed;

/// <summary><c>packages.lock.json</c>, as far as it says which content a package must have.</summary>
internal sealed class LockFile
{
    private readonly List<(string Id, string? Version, string? Hash)> _entries;

    private LockFile(List<(string Id, string? Version, string? Hash)> entries) => _entries = entries;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    /// <exception cref="JsonException">It is not what NuGet writes.</exception>
    public static LockFile Load(string path)
    {
        try
        {
            return new LockFile([.. from framework in StrictJson.ReadObject(path)["dependencies"]!.AsObject()
                                    from package in framework.Value!.AsObject()
                                    select (package.Key, (string?)package.Value!["resolved"], (string?)package.Value["contentHash"])]);
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new JsonException("a member is missing or has a wrong type", exception);
        }
    }

    /// <summary>What it says otherwise about a plugin's package, to follow "the lock file" in a sentence; null where it agrees.</summary>
    public string? FindProblem(RestoredPlugin plugin)
    {
        var entries = _entries.FindAll(entry => entry.Id.Equals(plugin.PackageId, StringComparison.OrdinalIgnoreCase));

        // A project of several frameworks may have several versions.
        var ofVersion = entries.FindAll(entry => plugin.PackageVersion.Equals(entry.Version, StringComparison.OrdinalIgnoreCase));
        return entries.Count == 0 ? $"has no entry for {plugin.PackageId}"
            : ofVersion.Count == 0 ? $"has {plugin.PackageId} {entries[0].Version ?? "without a version"}"
            : ofVersion.FindIndex(entry => entry.Hash != plugin.Sha512) is >= 0 and var index ? $"has {plugin.PackageId} with the contentHash {ofVersion[index].Hash ?? "-"}"
            : null;
    }
}
