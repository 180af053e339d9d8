using System.Text.Json;
using Codex.Plugin.Install.Config;
using Codex.Plugin.Write;

namespace Codex.Plugin.Install;

/// <summary>What there was of a plugin before our first touch.</summary>
/// <param name="Entry">Its entry in <c>config.toml</c>; null: none.</param>
/// <param name="Versions">The versions in the cache.</param>
internal sealed record PluginBefore(RemovedEntry? Entry, IReadOnlyList<string> Versions);

/// <summary>What there was under the marketplace's name before our first touch.</summary>
/// <param name="HadConfig">Whether there was a <c>config.toml</c>.</param>
/// <param name="Marketplace">Its entry in <c>config.toml</c>; null: none.</param>
/// <param name="Plugins">The plugins, by name.</param>
internal sealed record HomeBefore(bool HadConfig, RemovedEntry? Marketplace, IReadOnlyDictionary<string, PluginBefore> Plugins);

/// <summary>
/// <c>install.json</c>: what we have changed in <c>CODEX_HOME</c> for one marketplace, and what was there before.
/// Written before the first change of a run, so that a run that is killed can be completed and undone.
/// </summary>
internal sealed record InstallState
{
    private const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        NewLine = "\n",
        AllowDuplicateProperties = false,
    };

    public int Format { get; init; } = CurrentFormat;

    /// <summary>The project whose marketplace this is.</summary>
    public required string Project { get; init; }

    /// <summary>The folders that we have registered: the current one, and during a run the one before it.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>The plugins that we have installed.</summary>
    public required IReadOnlyList<string> Installed { get; init; }

    public required HomeBefore Before { get; init; }

    /// <summary>How <c>config.toml</c> becomes again what it was, as long as nobody else changes it; before a run is through, also from what it was before the run.</summary>
    public IReadOnlyList<TextPatch> Config { get; init; } = [];

    /// <summary>The state; null where there is none.</summary>
    /// <exception cref="JsonException">The file is damaged, or a later version has written it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public static InstallState? Load(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = File.ReadAllBytes(path);
        if (JsonElement.Parse(bytes) is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("format", out JsonElement format) || !format.TryGetInt32(out int number))
        {
            throw new JsonException("it names no format");
        }

        return number > CurrentFormat
            ? throw new JsonException($"a later version of the SDK has written it (format {number}, this one reads {CurrentFormat})")
            : root.Deserialize<InstallState>(s_options);
    }

    /// <summary>Writes the state, unless it is there already.</summary>
    public void Save(string path)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(this, s_options);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            AtomicFile.Write(path, bytes);
        }
    }
}
