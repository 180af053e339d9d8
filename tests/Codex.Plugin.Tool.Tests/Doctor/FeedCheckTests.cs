using Codex.Plugin.Tests.Feed;

namespace Codex.Plugin.Tool.Tests.Doctor;

/// <summary>Whether feeds answer, and what is said where they do not.</summary>
[TestClass]
public sealed class FeedCheckTests : IDisposable
{
    private readonly DoctorScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [TestMethod]
    public async Task FeedAnswers()
    {
        await using var feed = await TestFeed.StartAsync();
        Assert.AreEqual("feed TestFeed: Ok: answers -> ", await _scene.NuGet(feed.Config).CheckFeedsAsync());
    }

    [TestMethod]
    public async Task FeedThatWantsCredentialsIsNamedAndTheyAreNot()
    {
        await using var feed = await TestFeed.StartAsync(new() { RequireLogin = true });
        string without = await _scene.NuGet(feed.Config).CheckFeedsAsync();
        Assert.StartsWith("feed TestFeed: Error: The source 'TestFeed' wants credentials (401) -> Set NuGetPackageSourceCredentials_TestFeed=", without);
        Assert.AreEqual("feed TestFeed: Ok: answers -> ", await _scene.NuGet(feed.ConfigWithLogin).CheckFeedsAsync());

        string wrong = await _scene.NuGet(feed.ConfigWithLogin.Replace(feed.Password, "wrong-Passw0rd", StringComparison.Ordinal)).CheckFeedsAsync();
        Assert.Contains("Error: The source 'TestFeed' does not accept the credentials", wrong);
        Assert.DoesNotContain("wrong-Passw0rd", wrong);

        string unset = await _scene.NuGet(feed.ConfigWithLogin.Replace(feed.Password, "%CONTOSO_TOKEN_THAT_IS_NOT_SET%", StringComparison.Ordinal)).CheckFeedsAsync();
        Assert.AreEqual("feed TestFeed: Error: its credentials name the environment variable CONTOSO_TOKEN_THAT_IS_NOT_SET, which is not set -> Set CONTOSO_TOKEN_THAT_IS_NOT_SET.", unset);
    }

    [TestMethod]
    public async Task FeedThatFailsIsNamed()
    {
        await using var feed = await TestFeed.StartAsync();
        _scene.NuGet(feed.Config);
        feed.Fail(Request.Index, Fault.Status(503, times: 1));
        Assert.Contains("feed TestFeed: Error: The source 'TestFeed' failed with status 503", await _scene.CheckFeedsAsync());
        feed.Fail(Request.Index, Fault.SignInPage(times: 1));
        Assert.Contains("feed TestFeed: Error: The source 'TestFeed' answered something that is not the index of a feed", await _scene.CheckFeedsAsync());
        feed.Fail(Request.Index, Fault.Silence());
        _scene.Options = _scene.Options with { FeedLimit = TimeSpan.FromMilliseconds(300) };
        Assert.Contains("feed TestFeed: Error: no answer within 0.3 s -> Check the network", await _scene.CheckFeedsAsync());
    }

    [TestMethod]
    public async Task UnreachableInsecureAndMissingSourcesAreNamed()
    {
        Assert.Contains("Error: The source 'Unreachable' cannot be reached", await _scene.NuGet(TestFeed.UnreachableConfig).CheckFeedsAsync());
        Directory.CreateDirectory(Path.Combine(_scene.Folder, "there"));
        Assert.AreEqual(
            """
            feed plain: Error: its address is http, which NuGet refuses (NU1302) -> Use https. On a network that you trust, set allowInsecureConnections="true" at the source.
            feed there: Ok: a folder -> 
            feed gone: Error: there is no folder 'ROOT/project/gone' -> Create it, or remove the source: dotnet nuget remove source gone
            feed : Note: 3 sources and no packageSourceMapping: any of them may answer for any package -> Say in nuget.config which source has which packages.
            """.ReplaceLineEndings("\n"),
            await _scene.NuGet("""
                <configuration>
                  <packageSources>
                    <clear />
                    <add key="plain" value="http://feed.contoso.example/v3/index.json" />
                    <add key="there" value="there" />
                    <add key="gone" value="gone" />
                  </packageSources>
                  <packageSourceMapping><clear /></packageSourceMapping>
                </configuration>
                """).CheckFeedsAsync());
    }

    [TestMethod]
    public async Task NoSourceAndBrokenConfigurationAreErrors()
    {
        Assert.Contains("Error: nuget.config names no source", await _scene.NuGet("<configuration><packageSources><clear /></packageSources></configuration>").CheckFeedsAsync());
        Assert.StartsWith("nuget.config : Error: ", await _scene.NuGet("<configuration><packageSources>").CheckFeedsAsync());
    }
}
