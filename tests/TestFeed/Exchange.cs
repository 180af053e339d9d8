using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Codex.Plugin.Tests.Feed;

/// <summary>An answer before it is sent.</summary>
internal sealed record Answer(int Status, byte[] Body, string ContentType)
{
    public const string Json = "application/json";

    /// <summary>The text beside the status; NuGet shows it.</summary>
    public string? Reason { get; init; }

    public int? RetryAfter { get; init; }

    public string? Allow { get; init; }

    public static Answer Of(int status, string? reason = null) => new(status, [], "text/plain") { Reason = reason };
}

/// <summary>A request and the way to its answer.</summary>
internal sealed class Exchange(HttpContext context, FeedRequest request, Func<HttpRequest, FeedRequest, Task<Answer>> handle, CancellationToken gone)
{
    /// <summary>Whoever asked has gone, or the feed has.</summary>
    public CancellationToken Gone => gone;

    /// <summary>Does what the request asks for.</summary>
    public Task<Answer> HandleAsync() => handle(context.Request, request);

    public async Task SendAsync(Answer answer)
    {
        Begin(answer);
        if (!HttpMethods.IsHead(request.Method))
        {
            await context.Response.Body.WriteAsync(answer.Body, gone);
        }
    }

    public async Task DripAsync(Answer answer, int pieces, TimeSpan pause)
    {
        Begin(answer);
        foreach (var piece in answer.Body.Chunk((answer.Body.Length / pieces) + 1))
        {
            await Task.Delay(pause, gone);
            await context.Response.Body.WriteAsync(piece, gone);
            await context.Response.Body.FlushAsync(gone);
        }
    }

    /// <summary>Kestrel closes the connection after an answer that is shorter than its head says; a reset might take away what was sent.</summary>
    public async Task TruncateAsync(Answer answer, int length)
    {
        Begin(answer);
        await context.Response.Body.WriteAsync(answer.Body.AsMemory(0, Math.Min(length, answer.Body.Length)), gone);
        await context.Response.Body.FlushAsync(gone);
    }

    public void Abort() => context.Abort();

    private void Begin(Answer answer)
    {
        request.Status = answer.Status;
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentLength = answer.Status == StatusCodes.Status204NoContent ? null : answer.Body.Length;
        if (answer.Body.Length > 0)
        {
            response.ContentType = answer.ContentType;
        }

        if (answer.Reason is not null)
        {
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = answer.Reason;
        }

        if (answer.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (answer.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Basic realm=\"test feed\"";
        }

        if (answer.Allow is not null)
        {
            response.Headers.Allow = answer.Allow;
        }
    }
}
