using System.Text;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>
/// What the frontmatter of a skill may be. Most rows are what Codex 0.169 answered when asked; the places, and the
/// neighbours of those rows, are what follows from it.
/// </summary>
[TestClass]
public sealed class FrontmatterTests
{
    private const string File = "skills/n/SKILL.md";

    [TestMethod]
    [DataRow("name: n\ndescription: d")]
    [DataRow("name: n\ndescription: 42")]
    [DataRow("name: n\ndescription: \"Say: hello\"")]
    [DataRow("name: n\ndescription: |\n  One\n\n  two: three", DisplayName = "literal block")]
    [DataRow("name: n\ndescription: >-\n  One\n  two: three", DisplayName = "folded block")]
    [DataRow("name: n\ndescription: One\n  two\n  three", DisplayName = "plain text over lines")]
    [DataRow("name: n\ndescription: d\nx: 1\nx: 2", DisplayName = "unknown key twice")]
    [DataRow("{name: n, description: d}", DisplayName = "flow map")]
    [DataRow("\"name\": n\n'description': d", DisplayName = "quoted keys")]
    [DataRow("name: &a n\ndescription: *a", DisplayName = "alias of an anchor")]
    [DataRow("x: &a text\nname: n\ndescription: *a", DisplayName = "alias of an unknown key")]
    [DataRow("name: n\ndescription: d\nmetadata:", DisplayName = "metadata null")]
    [DataRow("name: n\ndescription: d\nmetadata: {short-description: s, x: [1, 2]}", DisplayName = "metadata map")]
    [DataRow("name: n\ndescription: \u200B", DisplayName = "zero-width space only")]
    [DataRow("# comment\nname: n # comment\ndescription: d # comment", DisplayName = "comments")]
    [DataRow("name: n\ndescription: d\nlicense: [MIT, X]\nversion: 1.2", DisplayName = "remarks")]
    [DataRow("\nname: n\n\ndescription: d\n", DisplayName = "empty lines")]
    [DataRow("name: n\r\ndescription: d\r", DisplayName = "CRLF")]
    public void Accepts(string frontmatter) => Compile(frontmatter).HasOnly();

    [TestMethod]
    [DataRow("name: n\ndescription: a: b", "(3,15)")]
    [DataRow("name: n\ndescription: Use when: x # comment", "(3,22)")]
    [DataRow("name: n\ndescription: - a: b", "(3,14)")]
    [DataRow("name: n\ndescription: it's: x", "(3,18)")]
    [DataRow("name: [one\ndescription: d", null)]
    [DataRow("name: {a: b}\ndescription: d", "(2,7)")]
    [DataRow("name: n\ndescription: @team", "(3,14)")]
    public void RepairsAndWarns(string frontmatter, string? place)
    {
        PluginCompilation compilation = Compile(frontmatter);
        Assert.IsTrue(compilation.Success, string.Join('\n', compilation.Diagnostics));

        // A name that is mended is not that of the folder (CXP2015).
        List<Diagnostics.Diagnostic> found = [.. compilation.Diagnostics.Where(static found => found.Descriptor.Id != "CXP2015")];
        Assert.AreEqual("CXP2012", Assert.ContainsSingle(found).Descriptor.Id);
        if (place is not null)
        {
            CompilationAssert.AreOnly(found, $"CXP2012 {File}{place}");
        }
    }

    [TestMethod]
    [DataRow("name: n\ndescription: \"open", DisplayName = "unterminated quote")]
    [DataRow("name: n\nname: m\ndescription: d", DisplayName = "name twice")]
    [DataRow("name: n\ndescription: d\ndescription: e", DisplayName = "description twice")]
    [DataRow("name: n\ndescription: d\nmetadata: {}\nmetadata: {}", DisplayName = "metadata twice")]
    [DataRow("name: n\n\tdescription: d", DisplayName = "tab indentation")]
    [DataRow("name: [a, b]\ndescription: d")]
    [DataRow("- name: n\n- description: d", DisplayName = "list")]
    [DataRow("just text", DisplayName = "scalar")]
    [DataRow("name: n\ndescription: d\n--- # second\nname: m", DisplayName = "two documents")]
    [DataRow("name: n\ndescription: *bold* text")]
    [DataRow("name: n\ndescription: d\nmetadata: text")]
    [DataRow("name: n\ndescription: %foo")]
    [DataRow("name: n\ndescription: - a")]
    [DataRow("name: n\ndescription: ,a")]
    [DataRow("name: n\ndescription: \"abc\" more")]
    [DataRow("name: n\ndescription: a\0b", DisplayName = "NUL")]
    [DataRow("name: n\ndescription: a\u0001b", DisplayName = "U+0001")]
    [DataRow("name: n\ndescription: a\u007Fb", DisplayName = "U+007F")]
    [DataRow("name: n\ndescription: d\nother: \u0001", DisplayName = "control character in another key")]
    public void DoesNotRead(string frontmatter)
    {
        PluginCompilation compilation = Compile(frontmatter);
        Diagnostics.Diagnostic found = Assert.ContainsSingle(compilation.Diagnostics);
        Assert.AreEqual("CXP2007", found.Descriptor.Id, found.ToString());
        Assert.AreEqual(File, found.Location.Path);
        Assert.IsFalse(compilation.Success);
        int lines = frontmatter.Count(static c => c == '\n') + 2;
        Assert.IsInRange(2, lines + 1, found.Location.Line);
        Assert.IsGreaterThan(0, found.Location.Column);
    }

    [TestMethod]
    [DataRow("name: n\nname: m\ndescription: d", "(3,1)")]
    [DataRow("name: n\ndescription: d\nmetadata: text", "(4,11)")]
    [DataRow("name: n\ndescription: %foo", "(3,14)")]
    [DataRow("name: n\ndescription: ab\u0001", "(3,16)")]
    [DataRow("name: [a, b]\ndescription: d", "(2,7)")]
    [DataRow("just text", "(2,1)")]
    public void PointsAtWhatItDoesNotRead(string frontmatter, string place) => Compile(frontmatter).HasOnly($"CXP2007 {File}{place}");

    [TestMethod]
    [DataRow("name: n", "(1,1)", DisplayName = "missing")]
    [DataRow("name: n\ndescription:", "(3,13)", DisplayName = "null")]
    [DataRow("name: n\ndescription: ~", "(3,14)")]
    [DataRow("name: n\ndescription: null", "(3,14)")]
    [DataRow("name: n\ndescription: \"\"", "(3,14)")]
    [DataRow("name: n\ndescription: '  '", "(3,14)")]
    [DataRow("name: n\ndescription: |\n\n\n", "(3,14)", DisplayName = "empty block")]
    [DataRow("# only a comment", "(1,1)")]
    [DataRow("base: &b {name: n, description: d}\n<<: *b", "(1,1)", DisplayName = "merge key")]
    [DataRow("", "(1,1)", DisplayName = "blank line between the fences")]
    public void AsksForDescription(string frontmatter, string place) => Compile(frontmatter).HasOnly($"CXP2005 {File}{place}");

    [TestMethod]
    [DataRow("---\n{0}\n---\n")]
    [DataRow("---\n{0}\n---", DisplayName = "no line feed at the end")]
    [DataRow("--- \n{0}\n---\n", DisplayName = "blank after opening")]
    [DataRow("---\t\n{0}\n---\t\n", DisplayName = "tab after fence")]
    [DataRow(" ---\n{0}\n ---\n", DisplayName = "blank before fence")]
    [DataRow("\u00A0---\u00A0\n{0}\n\u00A0---\n", DisplayName = "no-break space around")]
    [DataRow("---\r\n{0}\r\n---\r\nBody\r\n", DisplayName = "CRLF")]
    [DataRow("---\n{0}\n---\nBody\n---\nname: other\n", DisplayName = "a rule in the body")]
    public void AcceptsFence(string form) =>
        CompileFile(form.Replace("{0}", "name: n\ndescription: d", StringComparison.Ordinal)).HasOnly();

    [TestMethod]
    [DataRow("name: n\ndescription: d\n", "(1,1)", DisplayName = "none")]
    [DataRow("\n---\nname: n\ndescription: d\n---\n", "(1,1)", DisplayName = "empty line first")]
    [DataRow("\uFEFF---\nname: n\ndescription: d\n---\n", "(1,1)", DisplayName = "byte order mark")]
    [DataRow("---\nname: n\ndescription: d\n", "(1,1)", DisplayName = "not closed")]
    [DataRow("---\nname: n\ndescription: d\n...\n", "(1,1)", DisplayName = "closed by dots")]
    [DataRow("---\nname: n\ndescription: d\n----\n", "(1,1)", DisplayName = "four dashes")]
    [DataRow("--- yaml\nname: n\ndescription: d\n---\n", "(1,1)", DisplayName = "a word after the fence")]
    [DataRow("---\n---\n", "(2,1)", DisplayName = "nothing between")]
    [DataRow("---", "(1,1)", DisplayName = "only a fence")]
    public void AsksForFence(string file, string place) => CompileFile(file).HasOnly($"CXP2003 {File}{place}");

    [TestMethod]
    [DataRow("name: other", "other")]
    [DataRow("name: 42", "42")]
    [DataRow("name: true", "true")]
    [DataRow("name: 1.50", "1.50")]
    [DataRow("name: 0x1F", "0x1F")]
    [DataRow("name: [one", "[one")]
    [DataRow("name: {a: b}", "{a: b}")]
    [DataRow("name: '  a \t b '", "a b")]
    [DataRow("name: \"\"", "n")]
    [DataRow("name: ' '", "n")]
    [DataRow("name:", "n")]
    [DataRow("name: null", "n")]
    [DataRow("name: ~", "n")]
    [DataRow("other: y", "n")]
    [DataRow("name: 'null'", "null")]
    public void ReadsName(string line, string expected)
    {
        FileFacts facts = Read($"---\n{line}\ndescription: d\n---\n");
        Assert.AreEqual(expected, facts.Skill?.Name, string.Join('\n', facts.Diagnostics));
    }

    [TestMethod]
    public void CountsNameInCodePointsAfterCollapsing()
    {
        string name = string.Concat(Enumerable.Repeat("\U0001F600", 64));
        Compile($"name: {name}\ndescription: d").HasOnly($"CXP2015 {File}(2,7)");
        Compile($"name: {name}\U0001F600\ndescription: d").HasOnly($"CXP2004 {File}(2,7)");

        Compile($"name: '{new string('a', 31)}   {new string('b', 32)}'\ndescription: d").HasOnly($"CXP2015 {File}(2,7)");
        Compile($"name: '{new string('a', 32)}   {new string('b', 32)}'\ndescription: d").HasOnly($"CXP2004 {File}(2,7)");
    }

    [TestMethod]
    public void CountsNameOfFolder()
    {
        using var folder = new PluginFolder();
        string path = $"skills/{new string('a', 65)}/SKILL.md";
        folder.Write(path, "---\ndescription: d\n---\n").Compile().HasOnly($"CXP2004 {path}(1,1)");
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    [DataRow('[')]
    [DataRow('{')]
    public void DeeplyNestedYamlIsAFindingAndNothingWorse(char open)
    {
        PluginCompilation compilation = Compile($"name: n\ndescription: d\nother: {new string(open, 20_000)}");
        Assert.ContainsSingle(compilation.Diagnostics);

        compilation = Compile($"name: n\ndescription: d\nother:\n  {new string(open, 20_000)}");
        Assert.AreEqual("CXP2007", Assert.ContainsSingle(compilation.Diagnostics).Descriptor.Id);
    }

    [TestMethod]
    public void NoFrontmatterThrows()
    {
        string[] parts = ["name", "description", "metadata", ": ", ":", "\n", "\n  ", "\t", " ", "- ", "[", "]", "{", "}", ",", "'", "\"", "#", "&a", "*a", "!", "!!str ", "|", ">", "%", "@", "`", "?", "\\", "~", "---", "x", "\u00E9", "<<"];
        var random = new Random(42);
        var failures = new List<string>();
        for (int i = 0; i < 5_000; i++)
        {
            string frontmatter = "name: n\ndescription: d\n" + string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)]));
            try
            {
                Read($"---\n{frontmatter}\n---\n");
            }
            catch (Exception exception)
            {
                failures.Add($"{exception.GetType().Name} at {frontmatter}");
            }
        }

        Assert.IsEmpty(failures, $"{failures.Count} times, first {failures.FirstOrDefault()}");
    }

    private static FileFacts Read(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return SkillReader.Read(new SourceEntry(File, File, IsDirectory: false, new FileStamp(bytes.Length, 0)), bytes);
    }

    private static PluginCompilation Compile(string frontmatter) => CompileFile($"---\n{frontmatter}\n---\nBody\n");

    private static PluginCompilation CompileFile(string text)
    {
        using var folder = new PluginFolder();
        return folder.Write(File, text).Compile();
    }
}
