namespace Codex.Plugin.PackageManager.Projects;

/// <summary>A reference to a plugin package in a marketplace project.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">The version or range that is written; null: none, the reference takes it from elsewhere.</param>
/// <param name="UpdateRange">What an update may choose from; null: any version.</param>
public sealed record PluginReference(string Id, string? Version, string? UpdateRange);
