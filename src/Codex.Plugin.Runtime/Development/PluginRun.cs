using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Runtime.Codex;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Runtime.Development;

/// <summary>What a run needs to know.</summary>
/// <param name="ProjectFile">The absolute path of the project file.</param>
/// <param name="PluginFolder">The absolute path of the built plugin.</param>
internal sealed record PluginRunSettings(string ProjectFile, string PluginFolder)
{
    /// <summary>Where the user says that <c>codex</c> is; null or empty: on the path.</summary>
    public string? CodexPath { get; init; }

    /// <summary>Whether to leave Codex alone, and only put the plugin where it would look for it.</summary>
    public bool WithoutCodex { get; init; }

    /// <summary>The development marketplace; null where the user has no folder for it.</summary>
    public string? MarketplaceFolder { get; init; } = DevelopmentMarketplace.DefaultFolder;

    public string ProjectFolder => Path.GetDirectoryName(ProjectFile)!;
}

/// <summary>What a run has done and found.</summary>
internal sealed record PluginRunResult(IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The plugin in the marketplace; null where it could not be put there.</summary>
    public DevelopmentPlugin? Plugin { get; init; }

    /// <summary>The version of Codex; null where there is none, or where it does not say it.</summary>
    public string? CodexVersion { get; init; }

    /// <summary>What Codex loads; null where it was not asked.</summary>
    public LoadedPlugin? Loaded { get; init; }
}

/// <summary>Puts a built plugin into the development marketplace, makes Codex take it and asks what it loads.</summary>
internal sealed class PluginRun(PluginRunSettings settings)
{
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly SourceMap _sources = new(settings.ProjectFile, settings.PluginFolder);

    /// <param name="settings">What to do.</param>
    /// <param name="last">What the run before has found: where only texts have changed since, the servers are not started again.</param>
    /// <param name="cancellationToken">Ends everything that was started.</param>
    public static Task<PluginRunResult> RunAsync(PluginRunSettings settings, PluginRunResult? last, CancellationToken cancellationToken) =>
        new PluginRun(settings).RunAsync(last, cancellationToken);

    private async Task<PluginRunResult> RunAsync(PluginRunResult? last, CancellationToken cancellationToken)
    {
        BuiltPlugin built;
        DevelopmentPlugin plugin;
        DevelopmentMarketplace marketplace;
        try
        {
            marketplace = new DevelopmentMarketplace(settings.MarketplaceFolder ?? throw new OutputException("codex-plugin-sdk/development", new IOException("The user has no folder for data of applications; set HOME.")));
            built = BuiltPlugin.Read(settings.PluginFolder);
            plugin = marketplace.Put(built, settings.ProjectFile);
        }
        catch (OutputException exception)
        {
            return Failed(DiagnosticDescriptors.OutputNotWritable, exception.Path, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return Failed(DiagnosticDescriptors.NothingToLoad, settings.PluginFolder, exception.Message);
        }

        if (plugin.OtherProject is { } other)
        {
            Report(DiagnosticDescriptors.PluginNameOfTwoProjects, _sources.Project, other, plugin.Name);
        }

        var result = new PluginRunResult(_diagnostics) { Plugin = plugin };
        if (settings.WithoutCodex)
        {
            return result;
        }

        if (CodexExecutable.Find(settings.CodexPath, settings.ProjectFolder, Machine.Current) is not { } executable)
        {
            string where = string.IsNullOrWhiteSpace(settings.CodexPath) ? "on the PATH" : $"at CodexPath, '{settings.CodexPath}'";
            Report(DiagnosticDescriptors.CodexNotFound, _sources.Project, where, plugin.Folder);
            return result;
        }

        var codex = new CodexCommand(executable);
        bool askServers = last?.Loaded?.Servers is null || plugin.ChangedFiles is null || plugin.ChangedFiles.Any(static path => !IsText(path)) || HasProblem(last.Loaded.Servers);
        try
        {
            string? version = last?.CodexVersion ?? await codex.GetVersionAsync(cancellationToken).ConfigureAwait(false);
            LoadedPlugin loaded = await new PluginLoader(codex, marketplace, built, plugin, settings.ProjectFolder).LoadAsync(askServers, cancellationToken).ConfigureAwait(false);
            loaded = loaded with { Servers = loaded.Servers ?? last?.Loaded?.Servers };
            _diagnostics.AddRange(LoadProblems.Find(plugin, loaded, _sources));
            return result with { CodexVersion = version, Loaded = loaded };
        }
        catch (CodexException exception)
        {
            string hint = exception.Message.Contains("different source", StringComparison.Ordinal)
                ? $"Let it go: codex plugin marketplace remove {DevelopmentMarketplace.Name}"
                : "Mend that and run again";
            Report(DiagnosticDescriptors.CodexRefuses, _sources.Project, exception.Message, hint);
            return result;
        }
    }

    private static bool IsText(string path) => Path.GetExtension(path) is ".md" or ".png" or ".svg" or ".jpg" or ".webp";

    private static bool HasProblem(IEnumerable<LoadedServer> servers) => servers.Any(static server => server.Error is not null || server.TakenBy is not null);

    private PluginRunResult Failed(DiagnosticDescriptor descriptor, params object?[] arguments)
    {
        Report(descriptor, _sources.Project, arguments);
        return new PluginRunResult(_diagnostics);
    }

    private void Report(DiagnosticDescriptor descriptor, Location location, params object?[] arguments) =>
        _diagnostics.Add(LoadProblems.Create(descriptor, location, arguments));
}
