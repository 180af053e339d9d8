using System.Text;
using Codex.Plugin.Install.Tests.Helpers;
using static Codex.Plugin.Install.Tests.Helpers.TestMachine;

namespace Codex.Plugin.Install.Tests;

[TestClass]
public sealed class CommandSkillsTests
{
    /// <summary>What Codex 0.169 writes for the same files.</summary>
    [TestMethod]
    [DataRow("Sub/bar_baz.md", "---\ndescription: \"say \\\"hi\\\" \\\\ there\"\nname: other\n---\n\n\n  Body here \n\nend  \n\n", "source-command-sub-bar-baz", "say \\\"hi\\\" \\\\ there", "Sub-bar_baz", "Body here \n\nend")]
    [DataRow("Sub/deep/C.md", "---\r\ndescription: >\r\n  folded\r\n  text\r\n---\r\nCR body\r\nmore\r\n", "source-command-sub-deep-c", "folded text", "Sub-deep-C", "CR body\r\nmore")]
    [DataRow("empty.md", "---\ndescription: 12\n---\n", "source-command-empty", "12", "empty", "No command template body was found.")]
    [DataRow("rest.md", "---\ndescription: true\n---rest of line\nB\n", "source-command-rest", "true", "rest", "rest of line\nB")]
    [DataRow("multi.md", "---\ndescription: |\n  a\n  b\n---\nx", "source-command-multi", "a\nb", "multi", "x")]
    public void CommandsBecomeTheSkillsThatCodexMakes(string path, string text, string name, string description, string command, string body)
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a"));
        WriteFile(Path.Combine(machine.Output, "plugins", "a", "commands", path), text);
        WriteFile(Path.Combine(machine.Output, "plugins", "a", "commands", "README.md"), text);
        WriteFile(Path.Combine(machine.Output, "plugins", "a", "commands", "no.md"), "---\ndescription: x\n---\n$ARGUMENTS");
        machine.Install();

        string skills = Path.Combine(machine.Home.PluginCache(Marketplace, "a"), "1.0.0", CommandSkills.Folder);
        Assert.AreEqual(name, string.Join(' ', Directory.GetDirectories(skills).Select(Path.GetFileName)));
        Assert.AreEqual(
            $"---\nname: \"{name}\"\ndescription: \"{description}\"\n---\n\n# {name}\n\nUse this skill when the user asks to run the migrated source command `{command}`.\n\n## Command Template\n\n{body}\n",
            Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(skills, name, "SKILL.md"))));

        // Nothing to do, also where Codex itself has installed it.
        string[] before = machine.TakeSnapshot();
        machine.Install();
        CollectionAssert.AreEqual(before, machine.TakeSnapshot());
    }

    [TestMethod]
    [DataRow("\"./more\"", "source-command-b")]
    [DataRow("[\"./more\", \"./commands\"]", "source-command-a source-command-b")]
    [DataRow("[]", "")]
    [DataRow("3", "")]
    [DataRow("{}", "")]
    [DataRow("\"more\"", "")]
    [DataRow("null", "source-command-a")]
    public void ManifestSaysWhereCommandsAre(string commands, string expected)
    {
        using var machine = new TestMachine();
        machine.LayOut(Has("a"));
        string plugin = Path.Combine(machine.Output, "plugins", "a");
        WriteFile(Path.Combine(plugin, ".codex-plugin", "plugin.json"), $$"""{"name":"a","version":"1.0.0","commands":{{commands}}}""");
        WriteFile(Path.Combine(plugin, "commands", "a.md"), "---\ndescription: x\n---\n");
        WriteFile(Path.Combine(plugin, "more", "b.md"), "---\ndescription: x\n---\n");
        machine.Install();

        string skills = Path.Combine(machine.Home.PluginCache(Marketplace, "a"), "1.0.0", CommandSkills.Folder);
        Assert.AreEqual(expected, Directory.Exists(skills) ? string.Join(' ', Directory.GetDirectories(skills).Select(Path.GetFileName).Order(StringComparer.Ordinal)) : "");
    }
}
