using System.Diagnostics;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Write;

namespace Codex.Plugin.Tests.Output;

/// <summary>The launcher of a server that is built for several machines, on this machine and on others as <c>uname</c> would describe them.</summary>
// A process that starts elsewhere meanwhile would hold the scripts open for writing: "Text file busy".
[TestClass]
[DoNotParallelize]
public sealed class ServerLauncherTests
{
    private static readonly string[] s_all =
        ["linux-x64", "linux-arm64", "linux-arm", "linux-x86", "linux-musl-x64", "linux-musl-arm64", "linux-riscv64", "osx-arm64", "osx-x64", "win-x64", "win-arm64", "win-x86"];

    private static readonly string[] s_labels = [":arm64", ":x64", ":x86"];

    private readonly string _folder = Directory.CreateTempSubdirectory("server launcher ").FullName;

    [TestInitialize]
    public void NeedsAShell()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("There is no /bin/sh.");
        }
    }

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow("Linux", "x86_64", "linux-x64")]
    [DataRow("Linux", "amd64", "linux-x64")]
    [DataRow("Linux", "aarch64", "linux-arm64")]
    [DataRow("Linux", "armv7l", "linux-arm")]
    [DataRow("Linux", "armv8l", "linux-arm")]
    [DataRow("Linux", "i686", "linux-x86")]
    [DataRow("Linux", "riscv64", "linux-riscv64")]
    [DataRow("Darwin", "arm64", "osx-arm64")]
    [DataRow("Darwin", "x86_64", "osx-x64")]
    [DataRow("MINGW64_NT-10.0-22631", "x86_64", "win-x64")]
    [DataRow("MSYS_NT-10.0", "aarch64", "win-arm64")]
    [DataRow("CYGWIN_NT-10.0", "i686", "win-x86")]
    public void BuildOfTheMachineIsStarted(string system, string processor, string expected) =>
        Assert.AreEqual(expected, Start(s_all, new Machine(system, processor)).Build);

    [TestMethod]
    public void MuslIsToldFromGlibc()
    {
        Assert.AreEqual("linux-musl-x64", Start(s_all, new Machine("Linux", "x86_64") { Ldd = "musl libc (x86_64)\nVersion 1.2.5" }).Build);
        Assert.AreEqual("linux-musl-arm64", Start(s_all, new Machine("Linux", "aarch64") { Ldd = "musl libc (aarch64)" }).Build);
        Assert.AreEqual("linux-x64", Start(s_all, new Machine("Linux", "x86_64") { Ldd = "ldd (Debian GLIBC 2.36-9) 2.36" }).Build);
    }

    [TestMethod]
    public void SystemOf32BitOnAKernelOf64IsSeen()
    {
        Assert.AreEqual("linux-arm", Start(s_all, new Machine("Linux", "aarch64") { Bits = "32" }).Build);
        Assert.AreEqual("linux-x86", Start(s_all, new Machine("Linux", "x86_64") { Bits = "32" }).Build);
    }

    [TestMethod]
    public void BuildForAnotherProcessorServesWhereItRuns()
    {
        Assert.AreEqual("osx-x64", Start(["osx-x64", "linux-x64"], new Machine("Darwin", "arm64")).Build);
        Assert.AreEqual("win-x64", Start(["win-x64"], new Machine("MINGW64_NT", "aarch64")).Build);
        Assert.AreEqual("win-x86", Start(["win-x86"], new Machine("MINGW64_NT", "x86_64")).Build);
        Assert.AreEqual("osx-arm64", Start(["osx-x64", "osx-arm64"], new Machine("Darwin", "x86_64") { Translated = "1" }).Build);
        Assert.AreEqual("", Start(["osx-arm64"], new Machine("Darwin", "x86_64")).Build);
        Assert.AreEqual("", Start(["linux-x64"], new Machine("Linux", "x86_64") { Ldd = "musl libc" }).Build);
    }

    [TestMethod]
    [DataRow("Linux", "s390x", "linux-s390x")]
    [DataRow("FreeBSD", "amd64", "FreeBSD-x64")]
    [DataRow("Darwin", "x86_64", "osx-x64")]
    public void MachineWithoutBuildIsSaid(string system, string processor, string machine)
    {
        Result result = Start(["linux-x64", "win-x64"], new Machine(system, processor));

        Assert.AreEqual(1, result.ExitCode);
        Assert.AreEqual("", result.Output);
        Assert.AreEqual($"The MCP server 'tools' has no build for {machine}; there are builds for linux-x64, win-x64.\n", result.Error);
    }

    [TestMethod]
    public void ArgumentsAndInputAndExitCodeAreThoseOfTheServer()
    {
        Result result = Start(["linux-x64"], new Machine("Linux", "x86_64"), input: "one line\n", arguments: ["a b", "", "\"quoted\"", "it's", "$HOME", "*", "-x", "ü"]);

        Assert.AreEqual(7, result.ExitCode);
        Assert.AreEqual("<a b><><\"quoted\"><it's><$HOME><*><-x><ü>", result.Lines[1]);
        Assert.AreEqual("one line", result.Lines[2]);
        Assert.AreEqual("", result.Error);
    }

    [TestMethod]
    public void ScriptBecomesTheServer()
    {
        Result result = Start(["linux-x64"], new Machine("Linux", "x86_64"));

        Assert.AreEqual(result.ProcessId, int.Parse(result.Lines[^2], null));
    }

    [TestMethod]
    public void CurrentFolderDoesNotCount()
    {
        string script = Lay(["linux-x64"]);
        var machine = new Machine("Linux", "x86_64");

        Assert.AreEqual("linux-x64", Run(script, machine, "/").Build);
        Assert.AreEqual("linux-x64", Run("./tools", machine, Path.GetDirectoryName(script)!).Build);
        Assert.AreEqual("linux-x64", Run("./mcp/tools/tools", machine, _folder).Build);
        Assert.AreEqual("linux-x64", Run("/bin/sh", machine, Path.GetDirectoryName(script)!, arguments: ["tools"]).Build);
    }

    [TestMethod]
    public void LostExecuteBitIsGivenBack()
    {
        string script = Lay(["linux-x64"]);
        string server = Path.Combine(Path.GetDirectoryName(script)!, "linux-x64", "Contoso.Tools");
        SetMode(server, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.AreEqual("linux-x64", Run(script, new Machine("Linux", "x86_64"), _folder).Build);
    }

    [TestMethod]
    public void AssemblyIsStartedByDotnet()
    {
        string script = Lay(["linux-x64"], "Contoso.Tools.dll");
        WriteScript(Path.Combine(_folder, "stubs", "dotnet"), "printf '<%s>' \"$@\"");

        Result result = Run(script, new Machine("Linux", "x86_64"), _folder, arguments: ["a b"]);

        Assert.AreEqual($"<{Path.GetDirectoryName(script)}/linux-x64/Contoso.Tools.dll><a b>", result.Output);
    }

    [TestMethod]
    public void OddNameOfAnExecutableIsQuoted()
    {
        string script = Lay(["linux-x64"], "it's a $(tool) & more");

        Assert.AreEqual("linux-x64", Run(script, new Machine("Linux", "x86_64"), _folder).Build);
    }

    [TestMethod]
    public void ShellOfEachKindUnderstandsIt()
    {
        string script = Lay(s_all);
        foreach (string shell in (ReadOnlySpan<string>)["dash", "bash", "busybox", "zsh", "ksh"])
        {
            string path = $"/bin/{shell}";
            if (File.Exists(path))
            {
                Assert.AreEqual("linux-arm64", Run(path, new Machine("Linux", "aarch64"), _folder, arguments: shell == "busybox" ? ["sh", script] : [script]).Build, shell);
            }
        }
    }

    [TestMethod]
    public void EmptyPathIsEnough()
    {
        string script = Lay(s_all);
        var start = new ProcessStartInfo(script) { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment.Clear();

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();

        Assert.StartsWith("linux-", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
    }

    [TestMethod]
    public void LauncherForShellsHasLineFeedsOnly()
    {
        string script = ServerLauncher.ForShells(Server(s_all));

        Assert.StartsWith("#!/bin/sh\n", script);
        Assert.DoesNotContain("\r", script);
        Assert.EndsWith("exit 1\n", script);
    }

    [TestMethod]
    public void LauncherForWindowsChoosesByProcessor()
    {
        AssertWindows(s_all, "win-arm64", "win-x64", "win-x86");
        AssertWindows(["win-x64", "linux-x64"], "win-x64", "win-x64", null);
        AssertWindows(["win-x86"], "win-x86", "win-x86", "win-x86");
        AssertWindows(["win-arm64"], "win-arm64", null, null);
        AssertWindows(["linux-x64"], null, null, null);
    }

    [TestMethod]
    public void LauncherForWindowsIsABatchFile()
    {
        (string path, byte[] content) = ServerLauncher.FilesOf(Server(s_all)).Last();
        string script = System.Text.Encoding.UTF8.GetString(content);
        string[] lines = script.Split("\r\n");

        Assert.AreEqual("mcp/tools/tools.cmd", path);
        Assert.AreEqual("@echo off", lines[0]);
        Assert.DoesNotContain("\n", script.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.IsTrue(script.All(char.IsAscii), "a batch file has the code page of the machine");
        foreach (string label in lines.Where(static line => line.Contains("goto ", StringComparison.Ordinal)).Select(static line => line[(line.IndexOf("goto ", StringComparison.Ordinal) + 5)..]))
        {
            Assert.AreEqual(1, lines.Count(line => line == ":" + label), label);
        }

        // What the labels stand for cannot be fallen into.
        foreach (int label in Enumerable.Range(0, lines.Length).Where(number => lines[number].StartsWith(':')))
        {
            Assert.IsTrue(lines[label - 1].StartsWith("exit /b", StringComparison.Ordinal) || lines[label - 1].StartsWith("goto ", StringComparison.Ordinal), lines[label]);
        }

        Assert.Contains("reg.exe query", script);
        Assert.Contains(">&2 echo The MCP server 'tools' has no build for Windows on %machine%; there are builds for linux-x64, ", script);
        Assert.AreEqual("exit /b 1", lines[^2]);
    }

    [TestMethod]
    public void DotInTheNameIsNoneInTheLauncher()
    {
        McpServerItem server = Server(s_all) with { Name = "contoso.tools" };

        TextAssert.AreLines(ServerLauncher.FilesOf(server).Select(static file => file.Path), "mcp/contoso.tools/contoso-tools", "mcp/contoso.tools/contoso-tools.cmd");
    }

    [TestMethod]
    public void PortableServerNeedsNoLauncher() =>
        Assert.IsEmpty(ServerLauncher.FilesOf(new McpServerItem("tools") { Published = [new PublishedServer("/x", "Tools.dll")] }));

    private static void AssertWindows(string[] builds, params ReadOnlySpan<string?> chosen)
    {
        string[] lines = ServerLauncher.ForWindows(Server(builds, "Contoso.Tools")).ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < s_labels.Length; i++)
        {
            string? build = chosen[i];
            int number = Array.IndexOf(lines, s_labels[i]);
            Assert.AreEqual(
                build is null ? "goto none" : $"endlocal|\"%~dp0{build}\\Contoso.Tools\" %*|exit /b %ERRORLEVEL%",
                build is null ? lines[number + 1] : string.Join('|', lines[(number + 1)..(number + 4)]));
        }
    }

    private static McpServerItem Server(IEnumerable<string> builds, string entryPoint = "Contoso.Tools") => new("tools")
    {
        Published = [.. builds.Select(build => new PublishedServer("/nowhere", entryPoint, build))],
    };

    private Result Start(string[] builds, Machine machine, string input = "", params string[] arguments) =>
        Run(Lay(builds), machine, _folder, input, arguments);

    /// <summary>Lays the launcher out with builds that say who they are.</summary>
    private string Lay(string[] builds, string entryPoint = "Contoso.Tools")
    {
        string folder = Path.Combine(_folder, "mcp", "tools");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (string build in builds)
        {
            WriteScript(Path.Combine(folder, build, entryPoint), $"echo {build}\nprintf '<%s>' \"$@\"\necho\ncat\necho $$\nexit 7");
        }

        string script = Path.Combine(folder, "tools");
        WriteScript(script, ServerLauncher.ForShells(Server(builds, entryPoint)));
        return script;
    }

    private Result Run(string command, Machine machine, string folder, string input = "", params string[] arguments)
    {
        string stubs = Path.Combine(_folder, "stubs");
        WriteScript(Path.Combine(stubs, "uname"), $"case $1 in -s) echo '{machine.System}' ;; -m) echo '{machine.Processor}' ;; esac");
        WriteScript(Path.Combine(stubs, "ldd"), $"cat >&2 <<'END'\n{machine.Ldd}\nEND");
        WriteScript(Path.Combine(stubs, "getconf"), $"echo {machine.Bits}");
        WriteScript(Path.Combine(stubs, "sysctl"), $"echo {machine.Translated}");
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{stubs}:/usr/bin:/bin";
        if (!Path.IsPathRooted(command))
        {
            // .NET looks a relative name up beside its own program.
            start.FileName = Path.Combine(folder, command);
        }

        using Process process = Process.Start(start)!;
        int id = process.Id;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Result(process.ExitCode, output, error.Result, id);
    }

    private static void WriteScript(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.StartsWith("#!", StringComparison.Ordinal) ? text : $"#!/bin/sh\n{text}\n");
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private sealed record Machine(string System, string Processor)
    {
        public string Ldd { get; init; } = "ldd (GNU libc) 2.40";

        public string Bits { get; init; } = "64";

        public string Translated { get; init; } = "0";
    }

    private sealed record Result(int ExitCode, string Output, string Error, int ProcessId)
    {
        public string[] Lines => Output.Split('\n');

        /// <summary>The build that answered, or nothing.</summary>
        public string Build => Lines[0];
    }
}
