using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Trust;

namespace Codex.Plugin.PackageManager.Differences;

/// <summary>
/// What changes between two versions of a plugin package. Everything comes from the packages' verified files, and texts of theirs are shown harmlessly.
/// The packages are not needed any more once it is made.
/// </summary>
public sealed class PluginDifference
{
    private PluginDifference(PluginSide? old, PluginSide now, PackageFeed? oldFeed, PackageFeed? newFeed)
    {
        PackageId = CapabilityText.Show(now.Package.Id);
        OldVersion = old?.Package.Version;
        NewVersion = now.Package.Version;
        Files = PluginSide.FilesBetween(old, now);
        Capabilities = CapabilityDifference.Between(old?.Capabilities ?? new PluginCapabilities(), now.Capabilities);
        NewCapabilities = now.Capabilities;
        Metadata = MetadataComparison.Metadata(old?.Package, now.Package);
        Dependencies = MetadataComparison.Dependencies(old?.Package, now.Package);

        // Where nobody says where one of them is from, nothing is known to have changed.
        bool knowsFeeds = old is null || (oldFeed is not null && newFeed is not null);
        Approval = ApprovalDifference.Between(
            old is null ? null : ToApproved(old, knowsFeeds ? oldFeed : null), ToApproved(now, knowsFeeds ? newFeed : null));
    }

    /// <summary>The package's id, as the new version writes it.</summary>
    public string PackageId { get; }

    /// <summary>The old version, normalised; null: there was nothing.</summary>
    public string? OldVersion { get; }

    /// <summary>The new version, normalised.</summary>
    public string NewVersion { get; }

    /// <summary>The files that differ, in ordinal order of their paths.</summary>
    public IReadOnlyList<FileDifference> Files { get; }

    /// <summary>What the plugin may do now and could not before, and the other way round, in words.</summary>
    public CapabilityDifference Capabilities { get; }

    /// <summary>All that the new version may do.</summary>
    public PluginCapabilities NewCapabilities { get; }

    /// <summary>What the package says otherwise about itself, and who signed it.</summary>
    public IReadOnlyList<MetadataDifference> Metadata { get; }

    /// <summary>The packages that it needs otherwise, in the order of their ids.</summary>
    public IReadOnlyList<DependencyDifference> Dependencies { get; }

    /// <summary>What somebody has to agree to, and what takes powers away: the same lines as those of the build's CXP8020.</summary>
    public ApprovalDifference Approval { get; }

    /// <summary>Whether somebody has to agree to the new version: it may do more, or has another author or name.</summary>
    public bool GainsCapabilities => Approval.NeedsConsent.Count > 0;

    /// <summary>Whether nothing differs but the version.</summary>
    public bool IsNone => Files.Count == 0 && Capabilities.IsNone && Metadata.Count == 0 && Dependencies.Count == 0 && !GainsCapabilities;

    /// <summary>Compares two packages, and verifies both.</summary>
    /// <param name="oldPackage">The path of the old <c>.nupkg</c>; null: there is nothing.</param>
    /// <param name="newPackage">The path of the new <c>.nupkg</c>.</param>
    /// <param name="oldFeed">Where the old one came from; null: not known.</param>
    /// <param name="newFeed">Where the new one came from; null: not known. Another feed needs agreement where both are known.</param>
    /// <exception cref="PluginPackageException">A file is not a plugin package that can be read and believed.</exception>
    public static PluginDifference Between(string? oldPackage, string newPackage, PackageFeed? oldFeed = null, PackageFeed? newFeed = null)
    {
        ArgumentNullException.ThrowIfNull(newPackage);
        using PluginPackage? old = oldPackage is null ? null : PluginPackage.Open(oldPackage);
        using PluginPackage now = PluginPackage.Open(newPackage);
        if (old is not null && !old.Id.Equals(now.Id, StringComparison.OrdinalIgnoreCase))
        {
            throw new PluginPackageException($"The packages {CapabilityText.Show(old.Id)} and {CapabilityText.Show(now.Id)} are two plugins, not two versions of one. Name two versions of the same package.");
        }

        var texts = new TextBudget();
        PluginSide? before = old is null ? null : PluginSide.Read(old, now.Manifest, texts);
        return new PluginDifference(before, PluginSide.Read(now, old?.Manifest, texts), oldFeed, newFeed);
    }

    private static ApprovedPlugin ToApproved(PluginSide side, PackageFeed? feed) =>
        new(side.Package.Id, side.Package.Manifest.Name, feed?.ToString(), PluginApprovals.AuthorOf(side.Package.Signatures), side.Capabilities);
}
