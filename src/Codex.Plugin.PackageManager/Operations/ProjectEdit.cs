using Codex.Plugin.PackageManager.Projects;

namespace Codex.Plugin.PackageManager.Operations;

/// <summary>What a change may write.</summary>
/// <param name="Project">The project, which is saved afterwards.</param>
/// <param name="Sources">The sources of the project.</param>
public sealed record ProjectEdit(MarketplaceProjectFile Project, ProjectSources Sources);
