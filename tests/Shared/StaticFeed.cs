using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Codex.Plugin.Tests.Feeds;

/// <summary>A V3 feed of fixed answers on this machine. Each has an address of its own, so that no cache knows it.</summary>
internal sealed class StaticFeed : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly List<string> _resources = [];

    public StaticFeed()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Root = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/{Guid.NewGuid():N}/";
        }

        _listener.Prefixes.Add(Root);
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>What <c>nuget.config</c> names.</summary>
    public string Address => Root + "index.json";

    /// <summary>The paths that were asked for.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    private string Root { get; }

    /// <summary>Says when versions were published; null: without a time.</summary>
    public StaticFeed WithRegistration(string id, params (string Version, string? Published)[] versions)
    {
        Resource("registration/", "RegistrationsBaseUrl/3.6.0");
        string lower = id.ToLowerInvariant();
        string items = string.Join(", ", versions.Select(version => $$"""
            { "@id": "{{Root}}registration/{{lower}}/{{version.Version}}.json", "packageContent": "{{Root}}none",
              "catalogEntry": { "@id": "{{Root}}none", "id": "{{id}}", "version": "{{version.Version}}", "listed": true{{(version.Published is null ? "" : $", \"published\": \"{version.Published}\"")}} } }
            """));
        return Answer($"registration/{lower}/index.json", $$"""
            { "@id": "{{Root}}registration/{{lower}}/index.json", "count": 1, "items": [
              { "@id": "{{Root}}registration/{{lower}}/index.json#page", "count": {{versions.Length}}, "lower": "0.0.0", "upper": "999.0.0", "items": [ {{items}} ] } ] }
            """);
    }

    /// <summary>Says which versions are vulnerable.</summary>
    public StaticFeed WithVulnerability(string id, string versions, int severity, string advisory)
    {
        Resource("vulnerabilities.json", "VulnerabilityInfo/6.7.0");
        Answer("vulnerabilities.json", $$"""[ { "@name": "base", "@id": "{{Root}}base.json", "@updated": "2026-01-01T00:00:00Z" } ]""");
        return Answer("base.json", $$"""{ "{{id.ToLowerInvariant()}}": [ { "url": "{{advisory}}", "severity": {{severity}}, "versions": "{{versions}}" } ] }""");
    }

    public StaticFeed Answer(string path, string content)
    {
        _answers[path] = content;
        return this;
    }

    public void Dispose() => _listener.Close();

    private void Resource(string path, string type)
    {
        string resource = $$"""{ "@id": "{{Root}}{{path}}", "@type": "{{type}}" }""";
        if (!_resources.Contains(resource))
        {
            _resources.Add(resource);
        }
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

            string path = context.Request.Url!.AbsoluteUri[Root.Length..];
            _requests.Enqueue(path);
            string? content = path == "index.json" ? $$"""{ "version": "3.0.0", "resources": [ {{string.Join(", ", _resources)}} ] }""" : _answers.GetValueOrDefault(path);
            context.Response.StatusCode = content is null ? 404 : 200;
            try
            {
                context.Response.Close(Encoding.UTF8.GetBytes(content ?? ""), willBlock: true);
            }
            catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
            {
                // Whoever asked has gone.
            }
        }
    }
}
