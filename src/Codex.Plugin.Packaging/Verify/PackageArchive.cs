using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace Codex.Plugin.Packaging.Verify;

/// <summary>The <c>.nupkg</c> that NuGet keeps beside an extracted package. Only its hash, its directory and its <c>codexplugin.json</c> are read.</summary>
internal sealed class PackageArchive : IDisposable
{
    // The upper half of ZIP's external attributes, where it was made on Unix.
    private const int FileKind = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    private const string PluginRoot = PluginPackageFormat.PluginFolder + "/";

    private readonly FileStream _stream;
    private readonly ZipArchive _zip;

    private PackageArchive(FileStream stream)
    {
        _stream = stream;
        _zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no archive.</exception>
    public static PackageArchive Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        try
        {
            return new PackageArchive(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The hash that <c>project.assets.json</c> and <c>packages.lock.json</c> have of the package: its signature does not count.</summary>
    public string ContentHash() => _zip.GetEntry(".signature.p7s") is null ? HashOfUnsigned() : HashOfSigned();

    /// <summary>What is wrong with the archive as it is, whatever lies beside it.</summary>
    public IEnumerable<Diagnostic> Check(PackageFindings findings)
    {
        if (_zip.Entries.Count > PackageLimits.Files)
        {
            yield return findings.TooLarge($"{_zip.Entries.Count} files", $"{PackageLimits.Files}");
            yield break;
        }

        var pluginPaths = new PathSet(_zip.Entries.Count);
        var all = new HashSet<string>(_zip.Entries.Count, StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in _zip.Entries)
        {
            if (!all.Add(entry.FullName))
            {
                yield return findings.NotSafe(entry.FullName, "is there twice", PackageFindings.InArchive);
            }
            else if (FindProblem(entry, pluginPaths) is { } problem)
            {
                yield return findings.NotSafe(entry.FullName, problem, PackageFindings.InArchive);
            }
            else if (PluginPackageFormat.IsExecuting(Decode(entry.FullName)))
            {
                yield return findings.Executes(entry.FullName);
            }
            else if (entry.Length > PackageLimits.BytesPerFile)
            {
                yield return findings.TooLarge($"'{entry.FullName}' has {entry.Length} bytes", $"{PackageLimits.BytesPerFile}");
            }
        }

        long bytes = _zip.Entries.Sum(static entry => Math.Clamp(entry.Length, 0, PackageLimits.BytesPerFile));
        if (bytes > PackageLimits.BytesPerPackage)
        {
            yield return findings.TooLarge($"{bytes} bytes", $"{PackageLimits.BytesPerPackage}");
        }
        else if (bytes > PackageLimits.SmallestBomb && bytes / PackageLimits.CompressionRatio > _stream.Length)
        {
            ZipArchiveEntry largest = _zip.Entries.MaxBy(static entry => entry.Length)!;
            yield return findings.TooLarge(
                $"{bytes} bytes in an archive of {_stream.Length}, most of them in '{largest.FullName}'", $"{PackageLimits.CompressionRatio} times the archive's size");
        }
    }

    /// <summary>Whether the archive's <c>codexplugin.json</c> has exactly these bytes.</summary>
    public bool HasManifest(ReadOnlySpan<byte> bytes)
    {
        if (_zip.GetEntry(PluginPackageFormat.PackageManifestFile) is not { } entry || entry.Length != bytes.Length)
        {
            return false;
        }

        byte[] packed = new byte[bytes.Length];
        using Stream content = entry.Open();
        return content.ReadAtLeast(packed, packed.Length, throwOnEndOfStream: false) == packed.Length && bytes.SequenceEqual(packed);
    }

    /// <summary>The archive's <c>codexplugin.json</c>.</summary>
    /// <exception cref="System.Text.Json.JsonException">There is none that somebody could have written.</exception>
    public byte[] ReadManifest()
    {
        if (_zip.GetEntry(PluginPackageFormat.PackageManifestFile) is not { Length: > 0 and <= StrictJson.LongestFile } entry)
        {
            throw new System.Text.Json.JsonException($"there is no {PluginPackageFormat.PackageManifestFile} in the archive, or it is too large");
        }

        byte[] bytes = new byte[entry.Length];
        using Stream content = entry.Open();
        content.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The nuspec at the archive's root.</summary>
    /// <exception cref="InvalidDataException">There is not exactly one that somebody could have written.</exception>
    public byte[] ReadNuspec()
    {
        ZipArchiveEntry[] found = [.. _zip.Entries.Where(static entry => !entry.FullName.Contains('/', StringComparison.Ordinal) && entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase)).Take(2)];
        return found is [{ Length: > 0 and <= StrictJson.LongestFile } entry] ? Read(entry) : throw new InvalidDataException("there is no .nuspec in the archive, or more than one, or it is too large");
    }

    /// <summary>What the archive has below <c>plugin/</c> and the list does not, or the other way round, to follow the path in a sentence.</summary>
    public IEnumerable<(string Path, string Problem)> FindUnlisted(IReadOnlyDictionary<string, PackageFileEntry> files)
    {
        var missing = new HashSet<string>(files.Keys, StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in _zip.Entries.Where(static entry => entry.FullName.StartsWith(PluginRoot, StringComparison.Ordinal) && !IsFolder(entry)))
        {
            string path = entry.FullName[PluginRoot.Length..];
            if (!missing.Remove(path))
            {
                yield return (path, "is not listed in codexplugin.json");
            }
            else if (entry.Length != files[path].Size)
            {
                yield return (path, $"has {entry.Length} bytes, and {files[path].Size} according to codexplugin.json");
            }
        }

        foreach (string path in missing.Order(StringComparer.Ordinal))
        {
            yield return (path, "is missing");
        }
    }

    /// <summary>The content of a file of the plugin, compared with its hash.</summary>
    /// <exception cref="FileDiffersException">It is another one than the list says.</exception>
    /// <exception cref="InvalidDataException">It cannot be extracted.</exception>
    public byte[] ReadFile(PackageFileEntry file)
    {
        byte[] bytes = _zip.GetEntry(PluginRoot + file.Path) is { } entry && entry.Length == file.Size ? Read(entry) : throw new FileDiffersException(file.Path);
        return PackageManifest.Hash(bytes) == file.Sha256 ? bytes : throw new FileDiffersException(file.Path);
    }

    /// <summary>What the archive has below <c>plugin/</c>, other than the given files.</summary>
    public IEnumerable<Diagnostic> Compare(IReadOnlyDictionary<string, PackageFileEntry> files, PackageFindings findings)
    {
        var missing = new HashSet<string>(files.Keys, StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in _zip.Entries.Where(static entry => entry.FullName.StartsWith(PluginRoot, StringComparison.Ordinal) && !IsFolder(entry)))
        {
            string path = entry.FullName[PluginRoot.Length..];
            if (!missing.Remove(path))
            {
                yield return findings.NotItsArchive(entry.FullName, $"is in '{findings.ArchiveName}' and not in the folder");
            }
            else if (entry.Length != files[path].Size)
            {
                yield return findings.NotItsArchive(entry.FullName, $"has {entry.Length} bytes in '{findings.ArchiveName}' and {files[path].Size} in the folder");
            }
        }

        foreach (string path in missing.Order(StringComparer.Ordinal))
        {
            yield return findings.NotItsArchive(PluginRoot + path, $"is not in '{findings.ArchiveName}'");
        }
    }

    public void Dispose()
    {
        _zip.Dispose();
        _stream.Dispose();
    }

    private static string? FindProblem(ZipArchiveEntry entry, PathSet pluginPaths)
    {
        int kind = (entry.ExternalAttributes >> 16) & FileKind;
        if (kind is not (0 or RegularFile or Folder))
        {
            return "is a link or a device";
        }

        string path = IsFolder(entry) ? entry.FullName[..^1] : entry.FullName;
        string decoded = Decode(path);

        // The rest of a package has NuGet's own files, whose names mean something, and is not copied; it only must not lead out of the folder.
        return IsOfPlugin(decoded) ? pluginPaths.FindProblem(path) : PluginPackageFormat.FindEscape(decoded);
    }

    private static bool IsOfPlugin(string path) =>
        path.StartsWith(PluginRoot, StringComparison.OrdinalIgnoreCase)
        || path.Equals(PluginPackageFormat.PluginFolder, StringComparison.OrdinalIgnoreCase)
        || path.Equals(PluginPackageFormat.PackageManifestFile, StringComparison.OrdinalIgnoreCase);

    private static bool IsFolder(ZipArchiveEntry entry) => entry.Length == 0 && entry.FullName.EndsWith('/');

    /// <summary>As NuGet does when it extracts.</summary>
    private static string Decode(string path) => path.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(path) : path;

    // Never more than the directory says, whatever is behind it.
    private static byte[] Read(ZipArchiveEntry entry)
    {
        byte[] bytes = new byte[entry.Length];
        using Stream content = entry.Open();
        return content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length ? bytes : throw new InvalidDataException($"'{entry.FullName}' is not whole");
    }

    private string HashOfUnsigned()
    {
        _stream.Position = 0;
        return Convert.ToBase64String(SHA512.HashData(_stream));
    }

    // A method of its own, so that NuGet's assembly is loaded only for a signed package.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string HashOfSigned()
    {
        _stream.Position = 0;
        try
        {
            using var reader = new PackageArchiveReader(_stream, leaveStreamOpen: true);
            return reader.GetContentHash(CancellationToken.None);
        }
        catch (PackagingException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
