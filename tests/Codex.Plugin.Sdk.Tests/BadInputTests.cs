using System.Text;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>Each mistake has a code of its own, fails the build, and leaves nothing half-written.</summary>
[TestClass]
public sealed class BadInputTests : EndToEndTest
{
    [TestMethod]
    public async Task NothingInTheProject()
    {
        var folder = CreateFolder("#file Contoso.Hello.cxproj\n<Project Sdk=\"Codex.Plugin.Sdk/SDK_VERSION\" />");

        await FailsAsync(folder, "CXP1003", "Contoso.Hello.cxproj");
        (await folder.RunAsync("pack")).FailedWith("CXP1003");
        Assert.IsEmpty(folder.List("bin").Where(file => file.EndsWith(".nupkg", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task SkillIsAFolder() =>
        await FailsAsync(CreateFolder(Hello + "\n#file skills/x/SKILL.md/notes.md\ntext"), "CXP2002", "skills/x/SKILL.md");

    [TestMethod]
    public async Task SkillIsEmpty() =>
        await FailsAsync(CreateFolder(Hello).WriteBytes("skills/x/SKILL.md", []), "CXP2008", "skills/x/SKILL.md");

    [TestMethod]
    public async Task SkillIsHuge()
    {
        var bytes = Encoding.UTF8.GetBytes("---\nname: x\ndescription: Is huge.\n---\n" + new string('x', 10_000_000));

        await FailsAsync(CreateFolder(Hello).WriteBytes("skills/x/SKILL.md", bytes), "CXP2010", "skills/x/SKILL.md");
    }

    [TestMethod]
    public async Task SkillIsNotUtf8() =>
        await FailsAsync(CreateFolder(Hello).WriteBytes("skills/x/SKILL.md", [.. "---\nname: x\ndescription: M"u8, 0xFC, .. "ller\n---\n"u8]), "CXP2009", "skills/x/SKILL.md", 3, 15);

    [TestMethod]
    public async Task SkillHasNoDescription() =>
        await FailsAsync(CreateFolder(Hello + "\n#file skills/x/SKILL.md\n---\nname: x\n---\ntext"), "CXP2005", "skills/x/SKILL.md");

    [TestMethod]
    public async Task FrontmatterIsNotYaml() =>
        await FailsAsync(CreateFolder(Hello + "\n#file skills/x/SKILL.md\n---\nname: \"x\ndescription: text\n---\ntext"), "CXP2007", "skills/x/SKILL.md");

    [TestMethod]
    public async Task TwoSkillsHaveOneName() =>
        await FailsAsync(CreateFolder(Hello + "\n#file skills/x/SKILL.md\n---\ndescription: Says hello, too.\nname: hello\n---\ntext"), "CXP2006", "skills/x/SKILL.md", 3, 7);

    [TestMethod]
    [DataRow("banana")]
    [DataRow("1.0.0.0.0")]
    [DataRow("1.0-ä")]
    public async Task VersionIsNone(string version)
    {
        var folder = CreateFolder(Hello).Write($"""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <Version>{version}</Version>
              </PropertyGroup>
            </Project>
            """);

        await FailsAsync(folder, "CXP1002", "Contoso.Hello.cxproj", 3);
        (await folder.RunAsync("pack")).FailedWith("CXP1002");
    }

    [TestMethod]
    public async Task VersionOfTheCommandLineIsNone()
    {
        var folder = CreateFolder(Hello);

        (await folder.RunAsync("build", "-p:Version=banana")).FailedWith("CXP1002");
        (await folder.RunAsync("pack", "-p:Version=banana")).FailedWith("CXP1002");
        (await folder.RunAsync("pack", "-p:PackageVersion=banana")).FailedWith("CXP1002");
        Assert.IsFalse(folder.Exists("bin/Debug/plugin"));
    }

    [TestMethod]
    [DataRow("../secret.txt")]
    [DataRow("assets/../../secret.txt")]
    [DataRow("..\\secret.txt")]
    [DataRow("/etc/hostname")]
    public async Task PathLeavesTheProject(string path)
    {
        var folder = CreateFolder(Hello).Write($"""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <Logo>{path}</Logo>
              </PropertyGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder.Root, "secret.txt"), "secret");

        await FailsAsync(folder, "CXP1004", "Contoso.Hello.cxproj", 3);
    }

    [TestMethod]
    public async Task ItemLeavesTheProject()
    {
        var folder = CreateFolder(Hello).Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PluginFile Include="../*.txt" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder.Root, "secret.txt"), "secret");

        await FailsAsync(folder, "CXP1004", "Contoso.Hello.cxproj", 3);
    }

    [TestMethod]
    public async Task FileDoesNotExist() =>
        await FailsAsync(CreateFolder(Hello).Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <Logo>assets/logo.svg</Logo>
              </PropertyGroup>
            </Project>
            """), "CXP1005", "Contoso.Hello.cxproj", 3);

    [TestMethod]
    public async Task JsonDoesNotParse() =>
        await FailsAsync(CreateFolder(Hello + "\n#file mcp/tickets.json\n{\n  \"url\": \"https://a.example\",\n}"), "CXP3001", "mcp/tickets.json", 3);

    [TestMethod]
    [DataRow("/etc/hostname")]
    [DataRow("../../../outside.txt")]
    [DataRow("nowhere.txt")]
    public async Task LinkLeavesTheProject(string target)
    {
        var folder = CreateFolder(Hello);
        File.WriteAllText(Path.Combine(folder.Root, "outside.txt"), "secret");
        File.CreateSymbolicLink(folder.PathOf("skills/hello/link.txt"), target);

        await FailsAsync(folder, "CXP1006", "skills/hello/link.txt");
    }

    [TestMethod]
    public async Task FolderLinkLeavesTheProject()
    {
        var folder = CreateFolder(Hello);
        Directory.CreateDirectory(Path.Combine(folder.Root, "outside", "references"));
        Directory.CreateSymbolicLink(folder.PathOf("skills/outside"), Path.Combine(folder.Root, "outside"));

        await FailsAsync(folder, "CXP1006", "skills/outside");
    }

    [TestMethod]
    public async Task LinkInsideTheProjectIsCopiedAsAFile()
    {
        var folder = CreateFolder(Hello + "\n#file skills/hello/references/a.md\ntext");
        File.CreateSymbolicLink(folder.PathOf("skills/hello/b.md"), "references/a.md");

        (await folder.RunAsync("build")).Succeeded();

        Assert.IsNull(new FileInfo(folder.PathOf("bin/Debug/plugin/skills/hello/b.md")).LinkTarget);
        Assert.AreEqual("text\n", folder.Read("bin/Debug/plugin/skills/hello/b.md"));
    }

    [TestMethod]
    [DataRow("skills/x/SKILL.md")]
    [DataRow("skills/hello/data.bin")]
    [DataRow("mcp/tickets.json")]
    public async Task FileCannotBeRead(string path)
    {
        var folder = CreateFolder(Hello).WriteBytes(path, "{}"u8);
        ChangeMode(folder.PathOf(path), UnixFileMode.None);

        await FailsAsync(folder, "CXP1007", path, prefix: await UnprivilegedAsync());
    }

    [TestMethod]
    public async Task FolderCannotBeRead()
    {
        var folder = CreateFolder(Hello + Skill("second"));
        ChangeMode(folder.PathOf("skills/second"), UnixFileMode.None);

        await FailsAsync(folder, "CXP1007", "skills/second", prefix: await UnprivilegedAsync());
        ChangeMode(folder.PathOf("skills/second"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [TestMethod]
    public async Task OutputFolderIsReadOnly()
    {
        var folder = CreateFolder(Hello);
        Directory.CreateDirectory(folder.PathOf("bin/Debug"));
        ChangeMode(folder.PathOf("bin/Debug"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await FailsAsync(folder, "CXP1008", "Contoso.Hello.cxproj", prefix: await UnprivilegedAsync());
        ChangeMode(folder.PathOf("bin/Debug"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [TestMethod]
    public async Task BuiltPluginIsReadOnly()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("build")).Succeeded();
        var built = folder.Snapshot("bin");
        string[] readOnly = ["bin/Debug/plugin/skills/hello", "bin/Debug/plugin/skills", "bin/Debug/plugin", "bin/Debug"];
        foreach (var path in readOnly)
        {
            ChangeMode(folder.PathOf(path), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        folder.Replace("skills/hello/SKILL.md", "Says hello.", "Says howdy.");
        var build = await folder.RunThroughAsync(await UnprivilegedAsync(), "build");
        foreach (var path in readOnly)
        {
            ChangeMode(folder.PathOf(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        build.FailedWith("CXP1008");
        AssertSame(built, folder.Snapshot("bin"));
    }

    [TestMethod]
    public async Task OutputIsAFile() =>
        await FailsAsync(CreateFolder(Hello + "\n#file bin/Debug/plugin\nin the way"), "CXP1008", "Contoso.Hello.cxproj", leaves: "bin/Debug/plugin");

    [TestMethod]
    public async Task NameIsNotAccepted() =>
        await FailsAsync(CreateFolder(Hello).Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <PackageId>Contoso.Grüße</PackageId>
              </PropertyGroup>
            </Project>
            """), "CXP1001", "Contoso.Hello.cxproj", 3);

    [TestMethod]
    [DataRow("CXP3004", """<McpServer Include="docs" Url="https://contoso.example" §Headers="X-A=1" />""")]
    [DataRow("CXP3019", """<McpServer Include="docs" Package="Contoso.Docs.Mcp" §Version="2.*" />""")]
    [DataRow("CXP3020", """<McpServer Include="docs" Url="https://contoso.example" §Enabled="yes" />""")]
    [DataRow("CXP4014", """<Hook Include="Stop" Command="echo done" §Matches="Bash" />""")]
    [DataRow("CXP4015", """<Hook Include="Stop" §Server="docs" />""")]
    [DataRow("CXP4014", """<App Include="github" ConnectorId="connector_1" §Kind="x" />""")]
    public async Task WrongMetadataIsFoundWhereItIsWritten(string code, string item) =>
        await FailsAsync(
            CreateFolder($"""
                {Hello}
                #file Contoso.Hello.cxproj
                <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
                  <ItemGroup>
                    {item.Replace("§", "", StringComparison.Ordinal)}
                  </ItemGroup>
                </Project>
                """),
            code, "Contoso.Hello.cxproj", 3, 5 + item.IndexOf('§', StringComparison.Ordinal));

    [TestMethod]
    public async Task LibraryIsNoServer()
    {
        var folder = CreateFolder($"""
            {Hello}
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <ProjectReference Include="../Server/Server.csproj" McpServer="tools" />
              </ItemGroup>
            </Project>
            #file ../Server/Server.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """);
        (await folder.RunAsync("build")).FailedWith("CXP3030");
    }

    private static async Task FailsAsync(TestFolder folder, string code, string file, int line = 0, int column = 0, string[]? prefix = null, string? leaves = null)
    {
        var build = (prefix is null ? await folder.RunAsync("build") : await folder.RunThroughAsync(prefix, "build")).FailedWith(code).Says("1 Error(s)");

        var error = build.Error(code);
        Assert.AreEqual(file, error.File, build.Output);
        if (line > 0)
        {
            Assert.AreEqual(line, error.Line, build.Output);
        }

        if (column > 0)
        {
            Assert.AreEqual(column, error.Column, build.Output);
        }

        AssertList(folder.List("bin"), [.. leaves is null ? [] : new[] { leaves["bin/".Length..] }]);
        Assert.IsEmpty(folder.List("obj").Where(path => path.EndsWith("codexplugin.state", StringComparison.Ordinal)));
    }

    private static void ChangeMode(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no mode bits.");
        }
        else
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    // Root may read and write everything, unless it gives that up.
    private static async Task<string[]> UnprivilegedAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            string[] prefix = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"];
            try
            {
                var result = await ChildProcess.RunAsync(ChildProcess.Describe(prefix[0], [.. prefix[1..], "true"], Path.GetTempPath()), TimeSpan.FromMinutes(1));
                if (result.ExitCode == 0)
                {
                    return prefix;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Said below.
            }

            Assert.Inconclusive("Root reads and writes everything, and setpriv cannot take that away here.");
        }

        return [];
    }
}
