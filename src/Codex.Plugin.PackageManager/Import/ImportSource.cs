namespace Codex.Plugin.PackageManager.Import;

/// <summary>What a folder has to import.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The name that it gives itself, as it is written.</param>
/// <param name="Title">The name that people see; null where there is none.</param>
/// <param name="Plugins">The plugins; no two have one name.</param>
internal sealed record ImportSource(ImportSourceKind Kind, string Name, string? Title, IReadOnlyList<SourcePlugin> Plugins);
