using System.Text.Json;
using System.Xml;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Inventory;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Packaging.Verify;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace Codex.Plugin.PackageManager.Differences;

/// <summary>A plugin package as one file, verified: it is whole, names only safe paths, and its files are those that its <c>codexplugin.json</c> lists.</summary>
internal sealed class PluginPackage : IDisposable
{
    private readonly string _file;
    private readonly PackageArchive _archive;
    private readonly Dictionary<string, PackageFileEntry> _files;
    private readonly string _label;

    private PluginPackage(string file, PackageArchive archive, NuspecReader nuspec)
    {
        _file = file;
        _archive = archive;
        Id = nuspec.GetId();
        Version = nuspec.GetVersion().ToNormalizedString();
        _label = $"{CapabilityText.Show(Id)} {CapabilityText.Show(Version)}";
        if (!nuspec.GetPackageTypes().Any(static type => type.Name.Equals(PluginPackageFormat.PackageType, StringComparison.OrdinalIgnoreCase)))
        {
            throw new PluginPackageException($"The package {_label} is no plugin: its nuspec does not name the package type {PluginPackageFormat.PackageType}. Name a package that was packed with Codex.Plugin.Sdk.");
        }

        Description = PluginDescription.ReadNuspec(nuspec);
        Dependencies = ReadDependencies(nuspec);
        Manifest = PackageManifest.Parse(archive.ReadManifest());
        var plugin = new RestoredPlugin(Manifest.Name, Manifest.Version, "", Id, Version, file, Direct: true, "");
        Refuse(PackageVerifier.CheckManifest(Manifest, plugin, new PackageFindings(Id, Version, file, default)));
        _files = Manifest.Files.ToDictionary(static one => one.Path, StringComparer.Ordinal);
        if (archive.FindUnlisted(_files).FirstOrDefault() is { Path: not null } unlisted)
        {
            throw Refuse($"'{CapabilityText.Show(unlisted.Path)}' {unlisted.Problem}");
        }

        Signatures = PackageSignatureReader.Read(file);
    }

    /// <summary>The id as the package writes it.</summary>
    public string Id { get; }

    /// <summary>The version, normalised.</summary>
    public string Version { get; }

    /// <summary>What the package says about its plugin; the capabilities in it are not believed.</summary>
    public PackageManifest Manifest { get; }

    /// <summary>What the author says.</summary>
    public PluginDescription Description { get; }

    /// <summary>The packages that it needs with the range of versions, by id.</summary>
    public IReadOnlyDictionary<string, string> Dependencies { get; }

    /// <summary>Who signed it.</summary>
    public PackageSignatures Signatures { get; }

    /// <summary>Opens and verifies everything but the content of the plugin's files.</summary>
    /// <param name="file">The path of the <c>.nupkg</c>.</param>
    /// <exception cref="PluginPackageException">It cannot be read or is no plugin package.</exception>
    public static PluginPackage Open(string file)
    {
        string path = Path.GetFullPath(file);
        string name = Path.GetFileName(path);
        return Guard(name, () =>
        {
            PackageArchive archive = PackageArchive.Open(path);
            try
            {
                // Before anything is extracted.
                Refuse(archive.Check(new PackageFindings(Path.GetFileNameWithoutExtension(name), "", path, default)));
                using var nuspec = new MemoryStream(archive.ReadNuspec());
                return new PluginPackage(path, archive, new NuspecReader(nuspec));
            }
            catch
            {
                archive.Dispose();
                throw;
            }
        });
    }

    /// <summary>What the plugin may do, computed from its files, all of which are compared with their hashes.</summary>
    /// <param name="onFile">Gets every file once, by its path.</param>
    /// <exception cref="PluginPackageException">A file is another one than the list says.</exception>
    public PluginCapabilities ComputeCapabilities(Action<PackageFileEntry, ReadOnlyMemory<byte>> onFile) => Guard(_label, () =>
    {
        var seen = new HashSet<string>(_files.Count, StringComparer.Ordinal);
        return CapabilityReader.Compute([.. _files.Keys], Read);

        ReadOnlyMemory<byte> Read(string path)
        {
            byte[] bytes = _archive.ReadFile(_files[path]);
            if (seen.Add(path))
            {
                onFile(_files[path], bytes);
            }

            return bytes;
        }
    });

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private static Dictionary<string, string> ReadDependencies(NuspecReader nuspec)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (PackageDependency dependency in nuspec.GetDependencyGroups().SelectMany(static group => group.Packages))
        {
            found[dependency.Id] = dependency.VersionRange?.ToNormalizedString() ?? "";
        }

        return found;
    }

    private static T Guard<T>(string label, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FileDiffersException exception)
        {
            throw Refuse(label, $"'{CapabilityText.Show(exception.Path)}' has another content than codexplugin.json says", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PluginPackageException($"There is no package '{CapabilityText.Show(label)}' at this place. Check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or JsonException or XmlException or PackagingException or FormatException or ArgumentException)
        {
            throw Refuse(label, CapabilityText.Show(exception.Message.TrimEnd('.')), exception);
        }
    }

    private static void Refuse(IEnumerable<Diagnostic> found)
    {
        if (found.FirstOrDefault() is { } first)
        {
            throw new PluginPackageException($"{first.Descriptor.Id}: {first.Message}");
        }
    }

    private PluginPackageException Refuse(string problem) => Refuse($"{_label} ({Path.GetFileName(_file)})", problem, null);

    private static PluginPackageException Refuse(string label, string problem, Exception? exception) =>
        new($"The plugin package {CapabilityText.Show(label)} cannot be used: {problem}. Download it again; if it stays so, the package itself is broken: do not use it.", exception);
}
