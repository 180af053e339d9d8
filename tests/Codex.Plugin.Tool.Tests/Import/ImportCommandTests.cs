using System.Text.Json;
using Codex.Plugin.Sdk.Tests.Infrastructure;
using Json.Schema;

namespace Codex.Plugin.Tool.Tests.Import;

/// <summary>The command <c>import</c>.</summary>
[TestClass]
public sealed class ImportCommandTests : ImportTest
{
    // Built beside this assembly, in the same configuration.
    private static string Tool => Path.Combine(AppContext.BaseDirectory, "..", "..", "Codex.Plugin.Tool", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "codex-plugin.dll");

    [TestMethod]
    public async Task AnswerIsOfItsSchema()
    {
        var folder = CreateFolder(Plugin).Write("#file source/agents/a.md\nAn agent.\n#file source/skills/bad/SKILL.md\nBad.");
        JsonSchema schema = JsonSchema.FromText(File.ReadAllText(Repository.PathOf("docs/json/import.schema.json")));

        var tried = (await folder.RunAsync(Tool, "import", "source", "--dry-run", "--json")).SucceededWithWarnings();
        var done = (await folder.RunAsync(Tool, "import", "source", "-o", "out", "--json")).SucceededWithWarnings();
        var refused = await folder.RunAsync(Tool, "import", "nowhere", "--json");

        foreach (DotnetResult answer in new[] { tried, done, refused })
        {
            Assert.IsTrue(schema.Evaluate(answer.Json).IsValid, answer.StandardOutput);
        }

        Assert.AreEqual(1, refused.ExitCode);
        JsonElement result = done.Json.GetProperty("result");
        Assert.AreEqual(folder.PathOf("out/import-report.md"), result.GetProperty("report").GetString());
        AssertList(result.GetProperty("findings").EnumerateArray().Select(static one => $"{one.GetProperty("kind")} {one.GetProperty("code")}"), "notCarriedOver CXP2003", "withoutEffect CXP1022");
        Assert.IsFalse(folder.Exists("contoso-review"));
    }

    [TestMethod]
    public async Task TablesNameWhatWasDone()
    {
        var folder = CreateFolder(Plugin).Write("#file source/skills/bad/SKILL.md\nBad.");

        var result = await folder.RunAsync(Tool, "import", "source", "--name", "contoso");

        Assert.AreEqual(0, result.ExitCode, result.Output);
        result.Says("plugins/contoso-review/contoso-review.cxproj").Says("CXP2003").Says("1 finding about what was not carried over").Says(folder.PathOf("contoso"));
        Assert.IsTrue(folder.Exists("contoso/plugins.csproj"));

        var again = await folder.RunAsync(Tool, "import", "source", "--name", "contoso");
        Assert.AreEqual(1, again.ExitCode);
        again.Says("not empty");
    }

    [TestMethod]
    public async Task HelpNamesTheOptions()
    {
        var result = await CreateFolder().RunAsync(Tool, "import", "--help");

        Assert.AreEqual(0, result.ExitCode, result.Output);
        result.Says("--output").Says("--name").Says("--dry-run");
    }
}
