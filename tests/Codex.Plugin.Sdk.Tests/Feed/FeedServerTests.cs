using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Codex.Plugin.Tests.Feed;
using Codex.Plugin.Tests.Hostile;

namespace Codex.Plugin.Sdk.Tests.Feed;

/// <summary>The feed of the tests itself, where no client shows what it answers.</summary>
[TestClass]
public sealed class FeedServerTests
{
    private static readonly byte[] s_review = new HostilePackage("Contoso.Review", "1.2.0").ToBytes();

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task IdsAndVersionsAreFoundAsNuGetComparesThem()
    {
        await using var feed = await TestFeed.StartAsync();
        using var client = Client(feed);
        feed.Add(new HostilePackage("Contoso.Review", "1.0").ToBytes());
        feed.Add(s_review);
        feed.Add(new HostilePackage("Contoso.Review", "1.10.0-Beta.1+build").ToBytes());

        Assert.AreEqual("""{"versions":["1.0.0","1.2.0","1.10.0-beta.1"]}""", await client.GetStringAsync("v3/flat/CONTOSO.review/index.json", TestContext.CancellationToken));
        CollectionAssert.AreEqual(s_review, await client.GetByteArrayAsync("v3/flat/contoso.review/1.2.0/contoso.review.1.2.0.nupkg", TestContext.CancellationToken));
        Assert.Contains("<id>Contoso.Review</id>", await client.GetStringAsync("v3/flat/contoso.review/1.10.0-beta.1/contoso.review.nuspec", TestContext.CancellationToken));
        foreach (var missing in (string[])["", "v3", "v3/flat/contoso.revue/index.json", "v3/flat/contoso.review/1.3.0/contoso.review.1.3.0.nupkg", "v3/flat/contoso.review/1.2.0/other.nupkg", "v3/registration/contoso.revue/index.json"])
        {
            Assert.AreEqual(HttpStatusCode.NotFound, await StatusAsync(client, HttpMethod.Get, missing), missing);
        }

        Assert.AreEqual(HttpStatusCode.MethodNotAllowed, await StatusAsync(client, HttpMethod.Post, "v3/index.json"));
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "v3/flat/contoso.review/1.2.0/contoso.review.1.2.0.nupkg"), TestContext.CancellationToken);
        Assert.AreEqual((HttpStatusCode.OK, s_review.Length), (head.StatusCode, (int)head.Content.Headers.ContentLength!));
        Assert.AreEqual("HEAD /v3/flat/contoso.review/1.2.0/contoso.review.1.2.0.nupkg 200", feed.Requests[^1].ToString());
    }

    [TestMethod]
    public async Task MetadataSaysWhatTheTestSays()
    {
        await using var feed = await TestFeed.StartAsync();
        using var client = Client(feed);
        var package = feed.Add(s_review);
        package.Published = new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero);
        package.Deprecation = new Deprecation("Legacy", "Use the other.", "Contoso.Other");
        feed.AddVulnerability("contoso.REVIEW", "[1.0.0, 1.2.0]", VulnerabilitySeverity.High, "https://contoso.example/1");
        feed.AddVulnerability("Contoso.Review", "(, 1.2.0)", VulnerabilitySeverity.Low, "https://contoso.example/2");

        var entry = (await JsonAsync(client, "v3/registration/contoso.review/index.json"))["items"]![0]!["items"]![0]!["catalogEntry"]!;
        Assert.AreEqual("Contoso.Review 1.2.0 Contoso CodexPlugin", $"{entry["id"]} {entry["version"]} {entry["authors"]} {entry["packageTypes"]![0]!["name"]}");
        Assert.AreEqual("2026-02-03T00:00:00.0000000+00:00", (string?)entry["published"]);
        Assert.AreEqual("Legacy", (string?)entry["deprecation"]!["reasons"]![0]);
        Assert.AreEqual("https://contoso.example/1 2", $"{entry["vulnerabilities"]!.AsArray().Single()!["advisoryUrl"]} {entry["vulnerabilities"]![0]!["severity"]}");
        CollectionAssert.AreEqual(s_review, await client.GetByteArrayAsync((string)entry["packageContent"]!, TestContext.CancellationToken));

        var page = await JsonAsync(client, (string)(await JsonAsync(client, "v3/vulnerabilities/index.json"))[0]!["@id"]!);
        Assert.HasCount(2, page["contoso.review"]!.AsArray());

        package.Listed = false;
        Assert.IsFalse((bool)(await JsonAsync(client, "v3/registration/contoso.review/1.2.0.json"))["catalogEntry"]!["listed"]!);
        Assert.AreEqual(0, (int)(await JsonAsync(client, "v3/search?q=review"))["totalHits"]!);
    }

    [TestMethod]
    public async Task SearchKnowsTypesPagesAndPrereleases()
    {
        await using var feed = await TestFeed.StartAsync();
        await using var plain = await TestFeed.StartAsync(new() { Resources = FeedResources.FlatContainer | FeedResources.Search });
        foreach (var one in (TestFeed[])[feed, plain])
        {
            one.Add(s_review);
            one.Add(new HostilePackage("Contoso.Review", "2.0.0-beta").ToBytes());
            one.Add(new HostilePackage("Contoso.Library") { Types = "" }.ToBytes());
            one.Add(new HostilePackage("Fabrikam.Docs").ToBytes());
        }

        using var client = Client(feed);
        Assert.AreEqual("3: Contoso.Library 1.0.0, Contoso.Review 1.2.0, Fabrikam.Docs 1.0.0", await SearchAsync(client, ""));
        Assert.AreEqual("3: Contoso.Review 1.2.0", await SearchAsync(client, "skip=1&take=1"));
        Assert.AreEqual("1: Contoso.Review 2.0.0-beta", await SearchAsync(client, "q=REVIEW&prerelease=true"));
        Assert.AreEqual("1: Contoso.Review 1.2.0", await SearchAsync(client, "q=contoso&packageType=codexplugin"));
        Assert.AreEqual("""{"data":["1.2.0","2.0.0-beta"]}""", await client.GetStringAsync("v3/autocomplete?id=contoso.review&prerelease=true", TestContext.CancellationToken));

        // What is not announced is not heeded, or not there.
        using var plainClient = Client(plain);
        Assert.AreEqual("2: Contoso.Library 1.0.0, Contoso.Review 1.2.0", await SearchAsync(plainClient, "q=contoso&packageType=codexplugin"));
        Assert.DoesNotContain("3.5.0", await plainClient.GetStringAsync("v3/index.json", TestContext.CancellationToken));
        Assert.AreEqual(HttpStatusCode.NotFound, await StatusAsync(plainClient, HttpMethod.Get, "v3/registration/contoso.review/index.json"));
    }

    [TestMethod]
    public async Task LoginAndKeyAreAskedForAndNeverKept()
    {
        await using var feed = await TestFeed.StartAsync(new() { RequireLogin = true, HardDelete = true });
        using var client = Client(feed);
        using (var refused = await client.GetAsync("v3/index.json", TestContext.CancellationToken))
        {
            Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.AreEqual("Basic", refused.Headers.WwwAuthenticate.Single().Scheme);
        }

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{TestFeed.User}:{feed.Password}")));
        Assert.AreEqual(HttpStatusCode.Unauthorized, await StatusAsync(client, HttpMethod.Put, "api/v2/package/"));
        client.DefaultRequestHeaders.Add("X-NuGet-ApiKey", feed.ApiKey);
        Assert.AreEqual(HttpStatusCode.BadRequest, await StatusAsync(client, HttpMethod.Put, "api/v2/package/"));
        Assert.AreEqual(HttpStatusCode.BadRequest, await PushAsync(client, "no package"u8.ToArray()));
        Assert.AreEqual(HttpStatusCode.BadRequest, await PushAsync(client, Nupkg.With(s_review, "Contoso.Review.nuspec", "<package>")));
        Assert.AreEqual(HttpStatusCode.Created, await PushAsync(client, s_review));
        Assert.AreEqual(HttpStatusCode.NoContent, await StatusAsync(client, HttpMethod.Delete, "api/v2/package/contoso.review/1.2.0"));
        Assert.IsFalse(feed.Contains("Contoso.Review", "1.2.0"));
        Assert.AreEqual(HttpStatusCode.NotFound, await StatusAsync(client, HttpMethod.Delete, "api/v2/package/contoso.review/1.2.0"));

        CollectionAssert.AreEqual((bool[])[false, .. Enumerable.Repeat(true, 7)], feed.Requests.Select(static request => request.Authorized).ToArray());
        var shown = string.Join('\n', feed.Requests.Select(static request => $"{request} {request.UserAgent}")) + feed.Config;
        Assert.DoesNotContain(feed.Password, shown);
        Assert.DoesNotContain(feed.ApiKey, shown);
    }

    [TestMethod]
    public async Task FaultsHappenToTheRequestsThatAreMeant()
    {
        await using var feed = await TestFeed.StartAsync();
        using var client = Client(feed);
        feed.Add(s_review);
        const string Review = "v3/flat/contoso.review/1.2.0/contoso.review.1.2.0.nupkg";
        feed.Fail(Request.Package("contoso.review", "1.2").Nth(2), Fault.Status(429, retryAfter: 7, times: 1))
            .Fail(Request.Package("Contoso.Review").With(HttpMethod.Head), Fault.Status(403, "Not for you"))
            .Fail(Request.Index, Fault.InvalidJson(times: 1))
            .Fail(Request.Index, Fault.SignInPage());

        Assert.AreEqual(HttpStatusCode.OK, await StatusAsync(client, HttpMethod.Get, Review));
        using (var busy = await client.GetAsync(Review, TestContext.CancellationToken))
        {
            Assert.AreEqual((HttpStatusCode.TooManyRequests, 7), (busy.StatusCode, (int)busy.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        }

        Assert.AreEqual(HttpStatusCode.OK, await StatusAsync(client, HttpMethod.Get, Review));
        using (var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Review), TestContext.CancellationToken))
        {
            Assert.AreEqual("Not for you", head.ReasonPhrase);
        }

        await Assert.ThrowsAsync<System.Text.Json.JsonException>(() => JsonAsync(client, "v3/index.json"));
        using (var page = await client.GetAsync("v3/index.json", TestContext.CancellationToken))
        {
            Assert.AreEqual("text/html", page.Content.Headers.ContentType!.MediaType);
        }

        feed.Heal();
        foreach (var cut in (Fault[])[Fault.Reset(), Fault.Truncate(100), Fault.LoseAnswer()])
        {
            feed.Fail(Request.Any, cut);
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync(Review, TestContext.CancellationToken));
            feed.Heal();
        }

        feed.Fail(Request.Any, Fault.Drip(3, TimeSpan.FromMilliseconds(1), times: 1)).Fail(Request.Any, Fault.Content(static _ => [1, 2], times: 1)).Fail(Request.Any, Fault.Silence());
        CollectionAssert.AreEqual(s_review, await client.GetByteArrayAsync(Review, TestContext.CancellationToken));
        Assert.HasCount(2, await client.GetByteArrayAsync(Review, TestContext.CancellationToken));
        var asked = feed.Requests.Count;
        var silence = client.GetByteArrayAsync(Review, TestContext.CancellationToken);
        while (feed.Requests.Count == asked)
        {
            await Task.Yield();
        }

        await feed.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => silence);
    }

    private static HttpClient Client(TestFeed feed) => new() { BaseAddress = new Uri(new Uri(feed.Source), "/") };

    private async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path)
    {
        using var answer = await client.SendAsync(new HttpRequestMessage(method, path), TestContext.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> PushAsync(HttpClient client, byte[] nupkg)
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(nupkg), "package", "package.nupkg" } };
        using var answer = await client.PutAsync("api/v2/package/", content, TestContext.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<JsonNode> JsonAsync(HttpClient client, string path) => JsonNode.Parse(await client.GetStringAsync(path, TestContext.CancellationToken))!;

    private async Task<string> SearchAsync(HttpClient client, string query)
    {
        var found = await JsonAsync(client, $"v3/search?{query}&semVerLevel=2.0.0");
        return $"{found["totalHits"]}: {string.Join(", ", found["data"]!.AsArray().Select(static one => $"{one!["id"]} {one["version"]}"))}";
    }
}
