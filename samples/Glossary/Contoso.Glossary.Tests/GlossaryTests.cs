using Codex.Plugin.Testing;
using ModelContextProtocol.Protocol;

namespace Contoso.Glossary.Tests;

/// <summary>The plugin as Codex gets it: its skill, and its server, started the way Codex does.</summary>
[TestClass]
public sealed class GlossaryTests
{
    private const string Server = "contoso-glossary";

    private readonly PluginUnderTest _plugin = PluginUnderTest.Load();

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task ServerHasTheToolsThatTheSkillNames()
    {
        await using McpServerUnderTest server = await _plugin.StartServerAsync(Server, cancellationToken: TestContext.CancellationToken);

        foreach (string tool in server.Tools.Select(static tool => tool.Name))
        {
            Assert.Contains($"`{tool}`", _plugin.Skills["explain-terms"].Text);
        }
    }

    [TestMethod]
    [DataRow("Dovetail", "The service that joins orders with invoices every night.")]
    [DataRow(" dovetail ", "The service that joins orders with invoices every night.")]
    public async Task TermIsFound(string term, string meaning)
    {
        await using McpServerUnderTest server = await _plugin.StartServerAsync(Server, cancellationToken: TestContext.CancellationToken);

        CallToolResult result = await server.CallToolAsync("find_term", new { term }, TestContext.CancellationToken);

        Assert.AreEqual(meaning, result.Content.OfType<TextContentBlock>().Single().Text);
    }

    [TestMethod]
    public async Task UnknownTermIsAnErrorOfTheTool()
    {
        await using McpServerUnderTest server = await _plugin.StartServerAsync(Server, cancellationToken: TestContext.CancellationToken);

        CallToolResult result = await server.CallToolAsync("find_term", new { term = "Nonsense" }, TestContext.CancellationToken);

        Assert.IsTrue(result.IsError);
        Assert.Contains("list_terms", result.Content.OfType<TextContentBlock>().Single().Text);
    }
}
