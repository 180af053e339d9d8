using System.Text;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>A bad source and its good twin for the rules about skills that text files can show.</summary>
[TestClass]
public sealed class SkillRuleTests
{
    [TestMethod]
    [DataRow("CXP2001 skills/notes",
        """
        #skill
        #file skills/notes/README.md
        Text
        """,
        """
        #skill
        #file skills/README.md
        Text
        #file skills/.notes/README.md
        Text
        """)]
    [DataRow("CXP2002 skills/notes/SKILL.md",
        """
        #skill
        #file skills/notes/SKILL.md/README.md
        Text
        """,
        """
        #skill
        #file skills/review/references/README.md
        Text
        """)]
    [DataRow("CXP2006 skills/zebra/SKILL.md(2,7)",
        """
        #skill
        #file skills/zebra/SKILL.md
        ---
        name: review
        description: Reviews.
        ---
        """,
        """
        #skill
        #file skills/zebra/SKILL.md
        ---
        name: zebra
        description: Reviews.
        ---
        """)]
    [DataRow("CXP2006 skills/review/SKILL.md(1,1)",
        """
        #file skills/a/SKILL.md
        ---
        name: review
        description: Reviews.
        ---
        #file skills/review/SKILL.md
        ---
        description: Reviews.
        ---
        """,
        """
        #file skills/a/SKILL.md
        ---
        name: a
        description: Reviews.
        ---
        #file skills/review/SKILL.md
        ---
        name: review
        description: Reviews.
        ---
        """)]
    [DataRow("CXP2011 SKILL.md",
        """
        #skill
        #file SKILL.md
        ---
        name: other
        description: Reviews.
        ---
        """,
        """
        #skill
        #file assets/SKILL.md
        A template.
        """)]
    [DataRow("CXP2011 skills/other/skill.md",
        """
        #skill
        #file skills/other/skill.md
        ---
        name: other
        description: Reviews.
        ---
        """,
        """
        #skill
        #file skills/other/SKILL.md
        ---
        name: other
        description: Reviews.
        ---
        """)]
    [DataRow("CXP2011 skills/.other/SKILL.md",
        """
        #skill
        #file skills/.other/SKILL.md
        ---
        name: other
        description: Reviews.
        ---
        """,
        """
        #skill
        #file skills/other.two/SKILL.md
        ---
        name: other.two
        description: Reviews.
        ---
        """)]
    [DataRow("CXP2011 skills/1/2/3/4/5/6/7/SKILL.md",
        """
        #skill
        #file skills/1/2/3/4/5/6/7/SKILL.md
        ---
        name: other
        description: Reviews.
        ---
        """,
        """
        #skill
        #file skills/7/SKILL.md
        ---
        name: "7"
        description: Reviews.
        ---
        """)]
    public void BadSourceIsFoundAndItsGoodTwinIsNot(string expected, string bad, string good) =>
        RuleAssert.FindsOnlyInTheBadOne(expected, bad, good);

    [TestMethod]
    public void EmptySkillIsFound()
    {
        using var folder = new PluginFolder();
        folder.Write("skills/x/SKILL.md", "").Compile().HasOnly("CXP2008 skills/x/SKILL.md(1,1)");
    }

    [TestMethod]
    [DataRow(new byte[] { 0xFC }, 11)]
    [DataRow(new byte[] { 0xC3, 0xA9, 0xC3 }, 12)]
    [DataRow(new byte[] { 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xA0, 0x80 }, 13)]
    public void SkillThatIsNotUtf8IsFoundWhereItBreaks(byte[] text, int column)
    {
        using var folder = new PluginFolder();
        folder.Write("skills/x/SKILL.md", [.. "---\nname: x\ndescription: d\n---\nBody: abcd"u8, .. text, .. "\n"u8]);
        folder.Compile().HasOnly($"CXP2009 skills/x/SKILL.md(5,{column})");
    }

    [TestMethod]
    public void SkillOfMoreThanOneMegabyteIsFound()
    {
        const int Largest = 1024 * 1024;
        using var folder = new PluginFolder();
        byte[] largest = Encoding.ASCII.GetBytes(PluginFolder.ValidSkill.PadRight(Largest));
        folder.Write(PluginFolder.SkillFile, largest).Compile().HasOnly();
        folder.Write(PluginFolder.SkillFile, [.. largest, (byte)'\n']).Compile().HasOnly($"CXP2010 {PluginFolder.SkillFile}(1,1)");
        folder.Write(PluginFolder.SkillFile, new byte[10 * Largest]).Compile().HasOnly($"CXP2010 {PluginFolder.SkillFile}(1,1)");
    }
}
