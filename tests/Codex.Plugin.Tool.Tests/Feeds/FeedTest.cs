using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Codex.Plugin.PackageManager.Feeds;
using Codex.Plugin.Tests.Feed;

namespace Codex.Plugin.Tool.Tests.Feeds;

/// <summary>A test that asks real feeds with the settings of a folder of its own.</summary>
public abstract class FeedTest
{
    private readonly List<string> _folders = [];

    /// <summary>The id that most tests ask for.</summary>
    protected const string Review = "Contoso.Review";

    public required TestContext TestContext { get; set; }

    private protected CancellationToken Cancelled => TestContext.CancellationToken;

    // NuGet reads them once a process. Six tries with a second between them would be most of these tests' time.
    [ModuleInitializer]
    internal static void SetEnvironment()
    {
        Set("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "2");
        Set("NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS", "20");
        Set("NUGET_HTTP_CACHE_PATH", Path.Combine(Path.GetTempPath(), $"codex-plugin-http-{Environment.ProcessId}"));

        static void Set(string name, string value) => Environment.SetEnvironmentVariable(name, value);
    }

    [TestCleanup]
    public void RemoveFolders() => _folders.ForEach(static folder => Directory.Delete(folder, recursive: true));

    private protected string CreateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("codex-plugin-feeds-").FullName;
        _folders.Add(folder);
        return folder;
    }

    /// <summary>A folder whose <c>nuget.config</c> has these feeds, and a packages folder of its own.</summary>
    private protected string CreateFolder(params ReadOnlySpan<TestFeed> feeds) => Configure(TestFeed.ConfigOf(feeds));

    /// <summary>A folder with such a <c>nuget.config</c>, and a packages folder of its own.</summary>
    private protected string Configure(string config)
    {
        var folder = CreateFolder();
        var root = XElement.Parse(config);
        root.Add(new XElement("config", new XElement("add", new XAttribute("key", "globalPackagesFolder"), new XAttribute("value", "packages"))));
        if (root.Element("packageSourceMapping") is null)
        {
            root.Add(new XElement("packageSourceMapping", new XElement("clear")));
        }

        File.WriteAllText(Path.Combine(folder, "nuget.config"), root.ToString());
        return folder;
    }

    /// <summary>The feeds of such a folder.</summary>
    private protected PluginFeeds Open(params ReadOnlySpan<TestFeed> feeds) => new(CreateFolder(feeds));

    /// <summary>The exception with which something fails; nothing in it may be what the feed keeps secret.</summary>
    private protected static async Task<FeedException> FailsAsync(FeedProblem problem, Func<Task> act, params TestFeed[] secrets)
    {
        var exception = await Assert.ThrowsExactlyAsync<FeedException>(act);
        Assert.AreEqual(problem, exception.Problem, exception.Message);
        AssertPlain(exception, secrets);
        return exception;
    }

    private protected static void AssertPlain(FeedException exception, params TestFeed[] secrets)
    {
        Assert.EndsWith(".", exception.Message);
        foreach (var feed in secrets)
        {
            Assert.DoesNotContain(feed.Password, exception.Message);
            Assert.DoesNotContain(feed.Password, exception.ToString());
        }
    }

    private protected static string[] Texts(IEnumerable<OfferedVersion> versions) => [.. versions.Select(static one => one.Version.ToNormalizedString())];

    private protected static void AssertList(IEnumerable<string> actual, params string[] expected) => Assert.AreEqual(string.Join('\n', expected), string.Join('\n', actual));
}
