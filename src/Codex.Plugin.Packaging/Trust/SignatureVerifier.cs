using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Text;
using NuGet.Common;
using NuGet.Packaging;
using NuGet.Packaging.Signing;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>
/// Verifies the signatures of restored plugins as <c>nuget.config</c> says. NuGet itself does so only when it extracts a package, and on Linux and macOS only
/// where <c>DOTNET_NUGET_SIGNATURE_VERIFICATION</c> is on; this asks NuGet's verifier about each package that is to be laid out, wherever it came from.
/// </summary>
/// <param name="config">The project's configuration.</param>
/// <param name="location">The project, for findings.</param>
public sealed class SignatureVerifier(NuGetConfig config, Location location)
{
    /// <summary>
    /// What is wrong with the signatures of the packages. In mode <c>accept</c> a signature must hold; in mode <c>require</c>
    /// there must be one, of a trusted signer. Warnings of NuGet are its own business and not repeated.
    /// </summary>
    /// <param name="plugins">The plugins; those of projects have no package and are left out.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<Diagnostic>> VerifyAsync(IReadOnlyList<RestoredPlugin> plugins, CancellationToken cancellation)
    {
        var diagnostics = new List<Diagnostic>();
        ClientPolicyContext policy;
        try
        {
            policy = config.SignaturePolicy;
        }
        catch (IOException exception)
        {
            return [Diagnostic.Create(DiagnosticDescriptors.SignatureNotVerified, location, "the plugins", exception.Message.TrimEnd('.'), "Mend nuget.config.")];
        }

        bool isRequired = policy.Policy == SignatureValidationMode.Require;
        foreach (RestoredPlugin plugin in plugins.Where(static plugin => plugin.ProjectFile is null))
        {
            cancellation.ThrowIfCancellationRequested();
            string package = new PackageFindings(plugin, location).ArchivePath;
            try
            {
                _ = PackageSignatureReader.Read(package);
                if (isRequired && await FindDistrustAsync(package, policy, cancellation).ConfigureAwait(false) is { } distrust)
                {
                    diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.SignatureNotTrusted, location, plugin.PackageId, plugin.PackageVersion, distrust));
                }
            }
            catch (InvalidDataException exception)
            {
                diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.SignatureBroken, location, plugin.PackageId, plugin.PackageVersion, exception.Message.TrimEnd('.'), plugin.PackageFolder));
            }
            catch (FileNotFoundException) when (!isRequired)
            {
                // The lay-out warns about the missing archive.
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.SignatureNotVerified, location,
                    $"{plugin.PackageId} {plugin.PackageVersion}", exception.Message.TrimEnd('.'), $"Delete '{plugin.PackageFolder}' and restore again."));
            }
        }

        return diagnostics;
    }

    /// <summary>Why NuGet does not trust the package, with its own code and text; null where it does.</summary>
    private static async Task<string?> FindDistrustAsync(string package, ClientPolicyContext policy, CancellationToken cancellation)
    {
        // The distribution's roots where it has some for signed code, else those in trustedroots/ of the application's folder, which in MSBuild is the .NET SDK's.
        X509TrustStore.InitializeForDotNetSdk(NullLogger.Instance);
        var verifier = new PackageSignatureVerifier(
        [
            new IntegrityVerificationProvider(),
            new SignatureTrustAndValidityVerificationProvider(policy.AllowList?
                .Where(static entry => entry.AllowUntrustedRoot)
                .Select(static entry => KeyValuePair.Create(entry.Fingerprint, entry.FingerprintAlgorithm))
                .DistinctBy(static entry => entry.Key, StringComparer.OrdinalIgnoreCase)),
            new AllowListVerificationProvider(
                policy.AllowList,
                requireNonEmptyAllowList: true,
                emptyListErrorMessage: "nuget.config has no trustedSigners, and they are required",
                noMatchErrorMessage: "it is signed by none of the trustedSigners of nuget.config"),
        ]);
        using var reader = new PackageArchiveReader(package);
        VerifySignaturesResult result = await verifier.VerifySignaturesAsync(reader, policy.VerifierSettings, cancellation).ConfigureAwait(false);
        if (result.IsValid)
        {
            return null;
        }

        string[] reasons = [.. result.Results.SelectMany(static one => one.GetErrorIssues()).Select(static issue => $"{issue.Code}: {issue.Message.TrimEnd('.')}").Distinct(StringComparer.Ordinal)];
        return reasons.Length > 0 ? string.Join("; ", reasons) : "NuGet does not say why";
    }
}
