using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Deployed;

/// <summary>
/// Compares what a project has laid out with the packages that it has restored, and those with the lock file. It reads every byte, since time stamps are easily set,
/// and changes nothing.
/// </summary>
public sealed class MarketplaceVerifier
{
    /// <summary>The absolute path of the project.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The absolute path of the folder with its <c>project.assets.json</c>.</summary>
    public required string IntermediateFolder { get; init; }

    /// <summary>The absolute path of the marketplace.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether the project is about the marketplace, and not one of several that bring something into it.</summary>
    public bool IsForThisProject { get; init; }

    /// <summary>The absolute path of <c>packages.lock.json</c>.</summary>
    public required string LockFile { get; init; }

    /// <summary>Whether the project wants a lock file; otherwise it counts where there is one.</summary>
    public bool NeedsLockFile { get; init; }

    /// <summary>Compares everything, and reports everything.</summary>
    /// <param name="name">The marketplace's name, where the project sets it.</param>
    /// <param name="title">The marketplace's display name, where the project sets it.</param>
    /// <param name="plugins">What the project brings.</param>
    public Verification Verify(string? name, string? title, IReadOnlyList<MarketplacePlugin> plugins)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        var verification = new Verification(ProjectFile);
        CompareLockFile(plugins.Select(static plugin => plugin.Plugin).Where(static plugin => plugin.PackageFolder.Length > 0), verification);
        verification.Plugins = [.. plugins.Select(plugin => PackedPlugin.Read(plugin, verification))];

        MarketplaceRecord current = ReadRecord(verification);
        var diagnostics = new List<Diagnostic>();
        var layout = new MarketplaceLayout(ProjectFile, IntermediateFolder, Folder, Path.GetFileName(ProjectFile)) { IsForThisProject = IsForThisProject, StateFile = "" };
        (MarketplaceDocument Document, MarketplaceRecord Record)? expected = layout.Expect(current, name, title, [.. verification.Plugins.Select(static plugin => plugin.Plugin)], diagnostics);
        verification.Add(diagnostics);
        if (expected is var (document, record))
        {
            verification.Document = document;
            new DeployedMarketplace(Folder, DeployedPlace.Marketplace, verification).Compare(document, record, current, verification.Plugins);
        }
        else if (diagnostics.Count == 0)
        {
            verification.AddNote("The project brings no plugin into a marketplace.");
        }

        return verification;
    }

    private void CompareLockFile(IEnumerable<RestoredPlugin> plugins, Verification verification)
    {
        if (!NeedsLockFile && !File.Exists(LockFile))
        {
            return;
        }

        try
        {
            var locked = Deployed.LockFile.Load(LockFile);
            foreach (RestoredPlugin plugin in plugins)
            {
                if (locked.FindProblem(plugin) is { } problem)
                {
                    verification.Report(DiagnosticDescriptors.LockFileDiffers, LockFile, plugin.PackageId, $"{plugin.PackageVersion} with {plugin.Sha512}", problem);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException || OutputException.Covers(exception))
        {
            verification.Report(DiagnosticDescriptors.DeployedFileNotReadable, LockFile, "the restored packages", exception.Message.TrimEnd('.'));
        }
    }

    // A damaged one is reported where it is compared with what it should be.
    private MarketplaceRecord ReadRecord(Verification verification)
    {
        string file = Path.Combine(Folder, MarketplaceRecord.File);
        try
        {
            return File.Exists(file) ? MarketplaceRecord.Load(file) : MarketplaceRecord.Empty;
        }
        catch (JsonException)
        {
            return MarketplaceRecord.Empty;
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            verification.Report(DiagnosticDescriptors.DeployedFileNotReadable, file, "the project", exception.Message.TrimEnd('.'));
            return MarketplaceRecord.Empty;
        }
    }
}
