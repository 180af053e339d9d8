using Codex.Plugin.Install;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Takes a marketplace out of the Codex of this user, and puts back what was there before.</summary>
[MSBuildMultiThreadableTask]
public sealed class UninstallMarketplace : MarketplaceInstallTask
{
    /// <inheritdoc/>
    public override bool Execute()
    {
        InstallResult result = new MarketplaceInstaller(Options).Uninstall();
        return Report(result, result.RegisteredFolder is { } other ? $"{MarketplaceName} comes from {other}, which this project has not registered" : null, isPlan: false);
    }
}
