using System.Text.Json;
using Codex.Plugin.Write;

namespace Codex.Plugin.Read;

/// <summary>Which manifest Codex reads of a folder, in the order in which it looks.</summary>
internal static class ManifestFile
{
    /// <summary>The name of the portable manifest at the root of a plugin (Agent Plugins).</summary>
    public const string Portable = "plugin.json";

    /// <summary>The schemas of the portable format, of which Codex knows one.</summary>
    public const string PortableSchemas = "https://agent-plugins.org/schemas/";

    public static ReadOnlySpan<byte> PortableSchemasUtf8 => "agent-plugins.org/schemas/"u8;

    /// <summary>The schema that Codex knows.</summary>
    public const string PortableSchema = PortableSchemas + "1.0.0/plugin.schema.json";

    /// <summary>The manifests in Codex's own format, in the order in which Codex looks.</summary>
    public static readonly string[] Own = [ManifestWriter.ManifestFile, ".claude-plugin/plugin.json", ".cursor-plugin/plugin.json"];

    /// <summary>The manifest that a plugin in the folder has, relative to the folder; null where nobody has written one.</summary>
    public static string? Find(string folder)
    {
        if (IsPortable(Path.Combine(folder, Portable)))
        {
            return Portable;
        }

        return Own.FirstOrDefault(path => File.Exists(Path.Combine(folder, path)));
    }

    /// <summary>Whether the root's <c>plugin.json</c> is one of the portable format; those of other hosts are none of Codex's business.</summary>
    private static bool IsPortable(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > DescriptorSize.Largest || file.Length == 0)
        {
            return false;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("$schema", out JsonElement schema)
                && schema.ValueKind == JsonValueKind.String
                && schema.GetString()!.StartsWith(PortableSchemas, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
