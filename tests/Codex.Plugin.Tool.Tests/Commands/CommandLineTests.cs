using System.Text.Json;
using System.Text.RegularExpressions;
using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Feed;
using Codex.Plugin.Tool.Commands;
using Codex.Plugin.Tool.Tests.Feeds;
using Codex.Plugin.Tool.Tests.Infrastructure;
using Json.Schema;

namespace Codex.Plugin.Tool.Tests.Commands;

/// <summary>What every command has: help, a page in the documentation, a schema, a completion.</summary>
[TestClass]
public sealed partial class CommandLineTests : ToolTest
{
    public static IEnumerable<object[]> Commands => RootCommands.Create().Subcommands.Select(static command => new object[] { command.Name });

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public async Task EveryCommandHasHelp(string command)
    {
        var user = await CreateUserAsync();

        var help = (await user.RunAsync(command, "--help")).Succeeded();

        var documented = File.ReadAllText(Repository.PathOf("docs", "tool.md"));
        Assert.Contains($"codex-plugin {command}", help.StandardOutput);
        Assert.Contains("--json", help.StandardOutput);
        Assert.Contains($"`{command}", documented, "docs/tool.md does not name the command");
        foreach (var option in RootCommands.Create().Subcommands.Single(one => one.Name == command).Options.Where(static option => option.Name.StartsWith("--", StringComparison.Ordinal)))
        {
            Assert.Contains(option.Name, help.StandardOutput);
            Assert.IsFalse(string.IsNullOrEmpty(option.Description), option.Name);
            Assert.Contains($"`{option.Name}", documented, $"docs/tool.md does not name the option {option.Name} of {command}");
        }
    }

    /// <summary>A success and a failure of each, as their schema says.</summary>
    [TestMethod]
    public async Task EveryAnswerIsAsItsSchemaSays()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Add(WithHook(Review, "1.1.0"));
        var user = (await CreateUserAsync()).Use(feed);
        var seen = new HashSet<string>(StringComparer.Ordinal);

        await CheckAsync(0, "install", $"{Review}@1.0.0");
        await CheckAsync(3, "install", "Contoso.Nothing");
        await CheckAsync(2, "install", "not an id");
        await CheckAsync(2, "install");
        await CheckAsync(0, "list");
        await CheckAsync(0, "list", "--outdated", "--vulnerable");
        await CheckAsync(2, "list", "--global", "--repo");
        await CheckAsync(0, "search", "review");
        await CheckAsync(3, "search", "review", "--source", "nowhere");
        await CheckAsync(0, "show", Review);
        await CheckAsync(3, "show", "Contoso.Nothing");
        await CheckAsync(0, "diff", $"{Review}@1.0.0", "1.1.0");
        await CheckAsync(3, "diff", $"{Review}@1.0.0", "9.9.9");
        await CheckAsync(4, "update");
        await CheckAsync(0, "update", "--dry-run");
        await CheckAsync(0, "update", "--approve");
        await CheckAsync(0, "restore");
        await CheckAsync(1, "restore", "--marketplace", "nothing-there");
        await CheckAsync(0, "sync");
        await CheckAsync(0, "verify");
        await CheckAsync(1, "verify", "--project", "nowhere.csproj");
        await CheckAsync(null, "doctor");
        await CheckAsync(0, "remove", Review);
        await CheckAsync(1, "remove", Review);
        await CheckAsync(0, "completion", "bash");
        await CheckAsync(2, "completion", "csh");
        user.Work.Write("""
            #file hand/.codex-plugin/plugin.json
            { "name": "hand", "version": "1.0.0", "description": "By hand.", "skills": "./skills/" }
            #file hand/skills/hand/SKILL.md
            ---
            name: hand
            description: By hand.
            ---
            By hand.
            """);
        await CheckAsync(0, "import", "hand", "--output", "imported");
        await CheckAsync(1, "import", "nowhere");
        await CheckAsync(0, "new", "plugin", "-n", "Contoso.New", "-o", "made");
        await CheckAsync(1, "pack", "nowhere.cxproj");
        await CheckAsync(1, "push", "nothing.nupkg", "--source", "contoso");

        AssertList(RootCommands.Create().Subcommands.Select(static command => command.Name).Except(seen), []);

        async Task CheckAsync(int? exitCode, params string[] arguments)
        {
            seen.Add(arguments[0]);
            var result = await user.RunAsync([.. arguments, "--json"]);
            var answer = JsonElement.Parse(result.StandardOutput);
            Assert.AreEqual(exitCode ?? result.ExitCode, result.ExitCode, result.Output);
            Assert.AreEqual(result.ExitCode, answer.GetProperty("exitCode").GetInt32());
            Assert.AreEqual(arguments[0], answer.GetProperty("command").GetString());
            Assert.IsTrue(result.ExitCode == 0 || answer.GetProperty("diagnostics").GetArrayLength() > 0, result.Output);
            var evaluated = JsonSchema.FromText(File.ReadAllText(Repository.PathOf("docs", "json", $"{arguments[0]}.schema.json")))
                .Evaluate(answer, new EvaluationOptions { OutputFormat = OutputFormat.List });
            Assert.IsTrue(evaluated.IsValid, $"{string.Join('\n', (evaluated.Details ?? []).Where(static one => one.Errors is not null).Select(static one => $"{one.InstanceLocation}: {string.Join(", ", one.Errors!.Values)}"))}\n{result.Output}");
        }
    }

    [TestMethod]
    public async Task ShellsComplete()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        var user = (await CreateUserAsync()).Use(feed);
        (await user.RunAsync("install", Review)).Succeeded();

        Assert.Contains("install", (await user.RunAsync("[suggest:14]", "codex-plugin i")).Succeeded().Lines);
        AssertList((await user.RunAsync("[suggest:20]", "codex-plugin remove ")).Succeeded().Lines.Where(static line => line.StartsWith("Contoso", StringComparison.Ordinal)), Review);
        Assert.Contains("contoso", (await user.RunAsync("[suggest:30]", "codex-plugin install --source ")).Succeeded().Lines);

        // The script for bash, in bash.
        var script = (await user.RunAsync("completion", "bash")).Succeeded().StandardOutput;
        File.WriteAllText(user.Work.PathOf("complete.sh"), $"PATH={Path.GetDirectoryName(user.Describe().FileName)}:$PATH\n{script}\nCOMP_LINE='codex-plugin remove Con' COMP_POINT=23 COMP_CWORD=2; COMP_WORDS=(codex-plugin remove Con)\n_codex_plugin_complete\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n");
        var bash = user.Describe("complete.sh");
        bash.FileName = "bash";
        AssertList((await ToolUser.RunAsync(bash, "complete.sh")).Succeeded().StandardOutput.TrimEnd().Split('\n'), Review);
    }

    /// <summary>The blocks for the shell in the tool's own README, which the feed shows.</summary>
    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task EveryCommandOfTheReadmeRunsAsPrinted()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        var user = (await CreateUserAsync()).Use(feed);
        string[] blocks = [.. ShellBlock().Matches(File.ReadAllText(Repository.PathOf("src", "Codex.Plugin.Tool", "README.md"))).Select(static match => match.Groups[1].Value)];
        // It is installed already, from the packages of this checkout.
        string[] commands = [.. string.Concat(blocks).Split('\n').Where(static line => line.StartsWith("codex-plugin ", StringComparison.Ordinal))];
        Assert.IsGreaterThan(4, commands.Length);
        File.WriteAllText(user.Work.PathOf("readme.sh"), $"PATH={Path.GetDirectoryName(user.Describe().FileName)}:$PATH\n{string.Join('\n', commands)}\n");
        var shell = user.Describe("-e", "readme.sh");
        shell.FileName = "sh";

        (await ToolUser.RunAsync(shell, "README.md")).Succeeded();
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ShellBlock();
}
