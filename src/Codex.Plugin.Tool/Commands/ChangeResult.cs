using Codex.Plugin.Install;
using Codex.Plugin.PackageManager.Operations;
using Codex.Plugin.PackageManager.Projects;

namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>install</c>, <c>remove</c>, <c>restore</c> and <c>sync</c> have done.</summary>
/// <param name="Project">The marketplace project.</param>
/// <param name="Plugins">The plugins that are there now or were before.</param>
/// <param name="Codex">What has happened in Codex; null: nothing.</param>
internal sealed record ChangeResult(string Project, IReadOnlyList<ChangedPlugin> Plugins, CodexChange? Codex)
{
    public static ChangeResult Of(ManagedProject project, ChangeOutcome outcome) => new(
        project.File,
        [
            .. from id in outcome.Before.Concat(outcome.After).Select(static plugin => plugin.Id).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)
               let before = outcome.Before.FirstOrDefault(plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
               let after = outcome.After.FirstOrDefault(plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
               select new ChangedPlugin(id, (after ?? before)!.Name, before?.Version, after?.Version, (after ?? before)!.IsDirect, (after ?? before)!.Source),
        ],
        outcome.Report is { } report ? new CodexChange(report.Home, report.Marketplace, report.RegisteredFolder, report.Plugins) : null);
}

/// <summary>One plugin before and after.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Name">The plugin's name in Codex.</param>
/// <param name="Before">The version before; null: it was not there.</param>
/// <param name="After">The version now; null: it is gone.</param>
/// <param name="Direct">Whether the project itself references it.</param>
/// <param name="Source">The key of the source that it came from; null: nobody knows.</param>
internal sealed record ChangedPlugin(string Id, string Name, string? Before, string? After, bool Direct, string? Source);

/// <summary>What has happened in Codex.</summary>
/// <param name="Home">Its home.</param>
/// <param name="Marketplace">The marketplace's name there.</param>
/// <param name="RegisteredFolder">The folder that Codex reads it from; null: none.</param>
/// <param name="Plugins">A row for each plugin.</param>
internal sealed record CodexChange(string Home, string Marketplace, string? RegisteredFolder, IReadOnlyList<InstallReportRow> Plugins);
