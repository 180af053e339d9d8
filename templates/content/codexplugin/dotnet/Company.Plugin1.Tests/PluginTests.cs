using Codex.Plugin.Testing;
using ModelContextProtocol.Protocol;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

[TestClass]
public sealed class PluginTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task ServerCountsWords()
    {
        PluginUnderTest plugin = PluginUnderTest.Load();

        // Started as Codex does: in the plugin's folder, with the few environment variables that it passes on.
        await using McpServerUnderTest server = await plugin.StartServerAsync("server-name", cancellationToken: TestContext.CancellationToken);
        CallToolResult result = await server.CallToolAsync("count_words", new { text = "one two\nthree" }, TestContext.CancellationToken);

        Assert.AreEqual("3", result.Content.OfType<TextContentBlock>().Single().Text);
    }

    [TestMethod]
    public void SkillSaysWhenToUseIt()
    {
        PluginUnderTest plugin = PluginUnderTest.Load();

        Assert.IsGreaterThan(20, plugin.Skills["first-skill"].Description.Length);
    }
}
