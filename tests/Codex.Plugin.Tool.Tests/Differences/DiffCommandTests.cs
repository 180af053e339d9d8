using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Feed;
using Codex.Plugin.Tool.Tests.Feeds;
using Codex.Plugin.Tool.Tests.Infrastructure;

namespace Codex.Plugin.Tool.Tests.Differences;

/// <summary><c>diff</c>, run as the tool.</summary>
[TestClass]
public sealed class DiffCommandTests : ToolTest
{
    [TestMethod]
    public async Task InstalledVersionIsComparedWithTheNewest()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso", RequireLogin = true });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        var user = (await CreateUserAsync()).Use(feed, login: true);
        (await user.RunAsync("install", Review)).Succeeded();
        var newest = (await user.RunAsync("diff", Review)).Succeeded();
        Assert.Contains("Contoso.Review 1.0.0 is the newest version on the feeds.", newest.StandardError);

        feed.Add(WithHook(Review, "1.1.0"));
        user.Work.ForgetAnswers();
        var before = await user.GetStateAsync();
        var diff = (await user.RunAsync("diff", Review)).Succeeded();
        AssertList(diff.StandardOutput.Split('\n').Take(3),
            "Contoso.Review 1.0.0 -> 1.1.0 from 'contoso'",
            "  + adds the hook PreToolUse for 'Bash' that runs 'echo checked'",
            "  An update to this version asks for your consent.");
        Assert.Contains("--- /dev/null\n+++ b/hooks/hooks.json\n@@ -0,0 +1,1 @@\n+{\"hooks\"", diff.StandardOutput);
        Assert.Contains("-Review 1.0.0.\n+Review 1.1.0.\n", diff.StandardOutput);

        // By the plugin's name, as Codex shows it.
        AssertList((await user.RunAsync("diff", "contoso-review", "--name-only")).Succeeded().StandardOutput.TrimEnd().Split('\n'),
            "M .codex-plugin/plugin.json", "A hooks/hooks.json", "M skills/review/SKILL.md");
        Assert.Contains("M skills/review/SKILL.md (57 bytes, +1 -1)", (await user.RunAsync("diff", Review, "--stat")).Succeeded().StandardOutput);
        Assert.AreEqual(before, await user.GetStateAsync());
        Assert.DoesNotContain(feed.Password, diff.Output);
    }

    [TestMethod]
    public async Task AnyTwoVersionsOfAFeedAreCompared()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Add(PluginNupkg.Of(Review, "1.1.0"));
        feed.Add(PluginNupkg.Of(Review, "2.0.0-beta"));
        var user = (await CreateUserAsync()).Use(feed);

        Assert.Contains("Contoso.Review 1.1.0 -> 1.0.0 from 'contoso'", (await user.RunAsync("diff", $"{Review}@1.1.0", "1.0.0")).Succeeded().StandardOutput);
        Assert.Contains("Contoso.Review 1.0.0 -> 1.1.0 from", (await user.RunAsync("diff", $"{Review}@1.0.0")).Succeeded().StandardOutput);
        Assert.Contains("Contoso.Review 1.0.0 -> 2.0.0-beta from", (await user.RunAsync("diff", $"{Review}@1.0.0", "--prerelease")).Succeeded().StandardOutput);

        var unknown = await user.RunAsync("diff", Review);
        Assert.AreEqual(1, unknown.ExitCode, unknown.Output);
        Assert.Contains("Contoso.Review is not installed in ", unknown.StandardError);
        var both = await user.RunAsync("diff", Review, "--stat", "--name-only");
        Assert.AreEqual(2, both.ExitCode, both.Output);

        feed.Fail(Request.Package(Review, "1.1.0"), Fault.Truncate(200));
        var broken = await user.RunAsync("diff", $"{Review}@1.0.0", "1.1.0");
        Assert.AreEqual(3, broken.ExitCode, broken.Output);
        Assert.Contains("'contoso'", broken.StandardError);
        Assert.AreEqual("", broken.StandardOutput);
    }

    [TestMethod]
    public async Task TwoFilesAreComparedAndNothingOfThemReachesTheTerminal()
    {
        var user = await CreateUserAsync();
        user.Work.Write("#file old/readme.txt\nold").Write("#file new/readme.txt\nnew");
        string old = new PluginPackageBuilder(Review, "1.0.0").Skill().Pack(user.Work.PathOf("old"));
        string now = new PluginPackageBuilder(Review, "1.1.0") { Description = "\u202ERed [red]text[/]" }.Skill("\u001b[31mRead \u202Eit [bold]all[/].").Add("a\u200Bb.md", "x\n").Pack(user.Work.PathOf("new"));

        var diff = (await user.RunAsync("diff", old, now)).Succeeded();
        Assert.DoesNotContain("\u001b", diff.Output);
        Assert.Contains(@"+\u{1B}[31mRead \u{202E}it [bold]all[/].", diff.StandardOutput);
        Assert.Contains(@"description: Reviews. -> \u{202E}Red [red]text[/]", diff.StandardOutput);
        Assert.Contains(@"A a\u{200B}b.md (2 bytes)", diff.StandardOutput);

        var one = await user.RunAsync("diff", old);
        Assert.AreEqual(2, one.ExitCode, one.Output);
        File.WriteAllText(now, "damaged");
        var damaged = await user.RunAsync("diff", old, now);
        Assert.AreEqual(1, damaged.ExitCode, damaged.Output);
        Assert.Contains("Contoso.Review.1.1.0.nupkg cannot be used", damaged.StandardError);
    }
}
