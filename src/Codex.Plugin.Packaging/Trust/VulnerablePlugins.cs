using System.Text.Json;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Text;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Protocol.Model;
using NuGet.Versioning;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>
/// Finds the plugins of a marketplace that have known vulnerabilities: in what the last restore has written, and in what the sources say now, since a
/// restore that has nothing to do does not ask again.
/// </summary>
/// <param name="config">The project's configuration.</param>
/// <param name="assetsFile">The absolute path of <c>project.assets.json</c>.</param>
/// <param name="location">The project, for findings.</param>
public sealed partial class VulnerablePlugins(NuGetConfig config, string assetsFile, Location location)
{
    // In the order of NuGet's severities and of its codes NU1901 to NU1904.
    private static readonly string[] s_severities = ["low", "moderate", "high", "critical"];

    /// <summary>The addresses of advisories that the project accepts: its items <c>NuGetAuditSuppress</c>.</summary>
    public IReadOnlyList<string> Suppressed { get; init; } = [];

    /// <summary>The lowest severity that counts, as the property <c>NuGetAuditLevel</c> says it; null or empty: every one.</summary>
    public string? Level { get; init; }

    /// <summary>How long the sources may take together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>An error for each vulnerable plugin that somebody can get, and a warning for each source that does not answer.</summary>
    /// <param name="marketplace">The absolute path of the marketplace that is laid out.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<Diagnostic>> FindAsync(string marketplace, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        foreach (KnownVulnerability one in await FindAsync(ReadPackages(marketplace), diagnostics, cancellation).ConfigureAwait(false))
        {
            diagnostics.Report(DiagnosticDescriptors.PluginVulnerable, location, one.PackageId, one.Version, one.Severity, one.Advisory);
        }

        return diagnostics.ToSortedList();
    }

    /// <summary>What is known of these packages, and a warning for each source that does not answer.</summary>
    /// <param name="packages">The packages and their versions.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<(IReadOnlyList<KnownVulnerability> Found, IReadOnlyList<Diagnostic> Diagnostics)> FindAsync(IEnumerable<KeyValuePair<string, NuGetVersion>> packages, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        IReadOnlyList<KnownVulnerability> found = await FindAsync(new Dictionary<string, NuGetVersion>(packages, StringComparer.OrdinalIgnoreCase), diagnostics, cancellation).ConfigureAwait(false);
        return (found, diagnostics.ToSortedList());
    }

    private async Task<IReadOnlyList<KnownVulnerability>> FindAsync(Dictionary<string, NuGetVersion> packages, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        if (packages.Count == 0)
        {
            return [];
        }

        var found = new SortedSet<(string Id, int Severity, string Advisory)>();
        IReadOnlyList<string> sources = ReadRestore(packages, found);
        await Task.WhenAll((await Task.Run(() => Sources(sources, diagnostics), cancellation).ConfigureAwait(false)).Select(source => AskAsync(source))).ConfigureAwait(false);

        int least = Array.FindIndex(s_severities, severity => severity.Equals(Level?.Trim(), StringComparison.OrdinalIgnoreCase));
        return
        [
            .. from one in found
               where one.Severity >= least && !Suppressed.Contains(one.Advisory, StringComparer.OrdinalIgnoreCase)
               select new KnownVulnerability(one.Id, packages[one.Id].ToNormalizedString(), Word(one.Severity), one.Advisory),
        ];

        async Task AskAsync(PackageSource source)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            timeout.CancelAfter(Timeout);
            string? problem = null;
            try
            {
                GetVulnerabilityInfoResult? result = await ReadAsync(source, timeout.Token).ConfigureAwait(false);
                lock (found)
                {
                    found.UnionWith(Match(packages, result?.KnownVulnerabilities ?? []));
                }

                problem = result?.Exceptions?.InnerExceptions[0].Message;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                problem = $"no answer within {Timeout.TotalSeconds:0.#} s";
            }
            catch (Exception exception) when (exception is NuGetProtocolException or HttpRequestException or IOException or JsonException or ArgumentException or InvalidOperationException)
            {
                problem = (exception.InnerException ?? exception).Message;
            }

            if (problem is not null)
            {
                lock (diagnostics)
                {
                    diagnostics.Report(DiagnosticDescriptors.VulnerabilitiesNotRead, location, source.Name, problem.TrimEnd('.'));
                }
            }
        }
    }

    private static async Task<GetVulnerabilityInfoResult?> ReadAsync(PackageSource source, CancellationToken cancellation)
    {
        // What was cached half an hour ago may be what somebody is about to be saved from.
        using var cache = new SourceCacheContext { NoCache = true, RefreshMemoryCache = true };
        IVulnerabilityInfoResource? resource = await NuGetConfig.Repository(source).GetResourceAsync<IVulnerabilityInfoResource>(cancellation).ConfigureAwait(false);
        return resource is null ? null : await resource.GetVulnerabilityInfoAsync(cache, NullLogger.Instance, cancellation).ConfigureAwait(false);
    }

    private static IEnumerable<(string, int, string)> Match(
        Dictionary<string, NuGetVersion> packages, IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<PackageVulnerabilityInfo>>> pages) =>
        from package in packages
        from page in pages
        where page.ContainsKey(package.Key.ToLowerInvariant())
        from one in page[package.Key.ToLowerInvariant()]
        where one.Versions.Satisfies(package.Value)
        select (package.Key, (int)one.Severity, one.Url.OriginalString);

    /// <summary>As NuGet's audit: the audit sources, or where there are none those of packages. A folder knows no vulnerabilities.</summary>
    private List<PackageSource> Sources(IReadOnlyList<string> restored, DiagnosticBag diagnostics)
    {
        try
        {
            IReadOnlyList<PackageSource> sources = config.AuditSources;
            sources = sources.Count > 0 ? sources
                : restored.Count == 0 ? config.PackageSources
                : [.. restored.Select(source => config.Repository(source).PackageSource)];
            return [.. sources.Where(static source => source.IsEnabled && source.IsHttp)];
        }
        catch (IOException exception)
        {
            diagnostics.Report(DiagnosticDescriptors.VulnerabilitiesNotRead, location, "nuget.config", exception.Message);
            return [];
        }
    }

    /// <summary>What people can get: one that is not available is none, and Install takes it away.</summary>
    private static Dictionary<string, NuGetVersion> ReadPackages(string marketplace)
    {
        var packages = new Dictionary<string, NuGetVersion>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (RecordedPlugin plugin in MarketplaceRecord.Load(Path.Combine(marketplace, MarketplaceRecord.File)).Projects.Values.SelectMany(static project => project.Plugins)
                .Where(static plugin => plugin.Sha512.Length > 0 && plugin.Policy.Installation != InstallationPolicy.NotAvailable))
            {
                packages[plugin.PackageId] = NuGetVersion.Parse(plugin.PackageVersion);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            // There is no whole marketplace, which Install says.
        }

        return packages;
    }

    /// <summary>Adds what the restore has found.</summary>
    /// <returns>The sources that were restored from.</returns>
    private IReadOnlyList<string> ReadRestore(Dictionary<string, NuGetVersion> packages, SortedSet<(string, int, string)> found)
    {
        try
        {
            using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
            if (assets.RootElement.TryGetProperty("logs", out JsonElement logs))
            {
                foreach (JsonElement log in logs.EnumerateArray())
                {
                    string code = log.GetProperty("code").GetString()!;
                    string id = log.TryGetProperty("libraryId", out JsonElement library) ? library.GetString() ?? "" : "";
                    if (code is ['N', 'U', '1', '9', '0', >= '1' and <= '4'] && packages.Keys.FirstOrDefault(package => package.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } known)
                    {
                        found.Add((known, code[^1] - '1', Address().Match(log.GetProperty("message").GetString()!).Value));
                    }
                }
            }

            return assets.RootElement.GetProperty("project").GetProperty("restore").TryGetProperty("sources", out JsonElement sources) ? [.. sources.EnumerateObject().Select(static source => source.Name)] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }

    private static string Word(int severity) => severity >= 0 && severity < s_severities.Length ? s_severities[severity] : "unknown";

    [GeneratedRegex(@"https?://\S+[^\s.]")]
    private static partial Regex Address();
}
