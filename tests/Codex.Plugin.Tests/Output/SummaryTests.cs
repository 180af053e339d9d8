using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Output;

/// <summary>The line that ends a build.</summary>
[TestClass]
public sealed class SummaryTests
{
    [TestMethod]
    [DataRow(3, 2, 1, 0, 41 * 1024L, "3 skills, 2 MCP servers, 1 app, 41 KB")]
    [DataRow(1, 1, 2, 1, 1L, "1 skill, 1 MCP server, 2 apps, 1 hook, 1 KB")]
    [DataRow(0, 0, 0, 2, 1024 + 511L, "2 hooks, 1 KB")]
    [DataRow(0, 0, 0, 2, 1024 + 512L, "2 hooks, 2 KB")]
    [DataRow(0, 0, 0, 0, 0L, "1 KB")]
    [DataRow(1, 0, 0, 0, (1024 * 1024) - 1L, "1 skill, 1.0 MB")]
    [DataRow(1, 0, 0, 0, (1024 * 1023) + 511L, "1 skill, 1023 KB")]
    [DataRow(1999, 0, 0, 0, 1024 * 1024L, "1999 skills, 1.0 MB")]
    [DataRow(1, 0, 0, 0, 5L * 1024 * 1024 * 1024, "1 skill, 5120.0 MB")]
    public void SummarySaysWhatThereIs(int skills, int servers, int apps, int hooks, long bytes, string expected) =>
        Assert.AreEqual(expected, new PluginSummary(skills, servers, apps, hooks, bytes).ToString());

    [TestMethod]
    public void SummaryIsThatOfTheOutputAlsoWhereNothingHadToBeDone()
    {
        using PluginFolder folder = PluginFolder.Of(
            """
            #skill
            #file mcp/docs.json
            { "command": "docs" }
            #file assets/data.bin

            """ + new string('x', 5000));
        PluginCompilation first = folder.Compile();
        Assert.AreEqual(folder.OutputFiles().Sum(path => new FileInfo(Path.Combine(folder.OutputFolder, path)).Length), first.Summary?.Bytes);
        PluginCompilation second = folder.Compile();
        Assert.IsTrue(second.UpToDate);
        Assert.AreEqual(first.Summary, second.Summary);

        Assert.IsNull(folder.Write("skills/x/SKILL.md", "no frontmatter").Compile().Summary);
    }
}
