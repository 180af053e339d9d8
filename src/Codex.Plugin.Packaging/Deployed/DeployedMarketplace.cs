using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Deployed;

/// <summary>A marketplace's folder that is compared with what it must hold: our entries in it, and nothing else.</summary>
/// <param name="folder">The absolute path.</param>
/// <param name="place">What the folder is.</param>
/// <param name="verification">Gets the findings.</param>
internal sealed class DeployedMarketplace(string folder, DeployedPlace place, Verification verification)
{
    /// <summary>Compares the folder.</summary>
    /// <param name="document">What <c>marketplace.json</c> must be.</param>
    /// <param name="record">What the record must be.</param>
    /// <param name="current">What it is.</param>
    /// <param name="plugins">The plugins to look at; what other projects bring is theirs.</param>
    public void Compare(MarketplaceDocument document, MarketplaceRecord record, MarketplaceRecord current, IReadOnlyList<PackedPlugin> plugins)
    {
        string documentFile = Path.Combine(folder, MarketplaceDocument.File);
        string recordFile = Path.Combine(folder, MarketplaceRecord.File);
        verification.AddPlace(folder);
        if (!Path.Exists(documentFile) && !Path.Exists(recordFile))
        {
            verification.Report(DiagnosticDescriptors.MarketplaceNotThere, folder, place.Name, place.PutBack);
            return;
        }

        CompareFile(documentFile, document.ToBytes(), () => Describe(document, documentFile));
        CompareFile(recordFile, record.ToBytes(), static () => "has another content than the project gives it");
        foreach (PackedPlugin plugin in plugins.Where(static plugin => plugin.Files is not null))
        {
            new FolderComparison(plugin.Label, place, verification).Compare(MarketplaceStaging.PluginFolder(folder, plugin.Name), plugin.Files!);
        }

        // What we have laid out once and do not any more; what was never ours is somebody else's.
        foreach (string name in current.Owned.Except(record.Owned, StringComparer.Ordinal).Where(name => Path.Exists(MarketplaceStaging.PluginFolder(folder, name))))
        {
            verification.Report(DiagnosticDescriptors.DeployedPluginStale, MarketplaceStaging.PluginFolder(folder, name), $"'{name}'", place.Name, "the project does not have it", place.PutBack);
        }

        foreach (string left in MarketplaceStaging.Find(folder))
        {
            verification.Report(DiagnosticDescriptors.DeployedFileAdded, left, "the plugins", place.Name, place.Replace);
        }
    }

    private void CompareFile(string file, byte[] expected, Func<string> describe)
    {
        try
        {
            string? problem = FolderFiles.IsLink(file) ? "is a link"
                : !File.Exists(file) ? "is missing"
                : new FileInfo(file).Length != expected.Length || !File.ReadAllBytes(file).AsSpan().SequenceEqual(expected) ? describe()
                : null;
            if (problem is not null)
            {
                verification.Report(DiagnosticDescriptors.MarketplaceFileDiffers, file, place.Name, problem, File.Exists(file) ? place.Replace : place.PutBack);
            }

            verification.CountFile();
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            verification.Report(DiagnosticDescriptors.DeployedFileNotReadable, file, "the project", exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>The first thing that differs, in words.</summary>
    private static string Describe(MarketplaceDocument expected, string file)
    {
        const string Other = "has another content than the project gives it";
        try
        {
            var found = MarketplaceDocument.Load(file);
            Dictionary<string, MarketplaceEntry> listed = found.Plugins.DistinctBy(static entry => entry.Name, StringComparer.Ordinal).ToDictionary(static entry => entry.Name, StringComparer.Ordinal);
            return found.Name != expected.Name ? $"names the marketplace '{found.Name}' in place of '{expected.Name}'"
                : expected.Plugins.FirstOrDefault(entry => !listed.ContainsKey(entry.Name)) is { } missing ? $"does not list '{missing.Name}'"
                : found.Plugins.FirstOrDefault(entry => expected.Plugins.All(one => one.Name != entry.Name)) is { } added ? $"lists '{added.Name}', which the project does not have"
                : expected.Plugins.FirstOrDefault(entry => listed[entry.Name].Path != entry.Path) is { } moved ? $"has '{moved.Name}' at '{listed[moved.Name].Path}' in place of '{moved.Path}'"
                : expected.Plugins.FirstOrDefault(entry => listed[entry.Name].Policy.Installation != entry.Policy.Installation) is { } policy
                    ? $"says {MarketplaceDocument.InstallationWords[listed[policy.Name].Policy.Installation]} of '{policy.Name}', and the project {MarketplaceDocument.InstallationWords[policy.Policy.Installation]}"
                : Other;
        }
        catch (JsonException exception)
        {
            return $"{Other}: {exception.Message.TrimEnd('.')}";
        }
    }
}
