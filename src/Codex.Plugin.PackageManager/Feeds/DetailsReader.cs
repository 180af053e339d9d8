using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.PackageManager.Differences;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Write;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>Reads a package for people who want to know what it is.</summary>
internal static class DetailsReader
{
    // Nobody reads more at a terminal.
    private const int LongestReadme = 1 << 20;

    private static readonly string[] s_pictures = ["logo", "logoDark", "composerIcon"];

    /// <exception cref="FeedException">The package cannot be read, or is no plugin that could be installed.</exception>
    public static PluginDetails Read(PluginPackageFile file)
    {
        try
        {
            using PluginPackage package = PluginPackage.Open(file.Path);
            byte[]? manifest = null;
            PluginCapabilities capabilities = package.ComputeCapabilities((entry, bytes) => manifest = entry.Path == ManifestWriter.ManifestFile ? bytes.ToArray() : manifest);
            using var archive = new PackageArchiveReader(file.Path);
            NuspecReader nuspec = archive.NuspecReader;
            return new PluginDetails
            {
                Id = file.Id,
                Version = file.Version,
                PluginName = package.Manifest.Name,
                Source = file.Source,
                IsRestored = file.IsRestored,
                PackageSize = file.Size,
                Files = package.Manifest.Files.Count,
                InstalledSize = package.Manifest.Files.Sum(static one => one.Size),
                Description = package.Description,
                Tags = nuspec.GetTags()?.Split((char[])[' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries) ?? [],
                Readme = ReadReadme(archive, nuspec.GetReadme()),
                Pictures = [.. ReadIcon(nuspec), .. ReadPictures(manifest)],
                Dependencies = package.Dependencies,
                Capabilities = capabilities,
                Signatures = package.Signatures,
            };
        }
        catch (PluginPackageException exception)
        {
            throw new FeedException(file.Source ?? "", FeedProblem.Invalid, file.Source is null ? exception.Message : $"From the source '{file.Source}': {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or PackagingException or JsonException or System.Xml.XmlException)
        {
            throw new FeedException(file.Source ?? "", FeedProblem.Invalid, $"The package of {file.Id} {file.Version.ToNormalizedString()} cannot be read. Tell the owner of '{file.Source}'.", exception);
        }
    }

    private static string? ReadReadme(PackageArchiveReader archive, string? path)
    {
        if (string.IsNullOrEmpty(path) || archive.GetEntry(path.Replace('\\', '/')) is not { Length: > 0 and <= LongestReadme } entry)
        {
            return null;
        }

        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, length).TrimStart('\uFEFF');
    }

    private static IEnumerable<PluginPicture> ReadIcon(NuspecReader nuspec) =>
        nuspec.GetIcon() is { Length: > 0 } icon ? [new PluginPicture("icon", icon)]
        : nuspec.GetIconUrl() is { Length: > 0 } url ? [new PluginPicture("icon", url)]
        : [];

    private static IEnumerable<PluginPicture> ReadPictures(byte[]? manifest)
    {
        if (manifest is null || StrictJson.ParseObject(manifest, ManifestWriter.ManifestFile)["interface"] is not JsonObject shown)
        {
            yield break;
        }

        foreach (string kind in s_pictures)
        {
            if (shown[kind] is JsonValue value && value.TryGetValue(out string? path))
            {
                yield return new PluginPicture(kind, PlaceOf(path));
            }
        }

        foreach (JsonNode? one in shown["screenshots"] as JsonArray ?? [])
        {
            if (one is JsonValue value && value.TryGetValue(out string? path))
            {
                yield return new PluginPicture("screenshot", PlaceOf(path));
            }
        }
    }

    private static string PlaceOf(string path) => path.StartsWith("./", StringComparison.Ordinal) ? $"{PluginPackageFormat.PluginFolder}/{path[2..]}" : path;
}
