using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>Commands: which of them Codex turns into skills (asked of 0.169).</summary>
[TestClass]
public sealed class CommandRuleTests
{
    private const string Good = "---\ndescription: d\n---\nbody\n";

    [TestMethod]
    [DataRow(Good)]
    [DataRow("---\r\ndescription: d\r\n---\r\nbody\r\n")]
    [DataRow("---\ndescription: d\n---")]
    [DataRow("---\ndescription: d\n----\nbody")]
    [DataRow("---\ndescription: d\n--- x\nbody")]
    [DataRow("---\n\"description\": 'd'\n---\n")]
    [DataRow("---\ndescription: 1.5\n---\n")]
    [DataRow("---\ndescription: true\n---\n")]
    [DataRow("---\ndescription: nUlL\n---\n")]
    [DataRow("---\ndescription: !!str d\n---\n")]
    [DataRow("---\ndescription: |\n  a\n  b\n---\n")]
    [DataRow("---\nx: &a q\ndescription: *a\n---\n")]
    [DataRow("---\n? [a]\n: b\ndescription: d\n---\n")]
    [DataRow("---\nargument-hint: <file>\nallowed-tools: Bash(git add:*), Bash(git status:*)\ndescription: d\n---\n")]
    [DataRow("---\ndescription: uses $ARGUMENTS, $1, {{x}} and @file\n---\n")]
    [DataRow(Good + "${ARGUMENTS} ${1} $@ $* $# $arguments $HOME ${CLAUDE_PLUGIN_ROOT} $\u0661")]
    [DataRow(Good + "(@x) `@x` **@x** a@b.c @ {{ !  `x` !\n`x`\n```!")]
    public void CommandIsTakenOver(string text)
    {
        using PluginFolder folder = new PluginFolder().Write("commands/deploy.md", text);
        folder.Compile().HasOnly();
    }

    [TestMethod]
    [DataRow("body", "(1,1)")]
    [DataRow("", "(1,1)")]
    [DataRow("\uFEFF" + Good, "(1,1)")]
    [DataRow("\n" + Good, "(1,1)")]
    [DataRow("--- \ndescription: d\n---\n", "(1,1)")]
    [DataRow("---\ndescription: d\n", "(1,1)")]
    [DataRow("---\ndescription: d\n ---\n", "(1,1)")]
    [DataRow("---\n---\n", "(2,1)")]
    [DataRow("---\n- a\n---\n", "(2,1)")]
    [DataRow("---\ntext\n---\n", "(2,1)")]
    [DataRow("---\nname: d\nDescription: d\n---\n", "(2,1)")]
    [DataRow("---\nname: d\ndescription:\n---\n", "(3,13)")]
    [DataRow("---\ndescription: ~\n---\n", "(2,14)")]
    [DataRow("---\ndescription: \"  \"\n---\n", "(2,14)")]
    [DataRow("---\ndescription: [d]\n---\n", "(2,14)")]
    [DataRow("---\ndescription: !x d\n---\n", "(2,14)")]
    [DataRow("---\ndescription: # d\n---\n", "(2,13)")]
    [DataRow("---\ndescription: a: b\n---\n", "(2,15)")]
    [DataRow("---\ndescription: d\nargument-hint: [file] [mode]\n---\n", "(3,23)")]
    [DataRow("---\ndescription: d\nx: @y\n---\n", "(3,4)")]
    [DataRow("---\ndescription: d\nx: %y\n---\n", "(3,4)")]
    [DataRow("---\ndescription: d\nx: `y`\n---\n", "(3,4)")]
    [DataRow("---\ndescription: d\nx: *y\n---\n", "(3,4)")]
    [DataRow("---\ndescription: d\nx: 1\nx: 2\n---\n", "(4,1)")]
    [DataRow("---\ndescription: a\u0001b\n---\n", "(2,1)")]
    [DataRow(Good + "do $ARGUMENTS", "(5,4)")]
    [DataRow(Good + "cost $5", "(5,6)")]
    [DataRow(Good + "}} x {{", "(5,1)")]
    [DataRow(Good + "now: !`date`", "(5,6)")]
    [DataRow(Good + "wow! `date`", "(5,4)")]
    [DataRow(Good + "read @file", "(5,6)")]
    [DataRow(Good + "\u3000@file", "(5,2)")]
    public void CommandIsLeftOut(string text, string place)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("commands/sub/deploy.md", text);
        folder.Compile().HasOnly($"CXP2024 commands/sub/deploy.md{place}");
    }

    [TestMethod]
    public void CommandThatIsNotUtf8IsLeftOut()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("commands/deploy.md", [.. "---\n"u8, 0xE9]);
        folder.Compile().HasOnly("CXP2024 commands/deploy.md(2,1)");
    }

    [TestMethod]
    public void OtherFilesAreNoCommands()
    {
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write("commands/README.md", "Text").Write("commands/a/README.md", "Text").Write("commands/a.txt", "Text").Write("commands/.md", "Text").Write("assets/a.md", "Text");
        folder.Compile().HasOnly();
    }

    [TestMethod]
    [DataRow("commands/a.MD")]
    [DataRow("commands/sub/a.markdown")]
    public void CommandWithAnotherEndingIsFound(string path)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(path, Good);
        folder.Compile().HasOnly($"CXP2024 {path}");
    }

    [TestMethod]
    [DataRow("commands/a-b.md", "commands/a/b.md", "CXP2024 commands/a-b.md", "CXP2024 commands/a/b.md")]
    [DataRow("commands/c_d.md", "commands/c-d.md", "CXP2024 commands/c-d.md", "CXP2024 commands/c_d.md")]
    [DataRow("commands/é.md", "commands/-.md", "CXP2024 commands/-.md", "CXP2024 commands/é.md")]
    [DataRow("commands/a.md", "commands/12345678901234567890123456789012345678901234567890.md", "CXP2024 commands/12345678901234567890123456789012345678901234567890.md")]
    [DataRow("commands/a.md", "commands/b/a.md")]
    [DataRow("commands/a.md", "commands/1234567890123456789012345678901234567890123456789.md")]
    public void NamesOfCommandsAreTheirPaths(string first, string second, params string[] expected)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write(first, Good).Write(second, Good);
        folder.Compile().HasOnly(expected);
    }

    [TestMethod]
    public void CommandThatIsLeftOutTakesNoName()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("commands/a-b.md", Good).Write("commands/a/b.md", Good + "$1");
        folder.Compile().HasOnly("CXP2024 commands/a/b.md(5,1)");
    }

    [TestMethod]
    public void SkillOfTheNameWins()
    {
        using PluginFolder folder = new PluginFolder().Write("commands/a.md", Good).Write("skills/source-command-a/SKILL.md", "---\nname: source-command-a\ndescription: d\n---\n");
        folder.Compile().HasOnly("CXP2024 commands/a.md");
    }

    [TestMethod]
    [DataRow("\"./cmds\"")]
    [DataRow("[\"./cmds\", \"./cmds/sub\"]", "CXP2024 cmds/sub/bad.md(5,1)")]
    [DataRow("[\"./cmds\", \"./cmds/a.md\"]", "CXP2024 cmds/sub/bad.md(5,1)")]
    [DataRow("\"./cmds/a.md\"")]
    [DataRow("null", "CXP2024 commands/bad.md(5,1)")]
    [DataRow("[]")]
    [DataRow("\"\"", "CXP1014 .codex-plugin/plugin.json(1,55)")]
    [DataRow("\"cmds\"", "CXP1014 .codex-plugin/plugin.json(1,55)")]
    [DataRow("\"./nope\"", "CXP1005 .codex-plugin/plugin.json(1,55)")]
    [DataRow("\"./note.txt\"", "CXP1005 .codex-plugin/plugin.json(1,55)")]
    [DataRow("{\"a\":{}}", "CXP1012 .codex-plugin/plugin.json(1,55)")]
    [DataRow("5", "CXP1012 .codex-plugin/plugin.json(1,55)")]
    [DataRow("[\"./cmds/a.md\", 5]", "CXP1012 .codex-plugin/plugin.json(1,71)")]
    public void ManifestNamesCommands(string commands, params string[] expected)
    {
        string manifest = "{\"name\":\"contoso-review\",\"version\":\"1.0.0\",\"commands\":";
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write(".codex-plugin/plugin.json", manifest + commands + "}")
            .Write("cmds/a.md", Good).Write("note.txt", "Text").Write("commands/bad.md", Good + "$1");
        if (commands != "\"./cmds\"")
        {
            folder.Write("cmds/sub/bad.md", Good + "$1");
        }

        PluginCompilation compilation = folder.Compile().HasOnly(expected);
        if (compilation.Success && commands != "null")
        {
            Assert.Contains("\"commands\": ", folder.ReadOutput(".codex-plugin/plugin.json"));
        }
    }

    [TestMethod]
    public void PortablePluginsHaveNoCommands()
    {
        using PluginFolder folder = PluginFolder.WithSkill()
            .Write("plugin.json", "{\"$schema\":\"https://agent-plugins.org/schemas/1.0.0/plugin.schema.json\",\"name\":\"contoso-review\",\"version\":\"1.0.0\"}")
            .Write("commands/a.md", Good + "$1");
        folder.Compile().HasOnly("CXP1016 commands");
    }
}
