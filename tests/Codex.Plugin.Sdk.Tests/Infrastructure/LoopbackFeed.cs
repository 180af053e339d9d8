using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Codex.Plugin.Sdk.Tests.Infrastructure;

/// <summary>The least that NuGet's restore takes for a feed, on this machine: the packages of a folder, or an answer that is none.</summary>
internal sealed class LoopbackFeed : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _requests = new();

    public LoopbackFeed(string folder)
    {
        _folder = folder;
        Address = $"http://127.0.0.1:{FreePort()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The status of every answer; 200 for a feed that works, 0 for one that never answers.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public IReadOnlyList<string> Requests => [.. _requests];

    private string Address { get; }

    /// <summary>A <c>nuget.config</c> with this feed alone, as a file of a test.</summary>
    public string Config => ConfigOf(Address + "index.json");

    /// <summary>One with a feed that nobody listens at.</summary>
    public static string UnreachableConfig => ConfigOf($"http://127.0.0.1:{FreePort()}/index.json");

    public void Dispose() => _listener.Close();

    private static string ConfigOf(string source) => $"""

        #file nuget.config
        <configuration>
          <packageSources>
            <clear />
            <add key="loopback" value="{source}" allowInsecureConnections="true" />
          </packageSources>
        </configuration>
        """;

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _requests.Enqueue(context.Request.Url!.AbsolutePath);
            if (Status != 0)
            {
                Answer(context);
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var content = Status == HttpStatusCode.OK ? Find(context.Request.Url!.AbsolutePath[1..].Split('/')) : null;
        context.Response.StatusCode = Status != HttpStatusCode.OK ? (int)Status : content is null ? 404 : 200;
        if (Status == HttpStatusCode.Unauthorized)
        {
            context.Response.AddHeader("WWW-Authenticate", "Basic realm=\"loopback\"");
        }

        try
        {
            context.Response.Close(content ?? [], willBlock: true);
        }
        catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
        {
            // Whoever asked has gone.
        }
    }

    private byte[]? Find(string[] path) => path switch
    {
        ["index.json"] => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["version"] = "3.0.0",
            ["resources"] = new[] { new Dictionary<string, string> { ["@id"] = Address + "flat/", ["@type"] = "PackageBaseAddress/3.0.0" } },
        }),
        ["flat", var id, "index.json"] => Versions(id) is { Length: > 0 } versions ? Encoding.UTF8.GetBytes($$"""{ "versions": [ {{versions}} ] }""") : null,
        ["flat", _, _, var file] when Packages().FirstOrDefault(one => Path.GetFileName(one).Equals(file, StringComparison.OrdinalIgnoreCase)) is { } package => File.ReadAllBytes(package),
        _ => null,
    };

    private string Versions(string id) => string.Join(", ", Packages().Select(static path => Path.GetFileNameWithoutExtension(path))
        .Where(name => name.StartsWith(id + ".", StringComparison.OrdinalIgnoreCase) && char.IsAsciiDigit(name[id.Length + 1]))
        .Select(name => $"\"{name[(id.Length + 1)..]}\""));

    private IEnumerable<string> Packages() => Directory.EnumerateFiles(_folder, "*.nupkg");
}
