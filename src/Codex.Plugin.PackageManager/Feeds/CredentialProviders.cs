using System.Net;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Build.Locator;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>
/// NuGet's credential providers. NuGet.Credentials, which finds and asks them, is no package of its own: the .NET SDK has it, and it is loaded from
/// there when a feed refuses for the first time.
/// </summary>
internal sealed class CredentialProviders : ICredentialService
{
    private static readonly Lock s_lock = new();
    private static CredentialProviders? s_used;

    private readonly Lazy<ICredentialService?> _sdk;

    private CredentialProviders(string directory) => _sdk = new(() => Load(directory));

    /// <inheritdoc/>
    public bool HandlesDefaultCredentials => false;

    /// <summary>Has NuGet's client ask them.</summary>
    /// <param name="directory">The folder whose .NET SDK counts.</param>
    public static void Use(string directory)
    {
        lock (s_lock)
        {
            s_used ??= new CredentialProviders(directory);
            HttpHandlerResourceV3.CredentialService ??= new Lazy<ICredentialService>(() => s_used);
        }
    }

    /// <inheritdoc/>
    public async Task<ICredentials?> GetCredentialsAsync(Uri uri, IWebProxy? proxy, CredentialRequestType type, string message, CancellationToken cancellationToken) =>
        _sdk.Value is { } sdk ? await sdk.GetCredentialsAsync(uri, proxy, type, message, cancellationToken).ConfigureAwait(false) : null;

    /// <inheritdoc/>
    public bool TryGetLastKnownGoodCredentialsFromCache(Uri uri, bool isProxy, out ICredentials? credentials)
    {
        credentials = null;
        return _sdk is { IsValueCreated: true, Value: { } sdk } && sdk.TryGetLastKnownGoodCredentialsFromCache(uri, isProxy, out credentials);
    }

    // Without them a feed that wants them says 401, which the user is told.
    private static ICredentialService? Load(string directory)
    {
        Lazy<ICredentialService>? ours = HttpHandlerResourceV3.CredentialService;
        try
        {
            var options = new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk, WorkingDirectory = directory, AllowAllRuntimeVersions = true, AllowAllDotnetLocations = true };
            if (MSBuildLocator.QueryVisualStudioInstances(options).FirstOrDefault() is not { } sdk)
            {
                return null;
            }

            Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(sdk.MSBuildPath, "NuGet.Credentials.dll"));
            MethodInfo? setup = assembly.GetType("NuGet.Credentials.DefaultCredentialServiceUtility")?.GetMethod("SetupDefaultCredentialService", [typeof(ILogger), typeof(bool)]);

            // It sets nothing where there is something.
            HttpHandlerResourceV3.CredentialService = null;
            setup?.Invoke(null, [NullLogger.Instance, true]);
            return HttpHandlerResourceV3.CredentialService?.Value;
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or TargetInvocationException or InvalidOperationException or MissingMemberException or ArgumentException or TypeLoadException)
        {
            return null;
        }
        finally
        {
            HttpHandlerResourceV3.CredentialService = ours;
        }
    }
}
