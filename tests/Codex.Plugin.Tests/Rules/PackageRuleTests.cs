using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>A bad source and its good twin for the rules about the package that text files can show.</summary>
[TestClass]
public sealed class PackageRuleTests
{
    [TestMethod]
    [DataRow("CXP6002 skills/review/references/notes.md",
        """
        #skill
        #file skills/review/references/Notes.md
        One
        #file skills/review/references/notes.md
        Two
        """,
        """
        #skill
        #file skills/review/references/Notes.md
        One
        #file skills/review/notes.md
        Two
        """)]
    public void BadSourceIsFoundAndItsGoodTwinIsNot(string expected, string bad, string good) =>
        RuleAssert.FindsOnlyInTheBadOne(expected, bad, good);
}
