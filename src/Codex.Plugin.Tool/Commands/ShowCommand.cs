using System.CommandLine;
using System.Text.Json;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.Tool.Output;
using NuGet.Versioning;

namespace Codex.Plugin.Tool.Commands;

/// <summary><c>show ID</c></summary>
internal static class ShowCommand
{
    private static readonly Argument<string> s_id = new("ID") { Description = "The package's id, for instance Contoso.Review; with a version: Contoso.Review@1.2.0." };
    private static readonly Option<string?> s_version = new("--version") { Description = "The version, or a range such as 1.* or [1.0,2.0). Without it: the highest there is.", HelpName = "RANGE" };
    private static readonly Option<bool> s_readme = new("--readme") { Description = "Only the README, whole." };

    public static Command Create()
    {
        var command = new Command("show", "Shows what a plugin is and may do, before it is installed.") { s_id, s_version, s_readme };
        command.Aliases.Add("info");
        command.Options.Add(CommonOptions.Source);
        command.Options.Add(CommonOptions.Prerelease);
        command.SetAction(static (parsed, cancellation) => ToolRun.RunAsync(parsed, ToolJson.Relaxed.ToolAnswerShowResult, RunAsync, cancellation));
        return command;
    }

    private static async Task<(ExitCode, ShowResult?)> RunAsync(ToolRun run, CancellationToken cancellation)
    {
        (string id, string? text) = PluginArgument.Split(run.Parsed.GetRequiredValue(s_id), run.Parsed.GetValue(s_version));
        (VersionRange? range, _) = PluginArgument.ParseRange(text);
        PluginDetails details = await run.Output.WithProgressAsync($"Asking for {id}", _ => AskAsync(run, id, range, cancellation)).ConfigureAwait(false);
        if (!run.Parsed.GetValue(s_readme))
        {
            ShowText.Write(run.Output, details);
        }
        else if (details.Readme is { } readme)
        {
            ShowText.WriteReadme(run.Output, readme, int.MaxValue);
        }
        else
        {
            run.Output.Report(new ToolDiagnostic(ToolSeverity.Warning, null, $"{details.Id} {details.Version.ToNormalizedString()} has no README. 'codex-plugin show {details.Id}' shows what is known."));
        }

        return (ExitCode.Success, ToResult(details));
    }

    private static async Task<PluginDetails> AskAsync(ToolRun run, string id, VersionRange? range, CancellationToken cancellation)
    {
        ManagedProject project = ManagedProject.OfUser(null);
        try
        {
            return await AskAsync(run.Directory).ConfigureAwait(false);
        }
        catch (FeedException exception) when (exception.Problem is FeedProblem.NotFound or FeedProblem.NoSource && project.Exists)
        {
            // The project may know feeds from an earlier installation.
            try
            {
                return await AskAsync(project.Folder).ConfigureAwait(false);
            }
            catch (FeedException second) when (second.Problem is FeedProblem.NotFound or FeedProblem.NoSource)
            {
                throw exception;
            }
        }

        async Task<PluginDetails> AskAsync(string directory)
        {
            var feeds = new PluginFeeds(directory, run.Parsed.GetValue(CommonOptions.Source));
            PluginDetails details = await feeds.ShowAsync(id, range, run.Parsed.GetValue(CommonOptions.Prerelease), cancellation).ConfigureAwait(false);
            FeedWords.Report(run, feeds);
            return details;
        }
    }

    private static ShowResult ToResult(PluginDetails details)
    {
        return new ShowResult(details.Id, details.Version.ToNormalizedString(), details.PluginName, details.Source, details.IsRestored)
        {
            Title = details.Description.Title,
            Description = details.Description.Description,
            Authors = details.Description.Authors,
            License = details.Description.License?.ToString(),
            ProjectUrl = details.Description.ProjectUrl,
            RepositoryUrl = details.Description.RepositoryUrl,
            Tags = details.Tags,
            Published = details.Offer?.Published,
            Listed = details.Offer?.Listed,
            Deprecated = FeedWords.Of(details.Offer?.Deprecation),
            Vulnerabilities = FeedWords.Of(details.Offer?.Vulnerabilities ?? []),
            PackageSize = details.PackageSize,
            Files = details.Files,
            InstalledSize = details.InstalledSize,
            Author = ToSigner(details.Signatures.Author),
            Repository = ToSigner(details.Signatures.Repository),
            Dependencies = [.. details.Dependencies.Select(static one => new ShownDependency(one.Key, one.Value))],
            Capabilities = JsonElement.Parse(details.CapabilityBytes),
            CapabilityLines = details.CapabilityLines,
            Pictures = [.. details.Pictures.Select(static one => new ShownPicture(one.Kind, one.Place))],
            Readme = details.Readme,
            Versions = [.. details.Versions.Select(static one => new ShownVersion(
                one.Version.ToNormalizedString(), one.Sources, one.Published, one.Listed, FeedWords.Of(one.Deprecation), FeedWords.Of(one.Vulnerabilities)))],
        };

        static ShownSigner? ToSigner(PackageSigner? signer) => signer is null ? null : new ShownSigner(signer.Subject, signer.Fingerprint, signer.Owners);
    }
}
