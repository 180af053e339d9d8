using Codex.Plugin.Install;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Makes the policies of a marketplace true in the Codex of this user.</summary>
[MSBuildMultiThreadableTask]
public sealed class InstallMarketplace : MarketplaceInstallTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Whether only to say what would be done.</summary>
    public bool WhatIf { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var installer = new MarketplaceInstaller(Options);
        InstallResult result = WhatIf ? installer.Plan() : installer.Install();
        if (!WhatIf)
        {
            try
            {
                result = installer.AskCodexAsync(result, _cancellation.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                // Everything is done; only the question is not answered.
            }
        }

        return Report(result, result.RegisteredFolder is { } folder ? $"{MarketplaceName} -> {folder}" : null, WhatIf);
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();
}
