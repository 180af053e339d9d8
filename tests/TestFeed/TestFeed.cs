using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Codex.Plugin.Tests.Feed;

/// <summary>A NuGet V3 feed on this machine, which a test fills, watches and breaks.</summary>
/// <example>
/// <code>
/// await using var feed = await TestFeed.StartAsync(new() { RequireLogin = true });
/// feed.Add("Contoso.Review.1.0.0.nupkg").Published = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
/// feed.Fail(Request.Package("Contoso.Review"), Fault.Status(503, times: 2));
/// File.WriteAllText("nuget.config", feed.Config);
/// </code>
/// </example>
public sealed class TestFeed : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly TestFeedOptions _options;
    private readonly FeedServer _server;
    private readonly PackageStore _packages = new();
    private readonly CancellationTokenSource _stopped = new();
    private IReadOnlyList<Vulnerability> _vulnerabilities = [];

    private TestFeed(WebApplication host, string address, TestFeedOptions options)
    {
        _host = host;
        _options = options;
        Source = $"{address}v3/index.json";
        var documents = new FeedDocuments(address, options.Resources, () => _vulnerabilities);
        _server = new FeedServer(
            options,
            "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")),
            documents,
            new FeedSearch(_packages, documents, options.Resources.HasFlag(FeedResources.SearchByPackageType)),
            new FeedPublishing(options, _packages, ApiKey),
            _packages,
            _stopped.Token);
    }

    /// <summary>The URL of the service index.</summary>
    public string Source { get; }

    /// <summary>The key of the source in a <c>nuget.config</c>.</summary>
    public string Name => _options.Name;

    public const string User = "contoso";

    /// <summary>Another one for every feed, so that a test can look for it in an output.</summary>
    public string Password { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The key for push and delete; another one for every feed.</summary>
    public string ApiKey { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The environment variable that brings NuGet the login.</summary>
    public (string Name, string Value) Login => ($"NuGetPackageSourceCredentials_{Name}", $"Username={User};Password={Password}");

    /// <summary>A <c>nuget.config</c> with this feed alone, without its login.</summary>
    public string Config => ConfigOf((Name, Source));

    /// <summary>A <c>nuget.config</c> with this feed alone, and its login.</summary>
    public string ConfigWithLogin
    {
        get
        {
            var config = XElement.Parse(Config);
            config.Add(new XElement("packageSourceCredentials", new XElement(Name, Setting("Username", User), Setting("ClearTextPassword", Password))));
            return config.ToString();
        }
    }

    /// <summary>A <c>nuget.config</c> with a feed that nobody listens at.</summary>
    public static string UnreachableConfig
    {
        get
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            return ConfigOf(("Unreachable", $"http://{probe.LocalEndpoint}/v3/index.json"));
        }
    }

    /// <summary>What the feed was asked so far, in order.</summary>
    public IReadOnlyList<FeedRequest> Requests => _server.Requests;

    /// <summary>A version that is on the feed.</summary>
    public FeedPackage this[string id, string version] => _packages.Find(id, version) ?? throw new KeyNotFoundException($"{id} {version} is not on the feed.");

    public static async Task<TestFeed> StartAsync(TestFeedOptions? options = null)
    {
        // Nothing of the environment's settings, and no log: it would hold headers.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var host = builder.Build();
        TestFeed? feed = null;
        host.Run(context => feed!._server.AnswerAsync(context));
        await host.StartAsync();
        return feed = new TestFeed(host, host.Urls.Single() + "/", options ?? new TestFeedOptions());
    }

    /// <summary>A <c>nuget.config</c> with these feeds and no other, without a login.</summary>
    public static string ConfigOf(params ReadOnlySpan<TestFeed> feeds)
    {
        var sources = new (string, string)[feeds.Length];
        for (var i = 0; i < feeds.Length; i++)
        {
            sources[i] = (feeds[i].Name, feeds[i].Source);
        }

        return ConfigOf(sources);
    }

    public FeedPackage Add(string nupkg) => Add(File.ReadAllBytes(nupkg));

    public FeedPackage Add(byte[] nupkg)
    {
        var package = new FeedPackage(nupkg);
        return _packages.TryAdd(package) ? package : throw new InvalidOperationException($"{package.Id} {package.Version} is on the feed already.");
    }

    /// <summary>Every <c>.nupkg</c> of a folder.</summary>
    public void AddAll(string folder)
    {
        foreach (var nupkg in Directory.EnumerateFiles(folder, "*.nupkg"))
        {
            Add(nupkg);
        }
    }

    /// <summary>Whether the version is on the feed, listed or not.</summary>
    public bool Contains(string id, string version) => _packages.Find(id, version) is not null;

    /// <summary>Takes a version off the feed, whatever <see cref="TestFeedOptions.HardDelete"/> says.</summary>
    public void Remove(string id, string version) => _packages.Remove(this[id, version]);

    /// <summary>Says of versions that they are bad. NuGet asks for it once, and keeps the answer in its HTTP cache.</summary>
    public void AddVulnerability(string id, string versions, VulnerabilitySeverity severity, string url) =>
        _vulnerabilities = [.. _vulnerabilities, new Vulnerability(id, versions, severity, url)];

    /// <summary>Breaks what is asked from now on; of several faults the first wins.</summary>
    public TestFeed Fail(Request request, Fault fault)
    {
        _server.Faults.Add(request, fault);
        return this;
    }

    /// <summary>Takes back all faults.</summary>
    public void Heal() => _server.Faults.Clear();

    public async ValueTask DisposeAsync()
    {
        // Ends the answers that somebody waits for; a test may have ended the feed already.
        await _stopped.CancelAsync();
        await _host.DisposeAsync();
    }

    private static string ConfigOf(params ReadOnlySpan<(string Name, string Source)> sources)
    {
        var list = new XElement("packageSources", new XElement("clear"));
        foreach (var (name, source) in sources)
        {
            list.Add(new XElement("add", new XAttribute("key", name), new XAttribute("value", source), new XAttribute("allowInsecureConnections", "true")));
        }

        return new XElement("configuration", list).ToString();
    }

    private static XElement Setting(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));
}
