using System.Text.Json;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>Reads an object that this program has written, to the letter, and says where it is not that.</summary>
/// <param name="value">The object.</param>
/// <param name="path">Where it stands, as messages show it.</param>
internal sealed class JsonShapeReader(JsonSyntax value, string path)
{
    private readonly JsonSyntax _value = value.IsObject ? value : throw new JsonShapeException($"\"{path}\" must be an object", value.Start);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The members.</summary>
    public IReadOnlyList<JsonMember> Members => _value.Members;

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => FindText(name) ?? throw new JsonShapeException($"\"{path}\" has no \"{name}\"", _value.Start);

    /// <summary>A text; null where there is none.</summary>
    public string? FindText(string name) => Find(name) is not { } found ? null : found.AsText() ?? throw Wrong(name, "a text");

    /// <summary>A number that must be there.</summary>
    public int Number(string name) => Find(name) is { Kind: JsonValueKind.Number, Text: { } digits } && int.TryParse(digits, out int number) ? number : throw Wrong(name, "a number");

    /// <summary>True or false; null where there is nothing.</summary>
    public bool? Flag(string name) => Find(name) is not { } found ? null
        : found.Kind is JsonValueKind.True or JsonValueKind.False ? found.Kind == JsonValueKind.True : throw Wrong(name, "true or false");

    /// <summary>An object that must be there.</summary>
    public JsonShapeReader Object(string name) => FindObject(name) ?? throw new JsonShapeException($"\"{path}\" has no \"{name}\"", _value.Start);

    /// <summary>An object; null where there is none.</summary>
    public JsonShapeReader? FindObject(string name) => Find(name) is { } found ? new JsonShapeReader(found, $"{path}.{name}") : null;

    /// <summary>An array of texts; none where there is none.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select(item => item.AsText() ?? throw Wrong(name, "an array of texts"))];

    /// <summary>An array of objects; none where there is none.</summary>
    public IReadOnlyList<T> Objects<T>(string name, Func<JsonShapeReader, T> read) => [.. Items(name).Select((item, number) =>
    {
        var reader = new JsonShapeReader(item, $"{path}.{name}[{number}]");
        T result = read(reader);
        reader.Finish();
        return result;
    })];

    /// <summary>Refuses members that nobody has asked for.</summary>
    public void Finish()
    {
        if (_value.Members.FirstOrDefault(member => !_known.Contains(member.Name)) is { } unknown)
        {
            throw new JsonShapeException($"\"{path}\" has a member \"{CapabilityText.Show(unknown.Name)}\", which this version does not know", unknown.NameStart);
        }
    }

    /// <summary>That a member is not what it must be.</summary>
    public JsonShapeException Wrong(string name, string expected) => new($"\"{path}.{name}\" must be {expected}", (_value[name] ?? _value).Start);

    private IReadOnlyList<JsonSyntax> Items(string name) => Find(name) is not { } found ? [] : found.IsArray ? found.Items : throw Wrong(name, "an array");

    private JsonSyntax? Find(string name)
    {
        _known.Add(name);
        return _value[name];
    }
}

/// <summary>A document is not one that this program has written.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="offset">Where.</param>
internal sealed class JsonShapeException(string message, int offset) : Exception(message)
{
    public int Offset { get; } = offset;
}
