using System.Globalization;
using System.Text.Json;

namespace Codex.Plugin.Packaging.Servers;

/// <summary>The package sources of a restored project, and the files that they come from.</summary>
/// <param name="sources">Addresses and folders.</param>
/// <param name="configFiles">The absolute paths of the <c>nuget.config</c> files.</param>
internal sealed class RestoredSources(IReadOnlyList<string> sources, IReadOnlyList<string> configFiles)
{
    /// <summary>Changes when somebody changes a source, or its credentials.</summary>
    public string Stamp { get; } =
        string.Join('|', [.. sources, .. configFiles.Select(static file => $"{file}:{File.GetLastWriteTimeUtc(file).Ticks.ToString(CultureInfo.InvariantCulture)}")]);

    /// <summary>The absolute paths of the <c>nuget.config</c> files, the nearest first.</summary>
    public IReadOnlyList<string> ConfigFiles => configFiles;

    /// <summary>Reads <c>project.assets.json</c>; one that cannot be read names none.</summary>
    public static RestoredSources Read(string? assetsFile)
    {
        try
        {
            using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile ?? ""));
            JsonElement restore = assets.RootElement.GetProperty("project").GetProperty("restore");
            return new RestoredSources(
                restore.TryGetProperty("sources", out JsonElement sources) ? [.. sources.EnumerateObject().Select(static source => source.Name)] : [],
                restore.TryGetProperty("configFilePaths", out JsonElement files) ? [.. files.EnumerateArray().Select(static file => file.GetString()!)] : []);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return new RestoredSources([], []);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => sources.Count == 0 ? "the package sources" : string.Join(", ", sources);
}
