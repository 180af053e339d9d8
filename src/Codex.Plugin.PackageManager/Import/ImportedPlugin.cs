namespace Codex.Plugin.PackageManager.Import;

/// <summary>A plugin that has become a project.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="PackageId">The id of its package.</param>
/// <param name="Project">The project file, relative to the output, with <c>/</c>.</param>
/// <param name="Content">What the plugin holds.</param>
public sealed record ImportedPlugin(string Name, string PackageId, string Project, PluginSummary Content);
