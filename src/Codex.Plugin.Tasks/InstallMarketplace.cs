using Codex.Plugin.Diagnostics;
using Codex.Plugin.Install;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Text;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Makes the policies of a marketplace true in the Codex of this user.</summary>
[MSBuildMultiThreadableTask]
public sealed class InstallMarketplace : MarketplaceInstallTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Whether only to say what would be done.</summary>
    public bool WhatIf { get; set; }

    /// <summary>Whether vulnerable plugins are looked for, as the property <c>NuGetAudit</c> says; empty: yes.</summary>
    public string? Audit { get; set; }

    /// <summary>The lowest severity that counts. Ex: <c>$(NuGetAuditLevel)</c>.</summary>
    public string? AuditLevel { get; set; }

    /// <summary>The addresses of advisories that do not count. Ex: <c>@(NuGetAuditSuppress)</c>.</summary>
    public string[] AuditSuppressions { get; set; } = [];

    /// <summary>The absolute path of <c>project.assets.json</c>, with what the restore has found.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary>The folder from which <c>nuget.config</c> is looked for; empty: the project's. Ex: <c>$(RestoreRootConfigDirectory)</c>.</summary>
    public string? ConfigDirectory { get; set; }

    /// <summary>The one <c>nuget.config</c> to read. Ex: <c>$(RestoreConfigFile)</c>.</summary>
    public string? ConfigFile { get; set; }

    /// <summary>Where to write what was done, for programs; empty: nowhere.</summary>
    public string? ReportFile { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (!CheckVulnerabilities())
        {
            return false;
        }

        var installer = new MarketplaceInstaller(Options);
        InstallResult result = WhatIf ? installer.Plan() : installer.Install();
        if (!WhatIf)
        {
            WriteReport(result);
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

    private void WriteReport(InstallResult result)
    {
        if (result.Succeeded && !string.IsNullOrEmpty(ReportFile))
        {
            try
            {
                InstallReport.Of(Options, result).Save(ReportFile);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Log.LogMessage(MessageImportance.High, "{0}", $"{ReportFile} cannot be written: {exception.Message}");
            }
        }
    }

    /// <summary>Before anything is changed in Codex's home.</summary>
    private bool CheckVulnerabilities()
    {
        if (string.Equals(Audit, "false", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var config = new NuGetConfig(NuGetConfigFiles.DirectoryOf(ProjectFile, ConfigDirectory), ConfigFile);
        var plugins = new VulnerablePlugins(config, AssetsFile, new Location(ShownProjectFile)) { Suppressed = AuditSuppressions, Level = AuditLevel };
        try
        {
            IReadOnlyList<Diagnostic> found = plugins.FindAsync(MarketplaceFolder, _cancellation.Token).GetAwaiter().GetResult();
            Report(found);
            return found.All(static diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();
}
