using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Codex.Plugin.Packaging.Capabilities;
using NuGet.Configuration;
using NuGet.Packaging.Core;
using NuGet.Protocol.Core.Types;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>Says what went wrong with a feed in our own words: the texts of NuGet and of .NET hold addresses as they are written.</summary>
internal static class FeedErrors
{
    /// <summary>Whether the exception is one with which a feed fails, not one of this program.</summary>
    public static bool Covers(Exception exception) =>
        exception is NuGetProtocolException or HttpRequestException or IOException or UnauthorizedAccessException or JsonException or Newtonsoft.Json.JsonException or InvalidDataException
            or PackagingException or TimeoutException or OperationCanceledException or AuthenticationException or UriFormatException or FormatException or ArgumentException
            or InvalidOperationException or NotSupportedException or System.Xml.XmlException or NullReferenceException;

    /// <summary>The exception for a source that failed so.</summary>
    /// <param name="source">The source.</param>
    /// <param name="name">The source as messages name it.</param>
    /// <param name="exception">What NuGet threw.</param>
    /// <param name="what">What was asked, to follow "when asked for". Ex: <c>the versions of Contoso.Review</c>.</param>
    public static FeedException Of(PackageSource source, string name, Exception exception, string what)
    {
        List<Exception> causes = Causes(exception);
        HttpStatusCode? status = causes.OfType<HttpRequestException>().Select(static one => one.StatusCode).FirstOrDefault(static one => one is not null);
        string host = source.IsHttp ? $" at {source.SourceUri.Authority}" : "";
        (FeedProblem problem, string text) = status switch
        {
            HttpStatusCode.Unauthorized => (FeedProblem.Unauthorized, Unauthorized(source, name)),
            HttpStatusCode.Forbidden => (FeedProblem.Unauthorized, $"refuses {what} to these credentials (403). Ask its owner for the right to read, or use a token that has it"),
            HttpStatusCode.ProxyAuthenticationRequired => (FeedProblem.Unauthorized, "is behind a proxy that wants credentials (407). Set http_proxy.user and http_proxy.password in nuget.config"),
            HttpStatusCode.NotFound => (FeedProblem.NotFound, $"has nothing{host} where a feed would have {what} (404). Check its address in nuget.config"),
            HttpStatusCode.TooManyRequests => (FeedProblem.Failing, "takes no more requests for now (429). Try again later"),
            { } other when (int)other >= 500 => (FeedProblem.Failing, $"failed with status {(int)other} when asked for {what}. Try again later, or ask its owner"),
            { } other => (FeedProblem.Other, $"answered with status {(int)other} when asked for {what}"),
            null when causes.Exists(static one => one is AuthenticationException) =>
                (FeedProblem.Unreachable, $"has a certificate{host} that this machine does not trust. Check the address, or install the certificate's authority"),
            null when causes.Exists(static one => one is TimeoutException or TaskCanceledException) => (FeedProblem.Slow, $"did not answer in time when asked for {what}. Try again later"),
            null when causes.OfType<SocketException>().FirstOrDefault() is { } socket => (FeedProblem.Unreachable, $"cannot be reached{host} ({Word(socket)}). Check the address in nuget.config, the network and the proxy"),
            null when causes.Exists(static one => one is Newtonsoft.Json.JsonException or JsonException or InvalidDataException or System.Xml.XmlException or PackagingException) =>
                (FeedProblem.Invalid, $"answered something that is not {what}. Check that its address is that of a NuGet feed and that no sign-in page stands before it"),
            null when causes.Exists(static one => one is HttpRequestException or IOException) => (FeedProblem.Unreachable, $"broke the connection{host} when asked for {what}. Try again"),
            _ => (FeedProblem.Other, $"gave no usable answer when asked for {what} ({Plain(source, causes[^1].Message)})"),
        };
        return new FeedException(name, problem, $"The source '{name}' {text}.", exception);
    }

    /// <summary>A text of somebody else without what the source keeps secret.</summary>
    public static string Plain(PackageSource source, string text)
    {
        string plain = text.Replace(source.Source, "its address", StringComparison.OrdinalIgnoreCase);
        if (source.Credentials is { PasswordText: { Length: > 0 } password } credentials)
        {
            plain = plain.Replace(password, "***", StringComparison.Ordinal);
            plain = credentials.IsValid() && Password(credentials) is { Length: > 0 } clear ? plain.Replace(clear, "***", StringComparison.Ordinal) : plain;
        }

        return CapabilityText.Of(plain).TrimEnd('.');
    }

    private static string? Password(PackageSourceCredential credentials)
    {
        try
        {
            return credentials.Password;
        }
        catch (Exception exception) when (exception is NotSupportedException or NuGetConfigurationException or System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static string Unauthorized(PackageSource source, string name) => source.Credentials is not null
        ? "does not accept the credentials that are configured for it (401). Renew the token, or check its user name"
        : Feed.IsAddress(name) ? "wants credentials (401). Add it to nuget.config with 'dotnet nuget add source', with credentials, and name it by its key"
        : $"wants credentials (401). Set NuGetPackageSourceCredentials_{name}=\"Username=...;Password=...\" in the environment, add packageSourceCredentials to nuget.config, or install its credential provider";

    private static string Word(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "nobody listens there",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "no such host is known",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection was reset",
        SocketError.TimedOut => "no answer",
        var other => other.ToString(),
    };

    private static List<Exception> Causes(Exception exception)
    {
        var causes = new List<Exception>();
        for (Exception? one = exception; one is not null; one = one is AggregateException { InnerExceptions: [var first, ..] } ? first : one.InnerException)
        {
            causes.Add(one);
        }

        return causes;
    }
}
