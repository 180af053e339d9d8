using System.Text.Json;

namespace Codex.Plugin.Runtime.Codex;

/// <summary>One line that Codex wrote to its log; <c>Fields</c> holds what it says besides the message.</summary>
internal sealed record CodexLogEntry(string Level, string Target, string Message, IReadOnlyDictionary<string, string> Fields)
{
    private const string MessageField = "message";

    /// <returns><see langword="null"/> for a line that is not of the log.</returns>
    public static CodexLogEntry? TryParse(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            var json = JsonElement.Parse(line);
            var fields = json.GetProperty("fields").EnumerateObject()
                .ToDictionary(field => field.Name, field => field.Value.ToString(), StringComparer.Ordinal);
            fields.Remove(MessageField, out var message);
            return new(json.GetProperty("level").GetString()!, json.GetProperty("target").GetString()!, message ?? "", fields);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    public override string ToString() =>
        Fields.Count == 0
            ? Message
            : $"{Message} ({string.Join(", ", Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}: {f.Value}"))})";
}
