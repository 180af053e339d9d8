using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Trust;
using NuGet.Common;
using NuGet.Configuration;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>Whether the sources of <c>nuget.config</c> answer. They are named by their keys, never by what they are asked with.</summary>
internal static partial class FeedCheck
{
    private const string Area = "feed";

    public static async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorOptions options, CancellationToken cancellation)
    {
        var config = new NuGetConfig(options.Folder);
        IReadOnlyList<PackageSource> sources;
        PackageSourceMapping mapping;
        try
        {
            sources = config.PackageSources;
            mapping = config.SourceMapping;
        }
        catch (IOException exception)
        {
            return [new CheckResult("nuget.config", null, CheckState.Error, CapabilityText.Of(exception.Message.TrimEnd('.')), "Mend nuget.config.")];
        }

        if (sources.Count == 0)
        {
            return [new CheckResult(Area, null, CheckState.Error, "nuget.config names no source that is switched on", "Add one: dotnet nuget add source ADDRESS --name NAME")];
        }

        CredentialProviders.Use(options.Folder);
        var results = new List<CheckResult>(await Task.WhenAll(sources.Select(source => AskAsync(source, options, cancellation))).ConfigureAwait(false));
        if (sources.Count > 1 && !mapping.IsEnabled)
        {
            results.Add(new CheckResult(Area, null, CheckState.Note, $"{sources.Count} sources and no packageSourceMapping: any of them may answer for any package", "Say in nuget.config which source has which packages."));
        }

        return results;
    }

    private static async Task<CheckResult> AskAsync(PackageSource source, DoctorOptions options, CancellationToken cancellation)
    {
        string name = CapabilityText.Show(source.Name);
        if (!source.IsHttp)
        {
            return Directory.Exists(source.Source) ? Ok("a folder")
                : Error($"there is no folder '{CapabilityText.Show(source.Source)}'", $"Create it, or remove the source: dotnet nuget remove source {name}");
        }

        if (!source.IsHttps && !source.AllowInsecureConnections)
        {
            return Error("its address is http, which NuGet refuses (NU1302)", "Use https. On a network that you trust, set allowInsecureConnections=\"true\" at the source.");
        }

        if (source.Credentials is { } credentials && Unset().Match($"{credentials.Username} {credentials.PasswordText}") is { Success: true } variable)
        {
            return Error($"its credentials name the environment variable {variable.Groups[1].Value}, which is not set", $"Set {variable.Groups[1].Value}.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.FeedLimit);
        try
        {
            // NuGet's own way, with its proxies and credentials.
            HttpSourceResource http = await NuGetConfig.Repository(source).GetResourceAsync<HttpSourceResource>(limit.Token).ConfigureAwait(false)
                ?? throw new InvalidOperationException("NuGet has no way to ask it");
            bool isIndex = source.ProtocolVersion == 3 || source.Source.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
            var request = new HttpSourceRequest(source.Source, NullLogger.Instance) { MaxTries = 1, RequestTimeout = options.FeedLimit };
            return await http.HttpSource.ProcessResponseAsync(request, async response => Judge(response.StatusCode, isIndex, isIndex ? await ReadAsync(response, limit.Token).ConfigureAwait(false) : ""),
                NullSourceCacheContext.Instance, NullLogger.Instance, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return Error($"no answer within {options.FeedLimit.TotalSeconds:0.#} s", $"Check the network and the proxy, or switch the source off: dotnet nuget disable source {name}");
        }
        catch (Exception exception) when (FeedErrors.Covers(exception) && !cancellation.IsCancellationRequested)
        {
            return Fails(exception);
        }

        CheckResult Judge(HttpStatusCode status, bool isIndex, string text) =>
            (int)status is < 200 or > 299 ? Fails(new HttpRequestException(null, null, status))
            : isIndex && !IsIndex(text) ? Fails(new InvalidDataException())
            : Ok("answers");

        // What other commands say about it, in two halves.
        CheckResult Fails(Exception exception)
        {
            string[] halves = FeedErrors.Of(source, name, exception, "the index of a feed").Message.Split(". ", 2);
            return Error(halves[0].TrimEnd('.'), halves is [_, var next] ? next : "Check its address in nuget.config.");
        }

        CheckResult Ok(string found) => new(Area, name, CheckState.Ok, found);

        CheckResult Error(string found, string next) => new(Area, name, CheckState.Error, found, next);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        // A feed's index is small; what is not, is none.
        const int Most = 1 << 20;
        byte[] bytes = new byte[Most];
        using Stream content = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        int length = await content.ReadAtLeastAsync(bytes, Most, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return System.Text.Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static bool IsIndex(string text)
    {
        try
        {
            using JsonDocument index = JsonDocument.Parse(text);
            return index.RootElement.ValueKind == JsonValueKind.Object && index.RootElement.TryGetProperty("resources", out JsonElement resources) && resources.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // What NuGet leaves of %NAME% where there is no such variable.
    [GeneratedRegex("%([A-Za-z_][A-Za-z0-9_]*)%", RegexOptions.CultureInvariant)]
    private static partial Regex Unset();
}
