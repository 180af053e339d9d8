using System.Text.Json;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>What a project allows a plugin to be and to do: the values that somebody has written for it, each with its place. Nothing written, nothing denied.</summary>
public sealed class TrustPolicy
{
    /// <summary>That of a plugin about which nobody says anything.</summary>
    public static TrustPolicy None { get; } = new(new Dictionary<string, TrustSetting>());

    private readonly IReadOnlyDictionary<string, TrustSetting> _settings;

    private TrustPolicy(IReadOnlyDictionary<string, TrustSetting> settings) => _settings = settings;

    internal TrustPolicy(IEnumerable<TrustSetting> settings)
        : this(settings.ToDictionary(static setting => setting.Name, StringComparer.Ordinal))
    {
    }

    /// <summary>The names of the metadata with such a policy.</summary>
    public static IReadOnlyList<string> Names => TrustPolicyReader.Names;

    /// <summary>Whether nobody says anything.</summary>
    public bool IsEmpty => _settings.Count == 0;

    /// <summary>Whether what is allowed now may be denied tomorrow, although nothing has changed.</summary>
    public bool DependsOnTime => this[TrustPolicyReader.MaximumAgeDays] is { Number: > 0 };

    /// <summary>What was written; null where nothing was.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public TrustSetting? this[string name] => _settings.GetValueOrDefault(name);

    /// <summary>This, and where it says nothing, the other.</summary>
    internal TrustPolicy Over(TrustPolicy other) =>
        IsEmpty ? other
        : other.IsEmpty ? this
        : new(other._settings.Values.Where(setting => !_settings.ContainsKey(setting.Name)).Concat(_settings.Values));

    /// <summary>The policy as the text of a metadata, for another task; empty where nobody says anything.</summary>
    public string ToText() => IsEmpty ? "" : JsonSerializer.Serialize(_settings.Values.OrderBy(static setting => setting.Name, StringComparer.Ordinal)
        .Select(static setting => (string[])[setting.Name, setting.Value, setting.Origin, setting.Location.Path, $"{setting.Location.Line}", $"{setting.Location.Column}"]));

    /// <summary>Reads what <see cref="ToText"/> has written.</summary>
    /// <param name="text">The text.</param>
    public static TrustPolicy FromText(string? text) => string.IsNullOrEmpty(text) ? None : new(
        JsonSerializer.Deserialize<string[][]>(text)!.Select(static part => new TrustSetting(
            part[0], part[1], part[2], new Location(part[3], Number(part[4]), Number(part[5])))));

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One value of a <see cref="TrustPolicy"/>, which has been read before: it is one that there is.</summary>
/// <param name="Name">Ex: <c>AllowHooks</c>.</param>
/// <param name="Value">The value as MSBuild keeps it, with <c>%3B</c> for a semicolon that does not separate.</param>
/// <param name="Origin">What the author calls it. Ex: <c>AllowHooks="false" of the PluginPolicy 'Contoso.*'</c>, <c>the property DefaultAllowHooks (false)</c>.</param>
/// <param name="Location">Where it is written.</param>
public sealed record TrustSetting(string Name, string Value, string Origin, Location Location)
{
    internal bool IsFalse => EscapedText.Unescape(Value).Equals("false", StringComparison.OrdinalIgnoreCase);

    internal IReadOnlyList<string> Words => [.. EscapedText.Split(Value)];

    internal int Number => int.Parse(EscapedText.Unescape(Value), System.Globalization.CultureInfo.InvariantCulture);
}
