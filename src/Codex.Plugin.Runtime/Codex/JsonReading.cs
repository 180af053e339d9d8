using System.Text.Json;

namespace Codex.Plugin.Runtime.Codex;

/// <summary>Reads members that may be missing or null, in an element that may be missing too.</summary>
internal static class JsonReading
{
    extension(JsonElement element)
    {
        public JsonElement? Member(string name) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
                ? value
                : null;

        public JsonElement? Object(string name) => element.Member(name);

        public string? Text(string name) => element.Member(name) is { } value ? Text(value) : null;

        public double? Number(string name) => element.Member(name)?.GetDouble();

        public bool Flag(string name) => element.Member(name)?.GetBoolean() ?? false;

        public IEnumerable<JsonElement> Items(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

        public IReadOnlyList<string>? Texts(string name) =>
            element.Member(name) is null ? null : [.. element.Items(name).Select(Text)];

        public IReadOnlyDictionary<string, string>? Map(string name) =>
            element.Member(name) is { } map
                ? new SortedDictionary<string, string>(
                    map.EnumerateObject().ToDictionary(member => member.Name, member => Text(member.Value)), StringComparer.Ordinal)
                : null;
    }

    extension(JsonElement? element)
    {
        public JsonElement? Object(string name) => element.GetValueOrDefault().Member(name);

        public string? Text(string name) => element.GetValueOrDefault().Text(name);

        public IEnumerable<JsonElement> Items(string name) => element.GetValueOrDefault().Items(name);
    }

    // The text of a string; compact JSON of anything else.
    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value);
}
