using System.Xml;
using Microsoft.AspNetCore.Http;
using NuGet.Packaging.Core;

namespace Codex.Plugin.Tests.Feed;

/// <summary>Push, delete and relist, for whoever has the key.</summary>
internal sealed class FeedPublishing(TestFeedOptions options, PackageStore packages, string apiKey)
{
    private const string KeyHeader = "X-NuGet-ApiKey";

    public async Task<Answer> PushAsync(HttpRequest request)
    {
        if (request.Method != HttpMethods.Put)
        {
            return Answer.Of(StatusCodes.Status405MethodNotAllowed) with { Allow = HttpMethods.Put };
        }

        if (Refuse(request) is { } refusal)
        {
            return refusal;
        }

        if (!request.HasFormContentType || (await request.ReadFormAsync()).Files is not [var file])
        {
            return Answer.Of(StatusCodes.Status400BadRequest, "One package is expected as multipart/form-data.");
        }

        if (file.Length > options.MaxPackageSize)
        {
            return Answer.Of(StatusCodes.Status413PayloadTooLarge, $"The package has {file.Length} bytes, and {options.MaxPackageSize} are allowed.");
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        try
        {
            var package = new FeedPackage(content.ToArray());
            return packages.TryAdd(package)
                ? Answer.Of(StatusCodes.Status201Created)
                : Answer.Of(StatusCodes.Status409Conflict, $"{package.Id} {package.Version} is there already.");
        }
        catch (Exception e) when (e is InvalidDataException or PackagingException or ArgumentException or XmlException)
        {
            return Answer.Of(StatusCodes.Status400BadRequest, "That is no package.");
        }
    }

    public Answer Change(HttpRequest request, FeedRequest asked)
    {
        if (request.Method != HttpMethods.Delete && request.Method != HttpMethods.Post)
        {
            return Answer.Of(StatusCodes.Status405MethodNotAllowed) with { Allow = "DELETE, POST" };
        }

        if (Refuse(request) is { } refusal)
        {
            return refusal;
        }

        if (packages.Find(asked.Id!, asked.Version!) is not { } package)
        {
            return Answer.Of(StatusCodes.Status404NotFound);
        }

        if (asked.Kind == ResourceKind.Relist)
        {
            package.Listed = true;
            return Answer.Of(StatusCodes.Status200OK);
        }

        if (options.HardDelete)
        {
            packages.Remove(package);
        }
        else
        {
            package.Listed = false;
        }

        return Answer.Of(StatusCodes.Status204NoContent);
    }

    private Answer? Refuse(HttpRequest request) => request.Headers[KeyHeader].ToString() switch
    {
        "" => Answer.Of(StatusCodes.Status401Unauthorized, "An API key is needed."),
        var key when key != apiKey => Answer.Of(StatusCodes.Status403Forbidden, "The API key is not valid for this package."),
        _ => null,
    };
}
