using System.Text.Json;

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
