using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Inventory;
using Codex.Plugin.Packaging.Trust;
using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>Everything that is known about a version of a plugin. Texts of the package are as it has them: clean them before a terminal sees them.</summary>
public sealed record PluginDetails
{
    /// <summary>The package's id.</summary>
    public required string Id { get; init; }

    /// <summary>The version.</summary>
    public required NuGetVersion Version { get; init; }

    /// <summary>The name that Codex knows the plugin by.</summary>
    public required string PluginName { get; init; }

    /// <summary>The key of the source that the package came from; null where nobody knows.</summary>
    public required string? Source { get; init; }

    /// <summary>Whether it lies in NuGet's packages folder, and was read there.</summary>
    public bool IsRestored { get; init; }

    /// <summary>The size of the package in bytes.</summary>
    public long PackageSize { get; init; }

    /// <summary>The number of files that Codex gets.</summary>
    public int Files { get; init; }

    /// <summary>Their size in bytes.</summary>
    public long InstalledSize { get; init; }

    /// <summary>What the author says: title, description, authors, licence, addresses.</summary>
    public required PluginDescription Description { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The text of the README, in Markdown; null where the package has none.</summary>
    public string? Readme { get; init; }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<PluginPicture> Pictures { get; init; } = [];

    /// <summary>The packages that it needs, with the range of versions, by id.</summary>
    public IReadOnlyDictionary<string, string> Dependencies { get; init; } = new Dictionary<string, string>();

    /// <summary>What the plugin may do, computed from its files.</summary>
    public required PluginCapabilities Capabilities { get; init; }

    /// <summary>The same in words, one line each; nothing in them is hidden or acts on a terminal.</summary>
    public IReadOnlyList<string> CapabilityLines => CapabilityDifference.Describe(Capabilities);

    /// <summary>The same as <c>codexplugin.json</c> has it, in UTF-8.</summary>
    internal byte[] CapabilityBytes => CapabilityJson.ToBytes(Capabilities);

    /// <summary>Who signed it. Whether anybody trusts them is another question: <c>nuget.config</c> answers it.</summary>
    public required PackageSignatures Signatures { get; init; }

    /// <summary>What the feeds say of this version; null where none offers it, as with one that lies in the packages folder only.</summary>
    public OfferedVersion? Offer { get; init; }

    /// <summary>All versions that the feeds offer, the newest first; prereleases where they were asked for.</summary>
    public IReadOnlyList<OfferedVersion> Versions { get; init; } = [];
}

/// <summary>A picture of a plugin.</summary>
/// <param name="Kind"><c>icon</c>, <c>logo</c>, <c>logoDark</c>, <c>composerIcon</c> or <c>screenshot</c>.</param>
/// <param name="Place">An address, or a path inside the package.</param>
public sealed record PluginPicture(string Kind, string Place);
