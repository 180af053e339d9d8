using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codex.Plugin.Write;

/// <summary>JSON as every output of this project has it: UTF-8 without byte order mark, two spaces, LF, a line feed at the end.</summary>
public static class JsonOutput
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The files are read by programs and people, never pasted into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The bytes of what <paramref name="write"/> writes.</summary>
    /// <param name="write">Writes one JSON value.</param>
    public static byte[] ToBytes(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            write(writer);
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an object whose members are given, in the given order.</summary>
    internal static void WriteMap(this Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, JsonObject>> members)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(name);
        foreach ((string key, JsonObject value) in members)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
