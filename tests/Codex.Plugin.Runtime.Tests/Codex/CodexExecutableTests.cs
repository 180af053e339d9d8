using Codex.Plugin.Runtime.Codex;

namespace Codex.Plugin.Runtime.Tests.Codex;

[TestClass]
public sealed class CodexExecutableTests
{
    private const string Home = @"C:\Users\ann\AppData\Roaming\npm";

    [TestMethod]
    [DataRow("/usr/bin:/opt/codex/bin", "/opt/codex/bin/codex", "/opt/codex/bin/codex", DisplayName = "the second folder of the path")]
    [DataRow("/opt/b:/opt/a", "/opt/a/codex;/opt/b/codex", "/opt/b/codex", DisplayName = "the first one wins")]
    [DataRow("/opt/a/", "/opt/a/codex", "/opt/a/codex", DisplayName = "a slash at the end")]
    [DataRow("bin::.", "bin/codex;codex;./codex", null, DisplayName = "relative entries do not count")]
    [DataRow("/opt/a", "/opt/a/codex.exe;/opt/a/codex.cmd", null, DisplayName = "no endings here")]
    [DataRow("", "/codex", null, DisplayName = "no path")]
    public void UnixFindsTheCommandOnThePath(string path, string files, string? expected) =>
        Assert.AreEqual(expected, CodexExecutable.Find(null, "/work", Unix(path, files)));

    [TestMethod]
    [DataRow(null, Home + @"\codex;" + Home + @"\codex.cmd;" + Home + @"\codex.ps1", Home + @"\codex.cmd", DisplayName = "npm's script for cmd, not the one for sh")]
    [DataRow(null, Home + @"\codex.cmd;" + Home + @"\codex.exe", Home + @"\codex.exe", DisplayName = "the usual endings in their order")]
    [DataRow(".CMD;.EXE", Home + @"\codex.cmd;" + Home + @"\codex.exe", Home + @"\codex.cmd", DisplayName = "PATHEXT decides")]
    [DataRow(".EXE", Home + @"\codex.cmd", null, DisplayName = "PATHEXT leaves it out")]
    public void WindowsFindsTheCommandByItsEnding(string? endings, string files, string? expected) =>
        Assert.AreEqual(expected, CodexExecutable.Find(null, @"D:\work", Windows($@"C:\Windows;{Home}", endings, files)));

    [TestMethod]
    [DataRow(@"""C:\Program Files\Codex"";", @"C:\Program Files\Codex\codex.exe", DisplayName = "quotes around an entry")]
    [DataRow(@"C:\Program Files\Codex\ ;", @"C:\Program Files\Codex\codex.exe", DisplayName = "a backslash and a blank at the end")]
    [DataRow(@"\\server\tools", @"\\server\tools\codex.exe", DisplayName = "a share")]
    public void WindowsReadsThePathAsItsShellDoes(string path, string expected) =>
        Assert.AreEqual(expected, CodexExecutable.Find("", @"D:\work", Windows(path, null, expected)));

    [TestMethod]
    [DataRow("/opt/codex/bin/codex", "/opt/codex/bin/codex", DisplayName = "the file")]
    [DataRow("/opt/codex/bin", "/opt/codex/bin/codex", DisplayName = "its folder")]
    [DataRow("tools/codex", "/repo/tools/codex", DisplayName = "relative to the project")]
    [DataRow("codex-beta", "/usr/bin/codex-beta", DisplayName = "another command of the path")]
    [DataRow("/opt/nowhere", null, DisplayName = "none; the one on the path is not what was asked for")]
    public void ChosenPathWins(string chosen, string? expected) =>
        Assert.AreEqual(expected, CodexExecutable.Find(chosen, "/repo", Unix("/usr/bin", "/usr/bin/codex;/usr/bin/codex-beta;/opt/codex/bin/codex;/repo/tools/codex")));

    [TestMethod]
    public void ChosenFileOfWindowsMayLackItsEnding()
    {
        if (!OperatingSystem.IsWindows())
        {
            // What is absolute is asked of this system, where a letter and a colon are a name like any other.
            Assert.AreEqual(@"C:\tools\codex.cmd", CodexExecutable.Find(@"C:\tools\codex", "", Windows("", null, @"C:\tools\codex.cmd")));
        }
    }

    [TestMethod]
    public void SummaryIsCodexsOwnWordsOnOneLine()
    {
        const string Error = "WARNING: proceeding, even though we could not create PATH aliases: Refusing\nError: failed to load configuration\n\nCaused by:\n    0: /h/config.toml:13:6: unclosed array\n          |\n       13 | x = [\n          |      ^\n\nStack backtrace:\n   0: <unknown>\n";

        Assert.AreEqual("failed to load configuration Caused by: 0: /h/config.toml:13:6: unclosed array 13 | x = [", CodexCommand.Summarize(new ProcessResult(1, "", Error)));
        Assert.AreEqual("it ended with 3 and without a word", CodexCommand.Summarize(new ProcessResult(3, "", "\n")));
    }

    private static Machine Unix(string path, string files) =>
        new(IsWindows: false, name => name == "PATH" ? path : null, files.Split(';').Contains);

    private static Machine Windows(string path, string? endings, string files) =>
        new(IsWindows: true, name => name switch { "PATH" => path, "PATHEXT" => endings, _ => null }, file => files.Split(';').Contains(file, StringComparer.OrdinalIgnoreCase));
}
