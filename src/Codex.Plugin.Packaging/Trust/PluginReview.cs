using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Security;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>
/// Reads the plugins of a marketplace for whoever decides whether they are trusted: verifies each package, computes what the plugin may do, checks its content
/// and finds out who signed it. What was read of a package holds until the package changes.
/// </summary>
/// <param name="location">The project, for findings.</param>
/// <param name="assetsFile">The absolute path of the project's <c>project.assets.json</c>.</param>
/// <param name="stateFile">The absolute path of the file that keeps what was read. Ex: <c>obj/Debug/codexreview.state</c>.</param>
public sealed class PluginReview(Location location, string assetsFile, string stateFile)
{
    /// <summary>Whether content is checked at all.</summary>
    public bool ChecksContent { get; init; } = true;

    /// <summary>Whether it is found out which feed a package came from.</summary>
    public bool FindsFeeds { get; init; }

    /// <summary>What the project accepts of the packages' content.</summary>
    public ContentSuppressions Suppressions { get; init; } = new([]);

    /// <summary>What the projects of plugins accept of their own content, by the absolute path of the project.</summary>
    public IReadOnlyDictionary<string, ContentSuppressions> ProjectSuppressions { get; init; } = new Dictionary<string, ContentSuppressions>();

    /// <summary>Reads the plugins.</summary>
    /// <param name="plugins">The plugins of packages and of projects.</param>
    /// <returns>Those that could be read, in their order, and what is wrong with packages and content.</returns>
    public (IReadOnlyList<ReviewedPlugin> Plugins, IReadOnlyList<Diagnostic> Diagnostics) Read(IReadOnlyList<MarketplacePlugin> plugins)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        var memory = ReviewMemory.Load(stateFile);
        var diagnostics = new List<Diagnostic>(ChecksContent ? Suppressions.Check() : []);
        var read = new List<(MarketplacePlugin Plugin, ReviewedPackage Package)>();
        foreach (MarketplacePlugin plugin in plugins)
        {
            if (Read(plugin.Plugin, memory, diagnostics) is { } package)
            {
                read.Add((plugin, package));
                diagnostics.AddRange(package.Findings.Where(finding => !IsSuppressed(plugin.Plugin, finding)));
            }
        }

        if (ChecksContent)
        {
            diagnostics.AddRange(read.Select(static one => one.Plugin.Plugin.PackageId).Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(Suppressions.Unused));
        }

        memory.Save(stateFile);
        return (WithFeeds(read, diagnostics), diagnostics);
    }

    private ReviewedPlugin[] WithFeeds(List<(MarketplacePlugin Plugin, ReviewedPackage Package)> read, List<Diagnostic> diagnostics)
    {
        PackageFeeds? feeds = null;
        try
        {
            feeds = FindsFeeds ? PackageFeeds.Read(assetsFile) : null;
        }
        catch (IOException exception)
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.SignatureNotVerified, location, "the plugins", exception.Message.TrimEnd('.'), "Mend nuget.config."));
        }

        return [.. read.Select(one => new ReviewedPlugin(
            one.Plugin, one.Package.Capabilities, one.Package.Signatures, one.Plugin.Plugin.ProjectFile is null ? feeds?.Find(one.Plugin.Plugin.PackageFolder) : null))];
    }

    private ReviewedPackage? Read(RestoredPlugin plugin, ReviewMemory memory, List<Diagnostic> diagnostics)
    {
        try
        {
            if (plugin.ProjectFile is not null)
            {
                return FilesOf(plugin, diagnostics) is { } built ? ReadFiles(plugin, built, PackageSignatures.None) : null;
            }

            string key = KeyOf(plugin);
            if (memory.Find(key) is not { } package)
            {
                if (FilesOf(plugin, diagnostics) is not { } files || FindSignatures(plugin, diagnostics) is not { } signatures)
                {
                    return null;
                }

                package = ReadFiles(plugin, files, signatures);
            }

            memory.Keep(key, package);
            return package;
        }
        catch (FileDiffersException exception)
        {
            diagnostics.Add(PackageVerifier.ContentDiffers(plugin, exception.Path, location));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            diagnostics.Add(RestoredPluginSource.Refuse(plugin, exception.Message.TrimEnd('.'), location));
        }

        return null;
    }

    private ReviewedPackage ReadFiles(RestoredPlugin plugin, IReadOnlyList<PluginSourceFile> files, PackageSignatures signatures)
    {
        var found = new List<Diagnostic>();
        Dictionary<string, string?> hashes = files.ToDictionary(static file => file.Path, static file => file.Sha256, StringComparer.Ordinal);
        if (ChecksContent)
        {
            // Whatever is suppressed: who suppresses changes his mind without another package.
            var content = new ContentReview(new ContentSuppressions([]), path => Path.Combine(plugin.Folder, path))
            {
                PackageId = plugin.PackageId,
                Subject = $"{plugin.PackageId} {plugin.PackageVersion}",
            };
            foreach (PluginSourceFile file in files)
            {
                content.Add(file.Path, ReadFile(file.Path));
            }

            found.AddRange(content.Complete());
        }

        PluginCapabilities capabilities = CapabilityReader.Compute([.. hashes.Keys], path => ReadFile(path));
        if (plugin.ProjectFile is null && CapabilityCheck.Compare(plugin, PackageManifest.Load(Path.Combine(plugin.PackageFolder, PluginPackageFormat.PackageManifestFile)), capabilities, location) is { } lie)
        {
            found.Add(lie);
        }

        return new ReviewedPackage(capabilities, signatures, found);

        byte[] ReadFile(string path)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(plugin.Folder, path));
            return hashes[path] is not { } hash || PackageManifest.Hash(bytes) == hash ? bytes : throw new FileDiffersException(path);
        }
    }

    private bool IsSuppressed(RestoredPlugin plugin, Diagnostic finding)
    {
        string path = Path.GetRelativePath(plugin.Folder, finding.Location.Path).Replace(Path.DirectorySeparatorChar, '/');
        return Suppressions.Covers(plugin.PackageId, path, finding.Descriptor)
            || (plugin.ProjectFile is not null && ProjectSuppressions.TryGetValue(plugin.ProjectFile, out ContentSuppressions? own) && own.Covers(packageId: null, path, finding.Descriptor));
    }

    // Only names and sizes are looked at before each file is read.
    private IReadOnlyList<PluginSourceFile>? FilesOf(RestoredPlugin plugin, List<Diagnostic> diagnostics) =>
        RestoredPluginSource.Of(plugin, location).ReadFiles(FolderFiles.Scan(plugin.Folder), diagnostics);

    private PackageSignatures? FindSignatures(RestoredPlugin plugin, List<Diagnostic> diagnostics)
    {
        string archive = PluginPackageFormat.ArchiveOf(plugin);
        try
        {
            return File.Exists(archive) ? PackageSignatureReader.Read(archive) : PackageSignatures.None;
        }
        catch (InvalidDataException exception)
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.SignatureBroken, location, plugin.PackageId, plugin.PackageVersion, exception.Message.TrimEnd('.'), plugin.PackageFolder));
            return null;
        }
    }

    // The hash does not see a signature that is stripped or replaced, so the archive's stamp counts too.
    private string KeyOf(RestoredPlugin plugin)
    {
        string[] parts =
        [
            plugin.PackageFolder, plugin.Sha512, $"{ChecksContent}", $"{typeof(ContentReview).Module.ModuleVersionId}", location.Path,
            .. from file in (string[])[PluginPackageFormat.ArchiveOf(plugin), Path.Combine(plugin.PackageFolder, PluginPackageFormat.PackageManifestFile)] select LaidOutPlugin.StampOf(file).ToString(),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', parts))));
    }
}
