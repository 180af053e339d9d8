using System.Text.Json.Nodes;
using Codex.Plugin.Runtime.Servers;
using Codex.Plugin.Runtime.Tests.Helpers;
using Codex.Plugin.Testing;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Codex.Plugin.Runtime.Tests.Testing;

[TestClass]
public sealed class PluginUnderTestTests
{
    [TestMethod]
    public async Task ToolsAreCalledThroughTheOfficialClient()
    {
        using TestPlugin test = Plugin("good", new { disabled_tools = (string[])["exit"] });

        await using McpServerUnderTest server = await PluginUnderTest.LoadFrom(test.Folder).StartServerAsync("acme");

        Assert.AreEqual("add, echo, environment, sleep", string.Join(", ", server.Tools.Select(static tool => tool.Name)));
        Assert.HasCount(5, await server.Client.ListToolsAsync());
        Assert.AreEqual("3", Text(await server.CallToolAsync("add", new { a = 1, b = 2 })));
        Assert.AreEqual("""{"a":{"B":[1,null]}}""", Text(await server.CallToolAsync("echo", new Dictionary<string, object> { ["a"] = new { B = new int?[] { 1, null } } })));
        Assert.AreEqual("{}", Text(await server.CallToolAsync("echo")));
        Assert.IsNull(server.Warning);
        Assert.AreEqual("", server.StandardError);
        Assert.AreEqual("acme", server.Name);
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => server.CallToolAsync("echo", 5));
        Assert.Contains("Unknown tool: 'nothing'", (await Assert.ThrowsAsync<McpException>(() => server.CallToolAsync("nothing"))).Message);
        Assert.AreEqual("The plugin leaves the tool 'exit' of the MCP server 'acme' out (enabled_tools, disabled_tools). Codex offers: add, echo, environment, sleep.",
            (await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => server.CallToolAsync("exit"))).Message);
    }

    [TestMethod]
    public async Task ServerGetsWhatTheTestSaysAndNothingOfTheProcess()
    {
        Environment.SetEnvironmentVariable("ACME_OF_THE_PROCESS", "x");
        using TestPlugin test = Plugin("good", new { env_vars = (string[])["ACME_TOKEN", "ACME_OF_THE_PROCESS"], env = new { ACME_MODE = "m" } });

        await using McpServerUnderTest server = await PluginUnderTest.LoadFrom(test.Folder)
            .StartServerAsync("acme", new() { EnvironmentVariables = { ["ACME_TOKEN"] = "secret", ["ACME_OTHER"] = "y", ["TZ"] = "UTC" } });

        JsonObject variables = JsonNode.Parse(Text(await server.CallToolAsync("environment")))!["Variables"]!.AsObject();
        Assert.AreEqual("ACME_MODE=m, ACME_TOKEN=secret", string.Join(", ", variables.Where(static variable => variable.Key.StartsWith("ACME_", StringComparison.Ordinal)).Select(static variable => $"{variable.Key}={variable.Value}")));
        Assert.AreEqual(Environment.GetEnvironmentVariable("PATH"), (string?)variables["PATH"]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual("UTC", (string?)variables["TZ"]);
        }
    }

    [TestMethod]
    public async Task ServerThatDoesNotStartThrowsWithItsWords()
    {
        using TestPlugin test = Plugin("exit");

        PluginServerException exception = await Assert.ThrowsExactlyAsync<PluginServerException>(() => PluginUnderTest.LoadFrom(test.Folder).StartServerAsync("acme"));

        Assert.AreEqual("""
            The MCP server 'acme' ended with exit code 3 before it answered 'initialize'; its standard error ends with "boom: no settings".
            Standard error:
            reading settings
            boom: no settings
            """.ReplaceLineEndings("\n"), exception.Message.ReplaceLineEndings("\n"));
        Assert.AreEqual(ServerState.Exited, exception.State);
        Assert.AreEqual("acme", exception.Server);
        Assert.AreEqual(3, exception.Result.ExitCode);
    }

    [TestMethod]
    public async Task SilentServerThrowsWithinItsTimeout()
    {
        using TestPlugin test = Plugin("never", new { startup_timeout_sec = 1 });
        var watch = System.Diagnostics.Stopwatch.StartNew();

        PluginServerException exception = await Assert.ThrowsExactlyAsync<PluginServerException>(() => PluginUnderTest.LoadFrom(test.Folder).StartServerAsync("acme"));

        Assert.AreEqual(ServerState.NoAnswer, exception.State);
        Assert.IsLessThan(TimeSpan.FromSeconds(6), watch.Elapsed);
    }

    [TestMethod]
    public async Task ServerThatEndsDuringACallIsReported()
    {
        using TestPlugin test = Plugin("good");
        await using McpServerUnderTest server = await PluginUnderTest.LoadFrom(test.Folder).StartServerAsync("acme");

        PluginServerException exception = await Assert.ThrowsExactlyAsync<PluginServerException>(() => server.CallToolAsync("exit"));

        Assert.StartsWith("The MCP server 'acme' ended with exit code 8 before it answered the tool 'exit'; its standard error ends with \"giving up\".", exception.Message);
    }

    [TestMethod]
    public async Task ToolThatDoesNotAnswerIsReported()
    {
        using TestPlugin test = Plugin("good", new { tool_timeout_sec = 0.5 });
        await using McpServerUnderTest server = await PluginUnderTest.LoadFrom(test.Folder).StartServerAsync("acme");

        PluginServerException exception = await Assert.ThrowsExactlyAsync<PluginServerException>(() => server.CallToolAsync("sleep"));

        Assert.AreEqual("The MCP server 'acme' did not answer the tool 'sleep' within 0.5 s, its tool_timeout_sec.", exception.Message);
    }

    [TestMethod]
    public async Task TextBesideTheProtocolFailsUnlessTheTestAllowsIt()
    {
        using TestPlugin test = Plugin("stray");
        PluginUnderTest plugin = PluginUnderTest.LoadFrom(test.Folder);

        PluginServerException exception = await Assert.ThrowsExactlyAsync<PluginServerException>(() => plugin.StartServerAsync("acme"));
        Assert.AreEqual(ServerState.SpokeBeforeProtocol, exception.State);
        Assert.StartsWith("The MCP server 'acme' wrote \"Starting up\" to standard output", exception.Message);

        await using McpServerUnderTest server = await plugin.StartServerAsync("acme", new() { AllowTextOnStandardOutput = true });
        Assert.StartsWith("The MCP server 'acme' wrote \"Starting up\" to standard output", server.Warning);
    }

    [TestMethod]
    public async Task ServerEndsByItsInput()
    {
        using TestPlugin test = Plugin("last-words");
        McpServerUnderTest server = await PluginUnderTest.LoadFrom(test.Folder).StartServerAsync("acme");

        await server.DisposeAsync();
        await server.DisposeAsync();

        Assert.AreEqual("input closed", server.StandardError.Trim());
    }

    [TestMethod]
    public void SkillsAreFoundByName()
    {
        using TestPlugin test = Plugin("good");
        test.Write("skills/review/SKILL.md", "---\nname: review\ndescription: Reviews.\n---\nText.\n");

        PluginUnderTest plugin = PluginUnderTest.LoadFrom(test.Folder);

        Assert.AreEqual("acme-tools 1.2.3", $"{plugin.Name} {plugin.Version}");
        Assert.HasCount(1, plugin.Skills);
        Assert.AreEqual("Reviews.", plugin.Skills["review"].Description);
        Assert.AreEqual("Text.\n", plugin.Skills["review"].Text);
        Assert.AreEqual("Codex finds no skill 'deploy' in the plugin 'acme-tools'. It finds: review.", Assert.ThrowsExactly<KeyNotFoundException>(() => plugin.Skills["deploy"]).Message);
    }

    [TestMethod]
    public async Task ServerThatIsNotDeclaredIsAnArgument()
    {
        using TestPlugin test = Plugin("good");

        ArgumentException exception = await Assert.ThrowsExactlyAsync<ArgumentException>(() => PluginUnderTest.LoadFrom(test.Folder).StartServerAsync("acne"));

        Assert.StartsWith("The plugin 'acme-tools' has no MCP server 'acne'. It has: acme.", exception.Message);
    }

    [TestMethod]
    public void ProjectWithoutPluginIsToldWhatToWrite() => Assert.AreEqual(
        "The test project 'Codex.Plugin.Runtime.Tests' references no plugin. Write <ProjectReference Include=\"../Acme.Tools/Acme.Tools.cxproj\" /> into it, beside <PackageReference Include=\"Codex.Plugin.Testing\" />, and build it.",
        Assert.ThrowsExactly<PluginFolderException>(() => PluginUnderTest.Load()).Message);

    [TestMethod]
    public void PluginsAreFoundByTheirNamesAndTheirProjects()
    {
        using var one = new TestPlugin("""{ "name": "one" }""");
        using var two = new TestPlugin("""{ "name": "two" }""");
        var several = new PluginReferences("Acme.Tests", new Dictionary<string, string> { ["Acme.One"] = one.Folder, ["Acme.Two"] = two.Folder });
        var single = new PluginReferences("Acme.Tests", new Dictionary<string, string> { ["Acme.One"] = one.Folder });
        var unbuilt = new PluginReferences("Acme.Tests", new Dictionary<string, string> { ["Acme.One"] = one.PathOf("nowhere") });

        Assert.AreEqual("two", several.Load("two").Name);
        Assert.AreEqual("two", several.Load("Acme.Two").Name);
        Assert.AreEqual("one", single.Load(null).Name);
        Throws("The test project 'Acme.Tests' references several plugins: Acme.One, Acme.Two. Say which: PluginUnderTest.Load(\"Acme.One\").", () => several.Load(null));
        Throws("The test project 'Acme.Tests' references no plugin 'three'. It references: Acme.One, Acme.Two.", () => several.Load("three"));
        Throws($"The plugin 'Acme.One', which the test project 'Acme.Tests' references, has not been built: there is no folder '{one.PathOf("nowhere")}'. Build the test project without --no-dependencies.", () => unbuilt.Load(null));

        static void Throws(string message, Func<PluginFolder> load) => Assert.AreEqual(message, Assert.ThrowsExactly<PluginFolderException>(() => load()).Message);
    }

    private static TestPlugin Plugin(string mode, object? members = null) => new TestPlugin().Servers(("acme", TestPlugin.Server(mode, members)));

    private static string Text(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(static block => block.Text));
}
