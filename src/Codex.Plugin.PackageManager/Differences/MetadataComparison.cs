using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Trust;

namespace Codex.Plugin.PackageManager.Differences;

/// <summary>Compares what two packages say about themselves, and who signed them.</summary>
internal static class MetadataComparison
{
    /// <summary>What differs, in the order in which people ask for it.</summary>
    public static IReadOnlyList<MetadataDifference> Metadata(PluginPackage? old, PluginPackage now)
    {
        return
        [
            .. Enumerable.Zip(All(old), All(now))
                .Where(static pair => pair.First.Value != pair.Second.Value)
                .Select(static pair => new MetadataDifference(pair.Second.Name, Show(pair.First.Value), Show(pair.Second.Value))),
        ];

        static string? Show(string? text) => text is null ? null : CapabilityText.Show(text);
    }

    /// <summary>The packages that are needed otherwise, in the order of their ids.</summary>
    public static IReadOnlyList<DependencyDifference> Dependencies(PluginPackage? old, PluginPackage now)
    {
        IReadOnlyDictionary<string, string> before = old?.Dependencies ?? new Dictionary<string, string>();
        return
        [
            .. now.Dependencies.Keys.Concat(before.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
                .Select(id => new DependencyDifference(CapabilityText.Show(id), before.GetValueOrDefault(id), now.Dependencies.GetValueOrDefault(id)))
                .Where(static one => one.Old != one.New),
        ];
    }

    private static (string Name, string? Value)[] All(PluginPackage? package) =>
    [
        ("plugin name", package?.Manifest.Name),
        ("author's signature", Signer(package?.Signatures.Author)),
        ("feed's signature", Signer(package?.Signatures.Repository)),
        ("owners on the feed", package?.Signatures.Repository?.Owners is { Count: > 0 } owners ? string.Join(", ", owners) : null),
        ("title", package?.Description.Title),
        ("description", package?.Description.Description),
        ("authors", package?.Description.Authors is { Count: > 0 } authors ? string.Join(", ", authors) : null),
        ("copyright", package?.Description.Copyright),
        ("license", package?.Description.License?.ToString()),
        ("project page", package?.Description.ProjectUrl),
        ("repository", package?.Description.RepositoryUrl),
    ];

    private static string? Signer(PackageSigner? signer) => signer is null ? null : $"{signer.Subject} (SHA-256 {signer.Fingerprint})";
}
