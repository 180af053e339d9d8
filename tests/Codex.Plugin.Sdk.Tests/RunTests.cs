using System.Collections.Concurrent;
using System.Diagnostics;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>The inner loop, <c>dotnet run</c>, with the real Codex in a home of the test's own.</summary>
[TestClass]
public sealed class RunTests : EndToEndTest
{
    private const string SkillFile = "skills/hello/SKILL.md";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);

    [TestMethod]
    public async Task RunPrintsWhatCodexLoads()
    {
        var folder = await CreateRunFolderAsync(Hello + """

            #file hooks/hooks.json
            { "hooks": { "PreToolUse": [ { "matcher": "Bash", "hooks": [ { "type": "command", "command": "echo hook" } ] } ] } }
            #file apps/github.json
            { "id": "connector_0123" }
            #file mcp/silent.json
            { "command": "dotnet", "args": ["no-such-file.dll"] }
            """);

        var result = await folder.RunAsync("run");

        result.Says("Codex 0.").Says(" loads contoso-hello 1.0.0+codex.")
            .Says("contoso-hello:hello  Says hello.")
            .Says("silent  does not start (dotnet no-such-file.dll)")
            .Says("ended with exit code").Says("standard error of 'silent'")
            .Says("PreToolUse Bash  [untrusted] echo hook").Says("/hooks in Codex")
            .Says("github  connector_0123")
            .FailedWith("CXP9006");
        Assert.AreEqual("mcp/silent.json", result.Error("CXP9006").File);
    }

    [TestMethod]
    public async Task ChangedSkillReachesCodexWithoutAnotherVersion()
    {
        var folder = await CreateRunFolderAsync(Hello);
        (await folder.RunAsync("run")).Succeeded().Says("contoso-hello:hello  Says hello.");
        var installed = Assert.ContainsSingle(Installed(folder));
        (await folder.RunAsync("run", "--no-build")).Succeeded().Says("(unchanged)");

        folder.Replace(SkillFile, "Says hello.", "Says good morning.").Replace(SkillFile, "Say hello.", "Say good morning.");
        (await folder.RunAsync("run")).Succeeded().Says("contoso-hello:hello  Says good morning.").DoesNotSay("(unchanged)");

        var changed = Assert.ContainsSingle(Installed(folder));
        Assert.AreNotEqual(installed, changed);
        Assert.Contains("Say good morning.", File.ReadAllText(Path.Combine(changed, SkillFile)));
        Assert.StartsWith("1.0.0+codex.", Path.GetFileName(changed));
    }

    [TestMethod]
    public async Task OptionsOfDotnetRunWork()
    {
        var folder = await CreateRunFolderAsync(Hello);

        (await folder.RunAsync("run", "-c", "Release", "--", "--no-codex")).Succeeded().Says("contoso-hello -> ").DoesNotSay("Skills");
        Assert.IsTrue(folder.Exists("bin/Release/plugin/.codex-plugin/plugin.json"));
        Assert.IsFalse(folder.Exists("bin/Debug"));
        (await folder.RunInAsync("..", "run", "--project", "work/Contoso.Hello.cxproj", "--", "--help")).Succeeded().Says("--watch");
        var wrong = await folder.RunAsync("run", "--", "--wach");
        Assert.AreEqual(2, wrong.ExitCode);
        wrong.Says("unknown option '--wach'").Says("--watch");
        (await folder.RunAsync("run", "-p:BaseOutputPath=out/", "--no-build")).FailedWith("CXP9011");
    }

    [TestMethod]
    public async Task BuildThatFailsIsNotLoaded()
    {
        var folder = await CreateRunFolderAsync(Hello);
        folder.Replace(SkillFile, "description", "descripton");

        var result = await folder.RunAsync("run");

        Assert.AreNotEqual(0, result.ExitCode);
        result.Says("CXP2005").DoesNotSay("contoso-hello -> ");
        Assert.IsFalse(Directory.Exists(Development(folder)));
    }

    [TestMethod]
    public async Task WithoutCodexThePluginLiesReady()
    {
        var folder = CreateFolder(Hello);
        UseOwnHome(folder).With("PATH", Path.GetDirectoryName(Dotnet.Executable)).With("CodexPath", null);

        var result = (await folder.RunAsync("run")).SucceededWithWarnings("CXP9001").Says("npm install -g @openai/codex");

        Assert.AreEqual(0, result.ExitCode);
        Assert.Contains($"{Path.DirectorySeparatorChar}SKILL.md", string.Join('\n', Directory.EnumerateFiles(Development(folder), "*", SearchOption.AllDirectories)));
        (await folder.RunAsync("run", "-p:NoWarn=CXP9001")).Succeeded();
        (await folder.RunAsync("run", "-p:TreatWarningsAsErrors=true")).FailedWith("CXP9001");
    }

    [TestMethod]
    public async Task PluginThatTheUserHasSwitchedOffStaysOff()
    {
        var folder = await CreateRunFolderAsync(Hello);
        (await folder.RunAsync("run")).Succeeded();
        var config = Path.Combine(folder.Root, "home", ".codex", "config.toml");
        File.WriteAllText(config, File.ReadAllText(config).Replace("enabled = true", "enabled = false", StringComparison.Ordinal));
        folder.Replace(SkillFile, "Say hello.", "Say good morning.");

        (await folder.RunAsync("run")).FailedWith("CXP9003");

        Assert.Contains("enabled = false", File.ReadAllText(config));
        File.AppendAllText(config, "broken = [");
        (await folder.RunAsync("run")).FailedWith("CXP9002").Says("unclosed array");
    }

    [TestMethod]
    public async Task ServerOfTheUserHidesThePlugins()
    {
        var folder = await CreateRunFolderAsync(Hello + "\n#file mcp/tickets.json\n{ \"url\": \"https://tickets.invalid/mcp\" }");
        File.WriteAllText(Path.Combine(folder.Root, "home", ".codex", "config.toml"), $"""
            [mcp_servers.tickets]
            command = "{Path.Combine(folder.Root, "never-started").Replace("\\", "\\\\", StringComparison.Ordinal)}"
            """);

        (await folder.RunAsync("run")).SucceededWithWarnings("CXP9008").Says("not started: the name is taken by the user's config.toml");
    }

    [TestMethod]
    [DataRow("run", "--", "--watch")]
    [DataRow("watch", "--non-interactive")]
    public async Task WatchTakesAChange(params string[] arguments)
    {
        var folder = await CreateRunFolderAsync(Hello);
        using var process = Process.Start(folder.Describe(arguments))!;
        var lines = new ConcurrentQueue<string>();
        var reading = Task.WhenAll(ReadAsync(process.StandardOutput, lines), ReadAsync(process.StandardError, lines));
        try
        {
            await WaitForAsync(process, lines, arguments[0] == "run" ? "Watching " : "Waiting for a file to change");

            folder.Replace(SkillFile, "Says hello.", "Says good morning.");
            await WaitForAsync(process, lines, arguments[0] == "run" ? "+ skill contoso-hello:hello: Says good morning." : "contoso-hello:hello  Says good morning.");
            Assert.ContainsSingle(Installed(folder));

            if (arguments[0] == "run")
            {
                folder.Replace(SkillFile, "description", "descripton");
                await WaitForAsync(process, lines, "waiting for the next change");
                Assert.Contains("CXP2005", string.Join('\n', lines));
                folder.Replace(SkillFile, "descripton: Says good morning.", "description: Says good night.");
                await WaitForAsync(process, lines, "+ skill contoso-hello:hello: Says good night.");
            }
        }
        finally
        {
            await ChildProcess.KillAsync(process);
            await reading;
        }
    }

    private static async Task WaitForAsync(Process process, ConcurrentQueue<string> lines, string text)
    {
        var giveUp = DateTime.UtcNow + LongestWait;
        while (!lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            Assert.IsTrue(DateTime.UtcNow < giveUp && !process.HasExited, $"It does not say '{text}':\n{string.Join('\n', lines)}");
            await Task.Delay(50);
        }
    }

    private static async Task ReadAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
        }
    }

    private async Task<TestFolder> CreateRunFolderAsync(string text)
    {
        var codex = await CodexCli.RequireAsync();
        return UseOwnHome(CreateFolder(text)).With("CodexPath", codex.Executable);
    }

    // Nobody else's development marketplace, nobody else's Codex.
    private static TestFolder UseOwnHome(TestFolder folder)
    {
        var home = Path.Combine(folder.Root, "home");
        // A CODEX_HOME that is set has to exist.
        Directory.CreateDirectory(Path.Combine(home, ".codex"));
        foreach (var name in new[] { "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy" })
        {
            // Port 9 answers nobody: Codex would fetch OpenAI's catalogue.
            folder.With(name, "http://127.0.0.1:9");
        }

        return folder.With("HOME", home).With("USERPROFILE", home).With("LOCALAPPDATA", Path.Combine(home, "AppData", "Local")).With("CODEX_HOME", Path.Combine(home, ".codex"));
    }

    private static string Development(TestFolder folder) =>
        Path.Combine(folder.Root, "home", OperatingSystem.IsMacOS() ? "Library/Application Support" : OperatingSystem.IsWindows() ? @"AppData\Local" : ".local/share", "codex-plugin-sdk", "development");

    private static string[] Installed(TestFolder folder) =>
        Directory.GetDirectories(Path.Combine(folder.Root, "home", ".codex", "plugins", "cache", "codex-plugin-development", "contoso-hello"));
}
