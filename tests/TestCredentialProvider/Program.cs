using NuGet.Protocol.Plugins;

// The far side of NuGet's plugin protocol: it asks for the claims first, then for credentials of a source.
var handlers = new RequestHandlers();
handlers.TryAdd(MessageMethod.GetOperationClaims, new Handler<GetOperationClaimsRequest>(static request =>
    new GetOperationClaimsResponse(request.PackageSourceRepository is null ? [OperationClaim.Authentication] : [])));
handlers.TryAdd(MessageMethod.GetAuthenticationCredentials, new Handler<GetAuthenticationCredentialsRequest>(static _ => new GetAuthenticationCredentialsResponse(
    Environment.GetEnvironmentVariable("TEST_PROVIDER_USER"), Environment.GetEnvironmentVariable("TEST_PROVIDER_PASSWORD"), "", ["Basic"], MessageResponseCode.Success)));
handlers.TryAdd(MessageMethod.SetLogLevel, new Handler<SetLogLevelRequest>(static _ => new SetLogLevelResponse(MessageResponseCode.Success)));
handlers.TryAdd(MessageMethod.Initialize, new Handler<InitializeRequest>(static _ => new InitializeResponse(MessageResponseCode.Success)));
handlers.TryAdd(MessageMethod.SetCredentials, new Handler<SetCredentialsRequest>(static _ => new SetCredentialsResponse(MessageResponseCode.Success)));

using var plugin = await PluginFactory.CreateFromCurrentProcessAsync(handlers, ConnectionOptions.CreateDefault(), CancellationToken.None);
var ended = new TaskCompletionSource();
plugin.Closed += (_, _) => ended.TrySetResult();
plugin.Connection.Faulted += (_, _) => ended.TrySetResult();
await ended.Task;

internal sealed class Handler<T>(Func<T, object> answer) : IRequestHandler
    where T : class
{
    public CancellationToken CancellationToken => CancellationToken.None;

    public Task HandleResponseAsync(IConnection connection, Message request, IResponseHandler responseHandler, CancellationToken cancellationToken) =>
        responseHandler.SendResponseAsync(request, answer(MessageUtilities.DeserializePayload<T>(request)!), cancellationToken);
}
