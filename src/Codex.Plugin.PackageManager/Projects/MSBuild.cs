using Microsoft.Build.Locator;

namespace Codex.Plugin.PackageManager.Projects;

/// <summary>The MSBuild of this machine's .NET SDK, loaded when a project is read. No type of MSBuild may be touched before <see cref="Load"/>.</summary>
internal static class MSBuild
{
    private static readonly Lock s_lock = new();

    /// <summary>Loads it, once.</summary>
    /// <param name="folder">The folder whose <c>global.json</c> picks the SDK.</param>
    /// <exception cref="ManagedProjectException">There is no SDK.</exception>
    public static void Load(string folder)
    {
        lock (s_lock)
        {
            if (MSBuildLocator.IsRegistered)
            {
                return;
            }

            var options = new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk, WorkingDirectory = folder };
            VisualStudioInstance sdk = MSBuildLocator.QueryVisualStudioInstances(options).FirstOrDefault()
                ?? throw new ManagedProjectException("There is no .NET SDK on this machine that fits. Install the .NET SDK 10.");
            MSBuildLocator.RegisterInstance(sdk);
        }
    }
}
