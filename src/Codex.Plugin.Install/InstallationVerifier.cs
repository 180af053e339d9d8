using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Deployed;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Text;

namespace Codex.Plugin.Install;

/// <summary>Compares what lies in a user's Codex with the packages that a marketplace was made of: the copy that Codex reads, and the plugins in its cache. Changes nothing.</summary>
/// <param name="options">The marketplace, and the home of the Codex.</param>
public sealed class InstallationVerifier(InstallOptions options)
{
    private const string InstallAgain = "Run 'dotnet build -t:Install' again.";

    private static readonly DeployedPlace s_copy = new("the copy of the marketplace that Codex reads", InstallAgain, "Delete it and run 'dotnet build -t:Install' again.");

    private static readonly DeployedPlace s_cache = new("Codex's cache", InstallAgain, InstallAgain);

    private CodexHome Home => options.Home;

    private string Marketplace => options.Marketplace;

    /// <summary>Adds to what was found about the marketplace what is found in Codex.</summary>
    /// <param name="verification">Of <see cref="MarketplaceVerifier.Verify"/>.</param>
    public void Verify(Verification verification)
    {
        ArgumentNullException.ThrowIfNull(verification);
        if (verification.Document is null)
        {
            return;
        }

        try
        {
            var home = new HomeSnapshot(options, LoadState(verification), move: null);
            if (home.Source is null && home.Cache.Plugins.Count == 0)
            {
                verification.AddNote($"Not installed: Codex in '{Home.Folder}' does not have the marketplace '{Marketplace}', so only the marketplace itself was verified.");
                return;
            }

            CompareSource(home, verification);
            ComparePlugins(home, verification);
        }
        catch (CodexConfigException exception)
        {
            verification.Add([exception.Diagnostic]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            verification.Report(DiagnosticDescriptors.DeployedFileNotReadable, Home.Folder, "the marketplace", exception.Message.TrimEnd('.'));
        }
    }

    private InstallState? LoadState(Verification verification)
    {
        string path = Home.StateFile(Marketplace);
        try
        {
            return InstallState.Load(path);
        }
        catch (JsonException exception)
        {
            verification.Add([Diagnostic.Create(DiagnosticDescriptors.InstallStateNotReadable, new Location(path), exception.Message.TrimEnd('.'))]);
            return null;
        }
    }

    private void CompareSource(HomeSnapshot home, Verification verification)
    {
        string target = HomeSnapshot.Real(options.InPlace ? options.Folder : Home.MirrorFolder(Marketplace));
        if (home.Source is { } source && HomeSnapshot.Real(source) != target)
        {
            verification.Report(DiagnosticDescriptors.RegisteredElsewhere, Home.ConfigFile, Marketplace, source, target);
        }

        // Where Codex reads the project's own folder, that has been compared.
        if (options.InPlace || (home.Source is null && !Directory.Exists(target)))
        {
            return;
        }

        MarketplaceDocument document = MarketplaceMirror.Select(verification.Document!);
        var record = new MarketplaceRecord([.. document.Plugins.Select(static entry => entry.Name)], new Dictionary<string, RecordedProject>());
        new DeployedMarketplace(Home.MirrorFolder(Marketplace), s_copy, verification)
            .Compare(document, record, record, [.. verification.Plugins.Where(static plugin => IsAvailable(plugin))]);
    }

    private void ComparePlugins(HomeSnapshot home, Verification verification)
    {
        verification.AddPlace(Home.MarketplaceCache(Marketplace));
        var missing = new List<string>();
        foreach (PackedPlugin plugin in verification.Plugins)
        {
            var folder = new DirectoryInfo(Home.PluginCache(Marketplace, plugin.Name));
            if (folder.Exists && folder.EnumerateFileSystemInfos().Any())
            {
                Compare(plugin, folder, verification);
            }
            else if (IsAvailable(plugin))
            {
                missing.Add(plugin.Name);
                WarnOfMissing(plugin, verification);
            }
        }

        var known = verification.Plugins.Select(static plugin => plugin.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string name in home.Cache.Plugins.Where(name => !known.Contains(name)))
        {
            ReportStale(Home.PluginCache(Marketplace, name), $"'{name}'", "the marketplace does not have it", verification);
        }

        if (missing.Count > 0)
        {
            verification.AddNote($"Not installed: {string.Join(", ", missing)}.");
        }
    }

    private static void Compare(PackedPlugin plugin, DirectoryInfo folder, Verification verification)
    {
        if (!IsAvailable(plugin))
        {
            ReportStale(folder.FullName, plugin.Label, "it is NOT_AVAILABLE", verification);
            return;
        }

        var comparison = new FolderComparison(plugin.Label, s_cache, verification);
        if (folder.LinkTarget is not null)
        {
            comparison.Compare(folder.FullName, new Dictionary<string, PackageFileEntry>());
            return;
        }

        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos().OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry is FileInfo || entry.LinkTarget is not null)
            {
                verification.Report(entry.LinkTarget is null ? DiagnosticDescriptors.DeployedFileAdded : DiagnosticDescriptors.DeployedFileNotPlain, entry.FullName,
                    entry.LinkTarget is null ? [plugin.Label, s_cache.Name, s_cache.Replace] : [plugin.Label, s_cache.Name, "link", s_cache.Replace]);
            }
            else if (entry.Name != plugin.Version)
            {
                ReportStale(entry.FullName, $"'{plugin.Name}' {entry.Name}", $"the marketplace has {plugin.Version}", verification);
            }
            else if (plugin.Files is not null)
            {
                Dictionary<string, PackageFileEntry> expected = plugin.Files.Where(static file => !file.Key.StartsWith(CommandSkills.Folder, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
                foreach ((string path, byte[] bytes) in plugin.IsWhole ? CommandSkills.Make(plugin.Plugin.Plugin.Folder, expected.Keys) : [])
                {
                    expected.Add(path, new PackageFileEntry(path, bytes.Length, TextPatch.Hash(bytes), Executable: false));
                }

                // What Codex makes of commands is known only as long as these are.
                comparison.Compare(entry.FullName, expected, plugin.IsWhole ? null : CommandSkills.Folder);
            }
        }
    }

    private static void ReportStale(string path, string plugin, string why, Verification verification) =>
        verification.Report(DiagnosticDescriptors.DeployedPluginStale, path, plugin, s_cache.Name, why, s_cache.Replace);

    private static bool IsAvailable(PackedPlugin plugin) => plugin.Plugin.Policy.Installation != InstallationPolicy.NotAvailable;

    private void WarnOfMissing(PackedPlugin plugin, Verification verification)
    {
        var wanted = new WantedPlugin(plugin.Name, plugin.Version, "", plugin.Plugin.Policy, plugin.Plugin.RequiredBy);
        if (wanted.Policy.Installation == InstallationPolicy.InstalledByDefault && wanted.IsForCodex)
        {
            verification.Report(DiagnosticDescriptors.DefaultPluginNotInstalled, Home.PluginCache(Marketplace, plugin.Name), plugin.Label);
        }
    }
}
