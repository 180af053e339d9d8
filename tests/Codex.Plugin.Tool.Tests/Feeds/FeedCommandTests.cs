using System.Text.Json;
using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Feed;

namespace Codex.Plugin.Tool.Tests.Feeds;

/// <summary><c>search</c> and <c>show</c>, run as the tool.</summary>
[TestClass]
public sealed class FeedCommandTests : FeedTest
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    private const string Escape = "\u001b[31m";

    private static readonly PluginNupkg s_hostile = new(Review, "1.1.0")
    {
        Description = "Red [red]text[/] with \u202Edneb.",
        Metadata = "<readme>README.md</readme><projectUrl>https://contoso.example/review</projectUrl>",
        RootFiles = [("README.md", $"# Review\n\n<!-- hidden -->\n[![badge](b.svg)](https://b.example)\n{Escape}red{Escape}\n\n    indented [bold]\n" + string.Concat(Enumerable.Range(1, 30).Select(static i => $"line {i}\n")))],
    };

    [TestMethod]
    public async Task SearchWritesATable()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso", RequireLogin = true });
        var package = feed.Add(s_hostile.Pack());
        (package.Owners, package.Downloads, package.Deprecation) = (["contoso-team"], 1234, new Deprecation("Legacy"));
        var folder = CreateFolder(feed);

        var result = await RunAsync(folder, [feed.Login], "search", "review");

        Assert.AreEqual((0, ""), (result.ExitCode, result.StandardError));
        AssertList(result.StandardOutput.TrimEnd().Split('\n'),
            "id              version  downloads  owner         source   description",
            "Contoso.Review  1.1.0    1,234      contoso-team  contoso  DEPRECATED Red [red]text[/] with [U+202E]dneb.");
    }

    [TestMethod]
    public async Task ShowWritesNothingThatATerminalWouldActUpon()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0")).Listed = false;
        feed.Add(s_hostile.Pack()).Published = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
        var folder = CreateFolder(feed);

        var shown = await RunAsync(folder, [], "show", "contoso.review");
        var readme = await RunAsync(folder, [], "show", Review, "--readme");
        var old = await RunAsync(folder, [], "show", $"{Review}@1.0.0", "--source", feed.Source);

        Assert.AreEqual(("", "", ""), (shown.StandardError, readme.StandardError, old.StandardError));
        Assert.IsFalse((shown.StandardOutput + readme.StandardOutput).Any(static c => (char.IsControl(c) && c != '\n') || c == '\u202E'));
        var lines = shown.StandardOutput.Split('\n');
        AssertList(lines.Take(2), "Contoso.Review 1.1.0", "Red [red]text[/] with [U+202E]dneb.");
        foreach (var line in (string[])["plugin       contoso-review", "by           Contoso", "source       contoso", "published    2026-01-02", "signed by    nobody",
            "project      https://contoso.example/review", "It brings", "  adds the skill 'review' (skills/review), which the model may use by itself",
            "1.1.0    2026-01-02  contoso", "1.0.0    -           contoso  unlisted", "  # Review", "      indented [bold]"])
        {
            Assert.Contains(line, lines, shown.StandardOutput);
        }

        Assert.DoesNotContain("hidden", shown.StandardOutput);
        Assert.DoesNotContain("badge", shown.StandardOutput);
        Assert.Contains("more lines: --readme shows them", shown.StandardOutput);
        Assert.StartsWith("# Review\n", readme.StandardOutput);
        Assert.EndsWith("line 30\n", readme.StandardOutput);
        Assert.StartsWith("Contoso.Review 1.0.0\n", old.StandardOutput);
    }

    [TestMethod]
    public async Task JsonIsAsItsSchemaSays()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(s_hostile.Pack()).Deprecation = new Deprecation("Legacy", "Old.", "Contoso.Check");
        feed.AddVulnerability(Review, "[1.1.0]", VulnerabilitySeverity.Critical, "https://contoso.example/1");
        var folder = CreateFolder(feed);

        var search = Validate("search", await RunAsync(folder, [], "search", "review", "--json"), 0);
        var show = Validate("show", await RunAsync(folder, [], "show", Review, "--json"), 0);
        feed.Fail(Request.Any, Fault.Status(503));
        var failedSearch = Validate("search", await RunAsync(folder, [], "search", "review", "--json"), 3);
        var failedShow = Validate("show", await RunAsync(folder, [], "show", Review, "--json"), 3);

        Assert.AreEqual("Legacy; Old.; use Contoso.Check", search.GetProperty("result").GetProperty("plugins")[0].GetProperty("deprecated").GetString());
        Assert.AreEqual("critical", show.GetProperty("result").GetProperty("vulnerabilities")[0].GetProperty("severity").GetString());
        Assert.Contains(Escape, show.GetProperty("result").GetProperty("readme").GetString()!);
        Assert.AreEqual("review", show.GetProperty("result").GetProperty("capabilities").GetProperty("skills")[0].GetProperty("name").GetString());
        Assert.AreEqual("contoso", failedSearch.GetProperty("diagnostics")[0].GetProperty("source").GetString());
        Assert.AreEqual(JsonValueKind.Null, failedShow.GetProperty("result").ValueKind);
    }

    [TestMethod]
    public async Task WhatFailsSaysWhichFeedAndEndsWithItsExitCode()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso", RequireLogin = true });
        feed.Add(s_hostile.Pack());
        var folder = CreateFolder(feed);

        var without = await RunAsync(folder, [], "show", Review);
        var wrong = await RunAsync(folder, [(feed.Login.Name, $"Username=x;Password={feed.ApiKey}")], "search", "review", "--verbosity", "diagnostic");
        var unknown = await RunAsync(folder, [feed.Login], "show", "Contoso.Reviews");
        var usage = await RunAsync(folder, [feed.Login], "search", "review", "--take", "0");

        AssertList([$"{without.ExitCode}", $"{wrong.ExitCode}", $"{unknown.ExitCode}", $"{usage.ExitCode}"], "3", "3", "3", "2");
        Assert.Contains("error: The source 'contoso' wants credentials (401). Set NuGetPackageSourceCredentials_contoso=", without.StandardError);
        Assert.Contains("'contoso' does not accept the credentials", wrong.StandardError);
        Assert.Contains("Did you mean Contoso.Review?", unknown.StandardError);
        Assert.Contains("--take 0", usage.StandardError);
        foreach (var result in (ProcessResult[])[without, wrong, unknown])
        {
            Assert.DoesNotContain(feed.Password, result.StandardOutput + result.StandardError);
            Assert.DoesNotContain(feed.ApiKey, result.StandardOutput + result.StandardError);
        }
    }

    [TestMethod]
    public async Task ACredentialProviderOfNuGetIsAsked()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso", RequireLogin = true });
        feed.Add(s_hostile.Pack());
        var provider = ("NUGET_NETCORE_PLUGIN_PATHS", Path.Combine(AppContext.BaseDirectory, "TestCredentialProvider.dll"));

        var result = await RunAsync(CreateFolder(feed), [provider, ("TEST_PROVIDER_USER", TestFeed.User), ("TEST_PROVIDER_PASSWORD", feed.Password)], "search", "review");

        Assert.AreEqual((0, ""), (result.ExitCode, result.StandardError));
        Assert.Contains(Review, result.StandardOutput);
        Assert.DoesNotContain(feed.Password, result.StandardOutput);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task ADiskWithoutRoomIsNotTheFeedsFault()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        var noise = new byte[300_000];
        new Random(7).NextBytes(noise);
        feed.Add(new PluginNupkg(Review, "1.0.0") { Files = [("assets/noise.txt", Convert.ToBase64String(noise))] }.Pack());
        var folder = CreateFolder(feed);
        var temporary = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName;

        // A disk of this test's own, which is gone with the process.
        string[] full = ["unshare", "-rm", "sh", "-c", $"mount -t tmpfs -o size=128k none '{temporary}' && \"$0\" \"$@\"; code=$?; ls '{temporary}' | grep nupkg; exit $code"];
        var result = await RunAsync(folder, full, [("TMPDIR", temporary)], "show", Review);

        Assert.AreEqual(3, result.ExitCode, result.StandardError);
        Assert.StartsWith($"error: The package of Contoso.Review 1.0.0 from the source 'contoso' cannot be written to {temporary}. Make room there", result.StandardError);
        Assert.AreEqual("", result.StandardOutput, "A part of the package is left.");
    }

    private Task<ProcessResult> RunAsync(string folder, (string Name, string Value)[] environment, params string[] arguments) => RunAsync(folder, [], environment, arguments);

    private async Task<ProcessResult> RunAsync(string folder, string[] prefix, (string Name, string Value)[] environment, params string[] arguments)
    {
        string[] command = [.. prefix, "dotnet", Path.Combine(AppContext.BaseDirectory, "codex-plugin.dll"), .. arguments];
        var start = ChildProcess.Describe(command[0], command[1..], folder);
        var home = Path.Combine(folder, "home");
        Directory.CreateDirectory(home);
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("HOME", home), ("USERPROFILE", home), ("DOTNET_CLI_HOME", home), ("XDG_CONFIG_HOME", home), ("APPDATA", home), ("DOTNET_CLI_UI_LANGUAGE", "en"), .. environment])
        {
            start.Environment[name] = value;
        }

        var result = await ChildProcess.RunAsync(start, s_timeout, Cancelled);
        return result with { StandardOutput = result.StandardOutput.ReplaceLineEndings("\n"), StandardError = result.StandardError.ReplaceLineEndings("\n") };
    }

    private static JsonElement Validate(string command, ProcessResult result, int exitCode)
    {
        Assert.AreEqual((exitCode, ""), (result.ExitCode, result.StandardError));
        var json = JsonElement.Parse(result.StandardOutput);
        var schema = Json.Schema.JsonSchema.FromText(File.ReadAllText(Repository.PathOf("docs", "json", $"{command}.schema.json")));
        var evaluated = schema.Evaluate(json, new Json.Schema.EvaluationOptions { OutputFormat = Json.Schema.OutputFormat.List });
        Assert.IsTrue(evaluated.IsValid, $"{string.Join('\n', (evaluated.Details ?? []).Where(static one => one.Errors is not null).Select(static one => $"{one.InstanceLocation}: {string.Join(", ", one.Errors!.Values)}"))}\n{result.StandardOutput}");
        return json;
    }
}
