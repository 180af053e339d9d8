using System.Text.Json;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Verify;

/// <summary>
/// Makes sure that an extracted package is what was packed. The chain: <c>packages.lock.json</c> and <c>project.assets.json</c> know the hash of the
/// <c>.nupkg</c>; it holds <c>codexplugin.json</c>; that lists every file with its hash, which is compared while the file is copied.
/// </summary>
public static class PackageVerifier
{
    // Enough to see what kind of package it is.
    private const int MostFindings = 5;

    /// <summary>Checks everything but the content of the files.</summary>
    /// <param name="plugin">A plugin of a package.</param>
    /// <param name="location">Where the project references the package.</param>
    /// <returns>
    /// The files to copy, with the size and hash that each must have: null where there is an error.
    /// All paths are plain and safe on every operating system.
    /// </returns>
    public static (IReadOnlyList<PackageFileEntry>? Files, IReadOnlyList<Diagnostic> Diagnostics) Verify(RestoredPlugin plugin, Location location)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return Verify(plugin, found: null, location);
    }

    /// <summary>As above, where somebody has looked into the plugin's folder already.</summary>
    internal static (IReadOnlyList<PackageFileEntry>? Files, IReadOnlyList<Diagnostic> Diagnostics) Verify(
        RestoredPlugin plugin, IReadOnlyDictionary<string, FileStamp>? found, Location location)
    {
        var diagnostics = new List<Diagnostic>();
        PackageManifest? manifest = Guard(plugin, location, diagnostics, findings => Check(plugin, found, findings, diagnostics));
        return (diagnostics.Count > 0 ? null : manifest!.Files, diagnostics);
    }

    /// <summary>
    /// What the package itself says about its plugin, whatever has become of the extracted files: the archive is what NuGet knows the hash of.
    /// Without an archive it is the extracted <c>codexplugin.json</c>.
    /// </summary>
    /// <returns>The bytes of <c>codexplugin.json</c> and what they say; null where there is an error.</returns>
    internal static (byte[] Bytes, PackageManifest Manifest)? ReadPacked(RestoredPlugin plugin, Location location, List<Diagnostic> diagnostics)
    {
        var problems = new List<Diagnostic>();
        byte[] bytes = [];
        PackageManifest? manifest = Guard(plugin, location, problems, findings =>
        {
            using PackageArchive? archive = OpenArchive(findings);
            problems.AddRange(archive is null ? [] : CheckHash(archive, plugin, findings));
            problems.AddRange(problems.Count > 0 ? [] : archive?.Check(findings) ?? []);
            if (problems.Count > 0)
            {
                return null;
            }

            bytes = archive?.ReadManifest() ?? StrictJson.ReadFile(Path.Combine(plugin.PackageFolder, PluginPackageFormat.PackageManifestFile));
            PackageManifest manifest = PackageManifest.Parse(bytes);
            problems.AddRange(CheckManifest(manifest, plugin with { Name = manifest.Name, Version = manifest.Version }, findings));
            return manifest;
        });
        diagnostics.AddRange(problems);
        return problems.Count > 0 ? null : (bytes, manifest!);
    }

    /// <summary>The finding for a file whose hash is not the listed one.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="path">The file, relative to the plugin's folder.</param>
    /// <param name="location">Where the project references the package.</param>
    public static Diagnostic ContentDiffers(RestoredPlugin plugin, string path, Location location) =>
        new PackageFindings(plugin, location).NotAsPacked($"{PluginPackageFormat.PluginFolder}/{path}", "has another content than codexplugin.json says");

    /// <summary>The warning for a package without its archive, which can only be compared with its own <c>codexplugin.json</c>; null where it is there.</summary>
    /// <param name="plugin">A plugin of a package.</param>
    /// <param name="location">Where the project references the package.</param>
    public static Diagnostic? FindMissingArchive(RestoredPlugin plugin, Location location)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var findings = new PackageFindings(plugin, location);
        return File.Exists(findings.ArchivePath) ? null : findings.ArchiveMissing();
    }

    private static PackageManifest? Guard(RestoredPlugin plugin, Location location, List<Diagnostic> diagnostics, Func<PackageFindings, PackageManifest?> read)
    {
        var findings = new PackageFindings(plugin, location);
        try
        {
            return read(findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            diagnostics.Add(findings.Damaged(exception.Message));
        }
        catch (InvalidDataException)
        {
            diagnostics.Add(findings.Damaged($"'{findings.ArchiveName}' is no archive, or not all of it"));
        }

        return null;
    }

    private static PackageManifest? Check(RestoredPlugin plugin, IReadOnlyDictionary<string, FileStamp>? found, PackageFindings findings, List<Diagnostic> diagnostics)
    {
        // What the archive alone shows is the clearest; each step relies on those before it.
        using PackageArchive? archive = OpenArchive(findings);
        if (Add(archive is null ? [] : CheckHash(archive, plugin, findings)) || Add(archive?.Check(findings) ?? []))
        {
            return null;
        }

        byte[] bytes = StrictJson.ReadFile(Path.Combine(plugin.PackageFolder, PluginPackageFormat.PackageManifestFile));
        PackageManifest manifest = PackageManifest.Parse(bytes);
        if (Add(CheckManifest(manifest, plugin, findings)))
        {
            return null;
        }

        Dictionary<string, PackageFileEntry> files = manifest.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        if (Add(CheckFolders(plugin, findings)) || Add(ExtractedPlugin.Compare(plugin.Folder, found ?? FolderFiles.Scan(plugin.Folder), files, findings)))
        {
            return null;
        }

        if (archive is not null && !archive.HasManifest(bytes))
        {
            diagnostics.Add(findings.NotItsArchive(PluginPackageFormat.PackageManifestFile, $"is not that of '{findings.ArchiveName}'"));
        }
        else
        {
            Add(archive?.Compare(files, findings) ?? []);
        }

        return manifest;

        bool Add(IEnumerable<Diagnostic> found)
        {
            int before = diagnostics.Count;
            diagnostics.AddRange(found.Take(MostFindings));
            return diagnostics.Count > before;
        }
    }

    // Some keep images small by removing the archives, and NuGet does not mind: a warning says so.
    private static PackageArchive? OpenArchive(PackageFindings findings)
    {
        var file = new FileInfo(findings.ArchivePath);

        // What is empty may be a pipe, which would never open.
        return !file.Exists ? null : file.Length > 0 ? PackageArchive.Open(file.FullName) : throw new InvalidDataException();
    }

    private static IEnumerable<Diagnostic> CheckHash(PackageArchive archive, RestoredPlugin plugin, PackageFindings findings)
    {
        if (archive.ContentHash() != plugin.Sha512)
        {
            yield return findings.NotItsArchive(findings.ArchiveName, "has another content than project.assets.json says");
        }
    }

    /// <summary>What is wrong with what a package says about its plugin.</summary>
    internal static IEnumerable<Diagnostic> CheckManifest(PackageManifest manifest, RestoredPlugin plugin, PackageFindings findings)
    {
        if (PluginName.FindProblem(plugin.Name) is { } nameProblem)
        {
            yield return findings.Damaged($"the plugin's name '{plugin.Name}' {nameProblem}");
        }

        if (manifest.Name != plugin.Name || manifest.Version != plugin.Version)
        {
            yield return findings.NotAsPacked(PluginPackageFormat.PackageManifestFile,
                $"describes '{manifest.Name}' {manifest.Version}, and plugin.json '{plugin.Name}' {plugin.Version}");
        }
        else if (!plugin.Version.Equals(plugin.PackageVersion, StringComparison.OrdinalIgnoreCase))
        {
            // Codex makes a folder of it.
            yield return findings.NotAsPacked(PluginPackageFormat.PackageManifestFile, $"describes the version {plugin.Version}, which is not the package's");
        }

        var paths = new PathSet(manifest.Files.Count);
        var all = new HashSet<string>(manifest.Files.Count, StringComparer.Ordinal);
        foreach (string path in manifest.Files.Select(static file => file.Path))
        {
            string? problem = all.Add(path) ? paths.FindProblem(path) : "is there twice";
            if (problem is not null)
            {
                yield return findings.NotSafe(path, problem, PackageFindings.InManifest);
            }
        }

        if (manifest.Files.Count > PackageLimits.Files)
        {
            yield return findings.TooLarge($"{manifest.Files.Count} files", $"{PackageLimits.Files}");
        }

        foreach (PackageFileEntry file in manifest.Files.Where(static file => file.Size > PackageLimits.BytesPerFile))
        {
            yield return findings.TooLarge($"'{file.Path}' has {file.Size} bytes", $"{PackageLimits.BytesPerFile}");
        }

        long bytes = manifest.Files.Sum(static file => Math.Clamp(file.Size, 0, PackageLimits.BytesPerFile));
        if (bytes > PackageLimits.BytesPerPackage)
        {
            yield return findings.TooLarge($"{bytes} bytes", $"{PackageLimits.BytesPerPackage}");
        }
    }

    // project.assets.json lists what was there when NuGet wrote it.
    internal static IEnumerable<Diagnostic> CheckFolders(RestoredPlugin plugin, PackageFindings findings)
    {
        foreach (DirectoryInfo folder in new DirectoryInfo(plugin.PackageFolder).EnumerateDirectories())
        {
            if (PluginPackageFormat.IsExecuting(folder.Name))
            {
                yield return findings.Executes(folder.Name + "/");
            }
            else if (folder.Name == PluginPackageFormat.PluginFolder && folder.LinkTarget is not null)
            {
                yield return findings.NotSafe(folder.Name, "is a link", PackageFindings.InFolder);
            }
        }
    }
}
