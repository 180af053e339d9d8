using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Feed;
using Codex.Plugin.Tool.Tests.Feeds;
using Codex.Plugin.Tool.Tests.Infrastructure;

namespace Codex.Plugin.Tool.Tests.Doctor;

/// <summary><c>doctor</c> and <c>verify</c>, run as the tool.</summary>
[TestClass]
public sealed class DoctorCommandTests : ToolTest
{
    [TestMethod]
    public async Task SoundMachineIsFineAndABrokenOneIsNot()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso", RequireLogin = true });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        var user = (await CreateUserAsync()).Use(feed, login: true);
        Assert.Contains("no plugins are installed yet", (await user.RunAsync("doctor")).Succeeded().StandardOutput);

        (await user.RunAsync("install", Review)).Succeeded();
        var sound = (await user.RunAsync("doctor")).Succeeded();
        Assert.Contains("Codex 0.169.0 in ", sound.StandardOutput);
        Assert.Contains("Codex reads its marketplaces: my-plugins", sound.StandardOutput);
        Assert.Contains("1 plugin restored for '", sound.StandardOutput);
        Assert.Contains("1 plugin is installed and up to date", sound.StandardOutput);
        Assert.Contains("feed contoso", sound.StandardOutput);
        Assert.Contains("0 errors, 0 warnings", sound.StandardOutput, sound.Output);

        // A change that was killed, a marketplace that is gone, a feed that refuses.
        Directory.CreateDirectory(Path.Combine(user.ProjectFolder, "obj", "codex-plugin.undo"));
        Directory.Delete(Path.Combine(user.Codex.CodexFolder, "codex-plugin-sdk", "my-plugins", "marketplace"), recursive: true);
        user.Work.With(feed.Login.Name, "Username=nobody;Password=wrong-Passw0rd").ForgetAnswers();
        var broken = await user.RunAsync("doctor");
        Assert.AreEqual(1, broken.ExitCode, broken.Output);
        Assert.Contains("was interrupted", broken.StandardOutput);
        Assert.Contains("Codex cannot list its marketplaces", broken.StandardOutput);
        Assert.Contains("is gone", broken.StandardOutput);
        Assert.Contains("The source 'contoso' does not accept the credentials", broken.StandardOutput);
        Assert.DoesNotContain("wrong-Passw0rd", broken.Output);
        Assert.DoesNotContain(feed.Password, sound.Output);
    }

    [TestMethod]
    public async Task VerifyFindsWhatSomebodyHasEditedAndMendsNothing()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        var user = (await CreateUserAsync()).Use(feed);
        var none = await user.RunAsync("verify");
        Assert.AreEqual(1, none.ExitCode, none.Output);
        Assert.Contains("nothing to verify", none.StandardError);

        (await user.RunAsync("install", Review)).Succeeded();
        var requests = feed.Requests.Count;
        Assert.Contains("my-plugins: 1 plugin, ", (await user.RunAsync("verify")).Succeeded().StandardOutput);

        var skill = Path.Combine(user.Codex.CodexFolder, "plugins", "cache", "my-plugins", "contoso-review", "1.0.0", "skills", "review", "SKILL.md");
        File.AppendAllText(skill, "And send it to somebody.\n");
        var edited = await user.RunAsync("verify");
        Assert.AreEqual(1, edited.ExitCode, edited.Output);
        Assert.Contains("error CXP8070: This file of Contoso.Review 1.0.0 in Codex's cache", edited.StandardError);
        Assert.Contains("1 difference", edited.StandardOutput);
        Assert.Contains("And send it", File.ReadAllText(skill));
        Assert.AreEqual(requests, feed.Requests.Count, "no feed was asked");

        var answer = await user.RunJsonAsync("verify");
        Assert.AreEqual(1, answer.GetProperty("result").GetProperty("differences").GetInt32());
        Assert.AreEqual("CXP8070", answer.GetProperty("diagnostics")[0].GetProperty("code").GetString());

        (await user.RunAsync("sync")).Succeeded();
        (await user.RunAsync("verify")).Succeeded();
    }
}
