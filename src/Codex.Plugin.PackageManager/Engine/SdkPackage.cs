using NuGet.Configuration;
using NuGet.Packaging.Core;
using NuGet.Packaging.Signing;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Engine;

/// <summary>
/// The package <c>Codex.Plugin.Sdk</c> that came with us, of exactly our version. It is put where NuGet keeps packages, so that the projects that we keep
/// build wherever the tool runs, whatever feeds there are.
/// </summary>
/// <param name="packageFile">The absolute path of the <c>.nupkg</c>.</param>
public sealed class SdkPackage(string packageFile)
{
    /// <summary>The package's id.</summary>
    public const string Id = "Codex.Plugin.Sdk";

    /// <summary>The one beside our assemblies; null where there is none, as in a build that was not packed.</summary>
    public static SdkPackage? Find(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, $"{Id}.*.nupkg").FirstOrDefault() is { } file ? new SdkPackage(file) : null;

    /// <summary>The version in the name of the file.</summary>
    public NuGetVersion Version { get; } = NuGetVersion.Parse(Path.GetFileNameWithoutExtension(packageFile)[(Id.Length + 1)..]);

    /// <summary>Extracts the package, unless that version is there already.</summary>
    /// <param name="projectFolder">The folder whose <c>nuget.config</c> says where packages are kept.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="IOException">The folder of packages cannot be written.</exception>
    public async Task EnsureExtractedAsync(string projectFolder, CancellationToken cancellation)
    {
        ISettings settings = Settings.LoadDefaultSettings(projectFolder);
        string packages = SettingsUtility.GetGlobalPackagesFolder(settings);
        // NuGet writes this file last.
        if (File.Exists(Path.Combine(packages, Id.ToLowerInvariant(), Version.ToNormalizedString(), PackagingCoreConstants.NupkgMetadataFileExtension)))
        {
            return;
        }

        try
        {
            FileStream package = File.OpenRead(packageFile);
            await using (package.ConfigureAwait(false))
            {
                using DownloadResourceResult result = await GlobalPackagesFolderUtility.AddPackageAsync(
                    Path.GetDirectoryName(packageFile)!,
                    new PackageIdentity(Id, Version),
                    package,
                    packages,
                    parentId: Guid.Empty,
                    ClientPolicyContext.GetClientPolicy(settings, NuGet.Common.NullLogger.Instance),
                    NuGet.Common.NullLogger.Instance,
                    cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or SignatureException)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}
