using System.CommandLine;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.PackageManager.Installed;
using Codex.Plugin.PackageManager.Operations;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Output;
using NuGet.Versioning;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>install ID</c></summary>
internal static class InstallCommand
{
    private static readonly Argument<string> s_id = new("ID") { Description = "The package's id, for instance Contoso.Review; with a version: Contoso.Review@1.2.0." };

    private static readonly Option<string?> s_version = new("--version")
    {
        Description = "The version, or a range such as 1.* or [1.0,2.0): the highest of it is taken, and 'update' stays within it. Without it: the highest there is.",
        HelpName = "RANGE",
    };

    public static Command Create()
    {
        var command = new Command("install", "Installs a plugin into Codex, or another version of it.") { s_id, s_version };
        CommonOptions.AddFeeds(command);
        CommonOptions.AddChange(command);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerChangeResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, ChangeResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        (string id, string? text) = PluginArgument.Split(run.Parsed.GetRequiredValue(s_id), run.Parsed.GetValue(s_version));
        ManagedProject project = CommonOptions.GetProject(run.Parsed);
        string? source = run.Parsed.GetValue(CommonOptions.Source);
        (VersionRange? range, NuGetVersion? exact) = PluginArgument.ParseRange(text);

        (string version, string? from) = exact is not null && source is null && new PluginFeeds(project.Exists ? project.Folder : run.Directory).IsRestored(id, exact)
            ? (exact.ToNormalizedString(), null)
            : await ResolveAsync(run, project, id, range, cancellation).ConfigureAwait(false);

        (ExitCode exitCode, ChangeOutcome outcome) = await ProjectCommand.RunAsync(run, project, $"Installing {id} {version}", edit =>
        {
            edit.Project.Set(id, version, exact is null && range is not null ? text : null);
            if (from is not null)
            {
                (string key, string? written) = edit.Sources.Record(run.Directory, from, id, isOnlySource: source is not null);
                if (written is not null)
                {
                    run.Output.Report(new ToolDiagnostic(ToolSeverity.Note, null, $"The source '{key}' is now known to {project.File}, in {written}."));
                }
            }
        }, ["ApprovePlugins", "Install"], cancellation).ConfigureAwait(false);

        if (exitCode == ExitCode.Success)
        {
            ProjectCommand.WriteCodex(run, outcome);
            if (outcome.After.FirstOrDefault(plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } plugin)
            {
                Say(run, plugin, outcome.Report?.Marketplace);
            }
        }

        else
        {
            ProjectCommand.SayUnchanged(run, $"{id} {version}{(from is null ? "" : $" from '{from}'")} was not installed", from);
        }

        return (exitCode, ChangeResult.Of(project, outcome));
    }

    private static async Task<(string Version, string Source)> ResolveAsync(ToolRun run, ManagedProject project, string id, VersionRange? range, CancellationToken cancellation)
    {
        bool prerelease = run.Parsed.GetValue(CommonOptions.Prerelease);
        OfferedVersion offered = await run.Output.WithProgressAsync($"Asking for {id}", async _ =>
        {
            try
            {
                return await CommonOptions.CreateFeeds(run.Parsed, run.Directory).ResolveAsync(id, range, prerelease, cancellation).ConfigureAwait(false);
            }
            catch (FeedException exception) when (exception.Problem is FeedProblem.NotFound or FeedProblem.NoSource && project.Exists)
            {
                // The project may know feeds from an earlier installation.
                try
                {
                    return await CommonOptions.CreateFeeds(run.Parsed, project.Folder).ResolveAsync(id, range, prerelease, cancellation).ConfigureAwait(false);
                }
                catch (FeedException second) when (second.Problem is FeedProblem.NotFound or FeedProblem.NoSource)
                {
                    throw exception;
                }
            }
        }).ConfigureAwait(false);
        return (offered.Version.ToNormalizedString(), offered.Source);
    }

    private static void Say(ToolRun run, InstalledPackage plugin, string? marketplace)
    {
        run.Output.Say($"{plugin.Id} {plugin.Version} is {plugin.Name}{(marketplace is null ? "" : $"@{marketplace}")} in Codex{(plugin.Source is null ? "" : $", from '{plugin.Source}'")}. What it brings:");
        foreach (string line in CapabilityDifference.Describe(PackageManifest.Load(Path.Combine(plugin.PackageFolder, PluginPackageFormat.PackageManifestFile)).Capabilities))
        {
            run.Output.Say($"  {line}");
        }
    }
}
