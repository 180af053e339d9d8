using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NuGet.Common;
using NuGet.Packaging.Signing;
using HashAlgorithmName = NuGet.Common.HashAlgorithmName;

namespace Codex.Plugin.Tests.Trust;

/// <summary>Somebody with a self-signed certificate for code, who signs packages as an author or as a feed.</summary>
internal sealed class TestSigner : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;

    public TestSigner(string name)
    {
        var request = new CertificateRequest($"CN={name}", _key, System.Security.Cryptography.HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], critical: true));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
    }

    /// <summary>The SHA-256, as <c>nuget.config</c> has it.</summary>
    public string Fingerprint => _certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ToLowerInvariant();

    public void SignAsAuthor(string package) =>
        Sign(package, new AuthorSignPackageRequest(new X509Certificate2(_certificate), HashAlgorithmName.SHA256));

    public void SignAsFeed(string package, params string[] owners) =>
        Sign(package, new RepositorySignPackageRequest(new X509Certificate2(_certificate), HashAlgorithmName.SHA256, HashAlgorithmName.SHA256, new Uri("https://feed.contoso.example/v3/index.json"), owners));

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private static void Sign(string package, SignPackageRequest request)
    {
        string signed = package + ".signed";
        using (request)
        using (var options = SigningOptions.CreateFromFilePaths(package, signed, overwrite: true, new X509SignatureProvider(timestampProvider: null), NullLogger.Instance))
        {
            SigningUtility.SignAsync(options, request, CancellationToken.None).GetAwaiter().GetResult();
        }

        File.Move(signed, package, overwrite: true);
    }
}
