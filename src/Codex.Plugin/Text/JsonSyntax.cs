using System.Text.Json;
using System.Text.Json.Nodes;

namespace Codex.Plugin.Text;

/// <summary>A JSON value with its place in the source.</summary>
internal sealed class JsonSyntax
{
    public required JsonValueKind Kind { get; init; }

    /// <summary>The offset of its first byte.</summary>
    public required int Start { get; init; }

    /// <summary>The offset after its last byte.</summary>
    public required int End { get; init; }

    /// <summary>The text of a string, the digits of a number; else null.</summary>
    public string? Text { get; init; }

    /// <summary>The members of an object, in their order; else none.</summary>
    public IReadOnlyList<JsonMember> Members { get; init; } = [];

    /// <summary>The elements of an array; else none.</summary>
    public IReadOnlyList<JsonSyntax> Items { get; init; } = [];

    /// <summary>The member's value, or null where there is none or this is no object.</summary>
    public JsonSyntax? this[string name] => Find(name)?.Value;

    /// <summary>The value where it is a string, else null.</summary>
    public string? AsText() => Kind == JsonValueKind.String ? Text : null;

    public bool IsObject => Kind == JsonValueKind.Object;

    public bool IsArray => Kind == JsonValueKind.Array;

    /// <summary>A text that nobody has written, at the place of what it was made of.</summary>
    public static JsonSyntax OfText(string text, int start) => new() { Kind = JsonValueKind.String, Start = start, End = start, Text = text };

    /// <summary>An array that nobody has written, at the place of what it was made of.</summary>
    public static JsonSyntax OfItems(IReadOnlyList<JsonSyntax> items, int start) => new() { Kind = JsonValueKind.Array, Start = start, End = start, Items = items };

    /// <summary>An object that nobody has written, at the place of what it was made of.</summary>
    public static JsonSyntax OfMembers(IReadOnlyList<JsonMember> members, int start) => new() { Kind = JsonValueKind.Object, Start = start, End = start, Members = members };

    /// <summary>A number that nobody has written as JSON, at the place of what it was made of.</summary>
    public static JsonSyntax OfNumber(string digits, int start) => new() { Kind = JsonValueKind.Number, Start = start, End = start, Text = digits };

    /// <summary>A flag that nobody has written as JSON, at the place of what it was made of.</summary>
    public static JsonSyntax OfFlag(bool value, int start) => new() { Kind = value ? JsonValueKind.True : JsonValueKind.False, Start = start, End = start };

    /// <summary>A copy of the object in which the members of the path lead to the value.</summary>
    public JsonSyntax With(ReadOnlySpan<string> path, JsonSyntax value)
    {
        if (path.IsEmpty)
        {
            return value;
        }

        string name = path[0];
        JsonSyntax changed = (this[name] ?? OfMembers([], value.Start)).With(path[1..], value);
        JsonMember[] members = Find(name) is null
            ? [.. Members, new JsonMember(name, value.Start, changed)]
            : [.. Members.Select(member => member.Name == name ? member with { Value = changed } : member)];
        return OfMembers(members, Start);
    }

    /// <summary>A copy with one place for all that is in it.</summary>
    public JsonSyntax MovedTo(int start) => new()
    {
        Kind = Kind,
        Start = start,
        End = start,
        Text = Text,
        Members = [.. Members.Select(member => new JsonMember(member.Name, start, member.Value.MovedTo(start)))],
        Items = [.. Items.Select(item => item.MovedTo(start))],
    };

    /// <summary>A copy that can be changed and written.</summary>
    public JsonNode? ToNode() => Kind switch
    {
        JsonValueKind.Object => new JsonObject(Members.Select(static member => KeyValuePair.Create(member.Name, member.Value.ToNode()))),
        JsonValueKind.Array => new JsonArray([.. Items.Select(static item => item.ToNode())]),
        JsonValueKind.String => JsonValue.Create(Text),
        // As it is written: 1.50 stays 1.50.
        JsonValueKind.Number => JsonNode.Parse(Text!),
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        _ => null,
    };

    /// <summary>The member of that name, or null.</summary>
    public JsonMember? Find(string name)
    {
        foreach (JsonMember member in Members)
        {
            if (member.Name == name)
            {
                return member;
            }
        }

        return null;
    }
}

/// <summary>A member of a JSON object.</summary>
/// <param name="Name">Its name, unescaped.</param>
/// <param name="NameStart">The offset of the quote before the name.</param>
/// <param name="Value">Its value.</param>
internal sealed record JsonMember(string Name, int NameStart, JsonSyntax Value);
