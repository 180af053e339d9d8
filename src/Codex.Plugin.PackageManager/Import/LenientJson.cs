using System.Text.Json;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>JSON that is nearly JSON: with a byte order mark, comments, commas at ends, or a name twice, of which the last counts.</summary>
internal static class LenientJson
{
    // A manifest or a list of plugins is small; what is larger is none.
    private const long Largest = 16 << 20;

    /// <summary>Reads a file as strict JSON. A link that leaves the folder is not followed.</summary>
    /// <param name="folder">The absolute path of the folder.</param>
    /// <param name="path">The file, relative to the folder; also the path for messages.</param>
    /// <param name="mended">Whether it was nearly JSON only.</param>
    /// <param name="problem">Why it cannot be read, or was nearly JSON only; to follow in a sentence. Null where all is well.</param>
    /// <returns>Null where it cannot be read.</returns>
    public static JsonSource? Read(string folder, string path, out bool mended, out string? problem)
    {
        mended = false;
        string file = Path.Combine(folder, path);
        try
        {
            if (RealPath.Resolve(file) is not { } real || !RealPath.IsInside(real, RealPath.Resolve(folder) ?? folder))
            {
                problem = "it is a link that leaves the folder";
                return null;
            }

            long length = new FileInfo(real).Length;
            if (length > Largest || (length == 0 && !RegularFile.Is(real)))
            {
                problem = length == 0 ? "it is no file" : "it is too large for what it is";
                return null;
            }

            byte[] bytes = File.ReadAllBytes(file);
            if (JsonSource.TryParse(new SourceText(path, bytes), out JsonSource? source, out problem, out _))
            {
                return source;
            }

            if (TryMend(bytes) is { } strict && JsonSource.TryParse(new SourceText(path, strict), out source, out _, out _))
            {
                mended = true;
                return source;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
        }

        return null;
    }

    /// <summary>The same as strict JSON; null where it cannot be told what is meant.</summary>
    public static byte[]? TryMend(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            ReadOnlyMemory<byte> text = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return JsonText.Of(writer => Write(document.RootElement, writer));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not UTF-8, half a surrogate pair, or no JSON at all.
            return null;
        }
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    members[member.Name] = member.Value;
                }

                foreach ((string name, JsonElement member) in members)
                {
                    writer.WritePropertyName(name);
                    Write(member, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
