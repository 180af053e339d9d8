using Codex.Plugin.Packaging.Policies;
using NuGet.Configuration;
using NuGet.Packaging.Signing;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>
/// The <c>nuget.config</c> files of a project, found as NuGet's restore finds them and read when first asked for. Passwords in them and in
/// <c>NuGetPackageSourceCredentials_*</c> are used; credential providers are asked by <c>dotnet</c> alone.
/// </summary>
public sealed class NuGetConfig
{
    private readonly Lazy<ISettings> _settings;
    private readonly Lazy<IReadOnlyList<PackageSource>> _sources;

    /// <summary>The configuration of a project.</summary>
    /// <param name="projectDirectory">The absolute path of the project's folder, or what <c>RestoreRootConfigDirectory</c> says.</param>
    /// <param name="configFile">What <c>RestoreConfigFile</c> says; null or empty: all files from the folder upwards, the user's and the machine's.</param>
    public NuGetConfig(string projectDirectory, string? configFile = null)
    {
        _settings = new(() => string.IsNullOrEmpty(configFile)
            ? NuGet.Configuration.Settings.LoadDefaultSettings(projectDirectory)
            : NuGet.Configuration.Settings.LoadSpecificSettings(Path.GetDirectoryName(Path.GetFullPath(configFile, projectDirectory)), Path.GetFileName(configFile)));
        _sources = new(() => [.. new PackageSourceProvider(_settings.Value).LoadPackageSources()]);
    }

    /// <summary>The sources of <c>auditSources</c>; empty where there are none.</summary>
    internal IReadOnlyList<PackageSource> AuditSources => Guard(() => new PackageSourceProvider(_settings.Value).LoadAuditSources());

    /// <summary>The enabled sources, in the order of the files.</summary>
    internal IReadOnlyList<PackageSource> PackageSources => [.. AllPackageSources.Where(static source => source.IsEnabled)];

    /// <summary>The sources, disabled ones too, in the order of the files.</summary>
    internal IReadOnlyList<PackageSource> AllPackageSources => Guard(() => _sources.Value);

    /// <summary>Which sources may be asked for which ids.</summary>
    internal PackageSourceMapping SourceMapping => Guard(() => PackageSourceMapping.GetPackageSourceMapping(_settings.Value));

    /// <summary>The absolute path of the folder of extracted packages.</summary>
    internal string GlobalPackagesFolder => Guard(() => SettingsUtility.GetGlobalPackagesFolder(_settings.Value));

    /// <summary>All that the files say.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal ISettings Settings => Guard(() => _settings.Value);

    /// <summary>What the settings say about signatures.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal ClientPolicyContext SignaturePolicy => Guard(() => ClientPolicyContext.GetClientPolicy(_settings.Value, NuGet.Common.NullLogger.Instance));

    /// <summary>The entries of <c>trustedSigners</c>.</summary>
    internal IReadOnlyList<TrustedSignerItem> TrustedSigners => Guard(() => new TrustedSignersProvider(_settings.Value).GetTrustedSigners());

    /// <summary>The source of that address, with its credentials where it is a configured one.</summary>
    internal SourceRepository Repository(string source) => Repository(PackageSources.FirstOrDefault(one => one.Source.TrimEnd('/').Equals(source.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)) ?? new PackageSource(source));

    internal static SourceRepository Repository(PackageSource source) => NuGet.Protocol.Core.Types.Repository.Factory.GetCoreV3(source);

    /// <summary>Whether the certificate is one of the entry's, in its place.</summary>
    internal static bool Names(TrustedSignerItem entry, PackageSigner signer) =>
        entry.Certificates.Any(certificate => TrustPolicyReader.Fingerprint(certificate.Fingerprint) == signer.Fingerprint);

    // What is wrong with a file is said in one way for all of NuGet's.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is NuGetConfigurationException or SignatureException or ArgumentException)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}
