using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>The inventory as a CycloneDX 1.6 SBOM. Without time and machine: the same plugins, the same bytes.</summary>
internal static class CycloneDxBom
{
    private const string Properties = "codex:plugin:";

    private static readonly string s_version = typeof(CycloneDxBom).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static byte[] ToBytes(InventoryDocument document)
    {
        // Equal for equal content, and different for different.
        byte[] hash = SHA256.HashData(ToBytes(document, null));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return ToBytes(document, new Guid(hash.AsSpan(0, 16), bigEndian: true));
    }

    private static byte[] ToBytes(InventoryDocument document, Guid? serialNumber) => JsonOutput.ToBytes(writer =>
    {
        BomServers servers = new(document);
        writer.WriteStartObject();
        writer.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        writer.WriteString("bomFormat", "CycloneDX");
        writer.WriteString("specVersion", "1.6");
        if (serialNumber is { } number)
        {
            writer.WriteString("serialNumber", $"urn:uuid:{number:D}");
        }

        writer.WriteNumber("version", 1);
        WriteMetadata(writer, document);
        writer.WriteStartArray("components");
        foreach (InventoryPlugin plugin in document.Plugins)
        {
            WritePlugin(writer, plugin, document);
        }

        servers.WriteComponents(writer);
        writer.WriteEndArray();
        servers.WriteServices(writer);
        WriteDependencies(writer, document);
        writer.WriteEndObject();
    });

    /// <summary>The name of a plugin within the file.</summary>
    public static string RefOf(InventoryPlugin plugin) =>
        plugin.IsPackage ? PackageUrl.OfNuGet(plugin.Restored.PackageId, plugin.Restored.PackageVersion) : $"plugin:{plugin.Restored.Name}@{plugin.Restored.Version}";

    private static string RefOf(InventoryDocument document) => $"marketplace:{document.Name}";

    private static void WriteMetadata(Utf8JsonWriter writer, InventoryDocument document)
    {
        writer.WriteStartObject("metadata");
        writer.WriteStartObject("tools");
        writer.WriteStartArray("components");
        writer.WriteStartObject();
        writer.WriteString("type", "application");
        writer.WriteString("name", "Codex.Plugin.Sdk");
        writer.WriteString("version", s_version);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartObject("component");
        writer.WriteString("type", "application");
        writer.WriteString("bom-ref", RefOf(document));
        writer.WriteString("name", InventoryText.Clean(document.Name));
        writer.WriteString("description", InventoryText.Clean(document.Title));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePlugin(Utf8JsonWriter writer, InventoryPlugin plugin, InventoryDocument document)
    {
        PluginDescription description = plugin.Description;
        writer.WriteStartObject();
        writer.WriteString("type", "library");
        writer.WriteString("bom-ref", RefOf(plugin));
        if (description.Authors.Count > 0)
        {
            writer.WriteStartArray("authors");
            foreach (string author in description.Authors)
            {
                writer.WriteStartObject();
                writer.WriteString("name", InventoryText.Clean(author));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteString("name", InventoryText.Clean(plugin.Restored.PackageId));
        writer.WriteString("version", InventoryText.Clean(plugin.Restored.PackageVersion));
        WriteText(writer, "description", description.Description);
        if (description.ArchiveSha512 is { } sha512)
        {
            writer.WriteStartArray("hashes");
            writer.WriteStartObject();
            writer.WriteString("alg", "SHA-512");
            writer.WriteString("content", sha512);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        WriteLicense(writer, description.License);
        WriteText(writer, "copyright", description.Copyright);
        if (plugin.IsPackage)
        {
            writer.WriteString("purl", RefOf(plugin));
        }

        WriteReferences(writer, plugin, document);
        writer.WriteStartArray("properties");
        foreach ((string name, string? value) in PropertiesOf(plugin))
        {
            if (!string.IsNullOrEmpty(value))
            {
                WriteProperty(writer, name, value);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLicense(Utf8JsonWriter writer, PluginLicense? license)
    {
        if (license is null)
        {
            return;
        }

        writer.WriteStartArray("licenses");
        writer.WriteStartObject();
        if (license.Expression is not null)
        {
            writer.WriteString("expression", InventoryText.Clean(license.Expression));
        }
        else
        {
            writer.WriteStartObject("license");
            writer.WriteString("name", InventoryText.Clean(license.Name));
            WriteText(writer, "url", InventoryText.CleanAddress(license.Url));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteReferences(Utf8JsonWriter writer, InventoryPlugin plugin, InventoryDocument document)
    {
        (string Type, string? Url)[] references =
        [
            ("distribution", InventoryText.CleanAddress(plugin.Reviewed.Feed?.Address)),
            ("vcs", InventoryText.CleanAddress(plugin.Description.RepositoryUrl)),
            ("website", InventoryText.CleanAddress(plugin.Description.ProjectUrl)),
        ];
        if (references.All(static reference => reference.Url is null))
        {
            return;
        }

        writer.WriteStartArray("externalReferences");
        foreach ((string type, string? url) in references.Where(static reference => reference.Url is not null))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteString("url", url);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static IEnumerable<(string Name, string? Value)> PropertiesOf(InventoryPlugin plugin)
    {
        PluginPolicy policy = plugin.Reviewed.Plugin.Policy;
        PackageSignatures signatures = plugin.Reviewed.Signatures;
        yield return ("name", plugin.Restored.Name);
        yield return ("version", plugin.Restored.Version);
        yield return ("title", plugin.Description.Title);
        yield return ("source", plugin.IsPackage ? "package" : "project");
        yield return ("feed", plugin.Reviewed.Feed?.Name);
        yield return ("contentHash", plugin.Restored.Sha512);
        yield return ("direct", plugin.Restored.Direct ? "true" : "false");
        yield return ("policy:installation", MarketplaceDocument.InstallationWords[policy.Installation]);
        yield return ("policy:authentication", MarketplaceDocument.AuthenticationWords[policy.Authentication]);
        foreach (string product in policy.Products ?? [])
        {
            yield return ("policy:product", product);
        }

        yield return ("policy:category", policy.Category);
        foreach (string needing in plugin.Reviewed.Plugin.RequiredBy)
        {
            yield return ("requiredBy", needing);
        }

        yield return ("signed", signatures.IsSigned ? "true" : "false");
        foreach ((string kind, PackageSigner? signer) in new[] { ("author", signatures.Author), ("repository", signatures.Repository) })
        {
            yield return ($"signature:{kind}", signer?.Subject);
            yield return ($"signature:{kind}:fingerprint", signer?.Fingerprint);
            yield return ($"signature:{kind}:serviceIndex", InventoryText.CleanAddress(signer?.ServiceIndex));
            foreach (string owner in signer?.Owners ?? [])
            {
                yield return ($"signature:{kind}:owner", owner);
            }
        }

        foreach (CapabilityLine line in CapabilityLine.Of(plugin.Reviewed.Capabilities))
        {
            yield return (line.Kind, line.Text.Length == 0 ? line.Name : $"{line.Name}: {line.Text}");
        }
    }

    private static void WriteDependencies(Utf8JsonWriter writer, InventoryDocument document)
    {
        writer.WriteStartArray("dependencies");
        Write(RefOf(document), document.Plugins.Where(static plugin => plugin.Restored.Direct || plugin.Reviewed.Plugin.RequiredBy.Count == 0).Select(RefOf));
        foreach (InventoryPlugin plugin in document.Plugins)
        {
            Write(RefOf(plugin), document.Plugins.Where(other => other.Reviewed.Plugin.RequiredBy.Contains(plugin.Restored.Name, StringComparer.Ordinal)).Select(RefOf).Concat(BomServers.RefsOf(plugin)));
        }

        writer.WriteEndArray();

        void Write(string reference, IEnumerable<string> dependencies)
        {
            writer.WriteStartObject();
            writer.WriteString("ref", reference);
            string[] all = [.. dependencies.Distinct(StringComparer.Ordinal).Where(dependency => dependency != reference).Order(StringComparer.Ordinal)];
            if (all.Length > 0)
            {
                writer.WriteStartArray("dependsOn");
                Array.ForEach(all, writer.WriteStringValue);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }
    }

    internal static void WriteProperty(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Properties + name);
        writer.WriteString("value", InventoryText.Clean(value));
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string member, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            writer.WriteString(member, InventoryText.Clean(text));
        }
    }
}
