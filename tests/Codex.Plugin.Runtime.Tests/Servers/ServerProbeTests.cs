using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Codex.Plugin.Runtime.Servers;
using Codex.Plugin.Runtime.Tests.Helpers;

namespace Codex.Plugin.Runtime.Tests.Servers;

/// <summary>How servers start, or do not; what Codex does with each is in the table of the project's notes and was asked of 0.169.</summary>
[TestClass]
public sealed class ServerProbeTests
{
    private const string Spoke = "to standard output, which is for the protocol alone; Codex skips the line, other hosts do not: write it to standard error.";

    [TestMethod]
    public async Task GoodServerIsReadyWithItsTools()
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server("good"));

        HasState(ServerState.Ready, null, result);
        Assert.AreEqual("add, echo, environment, exit, sleep", string.Join(", ", result.Tools.Select(static tool => tool.Name)));
        Assert.AreEqual("Tool add.", result.Tools[0].Description);
        Assert.IsGreaterThan(TimeSpan.Zero, result.Duration);
    }

    [TestMethod]
    public async Task ToolsAreThoseThatThePluginOffers()
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server("good", new { enabled_tools = (string[])["echo", "add", "exit"], disabled_tools = (string[])["exit"] }));

        Assert.AreEqual("add, echo", string.Join(", ", result.Tools.Select(static tool => tool.Name)));
    }

    [TestMethod]
    public async Task ToolsOfAllPagesAreListed() =>
        Assert.HasCount(6, (await TestPlugin.ProbeAsync(TestPlugin.Server("pages"))).Tools);

    [TestMethod]
    [DataRow("old-version")]
    [DataRow("no-capability")]
    [DataRow("byte-order-mark")]
    [DataRow("ignore-close")]
    public async Task WhatCodexTakesIsReady(string mode) =>
        HasState(ServerState.Ready, null, await TestPlugin.ProbeAsync(TestPlugin.Server(mode)));

    [TestMethod]
    public async Task ProgramThatIsNotThereIsNotStarted() => HasState(ServerState.NotStarted,
        "The MCP server 'acme' does not start: there is no program 'no-such-program' on the PATH; install it, or name the path of a file of the plugin that begins with './'.",
        await TestPlugin.ProbeAsync(new JsonObject { ["command"] = "no-such-program" }));

    [TestMethod]
    public async Task FileThatIsNotThereIsNotStarted()
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(new JsonObject { ["command"] = "./bin/run", ["cwd"] = "." });

        HasState(ServerState.NotStarted, "The MCP server 'acme' does not start: there is no file './bin/run' in '*', the folder that it starts in.", result);
    }

    [TestMethod]
    public async Task RelativeCommandWithoutFolderIsExplained()
    {
        using var plugin = new TestPlugin();
        plugin.Write("run", "#!/bin/sh\n").Servers(("acme", new JsonObject { ["command"] = "./run" }));

        ServerProbeResult result = await ServerProbe.RunAsync(plugin.Folder, "acme");

        HasState(ServerState.NotStarted, "*the folder that it starts in; without a \"cwd\" that is the folder of the session: write \"cwd\": \".\" for the plugin's own.", result);
    }

    [TestMethod]
    public async Task FolderThatIsNotThereIsNotStarted() => HasState(ServerState.NotStarted,
        "The MCP server 'acme' does not start: its cwd 'nowhere' is no folder of the plugin; write \".\" for the plugin's own.",
        await TestPlugin.ProbeAsync(TestPlugin.Server("good", new { cwd = "nowhere" })));

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task FileThatIsNotExecutableIsNotStarted()
    {
        using var plugin = new TestPlugin();
        plugin.Write("run", "#!/bin/sh\n").Servers(("acme", new JsonObject { ["command"] = "./run", ["cwd"] = "." }));

        ServerProbeResult result = await ServerProbe.RunAsync(plugin.Folder, "acme");

        HasState(ServerState.NotStarted, "*run' is not executable; make it so with 'chmod +x', or pack it with this SDK, which does.", result);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task FileThatTheSystemRefusesIsNotStarted()
    {
        using var plugin = new TestPlugin();
        plugin.Write("run", "exit 0\n").Servers(("acme", new JsonObject { ["command"] = "./run", ["cwd"] = "." }));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(plugin.PathOf("run"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        ServerProbeResult result = await ServerProbe.RunAsync(plugin.Folder, "acme");

        HasState(ServerState.NotStarted, "*the system refuses '*run' (Exec format error).", result);
    }

    [TestMethod]
    [DataRow("a b", null, "its name holds a character that Codex does not take; rename it to one of A-Z, a-z, 0-9 and _:@/.-.")]
    [DataRow("acme", """{ "environment_id": "cloud" }""", "its environment_id 'cloud' is none that this machine has; remove it.")]
    [DataRow("acme", """{ "env_vars": [{ "name": "TOKEN", "source": "remote" }] }""", "its env_vars want TOKEN from a remote machine, which no plugin has; remove the \"source\".")]
    public async Task WhatCodexRefusesIsNotStarted(string name, string? members, string reason)
    {
        using var plugin = new TestPlugin();
        plugin.Servers((name, TestPlugin.With(TestPlugin.Server("good"), members is null ? null : JsonNode.Parse(members))));

        HasState(ServerState.NotStarted, $"The MCP server '{name}' does not start: {reason}", await ServerProbe.RunAsync(plugin.Folder, name));
    }

    [TestMethod]
    public async Task ServerThatExitsIsReportedWithItsCodeAndWords()
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server("exit"));

        HasState(ServerState.Exited, "The MCP server 'acme' ended with exit code 3 before it answered 'initialize'; its standard error ends with \"boom: no settings\".", result);
        Assert.AreEqual(3, result.ExitCode);
        Assert.AreEqual("reading settings\nboom: no settings\n", result.StandardError.ReplaceLineEndings("\n"));
    }

    [TestMethod]
    [DataRow("exit-silently", "ended with exit code 4 before it answered 'initialize'; it wrote nothing to standard error.")]
    [DataRow("exit-on-initialize", "ended with exit code 7 before it answered 'initialize'; its standard error ends with \"giving up\".")]
    [DataRow("exit-on-list", "ended with exit code 9 before it answered 'tools/list'; its standard error ends with \"giving up\".")]
    public async Task ServerThatExitsLaterIsReportedWithWhatItWasAsked(string mode, string message) =>
        HasState(ServerState.Exited, $"The MCP server 'acme' {message}", await TestPlugin.ProbeAsync(TestPlugin.Server(mode)));

    [TestMethod]
    public async Task VariableThatAServerNeedsIsNamed()
    {
        JsonObject server = TestPlugin.Server("needs", new { env_vars = (string[])["ACME_TOKEN", "ACME_URL"] });
        ServerStartOptions user = User(("ACME_URL", "x"));

        ServerProbeResult missing = await TestPlugin.ProbeAsync((JsonObject)server.DeepClone(), user);
        ServerProbeResult given = await TestPlugin.ProbeAsync(server, User(("ACME_TOKEN", "x"), ("ACME_URL", "x")));

        HasState(ServerState.VariableMissing,
            "The MCP server 'acme' ended with exit code 5 before it answered 'initialize': the environment variable ACME_TOKEN, which env_vars names, is not set; set what it needs; its standard error ends with \"no token\".", missing);
        Assert.AreEqual("ACME_TOKEN", string.Join(", ", missing.UnsetVariables));
        Assert.AreEqual(5, missing.ExitCode);
        HasState(ServerState.Ready, null, given);
    }

    [TestMethod]
    public async Task UnsetVariableThatIsNotNeededIsNoError()
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server("good", new { env_vars = (string[])["ACME_TOKEN"] }), User());

        HasState(ServerState.Ready, null, result);
        Assert.AreEqual("ACME_TOKEN", string.Join(", ", result.UnsetVariables));
    }

    [TestMethod]
    [DataRow("stray", "Starting up...")]
    [DataRow("stray-json", "{\"level\":\"info\"}")]
    [DataRow("stray-invalid", "??")]
    public async Task LineBeforeTheProtocolIsSaidAndSkipped(string mode, string line)
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server(mode));

        HasState(ServerState.Ready, $"The MCP server 'acme' wrote \"{line.TrimEnd('.')}\" {Spoke}", result);
        Assert.AreEqual(line, result.StrayOutput);
        Assert.HasCount(5, result.Tools);
    }

    [TestMethod]
    public async Task HugeLineBeforeTheProtocolIsSkipped()
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server("huge-line"));

        HasState(ServerState.Ready, $"The MCP server 'acme' wrote \"{new string('x', 200)}...\" {Spoke}", result);
    }

    [TestMethod]
    [DataRow("stray-unfinished", "\"Starting up\"")]
    [DataRow("huge-unfinished", "\"xxxxxxxxxx*...\"")]
    public async Task TextThatSpoilsTheAnswerIsReported(string mode, string text)
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server(mode, new { startup_timeout_sec = 5 }));

        HasState(ServerState.SpokeBeforeProtocol,
            $"The MCP server 'acme' wrote {text} to standard output before the protocol, and no answer to 'initialize' that can be read came within 5 s; write what is no message to standard error.", result);
        IsWithin(5, result);
    }

    [TestMethod]
    public async Task EndlessLineEnds()
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server("endless"));

        HasState(ServerState.SpokeBeforeProtocol, "*and then no answer to 'initialize' that can be read; write what is no message to standard error.", result);
    }

    [TestMethod]
    [DataRow("never", "initialize")]
    [DataRow("list-never", "tools/list")]
    public async Task SilenceEndsAtTheTimeout(string mode, string asked)
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server(mode, new { startup_timeout_sec = 4 }));

        HasState(ServerState.NoAnswer, $"The MCP server 'acme' did not answer '{asked}' within 4 s, its startup_timeout_sec; let it answer before it does its work, or declare a longer one.", result);
        IsWithin(mode == "never" ? 4 : 8, result);
    }

    [TestMethod]
    public async Task SilentServerIsToldWhichVariablesAreUnset() => HasState(ServerState.NoAnswer,
        "The MCP server 'acme' did not answer 'initialize' within 1.5 s, its startup_timeout_sec; the environment variables A, B, which env_vars names, are not set.",
        await TestPlugin.ProbeAsync(TestPlugin.Server("never", new { startup_timeout_sec = 1.5, env_vars = (string[])["A", "B"] }), User()));

    [TestMethod]
    [DataRow("initialize-error", "answered 'initialize' with an error: no licence.")]
    [DataRow("list-error", "answered 'tools/list' with an error: the database is down.")]
    [DataRow("no-schema", "answered 'tools/list' with an error: the tool 'bad' has no inputSchema, and Codex then takes none of the tools.")]
    [DataRow("wrong-id", "answered 'initialize' with an error: the first answer has the id 4242, and 'initialize' was asked with 1.")]
    public async Task ErrorIsQuoted(string mode, string message) =>
        HasState(ServerState.ProtocolError, $"The MCP server 'acme' {message}", await TestPlugin.ProbeAsync(TestPlugin.Server(mode)));

    [TestMethod]
    public async Task AnswerOfAnotherShapeIsAnError() =>
        HasState(ServerState.ProtocolError, "*", await TestPlugin.ProbeAsync(TestPlugin.Server("odd-answer")));

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task ClosedOutputIsReported() => HasState(ServerState.ProtocolError,
        "The MCP server 'acme' closed its standard output before it answered 'initialize'; it must keep it open until its standard input ends.",
        await TestPlugin.ProbeAsync(new JsonObject { ["command"] = "sh", ["args"] = new JsonArray("-c", "exec 1>&-; exec sleep 100") }));

    [TestMethod]
    public async Task FloodOfStandardErrorIsKeptToItsEnd()
    {
        ServerProbeResult result = await TestPlugin.ProbeAsync(TestPlugin.Server("flood"));

        HasState(ServerState.Ready, null, result);
        Assert.IsGreaterThan(60_000, result.StandardError.Length);
        Assert.IsLessThanOrEqualTo(64 * 1024, result.StandardError.Length);
        Assert.Contains("\n49999 e", result.StandardError.ReplaceLineEndings("\n"));
    }

    [TestMethod]
    public async Task ChildThatOutlivesItsServerDoesNotHoldUpTheResult()
    {
        using var plugin = new TestPlugin();
        string file = plugin.PathOf("child");
        plugin.Servers(("acme", TestPlugin.Server("child-and-exit", null, file)));

        ServerProbeResult result = await ServerProbe.RunAsync(plugin.Folder, "acme");

        HasState(ServerState.Exited, "The MCP server 'acme' ended with exit code 6 before it answered 'initialize'; it wrote nothing to standard error.", result);
        if (OperatingSystem.IsLinux())
        {
            await IsGoneAsync(file);
        }
    }

    [TestMethod]
    public async Task ChildrenEndWithTheServer()
    {
        using var plugin = new TestPlugin();
        string file = plugin.PathOf("child");
        plugin.Servers(("acme", TestPlugin.Server("child", null, file)));

        HasState(ServerState.Ready, null, await ServerProbe.RunAsync(plugin.Folder, "acme"));
        if (OperatingSystem.IsLinux())
        {
            await IsGoneAsync(file);
        }
    }

    [TestMethod]
    public async Task ServerThatIsNotDeclaredIsAnArgument()
    {
        using var plugin = new TestPlugin();
        plugin.Servers(("acme", TestPlugin.Server("good")), ("other", TestPlugin.Server("good")));

        ArgumentException exception = await Assert.ThrowsExactlyAsync<ArgumentException>(() => ServerProbe.RunAsync(plugin.Folder, "acne"));

        Assert.StartsWith("The plugin 'acme-tools' has no MCP server 'acne'. It has: acme, other.", exception.Message);
    }

    [TestMethod]
    public async Task CancellationEndsTheServer()
    {
        using var plugin = new TestPlugin();
        plugin.Servers(("acme", TestPlugin.Server("never")));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<OperationCanceledException>(() => ServerProbe.RunAsync(plugin.Folder, "acme", cancellation.Token));
    }

    private static ServerStartOptions User(params (string Name, string Value)[] variables)
    {
        Dictionary<string, string> user = ServerEnvironment.OfThisProcess();
        foreach ((string name, string value) in variables)
        {
            user[name] = value;
        }

        return new ServerStartOptions { UserEnvironment = user };
    }

    // '*' stands for anything.
    internal static void HasState(ServerState state, string? message, ServerProbeResult result)
    {
        Assert.AreEqual(state, result.State, $"{result.Message} {result.StandardError}");
        if (message is null)
        {
            Assert.IsNull(result.Message);
            return;
        }

        string pattern = string.Join(".*", message.Split('*').Select(System.Text.RegularExpressions.Regex.Escape));
        Assert.MatchesRegex(new System.Text.RegularExpressions.Regex($"^{pattern}$"), result.Message);
    }

    // The machine may be busy, but not for longer than the server was given.
    private static void IsWithin(double seconds, ServerProbeResult result)
    {
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromSeconds(seconds / 2 - 0.1), result.Duration);
        Assert.IsLessThan(TimeSpan.FromSeconds(seconds + 3), result.Duration);
    }

    private static async Task IsGoneAsync(string file)
    {
        int id = int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture);
        for (int tries = 0; tries < 50; tries++)
        {
            try
            {
                using var process = Process.GetProcessById(id);
            }
            catch (ArgumentException)
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail($"The process {id} still runs.");
    }
}
