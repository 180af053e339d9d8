namespace Codex.Plugin.Packaging.Trust;

/// <summary>Who signed a package.</summary>
/// <param name="Author">The author's signature; null where there is none.</param>
/// <param name="Repository">The signature of the feed, by itself or over the author's; null where there is none.</param>
public sealed record PackageSignatures(PackageSigner? Author, PackageSigner? Repository)
{
    /// <summary>That of a package that nobody signed.</summary>
    public static PackageSignatures None { get; } = new(null, null);

    /// <summary>Whether anybody signed it.</summary>
    public bool IsSigned => Author is not null || Repository is not null;
}

/// <summary>The certificate of a signature.</summary>
/// <param name="Subject">The certificate's subject. Ex: <c>CN=Contoso, O=Contoso</c>.</param>
/// <param name="Fingerprint">The SHA-256 of the certificate in lower-case hexadecimal digits, as <c>nuget.config</c> knows it.</param>
public sealed record PackageSigner(string Subject, string Fingerprint)
{
    /// <summary>The owners that a feed's signature names; of an author's none.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>The feed that signed, as its signature names it; null for an author's.</summary>
    public string? ServiceIndex { get; init; }
}
