using System.Text.Json;

namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>show</c> knows. Texts are those of the package, as it has them.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">The version.</param>
/// <param name="Name">The plugin's name in Codex.</param>
/// <param name="Source">The key of the source that the package came from; null: nobody knows.</param>
/// <param name="Restored">Whether it lies in NuGet's packages folder.</param>
internal sealed record ShowResult(string Id, string Version, string Name, string? Source, bool Restored)
{
    /// <summary>Null: there is none.</summary>
    public string? Title { get; init; }

    /// <summary>Null: nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>Who made it.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>An SPDX expression, the name of a file in the package, or an address; null: nothing is said.</summary>
    public string? License { get; init; }

    /// <summary>The plugin's page; null: there is none.</summary>
    public string? ProjectUrl { get; init; }

    /// <summary>Where its sources are; null: nothing is said.</summary>
    public string? RepositoryUrl { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When this version was published; null: no feed says.</summary>
    public DateTimeOffset? Published { get; init; }

    /// <summary>Whether searches find this version; null: no feed offers it.</summary>
    public bool? Listed { get; init; }

    /// <summary>Why nobody should use this version any more; null: no reason.</summary>
    public string? Deprecated { get; init; }

    /// <summary>The known vulnerabilities of this version.</summary>
    public IReadOnlyList<ListedVulnerability> Vulnerabilities { get; init; } = [];

    /// <summary>The size of the package, in bytes.</summary>
    public long PackageSize { get; init; }

    /// <summary>The number of files that Codex gets.</summary>
    public int Files { get; init; }

    /// <summary>Their size, in bytes.</summary>
    public long InstalledSize { get; init; }

    /// <summary>The author who signed it; null: none did.</summary>
    public ShownSigner? Author { get; init; }

    /// <summary>The feed that signed it; null: none did.</summary>
    public ShownSigner? Repository { get; init; }

    /// <summary>The packages that it needs.</summary>
    public IReadOnlyList<ShownDependency> Dependencies { get; init; } = [];

    /// <summary>What the plugin may do, computed from its files, as <c>codexplugin.json</c> has it.</summary>
    public JsonElement Capabilities { get; init; }

    /// <summary>The same in words.</summary>
    public IReadOnlyList<string> CapabilityLines { get; init; } = [];

    /// <summary>The pictures.</summary>
    public IReadOnlyList<ShownPicture> Pictures { get; init; } = [];

    /// <summary>In Markdown; null: there is none.</summary>
    public string? Readme { get; init; }

    /// <summary>What the feeds offer, the newest first.</summary>
    public IReadOnlyList<ShownVersion> Versions { get; init; } = [];
}

/// <summary>A package that a plugin needs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Range">The versions that will do; empty: all.</param>
internal sealed record ShownDependency(string Id, string Range);

/// <summary>A picture.</summary>
/// <param name="Kind">icon, logo, logoDark, composerIcon or screenshot.</param>
/// <param name="Place">An address, or a path in the package.</param>
internal sealed record ShownPicture(string Kind, string Place);

/// <summary>The certificate of a signature. Whether anybody trusts it is another question.</summary>
/// <param name="Subject">The certificate's subject.</param>
/// <param name="Fingerprint">The SHA-256 of the certificate.</param>
/// <param name="Owners">The owners that a feed's signature names.</param>
internal sealed record ShownSigner(string Subject, string Fingerprint, IReadOnlyList<string> Owners);

/// <summary>A version on the feeds.</summary>
/// <param name="Version">The version.</param>
/// <param name="Sources">The keys of the sources that have it.</param>
/// <param name="Published">Null: the feed does not say.</param>
/// <param name="Listed">Whether searches find it.</param>
/// <param name="Deprecated">Why nobody should use it any more; null: no reason.</param>
/// <param name="Vulnerabilities">Those that are known.</param>
internal sealed record ShownVersion(
    string Version, IReadOnlyList<string> Sources, DateTimeOffset? Published, bool Listed, string? Deprecated, IReadOnlyList<ListedVulnerability> Vulnerabilities);
