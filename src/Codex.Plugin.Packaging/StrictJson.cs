using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codex.Plugin.Packaging;

/// <summary>JSON out of packages, which anybody can have made.</summary>
internal static class StrictJson
{
    /// <summary>Some ten times what the largest plugin needs.</summary>
    public const int LongestFile = 16 << 20;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">It is not an object, not JSON, or says something twice.</exception>
    public static JsonObject ReadObject(string path) => ParseObject(ReadFile(path), Path.GetFileName(path));

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">It cannot be JSON that somebody has written.</exception>
    public static byte[] ReadFile(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists)
        {
            // A pipe or a device has no size, and reading it might not end.
            string? problem = (file.Attributes & FileAttributes.ReparsePoint) != 0 ? "is a link"
                : file.Length == 0 ? "is empty"
                : file.Length > LongestFile ? $"has {file.Length} bytes, and {LongestFile} is the limit"
                : null;
            if (problem is not null)
            {
                throw new JsonException($"{file.Name} {problem}");
            }
        }

        return File.ReadAllBytes(path);
    }

    /// <exception cref="JsonException">It is not an object, not JSON, or says something twice.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> bytes, string fileName)
    {
        var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
        try
        {
            return JsonNode.Parse(bytes, documentOptions: options) as JsonObject ?? throw new JsonException($"{fileName} is not an object");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new JsonException($"{fileName} is not valid Unicode", exception);
        }
        catch (JsonException exception) when (!exception.Message.StartsWith(fileName, StringComparison.Ordinal))
        {
            throw new JsonException($"{fileName}: {exception.Message}", exception);
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
