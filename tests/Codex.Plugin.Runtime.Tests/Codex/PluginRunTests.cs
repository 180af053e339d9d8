using Codex.Plugin.Runtime.Development;

namespace Codex.Plugin.Runtime.Tests.Codex;

[TestClass]
public sealed class PluginRunTests : IDisposable
{
    private static readonly DevelopmentPlugin s_plugin = new("hello", "1.0.0+codex.0123456789ab", "/development/plugins/hello/0123456789ab");

    private readonly TestFolder _folder = new();

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task WithoutCodexThePluginLiesReady()
    {
        PluginRunResult result = await RunAsync(_folder.PathOf("nowhere"));

        AssertOnly(result, "Hello.cxproj: warning CXP9001: There is no codex at CodexPath");
        Assert.IsTrue(File.Exists(Path.Combine(result.Plugin!.Folder, ".codex-plugin/plugin.json")));
        Assert.IsNull(result.Loaded);
    }

    [TestMethod]
    public async Task WhatCodexRefusesIsSaidInItsWords()
    {
        PluginRunResult result = await RunAsync(FakeCodex("echo \"Error: marketplace 'x' is already added from a different source; remove it\" >&2; exit 1"));

        AssertOnly(result, "Hello.cxproj: error CXP9002: Codex refuses 'codex plugin marketplace add . --json': marketplace 'x' is already added from a different source; remove it. Let it go: codex plugin marketplace remove codex-plugin-development.");
        Assert.IsNotNull(result.Plugin);
    }

    [TestMethod]
    public async Task CodexThatCannotBeStartedIsSaid()
    {
        string codex = _folder.Write("codex", "neither a script nor a program");
        MakeExecutable(codex);

        AssertOnly(await RunAsync(codex), "Hello.cxproj: error CXP9002: Codex refuses ");
    }

    [TestMethod]
    public async Task SecondProjectWithTheNameIsNamed()
    {
        _folder.WritePlugin("hello");
        string other = _folder.Write("other/Other.cxproj", "<Project />");
        await PluginRun.RunAsync(Settings(null) with { ProjectFile = other, WithoutCodex = true }, null, TestContext.CancellationToken);

        PluginRunResult result = await PluginRun.RunAsync(Settings(null) with { WithoutCodex = true }, null, TestContext.CancellationToken);

        AssertOnly(result, $"Hello.cxproj: warning CXP9004: '{other}' builds a plugin with the name 'hello' too.");
    }

    [TestMethod]
    public async Task WithoutABuiltPluginThereIsNothingToLoad()
    {
        PluginRunResult result = await PluginRun.RunAsync(Settings(null), null, TestContext.CancellationToken);

        AssertOnly(result, "Hello.cxproj: error CXP9011: There is no built plugin in");
        Assert.IsNull(result.Plugin);
    }

    [TestMethod]
    public async Task FolderThatCannotBeWrittenIsNamed()
    {
        _folder.WritePlugin("hello");
        string file = _folder.Write("file", "");

        AssertOnly(await PluginRun.RunAsync(Settings(null) with { MarketplaceFolder = Path.Combine(file, "development") }, null, TestContext.CancellationToken), "Hello.cxproj: error CXP1008: ");
        AssertOnly(await PluginRun.RunAsync(Settings(null) with { MarketplaceFolder = null }, null, TestContext.CancellationToken), "Hello.cxproj: error CXP1008: ");
    }

    [TestMethod]
    public void PluginThatIsSwitchedOffIsOneError() =>
        AssertFound(new LoadedPlugin { Disabled = "by the administrator", SkillErrors = [new SkillError("skills/x/SKILL.md", "x")] },
            "Hello.cxproj: error CXP9003: 'hello@codex-plugin-development' is switched off in the user's Codex (by the administrator), so nothing of it is loaded.");

    [TestMethod]
    public void DroppedSkillIsFoundInItsSource()
    {
        _folder.Write("skills/hello/SKILL.md", "");
        _folder.Write("bin/Debug/plugin/skills/made/SKILL.md", "");

        AssertFound(
            new LoadedPlugin
            {
                SkillErrors =
                [
                    new SkillError("skills/hello/SKILL.md", "invalid YAML: mapping values are not allowed at line 2 column 14"),
                    new SkillError("skills/made/SKILL.md", "missing field `description`"),
                    new SkillError("skills/gone/SKILL.md", "gone"),
                ],
            },
            "skills/hello/SKILL.md(3,14): error CXP9005: Codex does not load this skill: invalid YAML: mapping values are not allowed at line 2 column 14.",
            "bin/Debug/plugin/skills/made/SKILL.md: error CXP9005: Codex does not load this skill: missing field `description`.",
            "Hello.cxproj: error CXP9005: Codex does not load this skill: gone.");
    }

    [TestMethod]
    public void ServerIsFoundWhereItIsDeclared()
    {
        _folder.Write("Hello.cxproj", """
            <Project Sdk="Codex.Plugin.Sdk">
              <ItemGroup>
                <McpServer Include="item" Command="x" />
                <ProjectReference Include="../X.csproj" McpServer="built" />
              </ItemGroup>
            </Project>
            """);
        _folder.Write("mcp/file.json", "{}");
        _folder.Write(".mcp.json", "{}");

        AssertFound(
            new LoadedPlugin
            {
                Servers =
                [
                    new LoadedServer("item", "x") { Error = "The MCP server 'item' ended with exit code 3." },
                    new LoadedServer("built", "dotnet") { TakenBy = "the plugin other@market" },
                    new LoadedServer("file", "x"),
                    new LoadedServer("shared", "x") { Error = "no" },
                    new LoadedServer("off", "x") { SwitchedOff = true },
                    new LoadedServer("good", "x") { Tools = ["one"], Oddity = "The MCP server 'good' wrote \"hello\" to standard output" },
                ],
            },
            "Hello.cxproj(3,6): error CXP9006: Codex cannot use this MCP server. The MCP server 'item' ended with exit code 3.",
            "Hello.cxproj(4,6): warning CXP9008: Codex does not start the MCP server 'built' of this plugin, since names are global and the plugin other@market has one of that name.",
            "mcp/file.json: warning CXP9007: The MCP server 'file' starts, and Codex sees no tools of it.",
            ".mcp.json: error CXP9006: Codex cannot use this MCP server. no.",
            ".mcp.json: warning CXP9012: The MCP server 'good' wrote \"hello\" to standard output.");
    }

    [TestMethod]
    public void WarningsAboutHooksAndLogLinesAreShown()
    {
        _folder.Write("hooks/hooks.json", "{}");

        AssertFound(
            new LoadedPlugin { HookWarnings = ["failed to parse plugin hooks config hooks/hooks.json: unknown field `foo` at line 3 column 9"], Ignored = ["ignoring skills: bad\npath"] },
            "hooks/hooks.json(3,9): warning CXP9009: Codex says about the hooks: failed to parse",
            "Hello.cxproj: warning CXP9010: Codex logs, and shows nobody: ignoring skills: bad path.");
    }

    public void Dispose() => _folder.Dispose();

    private Task<PluginRunResult> RunAsync(string codex)
    {
        _folder.WritePlugin("hello");
        return PluginRun.RunAsync(Settings(codex), null, TestContext.CancellationToken);
    }

    private PluginRunSettings Settings(string? codex) => new(_folder.PathOf("Hello.cxproj"), _folder.PathOf("bin/Debug/plugin"))
    {
        CodexPath = codex,
        MarketplaceFolder = _folder.PathOf("development"),
    };

    private string FakeCodex(string script)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("The stand-in is a script for /bin/sh.");
        }

        string codex = _folder.Write("codex", $"#!/bin/sh\n[ \"$1\" = --version ] && echo codex-cli 9.9.9 && exit 0\n{script}\n");
        MakeExecutable(codex);
        return codex;
    }

    private static void MakeExecutable(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void AssertFound(LoadedPlugin loaded, params string[] expected) =>
        AssertOnly(new PluginRunResult([.. LoadProblems.Find(s_plugin, loaded, new SourceMap(_folder.PathOf("Hello.cxproj"), _folder.PathOf("bin/Debug/plugin")))]), expected);

    private static void AssertOnly(PluginRunResult result, params string[] expected)
    {
        string[] actual = [.. result.Diagnostics.Select(static diagnostic => diagnostic.ToString())];
        Assert.HasCount(expected.Length, actual, string.Join('\n', actual));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.StartsWith(expected[i], actual[i]);
        }
    }
}
