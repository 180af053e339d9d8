using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Packaging.Signing;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>
/// Reads who signed a package, and makes sure that they signed these bytes with the keys of these certificates. Whether anybody trusts the certificates is not asked.
/// </summary>
public static class PackageSignatureReader
{
    private const string SignatureFile = ".signature.p7s";

    /// <summary>The signatures of a package; signatures that are neither an author's nor a feed's count as none.</summary>
    /// <param name="package">The absolute path of the <c>.nupkg</c>.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no archive, or a signature does not hold.</exception>
    public static PackageSignatures Read(string package)
    {
        using var stream = new FileStream(package, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (zip.GetEntry(SignatureFile) is null)
            {
                return PackageSignatures.None;
            }
        }

        return ReadSigned(stream);
    }

    // A method of its own, so that NuGet's assembly is loaded only for a signed package.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PackageSignatures ReadSigned(FileStream stream)
    {
        stream.Position = 0;
        try
        {
            using var reader = new PackageArchiveReader(stream, leaveStreamOpen: true);
            PrimarySignature signature = reader.GetPrimarySignatureAsync(CancellationToken.None).GetAwaiter().GetResult() ?? throw new InvalidDataException("it cannot be read");
            reader.ValidateIntegrityAsync(signature.SignatureContent, CancellationToken.None).GetAwaiter().GetResult();

            // Anybody can put anybody's certificate into a signature; only who has the key can sign. This looks at a countersignature, too.
            signature.SignedCms.CheckSignature(verifySignatureOnly: true);
            return signature is RepositoryPrimarySignature repository
                ? new PackageSignatures(null, Read(signature, repository))
                : new PackageSignatures(
                    signature is AuthorPrimarySignature ? Read(signature, null) : null,
                    RepositoryCountersignature.GetRepositoryCountersignature(signature) is { } countersignature ? Read(countersignature, countersignature) : null);
        }
        catch (SignatureException exception)
        {
            throw new InvalidDataException(exception.Code == NuGet.Common.NuGetLogCode.Undefined ? exception.Message : $"{exception.Code}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is PackagingException or CryptographicException)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static PackageSigner Read(Signature signature, IRepositorySignature? repository)
    {
        X509Certificate2 certificate = signature.SignerInfo.Certificate ?? throw new InvalidDataException("the signature has no certificate");
        return new PackageSigner(certificate.Subject, certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant())
        {
            Owners = repository?.PackageOwners ?? [],
            ServiceIndex = repository?.V3ServiceIndexUrl?.AbsoluteUri,
        };
    }
}
