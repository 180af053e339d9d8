using Codex.Plugin.Runtime.Servers;

namespace Codex.Plugin.Runtime.Tests.Servers;

/// <summary>Where Codex finds a program; Windows is not on every machine, so the disk is made up.</summary>
[TestClass]
public sealed class ProgramResolverTests
{
    [TestMethod]
    [DataRow("node", "/usr/bin:/opt", "/usr/bin/node")]
    [DataRow("acme", "/usr/bin:/opt", "/opt/acme")]
    [DataRow("acme", "/usr/bin:bin", "/plugin/bin/acme")]
    [DataRow("here", "/usr/bin:", "/plugin/here")]
    [DataRow("./here", "", "/plugin/./here")]
    [DataRow("bin/acme", "", "/plugin/bin/acme")]
    [DataRow("/opt/acme", "", "/opt/acme")]
    [DataRow("here", "/usr/bin", null)]
    [DataRow("notes", "/usr/bin:/opt:/other", "/other/notes")]
    public void UnixSearchesThePathOfTheServer(string command, string path, string? expected)
    {
        var resolver = new ProgramResolver(new Files(["/usr/bin/node", "/opt/acme", "/plugin/bin/acme", "/plugin/here", "-/opt/notes", "/other/notes"]), windows: false);

        Assert.AreEqual(expected, resolver.Resolve(command, new Dictionary<string, string> { ["PATH"] = path }, "/plugin", out _));
    }

    [TestMethod]
    public void UnixHasAPathWhereThereIsNone() => Assert.AreEqual("/usr/bin/node",
        new ProgramResolver(new Files(["/usr/bin/node"]), windows: false).Resolve("node", new Dictionary<string, string>(), "/plugin", out _));

    [TestMethod]
    [DataRow("npx", @"C:\node\npx.cmd")]
    [DataRow("npx.cmd", @"C:\node\npx.cmd")]
    [DataRow("NPX.CMD", @"C:\node\NPX.CMD")]
    [DataRow("dotnet", @"C:\Program Files\dotnet\dotnet.exe")]
    [DataRow("acme", @"C:\tools\acme.exe")]
    [DataRow("python3.11", @"C:\tools\python3.11.exe")]
    [DataRow("./mcp/acme/acme", @"C:\plugin\mcp\acme\acme.cmd")]
    [DataRow("mcp/acme/acme", @"C:\plugin\mcp\acme\acme.cmd")]
    [DataRow(@".\mcp\acme\acme.cmd", @"C:\plugin\mcp\acme\acme.cmd")]
    [DataRow(@"C:\tools\acme.exe", @"C:\tools\acme.exe")]
    [DataRow("script", null)]
    [DataRow("run.sh", null)]
    public void WindowsTriesTheExtensionsOfPrograms(string command, string? expected)
    {
        // npm puts a script for Unix shells beside its .cmd.
        var resolver = new ProgramResolver(new Files(
        [
            @"C:\node\npx", @"C:\node\npx.cmd", @"C:\Program Files\dotnet\dotnet.exe", @"C:\tools\acme.exe", @"C:\tools\acme.bat", @"C:\tools\python3.11.exe", @"C:\node\script",
            @"C:\plugin\mcp\acme\acme", @"C:\plugin\mcp\acme\acme.cmd", @"C:\plugin\run.sh",
        ]), windows: true);
        var environment = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Path"] = @"C:\node;;""C:\Program Files\dotnet"";C:\tools", ["PATHEXT"] = ".COM;.EXE;.BAT;.CMD" };

        Assert.AreEqual(expected, resolver.Resolve(command, environment, @"C:\plugin", out _));
    }

    [TestMethod]
    public void WindowsHasExtensionsWhereThereAreNone() => Assert.AreEqual(@"C:\tools\acme.exe",
        new ProgramResolver(new Files([@"C:\tools\acme.exe"]), windows: true).Resolve("acme", new Dictionary<string, string> { ["PATH"] = @"C:\tools" }, @"C:\plugin", out _));

    [TestMethod]
    [DataRow("", "its command is empty; name a program")]
    [DataRow("acme", "there is no program 'acme' on the PATH; install it, or name the path of a file of the plugin that begins with './'")]
    [DataRow("./acme", "there is no file './acme' in '/plugin', the folder that it starts in")]
    [DataRow("/opt/notes", "'/opt/notes' is not executable; make it so with 'chmod +x', or pack it with this SDK, which does")]
    public void WhatIsNotFoundIsExplained(string command, string expected)
    {
        Assert.IsNull(new ProgramResolver(new Files(["-/opt/notes"]), windows: false).Resolve(command, new Dictionary<string, string> { ["PATH"] = "/bin" }, "/plugin", out string? problem));
        Assert.AreEqual(expected, problem);
    }

    // What begins with '-' is not executable.
    private sealed class Files(string[] paths) : IProgramFiles
    {
        public bool Exists(string path) => paths.Any(file => string.Equals(file.TrimStart('-'), path.Replace("/./", "/", StringComparison.Ordinal), path.Contains('\\', StringComparison.Ordinal) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

        public bool IsExecutable(string path) => paths.Contains(path.Replace("/./", "/", StringComparison.Ordinal));
    }
}
