using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Text;

/// <summary>Strict JSON, as Codex reads it, with the places of its values.</summary>
internal sealed class JsonSource
{
    private readonly SourceText _text;

    private JsonSource(SourceText text, JsonNode? root)
    {
        _text = text;
        Root = root;
    }

    /// <summary>The whole value; null is JSON's null.</summary>
    public JsonNode? Root { get; }

    /// <summary>Reads the text, or reports why it cannot be read and returns null.</summary>
    /// <param name="text">The file.</param>
    /// <param name="notReadable">The rule to report, whose first placeholder is the reason.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static JsonSource? Parse(SourceText text, DiagnosticDescriptor notReadable, DiagnosticBag diagnostics)
    {
        if (text.HasByteOrderMark)
        {
            diagnostics.Report(notReadable, text.At(0), "it begins with a byte order mark");
            return null;
        }

        if (text.FindInvalidUtf8() is { } invalid)
        {
            diagnostics.Report(notReadable, text.At(invalid), "it is not UTF-8 at this place");
            return null;
        }

        try
        {
            if (FindProblem(text.Bytes, out int offset) is { } problem)
            {
                diagnostics.Report(notReadable, text.At(offset), problem);
                return null;
            }

            return new JsonSource(text, JsonNode.Parse(text.Bytes));
        }
        catch (JsonException exception)
        {
            diagnostics.Report(notReadable, text.At(OffsetOf(text.Bytes, exception)), Reason(exception));
            return null;
        }
    }

    /// <summary>Where the value at <paramref name="path"/> stands; the nearest parent where it does not exist.</summary>
    public Location At(params ReadOnlySpan<string> path)
    {
        var reader = new Utf8JsonReader(_text.Bytes);
        reader.Read();
        long start = reader.TokenStartIndex;
        foreach (string name in path)
        {
            if (!MoveTo(ref reader, name))
            {
                break;
            }

            start = reader.TokenStartIndex;
        }

        return _text.At((int)start);
    }

    private static bool MoveTo(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary>What the parser lets pass and Codex does not: a name twice in one object, and half of a surrogate pair.</summary>
    private static string? FindProblem(ReadOnlySpan<byte> json, out int offset)
    {
        var reader = new Utf8JsonReader(json);
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            offset = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    names.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.EndObject:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName or JsonTokenType.String when !IsUnicode(ref reader):
                    return "a string in it is not valid Unicode";
                case JsonTokenType.PropertyName:
                    string name = reader.GetString()!;
                    if (!names.Peek().Add(name))
                    {
                        return $"the name \"{name}\" appears twice in one object";
                    }

                    break;
                default:
                    break;
            }
        }

        offset = 0;
        return null;
    }

    private static bool IsUnicode(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
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
        return reason.Length > 0 ? char.ToLowerInvariant(reason[0]) + reason[1..] : "it is not JSON";
    }
}
