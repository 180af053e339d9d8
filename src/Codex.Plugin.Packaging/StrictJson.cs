using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codex.Plugin.Packaging;

/// <summary>JSON out of packages, which anybody can have made.</summary>
internal static class StrictJson
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">It is not an object, not JSON, or says something twice.</exception>
    public static JsonObject ReadObject(string path)
    {
        var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(path), documentOptions: options) as JsonObject ?? throw new JsonException($"{Path.GetFileName(path)} is not an object");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new JsonException($"{Path.GetFileName(path)} is not valid Unicode", exception);
        }
    }

    /// <exception cref="JsonException">The member is missing, not a text, or not valid Unicode.</exception>
    public static string Text(JsonNode? node, string member)
    {
        try
        {
            return (node as JsonObject)?[member]?.GetValue<string>() ?? throw new JsonException($"\"{member}\" is missing");
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException($"\"{member}\" is not a text", exception);
        }
    }
}
