using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Text;

/// <summary>Strict JSON, as Codex reads it, with the places of its values.</summary>
internal sealed class JsonSource
{
    /// <summary>Codex's parser gives up one level deeper.</summary>
    private const int DeepestNesting = 127;

    private static readonly JsonReaderOptions s_strict = new() { MaxDepth = DeepestNesting };

    private JsonSource(SourceText text, JsonSyntax root)
    {
        Text = text;
        Root = root;
    }

    public SourceText Text { get; }

    /// <summary>The whole value.</summary>
    public JsonSyntax Root { get; }

    /// <summary>Reads the text, or reports why it cannot be read and returns null.</summary>
    /// <param name="text">The file.</param>
    /// <param name="notReadable">The rule to report, whose first placeholder is the reason.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static JsonSource? Parse(SourceText text, DiagnosticDescriptor notReadable, DiagnosticBag diagnostics)
    {
        if (TryParse(text, out JsonSource? source, out string? problem, out int offset))
        {
            return source;
        }

        diagnostics.Report(notReadable, text.At(offset), problem);
        return null;
    }

    /// <summary>Reads the text; where it cannot be read, <paramref name="problem"/> says why, to follow in a sentence.</summary>
    public static bool TryParse(SourceText text, out JsonSource? source, out string? problem, out int offset)
    {
        source = null;
        offset = 0;
        if (text.HasByteOrderMark)
        {
            problem = "it begins with a byte order mark";
            return false;
        }

        if (text.FindInvalidUtf8() is { } invalid)
        {
            problem = "it is not UTF-8 at this place";
            offset = invalid;
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(text.Bytes, s_strict);
            reader.Read();
            JsonSyntax root = Read(ref reader);
            // Whatever follows the value is an error of the reader's.
            reader.Read();
            source = new JsonSource(text, root);
            problem = null;
            return true;
        }
        catch (NotStrictException exception)
        {
            problem = exception.Message;
            offset = exception.Offset;
        }
        catch (JsonException exception)
        {
            problem = Reason(exception);
            offset = OffsetOf(text.Bytes, exception);
        }

        return false;
    }

    /// <summary>Where the value stands.</summary>
    public Location At(JsonSyntax value) => Text.At(value.Start);

    /// <summary>Where the member's name stands.</summary>
    public Location At(JsonMember member) => Text.At(member.NameStart);

    /// <summary>A copy of the value that can be changed and written.</summary>
    public JsonNode? ToNode(JsonSyntax value) =>
        JsonNode.Parse(Text.Bytes[value.Start..value.End], documentOptions: new JsonDocumentOptions { MaxDepth = DeepestNesting });

    private static JsonSyntax Read(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, start);
            case JsonTokenType.StartArray:
                var items = new List<JsonSyntax>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader));
                }

                return new JsonSyntax { Kind = JsonValueKind.Array, Start = start, End = (int)reader.BytesConsumed, Items = items };
            case JsonTokenType.String:
                return new JsonSyntax { Kind = JsonValueKind.String, Start = start, End = (int)reader.BytesConsumed, Text = Unescape(ref reader, start) };
            case JsonTokenType.Number:
                string digits = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
                return new JsonSyntax { Kind = JsonValueKind.Number, Start = start, End = (int)reader.BytesConsumed, Text = digits };
            default:
                JsonValueKind kind = reader.TokenType switch
                {
                    JsonTokenType.True => JsonValueKind.True,
                    JsonTokenType.False => JsonValueKind.False,
                    _ => JsonValueKind.Null,
                };
                return new JsonSyntax { Kind = kind, Start = start, End = (int)reader.BytesConsumed };
        }
    }

    private static JsonSyntax ReadObject(ref Utf8JsonReader reader, int start)
    {
        var members = new List<JsonMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int nameStart = (int)reader.TokenStartIndex;
            string name = Unescape(ref reader, nameStart);
            if (!names.Add(name))
            {
                throw new NotStrictException($"the name \"{name}\" appears twice in one object", nameStart);
            }

            reader.Read();
            members.Add(new JsonMember(name, nameStart, Read(ref reader)));
        }

        return new JsonSyntax { Kind = JsonValueKind.Object, Start = start, End = (int)reader.BytesConsumed, Members = members };
    }

    private static string Unescape(ref Utf8JsonReader reader, int start)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            throw new NotStrictException("a string in it is not valid Unicode", start);
        }
    }

    private static int OffsetOf(ReadOnlySpan<byte> json, JsonException exception)
    {
        int offset = 0;
        for (long line = exception.LineNumber ?? 0; line > 0; line--)
        {
            offset += json[offset..].IndexOf((byte)'\n') + 1;
        }

        return offset + (int)(exception.BytePositionInLine ?? 0);
    }

    /// <summary>The exception's first sentence, without the place, which the diagnostic shows itself.</summary>
    private static string Reason(JsonException exception)
    {
        string message = exception.Message;
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = (end < 0 ? message : message[..end]).TrimEnd('.', ' ');

        // The parser's advice is for those who call it.
        int advice = reason.IndexOf(" which is not supported in this mode", StringComparison.Ordinal);
        advice = advice < 0 ? reason.IndexOf(". Change the reader options", StringComparison.Ordinal) : advice;
        reason = advice < 0 ? reason : reason[..advice];
        return reason.Length > 0 ? char.ToLowerInvariant(reason[0]) + reason[1..] : "it is not JSON";
    }

    /// <summary>What the parser lets pass and Codex does not.</summary>
    private sealed class NotStrictException(string message, int offset) : Exception(message)
    {
        public int Offset { get; } = offset;
    }
}
