using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Codex.Plugin.Tests.Feed;

/// <summary>What happens to a request: it is recorded, let in, broken if a test says so, and answered.</summary>
internal sealed class FeedServer(TestFeedOptions options, string login, FeedDocuments documents, FeedSearch search, FeedPublishing publishing, PackageStore packages, CancellationToken stopped)
{
    private readonly ConcurrentQueue<FeedRequest> _requests = new();

    public FaultPlan Faults { get; } = new();

    public IReadOnlyList<FeedRequest> Requests => [.. _requests];

    public async Task AnswerAsync(HttpContext context)
    {
        var request = FeedRequest.Of(context.Request, !options.RequireLogin || context.Request.Headers.Authorization == login);
        _requests.Enqueue(request);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopped);
        var exchange = new Exchange(context, request, HandleAsync, gone.Token);
        try
        {
            if (!request.Authorized)
            {
                await exchange.SendAsync(Answer.Of(StatusCodes.Status401Unauthorized));
            }
            else if (Faults.Next(request) is { } fault)
            {
                await fault.RunAsync(exchange);
            }
            else
            {
                await exchange.SendAsync(await exchange.HandleAsync());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Whoever asked has gone.
            exchange.Abort();
        }
    }

    private async Task<Answer> HandleAsync(HttpRequest http, FeedRequest request)
    {
        if (request.Kind == ResourceKind.Unknown || (options.Resources & Needed(request.Kind)) != Needed(request.Kind))
        {
            return Answer.Of(StatusCodes.Status404NotFound);
        }

        if (request.Kind == ResourceKind.Push)
        {
            return await publishing.PushAsync(http);
        }

        if (request.Kind is ResourceKind.Delete or ResourceKind.Relist)
        {
            return publishing.Change(http, request);
        }

        return !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
            ? Answer.Of(StatusCodes.Status405MethodNotAllowed) with { Allow = "GET, HEAD" }
            : Read(http, request) ?? Answer.Of(StatusCodes.Status404NotFound);
    }

    private Answer? Read(HttpRequest http, FeedRequest request)
    {
        var versions = request.Id is null ? [] : packages.Of(request.Id);
        var package = request.Version is null ? null : packages.Find(request.Id!, request.Version);
        return request.Kind switch
        {
            ResourceKind.Index => Json(documents.Index()),
            ResourceKind.Versions when versions.Count > 0 => Json(FeedDocuments.Versions(versions)),
            ResourceKind.Package when package is not null => new Answer(StatusCodes.Status200OK, package.Content, "application/octet-stream"),
            ResourceKind.Nuspec when package?.ReadNuspec() is { } nuspec => new Answer(StatusCodes.Status200OK, nuspec, "application/xml"),
            ResourceKind.Registration when request.Version is null && versions.Count > 0 => Json(documents.Registration(versions)),
            ResourceKind.Registration when package is not null => Json(documents.Leaf(package)),
            ResourceKind.Search => Json(search.Search(http.Query)),
            ResourceKind.Autocomplete => Json(search.Autocomplete(http.Query)),
            ResourceKind.Vulnerabilities when request.Path.EndsWith("/index.json", StringComparison.Ordinal) => Json(documents.VulnerabilityIndex()),
            ResourceKind.Vulnerabilities => Json(documents.VulnerabilityPage()),
            _ => null,
        };
    }

    private static FeedResources Needed(ResourceKind kind) => kind switch
    {
        ResourceKind.Versions or ResourceKind.Package or ResourceKind.Nuspec => FeedResources.FlatContainer,
        ResourceKind.Registration => FeedResources.Registration,
        ResourceKind.Search or ResourceKind.Autocomplete => FeedResources.Search,
        ResourceKind.Push or ResourceKind.Delete or ResourceKind.Relist => FeedResources.Publish,
        ResourceKind.Vulnerabilities => FeedResources.Vulnerabilities,
        _ => FeedResources.None,
    };

    private static Answer Json(JsonNode json) => new(StatusCodes.Status200OK, Encoding.UTF8.GetBytes(json.ToJsonString(JsonSerializerOptions.Default)), Answer.Json);
}
