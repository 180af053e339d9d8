using System.CommandLine;
using Codex.Plugin.PackageManager.Differences;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.PackageManager.Installed;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tool.Output;
using NuGet.Versioning;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>diff ID[@VERSION] [VERSION]</c>: what changes between two versions, before anybody installs one.</summary>
internal static class DiffCommand
{
    private const string Ending = ".nupkg";

    private static readonly Argument<string> s_old = CreateOld();
    private static readonly Argument<string?> s_new = new("VERSION") { Description = "The version to compare with, or a .nupkg; without it: the newest on the feeds.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> s_nameOnly = new("--name-only") { Description = "Only the paths of the files that differ." };
    private static readonly Option<bool> s_stat = new("--stat") { Description = "Only how many lines of each file differ." };

    public static Command Create()
    {
        var command = new Command("diff", "Shows what changes between two versions of a plugin: what it may do, who made it, its files.") { s_old, s_new, s_nameOnly, s_stat };
        CommonOptions.AddFeeds(command);
        CommonOptions.AddProject(command);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerDiffResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, DiffResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        if (run.Parsed.GetValue(s_nameOnly) && run.Parsed.GetValue(s_stat))
        {
            throw new UsageException("--name-only and --stat say two things. Use one of them.");
        }

        DiffDetail detail = run.Parsed.GetValue(s_nameOnly) ? DiffDetail.Names : run.Parsed.GetValue(s_stat) ? DiffDetail.Counts : DiffDetail.Lines;
        DiffResult result = await run.Output.WithProgressAsync("Comparing", steps => CompareAsync(run, detail, steps, cancellation)).ConfigureAwait(false);
        new DiffWriter(run.Output).Write(result, detail);
        return (ExitCode.Success, result);
    }

    private static async Task<DiffResult> CompareAsync(ToolRun run, DiffDetail detail, StepProgress steps, CancellationToken cancellation)
    {
        string old = run.Parsed.GetRequiredValue(s_old);
        string? wanted = run.Parsed.GetValue(s_new);
        if (IsFile(old))
        {
            return IsFile(wanted)
                ? DiffResult.Of(PluginDifference.Between(old, wanted!), null, detail, cancellation)
                : throw new UsageException($"'{old}' is a package. Name the one to compare it with too: codex-plugin diff OLD.nupkg NEW.nupkg");
        }

        ManagedProject project = CommonOptions.GetProject(run.Parsed);
        (string id, string? version) = PluginArgument.Split(old);
        InstalledPackage? installed = InstalledPlugins.Read(project).FirstOrDefault(plugin => plugin.Id.Equals(id, StringComparison.OrdinalIgnoreCase) || plugin.Name == id);
        id = installed?.Id ?? id;
        if (version is null && installed is null)
        {
            throw new ManagedProjectException($"{id} is not installed in {project.File}. Name the version to compare with: codex-plugin diff {id}@VERSION");
        }

        PluginFeeds feeds = CommonOptions.CreateFeeds(run.Parsed, project.Exists ? project.Folder : run.Directory);
        bool prerelease = run.Parsed.GetValue(CommonOptions.Prerelease);
        steps.At(id, 10);
        NuGetVersion from = version is null ? NuGetVersion.Parse(installed!.Version) : await ResolveAsync(version).ConfigureAwait(false);
        if (IsFile(wanted))
        {
            using PluginPackageFile? download = await OpenAsync(from).ConfigureAwait(false);
            return DiffResult.Of(PluginDifference.Between(download?.Path ?? installed!.PackageFile!, wanted!), null, detail, cancellation);
        }

        NuGetVersion to = await ResolveAsync(wanted).ConfigureAwait(false);
        ReportProblems(run, feeds);
        if (from == to)
        {
            run.Output.Report(new ToolDiagnostic(ToolSeverity.Note, null, wanted is null ? $"{id} {from.ToNormalizedString()} is the newest version on the feeds." : $"{from.ToNormalizedString()} is the same version."));
            return DiffResult.None(id, from.ToNormalizedString());
        }

        steps.At($"{id} {from.ToNormalizedString()}", 30);
        using PluginPackageFile? before = await OpenAsync(from).ConfigureAwait(false);
        steps.At($"{id} {to.ToNormalizedString()}", 60);
        using PluginPackageFile now = await feeds.OpenAsync(id, to, cancellation).ConfigureAwait(false);
        var difference = PluginDifference.Between(before?.Path ?? installed!.PackageFile!, now.Path, FeedOf(before is null ? installed!.Source : before.Source), FeedOf(now.Source));
        return DiffResult.Of(difference, now.Source, detail, cancellation);

        async Task<NuGetVersion> ResolveAsync(string? text)
        {
            (VersionRange? range, NuGetVersion? exact) = PluginArgument.ParseRange(text);
            return exact ?? (await feeds.ResolveAsync(id, range, prerelease, cancellation).ConfigureAwait(false)).Version;
        }

        // Null: the one that is installed, which is there.
        async Task<PluginPackageFile?> OpenAsync(NuGetVersion one) =>
            installed?.PackageFile is not null && NuGetVersion.Parse(installed.Version) == one ? null : await feeds.OpenAsync(id, one, cancellation).ConfigureAwait(false);
    }

    private static void ReportProblems(ToolRun run, PluginFeeds feeds)
    {
        foreach (FeedException problem in feeds.Problems)
        {
            run.Output.Report(new ToolDiagnostic(ToolSeverity.Warning, null, problem.Message) { Source = problem.Source });
        }
    }

    private static PackageFeed? FeedOf(string? source) => source is null ? null : new PackageFeed(source);

    private static bool IsFile(string? argument) => argument?.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) == true;

    private static Argument<string> CreateOld()
    {
        var argument = new Argument<string>("ID[@VERSION]") { Description = "The package's id, or the plugin's name in Codex, with a version; without one: the installed version. Or a .nupkg." };
        argument.CompletionSources.Add(CommonOptions.CompleteInstalled);
        return argument;
    }
}
