using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace Codex.Plugin.Tests.Feed;

/// <summary>A version on a feed. What it says of itself stays as it was pushed, whatever becomes of its bytes.</summary>
public sealed class FeedPackage
{
    internal FeedPackage(byte[] content)
    {
        using var reader = new PackageArchiveReader(new MemoryStream(content));
        Nuspec = reader.NuspecReader;
        Content = content;
        Id = Nuspec.GetId();
        NuGetVersion = Nuspec.GetVersion();
    }

    public string Id { get; }

    /// <summary>The version as NuGet normalises it: <c>1.0.0</c> for <c>1.0</c>.</summary>
    public string Version => NuGetVersion.ToNormalizedString();

    /// <summary>What a download gets; a feed that lies has others than were pushed.</summary>
    public byte[] Content { get; set; }

    /// <summary>When it was published; policies about the age of a version read it. Null: the feed does not say.</summary>
    public DateTimeOffset? Published { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>Whether searches and floating versions find it.</summary>
    public bool Listed { get; set; } = true;

    /// <summary>Why nobody should use it any more.</summary>
    public Deprecation? Deprecation { get; set; }

    /// <summary>Who owns the id on the feed.</summary>
    public IReadOnlyList<string> Owners { get; set; } = [];

    /// <summary>How often it was downloaded, as its feed says. Null: the feed does not count.</summary>
    public long? Downloads { get; set; } = 0;

    internal NuGetVersion NuGetVersion { get; }

    internal NuspecReader Nuspec { get; }

    /// <summary>The nuspec inside <see cref="Content"/>; null where that is no package.</summary>
    internal byte[]? ReadNuspec()
    {
        try
        {
            using var reader = new PackageArchiveReader(new MemoryStream(Content));
            using var stream = reader.GetNuspec();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or PackagingException)
        {
            return null;
        }
    }
}

/// <summary>Why a version is deprecated.</summary>
/// <param name="Reason"><c>Legacy</c>, <c>CriticalBugs</c> or <c>Other</c>.</param>
/// <param name="Message">What its owner says about it.</param>
/// <param name="Alternate">The id to use instead.</param>
public sealed record Deprecation(string Reason, string Message = "", string? Alternate = null);

/// <summary>What is known to be bad about the versions of an id.</summary>
/// <param name="Id">The id.</param>
/// <param name="Versions">A range as NuGet writes it: <c>[1.0.0, 1.2.0)</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Url">Where to read about it; NuGetAuditSuppress takes it, too.</param>
public sealed record Vulnerability(string Id, string Versions, VulnerabilitySeverity Severity, string Url)
{
    internal VersionRange Range { get; } = VersionRange.Parse(Versions);
}

/// <summary>NU1901 to NU1904.</summary>
public enum VulnerabilitySeverity
{
    Low,
    Moderate,
    High,
    Critical,
}
