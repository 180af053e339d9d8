using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Rules;

/// <summary>Apps, and that no input makes the readers of apps, hooks and commands throw.</summary>
[TestClass]
public sealed class AppRuleTests
{
    private const string Mark = "\u00a7";

    [TestMethod]
    [DataRow("", """{"apps":{"github":{"id":"connector_1"}}}""")]
    [DataRow("", """{"$schema":"x","apps":{"github":{"id":" a b/../x ","category":null,"note":1},"other":{"id":"connector_1","category":""}}}""")]
    [DataRow("CXP4001", """§{"github":{"id":"connector_1"}}""")]
    [DataRow("CXP4001", "§[]")]
    [DataRow("CXP4001", """{"apps":§null}""")]
    [DataRow("CXP4001", """{"apps":§[]}""")]
    [DataRow("CXP4002", """{"apps":{"github":§null}}""")]
    [DataRow("CXP4002", """{"apps":{"github":§"connector_1"}}""")]
    [DataRow("CXP4002", """{"apps":{"github":§{}}}""")]
    [DataRow("CXP4002", """{"apps":{"github":{"id":§null}}}""")]
    [DataRow("CXP4002", """{"apps":{"github":{"id":§5}}}""")]
    [DataRow("CXP4002", """{"apps":{"github":{"id":§" "}}}""")]
    [DataRow("CXP4002", """{"apps":{"github":{§"Id":"connector_1"}}}""")]
    [DataRow("CXP4002", """{"apps":{"github":{"id":"connector_1","category":§5}}}""")]
    [DataRow("CXP4013", """{"apps":{"github":{"id":"connector_1",§"catagory":"Code"}}}""")]
    [DataRow("CXP4013", """{"apps":{"github":{"id":"connector_1",§"ID":"connector_2"}}}""")]
    public void AppsAreReadAsCodexReadsThem(string id, string marked)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(".app.json", marked.Replace(Mark, "", StringComparison.Ordinal));
        folder.Compile().HasOnly(id.Length == 0 ? [] : [$"{id} .app.json(1,{marked.IndexOf(Mark, StringComparison.Ordinal) + 1})"]);
    }

    [TestMethod]
    public void DescriptorOfAnAppIsChecked()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("apps/github.json", """{"id":"connector_1","categories":"Code"}""");
        folder.Compile().HasOnly("CXP4013 apps/github.json(1,21)");
    }

    [TestMethod]
    public void ReadersTakeAnyInput()
    {
        string[] seeds =
        [
            """{"description":"d","hooks":{"PreToolUse":[{"matcher":"Ba(?i:s)h{1,2}[a-z]\\p{L}","hooks":[{"type":"command","command":"\"${PLUGIN_ROOT}/a b\" x","timeout":9223372036854775808,"async":true}]}]}}""",
            """{"hooks":{"SessionEnd":[{"hooks":[{"type":"mcp_tool","server":"s","tool":"t","input":{"a":[1,null]},"timeout":5}]}],"Stopp":[{"type":"prompt"}]}}""",
            """{"apps":{"github":{"id":"connector_1","category":"Code"},"x":{"Id":null}}}""",
            "---\ndescription: &a [d, \"e\"]\nargument-hint: {x: *a}\n---\nRun $1 {{x}} !`y` @z\n",
        ];
        string[] parts = ["{", "}", "[", "]", "\"", ":", ",", "\\", "\\ud800", "\0", "null", "1e999", "99999999999999999999", "---\n", "&a", "*a", "(?", "){", "\uFEFF", "\u00e9", "hooks", new string('[', 300), new string('(', 300)];
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++)
        {
            var text = new List<byte>(Encoding.UTF8.GetBytes(seeds[round % seeds.Length]));
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                int at = random.Next(text.Count);
                switch (random.Next(4))
                {
                    case 0:
                        text.RemoveRange(at, Math.Min(random.Next(1, 12), text.Count - at));
                        text.Add((byte)'\n');
                        break;
                    case 1:
                        text[at] = (byte)random.Next(256);
                        break;
                    case 2:
                        text.InsertRange(at, text[random.Next(text.Count)..]);
                        break;
                    default:
                        text.InsertRange(at, Encoding.UTF8.GetBytes(parts[random.Next(parts.Length)]));
                        break;
                }
            }

            byte[] bytes = [.. text];
            var diagnostics = new DiagnosticBag();
            var source = new SourceText("x", bytes);
            new HooksReader(new HashSet<string>(), diagnostics).AddFile(source);
            new AppReader(diagnostics).AddMap(source);
            new AppReader(diagnostics).AddDescriptor("x", source);
            diagnostics.AddRange(CommandReader.Read(new SourceEntry("commands/x.md", "", false, FileStamp.None), bytes).Diagnostics);
            Assert.IsTrue(diagnostics.ToSortedList().All(static found => !found.Message.Any(char.IsControl)));
        }
    }
}
