using System.Text.Json;
using Codex.Plugin.PackageManager.Import;

namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>import</c> has made.</summary>
/// <param name="Source">Where the plugins came from, without credentials.</param>
/// <param name="Kind">What that is: <c>marketplace</c>, <c>plugin</c>, <c>plugins</c> or <c>skills</c>.</param>
/// <param name="Directory">The folder of the projects.</param>
/// <param name="DryRun">Whether nothing was written.</param>
/// <param name="Marketplace">The marketplace's name.</param>
/// <param name="Report">The file with the findings; null where nothing was written.</param>
/// <param name="Plugins">In the order of the source.</param>
/// <param name="Findings">What could not be imported as it is.</param>
internal sealed record ImportAnswer(string Source, string Kind, string Directory, bool DryRun, string Marketplace, string? Report, IReadOnlyList<ImportedPluginAnswer> Plugins, IReadOnlyList<ImportFindingAnswer> Findings)
{
    public static ImportAnswer Of(ImportResult result) => new(
        result.Source,
        Word(result.Kind),
        result.Directory,
        result.DryRun,
        result.Marketplace,
        result.DryRun ? null : Path.Combine(result.Directory, ImportReportFile.Name),
        [.. result.Plugins.Select(static one => new ImportedPluginAnswer(one.Name, one.PackageId, one.Project, one.Content.Skills, one.Content.McpServers, one.Content.Apps, one.Content.Hooks))],
        [.. result.Findings.Select(static one => new ImportFindingAnswer(Word(one.Kind), one.Plugin, one.Path, one.Code, one.What, one.Why, one.Advice))]);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>A plugin that has become a project.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="PackageId">The package's id.</param>
/// <param name="Project">The project file, relative to the directory.</param>
/// <param name="Skills">How many skills it has.</param>
/// <param name="McpServers">How many MCP servers it has.</param>
/// <param name="Apps">How many apps it has.</param>
/// <param name="Hooks">How many hook handlers it has.</param>
internal sealed record ImportedPluginAnswer(string Name, string PackageId, string Project, int Skills, int McpServers, int Apps, int Hooks);

/// <summary>Something that could not be imported as it is.</summary>
/// <param name="Kind"><c>notCarriedOver</c>, <c>changed</c> or <c>withoutEffect</c>.</param>
/// <param name="Plugin">The plugin's name; null: the marketplace.</param>
/// <param name="Path">Where it was found.</param>
/// <param name="Code">The code of the diagnostic; null: none.</param>
/// <param name="What">What was done.</param>
/// <param name="Why">What was found.</param>
/// <param name="Advice">What to do; null: nothing.</param>
internal sealed record ImportFindingAnswer(string Kind, string? Plugin, string Path, string? Code, string What, string Why, string? Advice);
