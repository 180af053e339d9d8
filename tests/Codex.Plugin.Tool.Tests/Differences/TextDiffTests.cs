using System.Text;
using Codex.Plugin.PackageManager.Differences;

namespace Codex.Plugin.Tool.Tests.Differences;

/// <summary>How two texts differ, line by line.</summary>
[TestClass]
public sealed class TextDiffTests
{
    [TestMethod]
    [DataRow("a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c")]
    [DataRow("", "a\n", "@@ -0,0 +1,1 @@\n+a")]
    [DataRow("a\n", "", "@@ -1,1 +0,0 @@\n-a")]
    [DataRow("a\n", "a", "@@ -1,1 +1,1 @@\n-a\n+a\n\\ No newline at end of file")]
    [DataRow("a\r\nb\r\n", "a\r\nc\r\n", "@@ -1,2 +1,2 @@\n a\n-b\n+c")]
    [DataRow("a\nb\n", "a\r\nb\n", "@@ -1,2 +1,2 @@\n-a\n+a\\u{D}\n b")]
    [DataRow("a\n", "\u001b[2J\u202Ea\tb\n", "@@ -1,1 +1,1 @@\n-a\n+\\u{1B}[2J\\u{202E}a\tb")]
    [DataRow("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -7,3 +8,4 @@\n 7\n 8\n 9\n+10")]
    [DataRow("1\n2\n3\n4\n5\n6\n", "0\n1\n2\n3\n4\n5\n6\n7\n", "@@ -1,6 +1,8 @@\n+0\n 1\n 2\n 3\n 4\n 5\n 6\n+7")]
    [DataRow("same\n", "same\n", "")]
    public void HunksAreThoseOfGit(string old, string now, string hunks) => Assert.AreEqual(hunks, Show(Between(old, now)));

    [TestMethod]
    public void LongLineIsCutAndStaysDifferent()
    {
        TextDiff diff = Between(new string('a', 5000) + "1\n", new string('a', 5000) + "2\n");
        TextDiffLine[] lines = [.. diff.Hunks.Single().Lines];
        Assert.HasCount(2, lines);
        Assert.IsLessThan(1100, lines[0].Text.Length);
        Assert.AreNotEqual(lines[0].Text, lines[1].Text);
    }

    [TestMethod]
    public void MostLinesThatAllDifferAreCompared()
    {
        // The worst that is compared at all.
        TextDiff diff = Between(Lines("a"), Lines("b"));
        Assert.AreEqual(TextDiff.MostLines - 1, diff.AddedLines);
        Assert.AreEqual(TextDiff.MostLines - 1, diff.RemovedLines);

        static string Lines(string text) => string.Concat(Enumerable.Range(0, TextDiff.MostLines - 1).Select(i => $"{text}{i}\n"));
    }

    private static TextDiff Between(string old, string now) => TextDiff.Between(Encoding.UTF8.GetBytes(old), Encoding.UTF8.GetBytes(now));

    private static string Show(TextDiff diff) => string.Join('\n', diff.Hunks.SelectMany(static hunk => hunk.Lines.Select(static line => line.ToString()).Prepend(hunk.ToString())));
}
