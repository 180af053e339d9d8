using System.Text.Json;
using System.Text.RegularExpressions;

namespace Codex.Plugin.Packaging.Servers;

/// <summary>
/// What a <c>server.json</c> of the MCP registry asks of whoever starts the server: in the shape of today (revisions 2025-09-16 and later, camelCase),
/// or in that of 2025-07-09 (snake_case, at first <c>registry_name</c> and <c>name</c>). No revision but the first changed what is read here.
/// </summary>
public sealed partial record ServerNeeds
{
    private static readonly JsonDocumentOptions s_lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Nothing.</summary>
    public static ServerNeeds None { get; } = new();

    /// <summary>The variables without which the server does not work.</summary>
    public IReadOnlyList<NeededVariable> Variables { get; init; } = [];

    /// <summary>The arguments without which it does not.</summary>
    public IReadOnlyList<NeededArgument> Arguments { get; init; } = [];

    /// <summary>Whether the file has the shape of 2025-07-09, which no registry accepts any more.</summary>
    public bool IsOutdated { get; init; }

    /// <summary>Why the file cannot be read, to follow in a sentence; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Reads the file. Others wrote it, so that nothing in it is an exception.</summary>
    /// <param name="json">The content of the file.</param>
    /// <param name="package">The package that holds it.</param>
    public static ServerNeeds Read(ReadOnlyMemory<byte> json, ServerPackageId package)
    {
        ArgumentNullException.ThrowIfNull(package);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, s_lenient);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Get(root, "packages") is not { ValueKind: JsonValueKind.Array } packages)
            {
                return root.ValueKind == JsonValueKind.Object && Get(root, "packages") is null ? None : None with { Problem = "its \"packages\" are no array" };
            }

            // A file that names other packages only (npm, say) says nothing of this one.
            return Find(packages, package) is { } entry ? ReadEntry(entry) : None;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return None with { Problem = exception is JsonException ? "it is not JSON" : "it is not valid Unicode" };
        }
    }

    private static JsonElement? Find(JsonElement packages, ServerPackageId package)
    {
        JsonElement[] entries =
        [
            .. packages.EnumerateArray().Where(entry =>
                entry.ValueKind == JsonValueKind.Object
                && Is(entry, "nuget", "registryType", "registry_type", "registry_name")
                && Is(entry, package.Id, "identifier", "name")),
        ];
        return entries.Length == 0 ? null : Array.Find(entries, entry => Is(entry, package.Version, "version")) is { ValueKind: JsonValueKind.Object } exact ? exact : entries[0];
    }

    private static ServerNeeds ReadEntry(JsonElement entry) => new()
    {
        Variables = [.. Objects(entry, "environmentVariables", "environment_variables").Select(ReadVariable).OfType<NeededVariable>()],
        Arguments = [.. Objects(entry, "packageArguments", "package_arguments").Select(ReadArgument).OfType<NeededArgument>()],
        IsOutdated = Get(entry, "registryType") is null,
    };

    private static NeededVariable? ReadVariable(JsonElement variable)
    {
        if (Text(variable, "name") is not { Length: > 0 } name || !IsNeeded(variable, out string? value, out JsonElement? asked))
        {
            return null;
        }

        return new NeededVariable(name, Text(variable, "description") ?? (asked is { } input ? Text(input, "description") : null), IsTrue(variable, "isSecret", "is_secret") || (asked is { } one && IsTrue(one, "isSecret", "is_secret")), value);
    }

    private static NeededArgument? ReadArgument(JsonElement argument)
    {
        string? name = Text(argument, "name");
        string? hint = Text(argument, "valueHint", "value_hint") ?? name;

        // One with a value is given whether it is required or not.
        return IsNeeded(argument, out string? value, out _) || value is not null
            ? Is(argument, "named", "type") && name is null ? null : new NeededArgument(Is(argument, "named", "type") ? name : null, value, hint)
            : null;
    }

    /// <summary>Whether somebody has to give the value: the input itself is required, or a variable in its value is.</summary>
    /// <param name="input">An argument or a variable.</param>
    /// <param name="value">The value where it is fixed.</param>
    /// <param name="asked">What is asked for in place of the input itself.</param>
    private static bool IsNeeded(JsonElement input, out string? value, out JsonElement? asked)
    {
        asked = null;
        value = Text(input, "value");
        if (value is null)
        {
            return IsTrue(input, "isRequired", "is_required") && Text(input, "default") is null;
        }

        if (Get(input, "variables") is { ValueKind: JsonValueKind.Object } variables)
        {
            foreach (Match reference in Reference().Matches(value))
            {
                if (Get(variables, reference.Groups["name"].Value) is { ValueKind: JsonValueKind.Object } variable)
                {
                    value = null;
                    if (IsTrue(variable, "isRequired", "is_required") && Text(variable, "default") is null && Text(variable, "value") is null)
                    {
                        asked = variable;
                        return true;
                    }
                }
            }

            return false;
        }

        return IsTrue(input, "isRequired", "is_required");
    }

    private static IEnumerable<JsonElement> Objects(JsonElement entry, params ReadOnlySpan<string> names) =>
        Get(entry, names) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Where(static element => element.ValueKind == JsonValueKind.Object) : [];

    private static bool Is(JsonElement element, string text, params ReadOnlySpan<string> names) =>
        text.Equals(Text(element, names), StringComparison.OrdinalIgnoreCase);

    private static bool IsTrue(JsonElement element, params ReadOnlySpan<string> names) => Get(element, names) is { ValueKind: JsonValueKind.True };

    private static string? Text(JsonElement element, params ReadOnlySpan<string> names) =>
        Get(element, names) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The first of the members that there is.</summary>
    private static JsonElement? Get(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (element.TryGetProperty(name, out JsonElement value))
            {
                return value;
            }
        }

        return null;
    }

    [GeneratedRegex(@"\{(?<name>[^{}]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}

/// <summary>An environment variable that a server needs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="IsSecret">Whether its value is nobody else's business.</param>
/// <param name="Value">The value that it must have; null where whoever starts the server has to know one.</param>
public sealed record NeededVariable(string Name, string? Description, bool IsSecret, string? Value = null);

/// <summary>An argument that a server needs.</summary>
/// <param name="Name">The flag, with its dashes; null for a positional argument.</param>
/// <param name="Value">The value that it must have; null where whoever starts the server has to know one.</param>
/// <param name="Hint">What to call it.</param>
public sealed record NeededArgument(string? Name, string? Value, string? Hint)
{
    /// <summary>As the author of a plugin would write it.</summary>
    public override string ToString() => Name is null ? Value ?? $"<{Hint ?? "value"}>" : Value is null ? $"{Name};<value>" : $"{Name};{Value}";
}
