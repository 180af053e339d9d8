using System.CommandLine;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.PackageManager.Differences;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.PackageManager.Installed;
using Codex.Plugin.PackageManager.Operations;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Output;
using NuGet.Versioning;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>update [ID]</c></summary>
internal static class UpdateCommand
{
    private static readonly Argument<string?> s_id = CommonOptions.InstalledId("The package's id, or the plugin's name in Codex; without it: all plugins.");
    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Only say what would change." };
    private static readonly Option<bool> s_approve = new("--approve") { Description = "Agree to what the new versions may do more; without it you are asked." };

    public static Command Create()
    {
        var command = new Command("update", "Updates plugins to their latest versions, after showing what changes.") { s_id, s_dryRun, s_approve };
        command.Aliases.Add("upgrade");
        CommonOptions.AddFeeds(command);
        CommonOptions.AddChange(command);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerUpdateResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, UpdateResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        ManagedProject project = CommonOptions.GetProject(run.Parsed);
        string? id = run.Parsed.GetValue(s_id) is { } name ? RemoveCommand.InstalledId(project, name) : null;
        bool dryRun = run.Parsed.GetValue(s_dryRun);
        bool approve = run.Parsed.GetValue(s_approve);
        InstalledPackage[] installed = [.. InstalledPlugins.Read(project).Where(plugin => plugin.IsDirect && (id is null || plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase)))];
        if (installed.Length == 0)
        {
            throw id is null ? new ManagedProjectException($"No plugins are installed in {project.File}. Install one first: codex-plugin install ID") : RemoveCommand.NotInstalled(project, id);
        }

        List<PluginUpdate> updates = await run.Output.WithProgressAsync("Asking the feeds", steps => FindAsync(run, project, installed, steps, cancellation)).ConfigureAwait(false);
        if (updates.Count == 0)
        {
            run.Output.Say(id is null ? $"{(installed.Length == 1 ? "The plugin is" : $"All {installed.Length} plugins are")} up to date." : $"{id} {installed[0].Version} is up to date.");
            return (ExitCode.Success, new UpdateResult(dryRun, updates, null));
        }

        updates.ForEach(update => Write(run.Output, update));
        if (dryRun)
        {
            return (ExitCode.Success, new UpdateResult(dryRun, updates, null));
        }

        bool needsConsent = updates.Exists(static update => update.Difference.NeedsConsent.Count > 0);
        if (needsConsent && !approve && !await run.Output.AskAsync("Do you agree to what they may do now?", cancellation).ConfigureAwait(false))
        {
            run.Output.Report(new ToolDiagnostic(ToolSeverity.Error, "CXP8020",
                $"{string.Join(", ", updates.Where(static update => update.Difference.NeedsConsent.Count > 0).Select(static update => $"{update.Id} {update.To}"))} may do more than you have agreed to; nothing was changed. Agree with --approve, or update the others by their ids."));
            return (ExitCode.NeedsConsent, new UpdateResult(dryRun, updates, null));
        }

        string[] targets = needsConsent ? ["ApprovePlugins", "Install"] : ["Install"];
        (ExitCode exitCode, ChangeOutcome outcome) = await ProjectCommand.RunAsync(run, project, updates.Count == 1 ? $"Updating {updates[0].Id}" : $"Updating {updates.Count} plugins", edit =>
        {
            Dictionary<string, PluginReference> references = edit.Project.References.ToDictionary(static reference => reference.Id, StringComparer.OrdinalIgnoreCase);
            updates.ForEach(update => edit.Project.Set(update.Id, update.To, references.GetValueOrDefault(update.Id)?.UpdateRange));
        }, approve ? ["ApprovePlugins", "Install"] : targets, cancellation, canConsent: true).ConfigureAwait(false);

        if (exitCode == ExitCode.Success)
        {
            ProjectCommand.WriteCodex(run, outcome);
        }
        else
        {
            ProjectCommand.SayUnchanged(run, $"{string.Join(", ", updates.Select(static update => $"{update.Id} {update.To} from '{update.Source}'"))} {(updates.Count == 1 ? "was" : "were")} not installed", updates[0].Source);
        }

        return (exitCode, new UpdateResult(dryRun, updates, ChangeResult.Of(project, outcome)));
    }

    private static async Task<List<PluginUpdate>> FindAsync(ToolRun run, ManagedProject project, IReadOnlyList<InstalledPackage> installed, StepProgress steps, CancellationToken cancellation)
    {
        Dictionary<string, PluginReference> references = MarketplaceProjectFile.Read(project).References.ToDictionary(static reference => reference.Id, StringComparer.OrdinalIgnoreCase);
        var feeds = CommonOptions.CreateFeeds(run.Parsed, project.Folder);
        var updates = new List<PluginUpdate>();
        foreach (InstalledPackage plugin in installed)
        {
            steps.At(plugin.Id, 0);
            IReadOnlyList<OfferedVersion> versions = await feeds.GetVersionsAsync(plugin.Id, run.Parsed.GetValue(CommonOptions.Prerelease), cancellation).ConfigureAwait(false);
            if (Updates.Choose(versions, NuGetVersion.Parse(plugin.Version), references.GetValueOrDefault(plugin.Id)?.UpdateRange) is { } latest)
            {
                using PluginPackageFile package = await feeds.OpenAsync(plugin.Id, latest.Version, cancellation).ConfigureAwait(false);
                updates.Add(new PluginUpdate(plugin.Id, plugin.Version, latest.Version.ToNormalizedString(), latest.Source, Compare(plugin, package)));
            }
        }

        foreach (FeedException problem in feeds.Problems)
        {
            run.Output.Report(new ToolDiagnostic(ToolSeverity.Warning, null, problem.Message) { Source = problem.Source });
        }

        return updates;
    }

    private static UpdateDifference Compare(InstalledPackage plugin, PluginPackageFile package)
    {
        PackageFeed? before = plugin.Source is null ? null : new PackageFeed(plugin.Source);
        PackageFeed? now = package.Source is null ? null : new PackageFeed(package.Source);
        var difference = PluginDifference.Between(plugin.PackageFile, package.Path, before, now);
        return new UpdateDifference(
            difference.Approval.NeedsConsent, difference.Capabilities.Gains, difference.Capabilities.Losses,
            Paths(FileChange.Added), Paths(FileChange.Removed), Paths(FileChange.Changed));

        string[] Paths(FileChange change) => [.. difference.Files.Where(file => file.Change == change).Select(static file => file.Path)];
    }

    private static void Write(ToolOutput output, PluginUpdate update)
    {
        output.WriteMarkup($"[bold]{ToolOutput.Safe(update.Id)}[/] {ToolOutput.Safe(update.From)} -> {ToolOutput.Safe(update.To)} from '{ToolOutput.Safe(update.Source)}'");
        Lines("[green]+[/] ", update.Difference.Gains);
        Lines("[red]-[/] ", update.Difference.Losses);
        Lines("[green]A[/] ", update.Difference.FilesAdded);
        Lines("[yellow]M[/] ", update.Difference.FilesChanged);
        Lines("[red]D[/] ", update.Difference.FilesRemoved);
        Lines("[bold yellow]asks for your consent:[/] ", update.Difference.NeedsConsent);

        void Lines(string mark, IReadOnlyList<string> lines)
        {
            foreach (string line in lines)
            {
                output.WriteMarkup($"  {mark}{ToolOutput.Safe(line)}");
            }
        }
    }
}
