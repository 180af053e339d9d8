using System.CommandLine;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.PackageManager.Installed;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Text;
using Codex.Plugin.Tool.Output;
using NuGet.Versioning;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>list</c>. Without options it asks nobody and loads neither MSBuild nor NuGet's client.</summary>
internal static class ListCommand
{
    private static readonly Option<bool> s_outdated = new("--outdated") { Description = "Only the plugins of which the feeds have a later version." };
    private static readonly Option<bool> s_vulnerable = new("--vulnerable") { Description = "Only the plugins with known vulnerabilities." };

    public static Command Create()
    {
        var command = new Command("list", "Lists the plugins that are installed.") { s_outdated, s_vulnerable };
        command.Aliases.Add("ls");
        CommonOptions.AddFeeds(command);
        CommonOptions.AddProject(command);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerListResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, ListResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        ManagedProject project = CommonOptions.GetProject(run.Parsed);
        List<ListedPlugin> plugins = [.. InstalledPlugins.Read(project).Select(static plugin => new ListedPlugin(plugin.Id, plugin.Version, plugin.Name, plugin.IsDirect, plugin.Source, plugin.InCodex, !plugin.IsOff))];
        bool outdated = run.Parsed.GetValue(s_outdated);
        bool vulnerable = run.Parsed.GetValue(s_vulnerable);
        int count = plugins.Count;
        if (count > 0 && outdated)
        {
            plugins = await run.Output.WithProgressAsync("Asking the feeds", _ => FindOutdatedAsync(run, project, plugins, cancellation)).ConfigureAwait(false);
        }

        if (count > 0 && vulnerable)
        {
            plugins = await run.Output.WithProgressAsync("Asking for vulnerabilities", _ => FindVulnerableAsync(run, project, plugins, cancellation)).ConfigureAwait(false);
        }

        if (plugins.Count == 0)
        {
            run.Output.Say(count == 0 ? $"No plugins are installed in {project.File}." : $"Of {count} plugin{(count == 1 ? "" : "s")}, none is {(outdated && vulnerable ? "outdated and vulnerable" : outdated ? "outdated" : "vulnerable")}.");
        }
        else
        {
            string[] header = ["id", "version", .. outdated ? (string[])["latest"] : [], "plugin", "in Codex", "source", .. vulnerable ? (string[])["vulnerabilities"] : [], ""];
            run.Output.WriteTable(header, plugins.Select(plugin => (IReadOnlyList<string>)
            [
                plugin.Id, plugin.Version, .. outdated ? (string[])[plugin.Latest ?? "-"] : [], plugin.Name, plugin.InCodex ?? "-", plugin.Source ?? "-",
                .. vulnerable ? (string[])[string.Join(", ", plugin.Vulnerabilities.Select(static one => $"{one.Severity} {one.Advisory}"))] : [],
                string.Join(", ", new[] { plugin.Direct ? null : "needed by another", plugin.Enabled ? null : "switched off", plugin.Deprecated is null ? null : $"deprecated: {plugin.Deprecated}" }.OfType<string>()),
            ]));
        }

        return (ExitCode.Success, new ListResult(project.File, plugins));
    }

    private static async Task<List<ListedPlugin>> FindOutdatedAsync(ToolRun run, ManagedProject project, List<ListedPlugin> plugins, CancellationToken cancellation)
    {
        Dictionary<string, PluginReference> references = MarketplaceProjectFile.Read(project).References.ToDictionary(static reference => reference.Id, StringComparer.OrdinalIgnoreCase);
        var feeds = CommonOptions.CreateFeeds(run.Parsed, project.Folder);
        ListedPlugin?[] found = await Task.WhenAll(plugins.Where(static plugin => plugin.Direct).Select(async plugin =>
        {
            IReadOnlyList<OfferedVersion> versions = await feeds.GetVersionsAsync(plugin.Id, run.Parsed.GetValue(CommonOptions.Prerelease), cancellation).ConfigureAwait(false);
            OfferedVersion? latest = Updates.Choose(versions, NuGetVersion.Parse(plugin.Version), references.GetValueOrDefault(plugin.Id)?.UpdateRange);
            string? deprecated = versions.FirstOrDefault(one => one.Version.ToNormalizedString() == plugin.Version)?.Deprecation is { } deprecation ? deprecation.Message ?? string.Join(", ", deprecation.Reasons) : null;
            return latest is null ? null : plugin with { Latest = latest.Version.ToNormalizedString(), LatestSource = latest.Source, Deprecated = deprecated };
        })).ConfigureAwait(false);
        foreach (FeedException problem in feeds.Problems)
        {
            run.Output.Report(new ToolDiagnostic(ToolSeverity.Warning, null, problem.Message) { Source = problem.Source });
        }

        return [.. found.OfType<ListedPlugin>()];
    }

    private static async Task<List<ListedPlugin>> FindVulnerableAsync(ToolRun run, ManagedProject project, List<ListedPlugin> plugins, CancellationToken cancellation)
    {
        var sources = new VulnerablePlugins(new NuGetConfig(project.Folder), project.AssetsFile, new Location(project.File));
        (IReadOnlyList<KnownVulnerability> found, IReadOnlyList<Diagnostic> diagnostics) =
            await sources.FindAsync(plugins.Select(static plugin => KeyValuePair.Create(plugin.Id, NuGetVersion.Parse(plugin.Version))), cancellation).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            run.Output.Report(new ToolDiagnostic(diagnostic.Severity == DiagnosticSeverity.Error ? ToolSeverity.Error : ToolSeverity.Warning, diagnostic.Descriptor.Id, diagnostic.Message));
        }

        return
        [
            .. from plugin in plugins
               let known = found.Where(one => one.PackageId.Equals(plugin.Id, StringComparison.OrdinalIgnoreCase)).Select(static one => new ListedVulnerability(one.Severity, one.Advisory)).ToArray()
               where known.Length > 0
               select plugin with { Vulnerabilities = known },
        ];
    }
}
