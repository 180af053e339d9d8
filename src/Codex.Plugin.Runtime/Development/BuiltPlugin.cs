using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Write;

namespace Codex.Plugin.Runtime.Development;

/// <summary>What a built plugin says about itself.</summary>
internal sealed class BuiltPlugin
{
    private BuiltPlugin(string folder, JsonObject manifest)
    {
        Folder = folder;
        Manifest = manifest;
        Name = Text(manifest, "name") ?? throw new JsonException("the manifest has no name");
        Version = Text(manifest, "version") ?? throw new JsonException("the manifest has no version");
        Apps = ReadApps();
    }

    public string Folder { get; }

    public JsonObject Manifest { get; }

    public string Name { get; }

    public string Version { get; }

    /// <summary>The apps, by key.</summary>
    public IReadOnlyDictionary<string, JsonObject> Apps { get; }

    /// <exception cref="IOException">There is no built plugin, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be read.</exception>
    /// <exception cref="JsonException">It is none that the SDK has built.</exception>
    public static BuiltPlugin Read(string folder) => new(folder, ReadObject(Path.Combine(folder, ManifestWriter.ManifestFile)));

    public static string? Text(JsonObject json, string member) => json[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonObject ReadObject(string file) =>
        JsonNode.Parse(File.ReadAllBytes(file)) as JsonObject ?? throw new JsonException($"{file} holds no object");

    private Dictionary<string, JsonObject> ReadApps() =>
        (Text(Manifest, "apps") is { } path ? ReadObject(Path.Combine(Folder, path))["apps"] as JsonObject ?? [] : [])
            .Where(static app => app.Value is JsonObject)
            .ToDictionary(static app => app.Key, static app => (JsonObject)app.Value!, StringComparer.Ordinal);
}
