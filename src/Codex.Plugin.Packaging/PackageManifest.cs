using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging;

/// <summary>A file of a plugin, as <c>codexplugin.json</c> lists it.</summary>
/// <param name="Path">Relative to the plugin's folder, with <c>/</c>.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of the content, in lower-case hexadecimal digits.</param>
/// <param name="Executable">Whether the file gets the execute bit, which NuGet does not keep.</param>
public sealed record PackageFileEntry(string Path, long Size, string Sha256, bool Executable);

/// <summary>
/// <c>codexplugin.json</c>: what a package says about its plugin, computed from the built folder and never declared by hand.
/// NuGet keeps neither hashes nor modes of single files, so they stand here.
/// </summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">The plugin's version.</param>
/// <param name="Capabilities">What the plugin may do.</param>
/// <param name="Files">All files, in ordinal order of their paths.</param>
public sealed record PackageManifest(string Name, string Version, PluginCapabilities Capabilities, IReadOnlyList<PackageFileEntry> Files)
{
    private const int Format = 1;

    /// <summary>The <see cref="CapabilityReader.Rules"/> by which the capabilities were computed.</summary>
    public int CapabilityRules { get; init; } = CapabilityReader.Rules;

    /// <summary>Describes the plugin in a built folder.</summary>
    /// <param name="pluginFolder">An absolute path.</param>
    /// <param name="onFile">Gets every file once, by its path in the plugin, so that nobody else has to read it.</param>
    /// <exception cref="IOException">The folder or a file of it cannot be read.</exception>
    /// <exception cref="JsonException">The folder holds no plugin that the compiler has written.</exception>
    public static PackageManifest Describe(string pluginFolder, Action<string, ReadOnlyMemory<byte>>? onFile = null)
    {
        var files = new List<PackageFileEntry>();
        var contents = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (FileInfo file in new DirectoryInfo(pluginFolder).EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0, RecurseSubdirectories = true }))
        {
            byte[] bytes = File.ReadAllBytes(file.FullName);
            string path = Path.GetRelativePath(pluginFolder, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (bytes.Length <= StrictJson.LongestFile)
            {
                contents.Add(path, bytes);
            }

            files.Add(new PackageFileEntry(path, bytes.Length, Hash(bytes), ExecutableFile.Is(bytes)));
            onFile?.Invoke(path, bytes);
        }

        files.Sort(static (x, y) => string.CompareOrdinal(x.Path, y.Path));
        PluginContent content = PluginContent.Read(pluginFolder);
        return new PackageManifest(content.Name, content.Version, CapabilityReader.Compute([.. files.Select(static file => file.Path)], Content), files);

        // What is large is rare, and not kept.
        ReadOnlyMemory<byte> Content(string path) => contents.TryGetValue(path, out ReadOnlyMemory<byte> kept) ? kept : File.ReadAllBytes(Path.Combine(pluginFolder, path));
    }

    /// <summary>Reads a package's <c>codexplugin.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is not what this version writes and reads.</exception>
    public static PackageManifest Load(string path) => Parse(StrictJson.ReadFile(path));

    /// <summary>Reads the bytes of a <c>codexplugin.json</c>.</summary>
    /// <exception cref="JsonException">They are not what this version writes and reads.</exception>
    internal static PackageManifest Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            JsonObject root = StrictJson.ParseObject(bytes, PluginPackageFormat.PackageManifestFile);
            if ((int)root["format"]! != Format)
            {
                throw new JsonException($"the format of {PluginPackageFormat.PackageManifestFile} is {root["format"]}, and this version reads {Format}");
            }

            return new PackageManifest(
                StrictJson.Text(root, "name"),
                StrictJson.Text(root, "version"),
                CapabilityJson.Read(root["capabilities"]!.AsObject()),
                [.. root["files"]!.AsArray().Select(static file => new PackageFileEntry(
                    StrictJson.Text(file, "path"), (long)file!["size"]!, StrictJson.Text(file, "sha256"), (bool?)file["executable"] ?? false))])
            {
                CapabilityRules = (int?)root["capabilityRules"] ?? 0,
            };
        }
        catch (JsonException exception) when (!exception.Message.Contains(PluginPackageFormat.PackageManifestFile, StringComparison.Ordinal))
        {
            throw new JsonException($"{PluginPackageFormat.PackageManifestFile}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException($"a member of {PluginPackageFormat.PackageManifestFile} is missing or has a wrong type", exception);
        }
    }

    /// <summary>The bytes of <c>codexplugin.json</c>.</summary>
    public byte[] ToBytes() => JsonOutput.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("name", Name);
        writer.WriteString("version", Version);
        writer.WriteNumber("capabilityRules", CapabilityRules);
        writer.WritePropertyName("capabilities");
        CapabilityJson.Write(writer, Capabilities);
        writer.WriteStartArray("files");
        foreach (PackageFileEntry file in Files)
        {
            writer.WriteStartObject();
            writer.WriteString("path", file.Path);
            writer.WriteNumber("size", file.Size);
            writer.WriteString("sha256", file.Sha256);
            if (file.Executable)
            {
                writer.WriteBoolean("executable", true);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>The SHA-256 of the bytes as the manifest writes it.</summary>
    internal static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
