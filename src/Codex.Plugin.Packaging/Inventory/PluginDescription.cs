using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Write;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>The licence of a plugin, as its author declares it.</summary>
/// <param name="Expression">An SPDX expression; null where it is given otherwise.</param>
/// <param name="Name">What it is called otherwise.</param>
/// <param name="Url">Where it can be read; null where only the package has it.</param>
public sealed record PluginLicense(string? Expression, string? Name, string? Url)
{
    /// <inheritdoc/>
    public override string ToString() => Expression ?? Name ?? "";
}

/// <summary>What the author says about a plugin: the nuspec's of a package, else <c>plugin.json</c>'s.</summary>
public sealed record PluginDescription
{
    /// <summary>What people see; null: nothing is said.</summary>
    public string? Title { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Who made it.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>The note about copyright.</summary>
    public string? Copyright { get; init; }

    /// <summary>The plugin's page.</summary>
    public string? ProjectUrl { get; init; }

    /// <summary>Where its sources are.</summary>
    public string? RepositoryUrl { get; init; }

    /// <summary>The licence; null: nothing is said.</summary>
    public PluginLicense? License { get; init; }

    /// <summary>The SHA-512 of the <c>.nupkg</c> as it lies in the packages folder, its signature included, in lower-case hexadecimal digits; null where it is not there.</summary>
    public string? ArchiveSha512 { get; init; }

    /// <summary>Reads what is said: from the archive where there is one, since the extracted nuspec is covered by no hash.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    /// <exception cref="JsonException">The manifest is none.</exception>
    public static PluginDescription Read(RestoredPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        if (plugin.PackageFolder.Length == 0)
        {
            return ReadManifest(StrictJson.ReadObject(Path.Combine(plugin.Folder, ManifestWriter.ManifestFile)));
        }

        try
        {
            string archive = new PackageFindings(plugin, default).ArchivePath;
            if (!File.Exists(archive))
            {
                return ReadNuspec(new NuspecReader(Path.Combine(plugin.PackageFolder, plugin.PackageId.ToLowerInvariant() + PackagingCoreConstants.NuspecExtension)));
            }

            using FileStream stream = File.OpenRead(archive);
            string hash = Convert.ToHexStringLower(SHA512.HashData(stream));
            stream.Position = 0;
            using var reader = new PackageArchiveReader(stream, leaveStreamOpen: true);
            return ReadNuspec(reader.NuspecReader) with { ArchiveSha512 = hash };
        }
        catch (Exception exception) when (exception is XmlException or PackagingException or InvalidDataException)
        {
            throw new IOException($"the nuspec of {plugin.PackageId} {plugin.PackageVersion} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>What a nuspec says.</summary>
    internal static PluginDescription ReadNuspec(NuspecReader nuspec) => new()
    {
        Title = NullIfEmpty(nuspec.GetTitle()),
        Description = NullIfEmpty(nuspec.GetDescription()),
        Authors = [.. nuspec.GetAuthors().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        Copyright = NullIfEmpty(nuspec.GetCopyright()),
        ProjectUrl = NullIfEmpty(nuspec.GetProjectUrl()),
        RepositoryUrl = NullIfEmpty(nuspec.GetRepositoryMetadata()?.Url),
        License = nuspec.GetLicenseMetadata() switch
        {
            { Type: LicenseType.Expression } expression => ToLicense(expression.License),
            { Type: LicenseType.File } file => new PluginLicense(null, $"{file.License} in the package", null),
            _ => NullIfEmpty(nuspec.GetLicenseUrl()) is { } url ? new PluginLicense(null, url, url) : null,
        },
    };

    private static PluginDescription ReadManifest(JsonObject manifest) => new()
    {
        Title = Text(manifest["interface"], "displayName"),
        Description = Text(manifest, "description"),
        Authors = Text(manifest["author"], "name") is { } author ? [author] : [],
        ProjectUrl = Text(manifest, "homepage"),
        RepositoryUrl = Text(manifest, "repository"),
        License = Text(manifest, "license") is { } license ? ToLicense(license) : null,
    };

    private static PluginLicense ToLicense(string text) => PackageLicenses.IsExpression(text) ? new PluginLicense(text, null, null) : new PluginLicense(null, text, null);

    private static string? Text(JsonNode? node, string member) =>
        (node as JsonObject)?[member] is JsonValue value && value.TryGetValue(out string? text) ? NullIfEmpty(text) : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
