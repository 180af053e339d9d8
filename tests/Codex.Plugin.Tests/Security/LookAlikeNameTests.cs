using System.Text;
using Codex.Plugin.Diagnostics;
using static Codex.Plugin.Tests.Security.Content;

namespace Codex.Plugin.Tests.Security;

/// <summary>CXP8005: names that look like other names.</summary>
[TestClass]
public sealed class LookAlikeNameTests
{
    // The second letter is Cyrillic.
    private const string Disguised = "r\u0435view";

    [TestMethod]
    public void DisguisedNameIsAnErrorWhereverItStands()
    {
        (string Path, string Text, string Kind)[] files =
        [
            ("skills/a/SKILL.md", $"---\nname: {Disguised}\ndescription: Reviews.\n---\n", "skill"),
            (".mcp.json", $$"""{ "mcpServers": { "{{Disguised}}": { "command": "a" } } }""", "MCP server"),
            (".mcp.json", """{ "mcpServers": { "r\u0435view": { "command": "a" } } }""", "MCP server"),
            (".app.json", $$"""{ "apps": { "{{Disguised}}": { "id": "a" } } }""", "app"),
            (".codex-plugin/plugin.json", $$"""{ "name": "a", "interface": { "displayName": "Contoso {{Disguised}}" } }""", "display name"),
            ($"skills/{Disguised}/SKILL.md", "a", "folder"),
            ($"skills/a/{Disguised}.md", "a", "file"),
        ];
        foreach ((string path, string text, string kind) in files)
        {
            Diagnostic found = Assert.ContainsSingle(Review(text, path), path);
            Assert.AreEqual("CXP8005", found.Descriptor.Id);
            Assert.AreEqual(DiagnosticSeverity.Error, found.Severity);
            Assert.Contains($"The {kind} '", found.Message);
            Assert.Contains("U+0435", found.Message);
        }

        Assert.AreEqual("error CXP8005 (2,7)", Find(files[0].Text));
    }

    [TestMethod]
    [DataRow("r\u0435view", "error")]
    [DataRow("p\u0430ypal", "error")]
    [DataRow("c\u043Ent\u043Es\u043E", "error")]
    [DataRow("G\u039Fogle", "error")]
    [DataRow("micr\u0585soft", "error")]
    [DataRow("\uFF52eview", "warning")]
    [DataRow("\U0001D42Deview", "warning")]
    [DataRow("SQL\u0449\u0438\u043A", "warning")]
    [DataRow("rev\u200Biew", "error")]
    [DataRow("review\u202Etxt", "error")]
    public void MixtureIsFound(string name, string severity) => Assert.AreEqual($"{severity} CXP8005", Find("a", $"assets/{name}.bin"));

    [TestMethod]
    [DataRow("review")]
    [DataRow("r\u00E9vision")]
    [DataRow("\u043E\u0431\u0437\u043E\u0440")]
    [DataRow("\u0441\u043E\u0440")]
    [DataRow("\u041E\u0431\u0437\u043E\u0440 review")]
    [DataRow("\u03B1-version")]
    [DataRow("\u03BB-calculus")]
    [DataRow("\u30EC\u30D3\u30E5\u30FC")]
    [DataRow("\u8BC4\u8BBA-review")]
    [DataRow("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")]
    [DataRow("\u2764\uFE0F")]
    [DataRow("\u00B5Torrent")]
    public void NameInItsOwnLettersIsFine(string name) => Assert.AreEqual("", Find("a", $"assets/{name}.bin"));

    [TestMethod]
    public void NameThatLooksLikeAnotherIsAnError()
    {
        // Cyrillic from end to end.
        const string Copy = "\u0441\u043E\u0440\u0443";
        Assert.AreEqual("", Find("a", $"skills/{Copy}/a.bin"));
        IReadOnlyList<Diagnostic> found = Review(("skills/copy/a.bin", "a"u8.ToArray()), ($"skills/{Copy}/b.bin", Encoding.UTF8.GetBytes("a")));
        Assert.Contains("looks like 'copy'", Assert.ContainsSingle(found).Message);
    }
}
