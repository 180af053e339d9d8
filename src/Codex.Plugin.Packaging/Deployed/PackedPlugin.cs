using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Deployed;

/// <summary>A plugin, and what its files must be wherever it lies.</summary>
/// <param name="Plugin">The plugin, under the name and the version that its package gives it.</param>
/// <param name="Files">The files by path; null where nothing can say so, and a finding tells why.</param>
/// <param name="IsWhole">Whether the folder that it comes from holds exactly these.</param>
internal sealed record PackedPlugin(MarketplacePlugin Plugin, IReadOnlyDictionary<string, PackageFileEntry>? Files, bool IsWhole)
{
    public string Name => Plugin.Plugin.Name;

    public string Version => Plugin.Plugin.Version;

    /// <summary>The plugin as messages name it.</summary>
    public string Label => LabelOf(Plugin.Plugin);

    /// <summary>Reads what a package says, and compares the extracted files with it; what a project has built is taken as it is.</summary>
    public static PackedPlugin Read(MarketplacePlugin plugin, Verification verification)
    {
        RestoredPlugin restored = plugin.Plugin;
        return restored.PackageFolder.Length > 0 ? ReadPackage(plugin, restored, verification) : ReadProject(plugin, restored, verification);
    }

    private static string LabelOf(RestoredPlugin plugin) => $"{plugin.PackageId} {plugin.PackageVersion}";

    private static PackedPlugin ReadPackage(MarketplacePlugin plugin, RestoredPlugin restored, Verification verification)
    {
        var findings = new PackageFindings(restored, default);
        var archive = new Location(verification.Show(findings.ArchivePath));
        var diagnostics = new List<Diagnostic>();
        (byte[] Bytes, PackageManifest Manifest)? packed = PackageVerifier.ReadPacked(restored, archive, diagnostics);
        verification.Add(diagnostics);
        if (packed is not var (bytes, manifest))
        {
            return new PackedPlugin(plugin, null, false);
        }

        if (PackageVerifier.FindMissingArchive(restored, archive) is { } missing)
        {
            verification.Add([missing]);
        }

        plugin = plugin with { Plugin = restored with { Name = manifest.Name, Version = manifest.Version } };
        string label = LabelOf(restored);
        DeployedPlace place = DeployedPlace.Package(restored.PackageFolder);
        Dictionary<string, PackageFileEntry> files = manifest.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        var compared = new FolderComparison(label, place, verification);
        var own = new PackageFileEntry(PluginPackageFormat.PackageManifestFile, bytes.Length, PackageManifest.Hash(bytes), false);
        bool isWhole = compared.CompareFile(Path.Combine(restored.PackageFolder, own.Path), own)
            & compared.Compare(restored.Folder, files);
        if (Directory.Exists(restored.PackageFolder))
        {
            verification.Add(PackageVerifier.CheckFolders(restored, new PackageFindings(restored, new Location(verification.Show(restored.PackageFolder)))).Where(static found => found.Descriptor != DiagnosticDescriptors.PackagePathNotSafe));
        }

        return new PackedPlugin(plugin, files, isWhole);
    }

    private static PackedPlugin ReadProject(MarketplacePlugin plugin, RestoredPlugin restored, Verification verification)
    {
        try
        {
            var files = new Dictionary<string, PackageFileEntry>(StringComparer.Ordinal);
            foreach (string path in FolderFiles.WithoutLinks(FolderFiles.Scan(restored.Folder)))
            {
                FileContent content = FileContent.Read(Path.Combine(restored.Folder, path));
                files.Add(path, new PackageFileEntry(path, content.Length, content.Sha256, content.IsExecutable));
            }

            return new PackedPlugin(plugin, files, true);
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            verification.Report(DiagnosticDescriptors.DeployedFileNotReadable, restored.Folder, LabelOf(restored), exception.Message.TrimEnd('.'));
            return new PackedPlugin(plugin, null, false);
        }
    }
}
