using System.CommandLine;
using System.CommandLine.Completions;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.PackageManager.Installed;
using Codex.Plugin.PackageManager.Projects;
using Codex.Plugin.Tool.Output;
using NuGet.Configuration;

namespace Codex.Plugin.Tool.Commands;

/// <summary>Options that mean the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document instead of text (docs/tool.md).", Recursive = true };

    public static Option<Verbosity> Verbosity { get; } = CreateVerbosity();

    public static Option<bool> Global { get; } = new("--global", "-g") { Description = "The plugins of this user (the default)." };

    public static Option<bool> Repo { get; } = new("--repo") { Description = "The plugins of the git repository that the current folder is in: .agents/plugins.csproj." };

    public static Option<string?> Marketplace { get; } = CreateMarketplace();

    public static Option<string?> Project { get; } = new("--project") { Description = "Any marketplace project, by its file or folder.", HelpName = "PATH" };

    public static Option<string?> Source { get; } = CreateSource();

    public static Option<int> Wait { get; } = new("--wait") { Description = "How many seconds to wait for another codex-plugin.", HelpName = "SECONDS", DefaultValueFactory = static _ => 120 };

    public static Option<bool> Interactive { get; } = new("--interactive") { Description = "Let credential providers of NuGet ask." };

    public static Option<int> Timeout { get; } = new("--timeout") { Description = "How many seconds a feed may take for an answer.", HelpName = "SECONDS", DefaultValueFactory = static _ => 30 };

    public static Option<bool> Prerelease { get; } = new("--prerelease") { Description = "Take prerelease versions too." };

    /// <summary>Adds the options that say which project is meant.</summary>
    public static void AddProject(Command command)
    {
        command.Options.Add(Global);
        command.Options.Add(Repo);
        command.Options.Add(Marketplace);
        command.Options.Add(Project);
    }

    /// <summary>Adds the options of everything that changes a project.</summary>
    public static void AddChange(Command command)
    {
        AddProject(command);
        command.Options.Add(Interactive);
        command.Options.Add(Wait);
    }

    /// <summary>Adds the options of everything that asks feeds.</summary>
    public static void AddFeeds(Command command)
    {
        command.Options.Add(Source);
        command.Options.Add(Prerelease);
        command.Options.Add(Timeout);
    }

    /// <summary>The feeds that are asked.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="directory">The folder whose <c>nuget.config</c> files count.</param>
    public static PluginFeeds CreateFeeds(ParseResult parsed, string directory) =>
        new(directory, parsed.GetValue(Source)) { Timeout = TimeSpan.FromSeconds(Math.Max(parsed.GetValue(Timeout), 1)) };

    /// <summary>The project that the options name.</summary>
    /// <exception cref="UsageException">Two of them contradict each other.</exception>
    /// <exception cref="ManagedProjectException">There is no such project.</exception>
    public static ManagedProject GetProject(ParseResult parsed)
    {
        string? path = parsed.GetValue(Project);
        string? marketplace = parsed.GetValue(Marketplace);
        bool isRepository = parsed.GetValue(Repo);
        if ((path is null ? 0 : 1) + (isRepository ? 1 : 0) + (parsed.GetValue(Global) ? 1 : 0) > 1)
        {
            throw new UsageException("--global, --repo and --project each name another project. Use one of them.");
        }

        if (path is not null && marketplace is not null)
        {
            throw new UsageException("The project of --project says itself how its marketplace is called. Leave --marketplace out.");
        }

        return path is not null ? ManagedProject.At(path)
            : isRepository ? ManagedProject.OfRepository(Environment.CurrentDirectory, marketplace)
            : ManagedProject.OfUser(marketplace);
    }

    /// <summary>The id of a plugin that is installed, with completion.</summary>
    public static Argument<string?> InstalledId(string description)
    {
        var argument = new Argument<string?>("ID") { Description = description, Arity = ArgumentArity.ZeroOrOne };
        argument.CompletionSources.Add(CompleteInstalled);
        return argument;
    }

    /// <summary>The ids of the plugins that are installed.</summary>
    public static IEnumerable<CompletionItem> CompleteInstalled(CompletionContext context) =>
        Complete(() => InstalledPlugins.Read(GetProject(context.ParseResult)).Select(static plugin => plugin.Id));

    private static Option<Verbosity> CreateVerbosity()
    {
        var option = new Option<Verbosity>("--verbosity", "-v")
        {
            Description = "How much to say: q[uiet], m[inimal], n[ormal], d[etailed], diag[nostic].",
            HelpName = "LEVEL",
            Recursive = true,
            DefaultValueFactory = static _ => Output.Verbosity.Normal,
            CustomParser = static result => result.Tokens[0].Value.ToLowerInvariant() switch
            {
                "q" or "quiet" => Output.Verbosity.Quiet,
                "m" or "minimal" => Output.Verbosity.Minimal,
                "n" or "normal" => Output.Verbosity.Normal,
                "d" or "detailed" => Output.Verbosity.Detailed,
                "diag" or "diagnostic" => Output.Verbosity.Diagnostic,
                var other => Fail(result, other),
            },
        };
        option.CompletionSources.Add("quiet", "minimal", "normal", "detailed", "diagnostic");
        return option;

        static Verbosity Fail(System.CommandLine.Parsing.ArgumentResult result, string value)
        {
            result.AddError($"'{value}' is no level of --verbosity. Use quiet, minimal, normal, detailed or diagnostic.");
            return Output.Verbosity.Normal;
        }
    }

    private static Option<string?> CreateMarketplace()
    {
        var option = new Option<string?>("--marketplace", "-m") { Description = $"The marketplace in Codex that the plugins belong to; this user's is '{ManagedProject.DefaultMarketplace}', a repository's has its name.", HelpName = "NAME" };
        option.CompletionSources.Add(static _ => Complete(static () => Directory.EnumerateDirectories(ManagedProject.UserFolder).Select(static folder => Path.GetFileName(folder))));
        return option;
    }

    private static Option<string?> CreateSource()
    {
        var option = new Option<string?>("--source", "-s") { Description = "The only feed to ask: its key in nuget.config, its address or folder.", HelpName = "NAME" };
        option.CompletionSources.Add(static _ => Complete(static () => PackageSourceProvider.LoadPackageSources(Settings.LoadDefaultSettings(Environment.CurrentDirectory)).Select(static source => source.Name)));
        return option;
    }

    // A shell that completes shows nothing where something is wrong.
    private static IEnumerable<CompletionItem> Complete(Func<IEnumerable<string>> names)
    {
        try
        {
            return [.. names().Select(static name => new CompletionItem(name))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ManagedProjectException or UsageException or NuGetConfigurationException)
        {
            return [];
        }
    }
}
