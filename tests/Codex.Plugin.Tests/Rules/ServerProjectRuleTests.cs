using Codex.Plugin.Diagnostics;
using Codex.Plugin.Publish;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>References to projects of MCP servers: before they are built, and what becomes of what was published.</summary>
[TestClass]
public sealed class ServerProjectRuleTests
{
    private const string Library = "<AdditionalProjectProperties><TargetFramework Name=\"net10.0\"><_IsExecutable></_IsExecutable></TargetFramework></AdditionalProjectProperties>";
    private const string SelfContained = "<AdditionalProjectProperties><TargetFramework Name=\"net10.0\"><_IsExecutable>true</_IsExecutable><SelfContained>true</SelfContained></TargetFramework></AdditionalProjectProperties>";
    private const string Program = "<AdditionalProjectProperties><TargetFramework Name=\"net10.0\"><_IsExecutable>true</_IsExecutable><SelfContained></SelfContained></TargetFramework></AdditionalProjectProperties>";

    private static readonly ServerProject s_program = new()
    {
        TargetFrameworks = ["net10.0"],
        Monikers = [".NETCoreApp,Version=v10.0"],
        HasSingleTargetFramework = true,
        Properties = Program,
    };

    [TestMethod]
    public void ProjectRestoredWithoutTheMachineIsCXP3028()
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("server/obj/project.assets.json", """
            {
              "version": 4,
              "targets": { "net10.0": {}, "net10.0/linux-x64": {} },
              "libraries": {},
              "project": { "frameworks": { "net10.0": { "downloadDependencies": [ { "name": "Microsoft.NETCore.App.Runtime.linux-x64", "version": "[10.0.12, 10.0.12]" } ] } } }
            }
            """);
        RestoredProject restored = RestoredProject.Find(folder.FullPath("server/obj/Debug/net10.0/Server.dll"))!;
        string project = folder.FullPath("Contoso.Review.cxproj");
        McpServerItem server = Server("tools", ("RuntimeIdentifiers", "linux-x64;win-x64"));

        Assert.IsNull(ServerProjectRules.CheckRestored(project, server, "linux-x64", restored));
        Assert.AreEqual(
            "Contoso.Review.cxproj: error CXP3028: The MCP server 'tools' cannot be published for win-x64, since its project 'server/Server.csproj' was restored without it. "
                + "Add <RuntimeIdentifiers>linux-x64;win-x64</RuntimeIdentifiers> to that project and restore again.",
            ServerProjectRules.CheckRestored(project, server, "win-x64", restored)!.ToString());
        Assert.Contains("Add <PublishAot>true</PublishAot>",
            ServerProjectRules.CheckRestored(project, Server("tools", ("RuntimeIdentifiers", "linux-x64"), ("PublishAot", "true")), "linux-x64", restored)!.Message);
    }

    [TestMethod]
    [DataRow("""{ "targets": [], "libraries": {}, "project": {} }""")]
    [DataRow("""{ "targets": {} }""")]
    [DataRow("[]")]
    [DataRow("not JSON")]
    [DataRow("")]
    public void AssetsFileThatCannotBeReadIsNone(string content)
    {
        using PluginFolder folder = new PluginFolder().Write("obj/project.assets.json", content);

        Assert.IsNull(RestoredProject.Find(folder.FullPath("obj/Debug/Server.dll")));
    }

    [TestMethod]
    [DataRow("a b", "contains ' '")]
    [DataRow("a/b", "contains '/'")]
    [DataRow("é", "contains 'é'")]
    [DataRow("a;b", "contains ';'")]
    [DataRow("a%41", "contains '%'")]
    [DataRow("😀", "contains 'a character beyond U+FFFF'")]
    [DataRow("..", "begins with a dot")]
    [DataRow("-x", "begins with a hyphen")]
    [DataRow("x.", "ends with a dot")]
    [DataRow("con", "is the name of a device on Windows")]
    [DataRow("Nul.x", "is the name of a device on Windows")]
    [DataRow("_rels", "has a meaning of its own in a package")]
    [DataRow("12345678901234567890123456789012345678901234567890123456789012345", "has more than 64 characters")]
    public void NameThatIsNoFolderIsCXP3029(string name, string problem) => AssertFinds("CXP3029", problem, s_program, Server(name));

    [TestMethod]
    public void NamesThatDifferOnlyByCaseAreCXP3029() => AssertFinds("CXP3029", "differs only by case from 'tools'", s_program, Server("tools"), Server("Tools"));

    [TestMethod]
    public void NameOfAMachineIsCXP3029()
    {
        AssertFinds("CXP3029", "is also the runtime identifier", s_program, Server("linux-x64", ("RuntimeIdentifiers", "linux-x64")));
        AssertFinds("CXP3029", "is also the runtime identifier", s_program, Server("Linux.X64", ("RuntimeIdentifiers", "linux-x64")));
        AssertFindsNothing(s_program, Server("linux-x64"));
    }

    [TestMethod]
    [DataRow("tools")]
    [DataRow("Contoso.Tools_2-x")]
    [DataRow("console")]
    public void NameThatIsAFolderIsFine(string name) => AssertFindsNothing(s_program, Server(name));

    [TestMethod]
    public void ProjectThatIsNoProgramIsCXP3030()
    {
        AssertFinds("CXP3030", "it builds a library. Set <OutputType>Exe</OutputType>", s_program with { Properties = Library }, Server("tools"));
        AssertFinds("CXP3030", "it is self-contained", s_program with { Properties = SelfContained }, Server("tools"));
        AssertFinds("CXP3030", "its target framework is net48, which 'dotnet' cannot start", s_program with { TargetFrameworks = ["net48"], Monikers = [".NETFramework,Version=v4.8"] }, Server("tools"));
        AssertFinds("CXP3030", "it is a plugin, not a program", s_program, Server("tools") with { Include = "../Other/Other.cxproj" });
        AssertFinds("CXP3030", "there is no such file", s_program, Server("tools") with { Include = "server/Srver.csproj" });
        AssertFinds("CXP3030", "it is a folder", s_program, Server("tools") with { Include = "server" });
        AssertFindsNothing(s_program with { Properties = SelfContained }, Server("tools", ("RuntimeIdentifiers", "linux-x64")));
        AssertFindsNothing(s_program with { Properties = "" }, Server("tools"));
        AssertFindsNothing(s_program with { Properties = "<not" }, Server("tools"));
        AssertFindsNothing(null, Server("tools"));
        AssertFindsNothing(s_program, Server("tools") with { Include = @"server\Server.csproj" });
    }

    [TestMethod]
    public void ProjectWithSeveralFrameworksNeedsAChoice()
    {
        var several = new ServerProject { TargetFrameworks = ["net8.0", "net10.0", "net48"], Monikers = [".NETCoreApp,Version=v8.0", ".NETCoreApp,Version=v10.0", ".NETFramework,Version=v4.8"], Properties = Program };

        AssertFinds("CXP3030", "it has several target frameworks (net8.0, net10.0, net48). Choose one on the reference: TargetFramework=", several, Server("tools"));
        AssertFinds("CXP3030", "its target framework is not 'net9.0' but net8.0, net10.0, net48", several, Server("tools", ("TargetFramework", "net9.0")));
        AssertFinds("CXP3030", "net48, which 'dotnet' cannot start", several, Server("tools", ("TargetFramework", "net48")));
        AssertFinds("CXP3030", "its target framework is not 'net8.0' but net10.0", s_program, Server("tools", ("TargetFramework", "net8.0")));
        AssertFindsNothing(several, Server("tools", ("TargetFramework", "net10.0")));
        AssertFindsNothing(s_program, Server("tools", ("TargetFramework", "net10.0")));
    }

    [TestMethod]
    [DataRow("a.dll")]
    [DataRow("linux/a.dll")]
    public void FileWhereAPublishedOneGoesIsCXP3031(string file)
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write("obj/Debug/mcp/tools/Tools.dll", "").Write("obj/Debug/mcp/tools/" + file, "x").Write("mcp/tools/" + file, "y").Write("mcp/tools/README.md", "May lie there.");

        PluginCompilation compilation = folder.Compile(project => project with { McpServers = [Published(folder, "Tools.dll")] });

        compilation.HasOnly($"CXP3031 mcp/tools/{file}");
    }

    [TestMethod]
    [DataRow("tools")]
    [DataRow("tools.cmd")]
    public void FileWhereTheLauncherGoesIsCXP3031(string file)
    {
        using PluginFolder folder = PluginFolder.WithSkill().Write("obj/Debug/mcp/tools/linux-x64/Tools", "\u007FELF").Write("mcp/tools/" + file, "y");

        folder.Compile(project => project with { McpServers = [Published(folder, "Tools", "linux-x64")] }).HasOnly($"CXP3031 mcp/tools/{file}");
    }

    [TestMethod]
    [DataRow("linux-x46", "names 'linux-x46', which no launcher can tell from other machines. Did you mean 'linux-x64'?")]
    [DataRow("browser-wasm", "names 'browser-wasm'")]
    [DataRow("win", "names 'win'")]
    [DataRow("linux-x64; linux-x64", "names 'linux-x64' twice")]
    public void MachineThatCannotBeToldIsCXP3032(string machines, string problem) => AssertFinds("CXP3032", problem, s_program, Server("tools", ("RuntimeIdentifiers", machines)));

    [TestMethod]
    public void SettingThatCannotBeIsCXP3032()
    {
        AssertFinds("CXP3032", "SelfContained makes a build for one kind of machine, and none is named", s_program, Server("tools", ("SelfContained", "true")));
        AssertFinds("CXP3032", "PublishAot makes a build for one kind of machine, and none is named", s_program, Server("tools", ("PublishAot", "True")));
        AssertFinds("CXP3032", "SelfContained is 'yes'", s_program, Server("tools", ("SelfContained", "yes"), ("RuntimeIdentifiers", "linux-x64")));
        AssertFinds("CXP3032", "native code (PublishAot) is always self-contained", s_program, Server("tools", ("PublishAot", "true"), ("SelfContained", "false"), ("RuntimeIdentifiers", "linux-x64")));
        AssertFinds("CXP3032", "is compiled only on that operating system", s_program, Server("tools", ("PublishAot", "true"), ("RuntimeIdentifiers", OperatingSystem.IsWindows() ? "linux-x64" : "win-x64")));
        AssertFindsNothing(s_program, Server("tools", ("SelfContained", "true"), ("RuntimeIdentifiers", "linux-x64;win-x64;osx-arm64;linux-musl-arm64")));
        AssertFindsNothing(s_program, Server("tools", ("SelfContained", "false"), ("PublishAot", "false")));
    }

    [TestMethod]
    public void PublishedFolderBecomesPartOfThePlugin()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write("obj/Debug/mcp/tools/Tools.dll", "MZ").Write("obj/Debug/mcp/tools/appsettings.json", "{}").Write("obj/Debug/mcp/tools/runtimes/linux-x64/native/lib.so", "\u007FELF").Write("obj/other.txt", "");

        Compile("a b", "--x").HasOnly();

        TextAssert.AreLines(folder.OutputFiles(),
            ".codex-plugin/plugin.json", ".mcp.json", "mcp/tools/Tools.dll", "mcp/tools/appsettings.json", "mcp/tools/runtimes/linux-x64/native/lib.so", "skills/review/SKILL.md");
        Assert.AreEqual("""
            {
              "mcpServers": {
                "tools": {
                  "command": "dotnet",
                  "args": [
                    "./mcp/tools/Tools.dll",
                    "a b",
                    "--x"
                  ],
                  "cwd": "."
                }
              }
            }

            """.ReplaceLineEndings("\n"), folder.ReadOutput(".mcp.json"));
        IReadOnlyDictionary<string, (DateTime Written, string Content)> first = folder.Snapshot();
        Assert.IsTrue(Compile("a b", "--x").UpToDate);

        // What is gone from the published folder is gone from the plugin.
        folder.Delete("obj/Debug/mcp/tools/appsettings.json");
        Compile("a b", "--x").HasOnly();
        Assert.IsFalse(folder.OutputFiles().Contains("mcp/tools/appsettings.json"));
        Assert.AreEqual(first["mcp/tools/Tools.dll"], folder.Snapshot()["mcp/tools/Tools.dll"]);

        PluginCompilation Compile(params string[] arguments) => folder.Compile(project => project with
        {
            ExcludedFolders = [folder.FullPath("obj")],
            McpServers = [Published(folder, "Tools.dll") with { Settings = new Dictionary<string, string> { ["Arguments"] = string.Join(';', arguments) } }],
        });
    }

    [TestMethod]
    public void BuildsForMachinesGetALauncher()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Write("obj/Debug/mcp/tools/linux-x64/Tools", "\u007FELF").Write("obj/Debug/mcp/tools/win-x64/Tools.exe", "MZ");

        PluginCompilation compilation = folder.Compile(project => project with
        {
            McpServers =
            [
                Published(folder, "Tools", "linux-x64") with
                {
                    Published = [new(folder.FullPath("obj/Debug/mcp/tools/linux-x64"), "Tools", "linux-x64"), new(folder.FullPath("obj/Debug/mcp/tools/win-x64"), "Tools.exe", "win-x64")],
                },
            ],
        });

        compilation.HasOnly();
        TextAssert.AreLines(folder.OutputFiles().Where(static path => path.StartsWith("mcp/", StringComparison.Ordinal)),
            "mcp/tools/linux-x64/Tools", "mcp/tools/tools", "mcp/tools/tools.cmd", "mcp/tools/win-x64/Tools.exe");
        Assert.Contains("\"command\": \"./mcp/tools/tools\",\n      \"cwd\": \".\"", folder.ReadOutput(".mcp.json"));
        if (!OperatingSystem.IsWindows())
        {
            foreach ((string file, bool executable) in new[] { ("tools", true), ("linux-x64/Tools", true), ("tools.cmd", false) })
            {
                Assert.AreEqual(executable, File.GetUnixFileMode(Path.Combine(folder.OutputFolder, "mcp/tools", file)).HasFlag(UnixFileMode.OtherExecute), file);
            }
        }
    }

    [TestMethod]
    public void EntryPointIsFoundByWhatWasPublished()
    {
        using PluginFolder folder = new PluginFolder()
            .Write("portable/T.dll", "").Write("portable/T.runtimeconfig.json", """{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } } }""")
            .Write("self/T.dll", "").Write("self/T", "").Write("self/T.exe", "").Write("self/T.runtimeconfig.json", """{ "runtimeOptions": { "includedFrameworks": [] } }""")
            .Write("native/T", "").Write("library/T.dll", "").Write("bad/T.dll", "").Write("bad/T.runtimeconfig.json", "{");

        Assert.AreEqual("T.dll", Find("portable", null));
        Assert.AreEqual("T.dll", Find("portable", "linux-x64"));
        Assert.AreEqual("T", Find("self", "linux-x64"));
        Assert.AreEqual("T.exe", Find("self", "win-x64"));
        Assert.IsNull(Find("self", null));
        Assert.AreEqual("T", Find("native", "osx-arm64"));
        Assert.IsNull(Find("native", "win-x64"));
        Assert.IsNull(Find("library", null));
        Assert.IsNull(Find("bad", null));
        Assert.IsNull(Find("nowhere", "linux-x64"));

        string? Find(string name, string? machine) => PublishState.FindPublished(folder.FullPath(name), "T.dll", machine);
    }

    [TestMethod]
    public void PublishedServerIsUpToDateUntilSomethingChanges()
    {
        using PluginFolder folder = new PluginFolder().Write("in/a.txt", "a").Write("out/a.txt", "a").Write("out/b/c.txt", "c");
        string state = folder.FullPath("state/tools");
        string output = folder.FullPath("out");
        string inputs = PublishState.Hash([PublishState.Describe(folder.FullPath("in/a.txt"))]);

        Assert.IsNull(PublishState.FindEntryPoint(state, inputs, output));
        PublishState.Save(state, inputs, output, "T.dll");
        Assert.AreEqual("T.dll", PublishState.FindEntryPoint(state, inputs, output));
        Assert.IsNull(PublishState.FindEntryPoint(state, PublishState.Hash(["other"]), output));

        folder.Write("out/b/c.txt", "longer");
        Assert.IsNull(PublishState.FindEntryPoint(state, inputs, output));
        PublishState.Save(state, inputs, output, "T.dll");
        folder.Delete("out/a.txt");
        Assert.IsNull(PublishState.FindEntryPoint(state, inputs, output));
        folder.Write("state/tools", "damaged");
        Assert.IsNull(PublishState.FindEntryPoint(state, inputs, output));

        PublishState.Reset(state, output);
        PublishState.Reset(state, output);
        Assert.IsFalse(Directory.Exists(output));
        Assert.IsFalse(File.Exists(state));
    }

    [TestMethod]
    public void FilesThatBuildingAndPublishingWriteInTurnCountByContent()
    {
        using PluginFolder folder = new PluginFolder().Write("T.deps.json", "{}").Write("T.dll", "x");
        string json = PublishState.Describe(folder.FullPath("T.deps.json"));
        string assembly = PublishState.Describe(folder.FullPath("T.dll"));
        foreach (string file in (ReadOnlySpan<string>)["T.deps.json", "T.dll"])
        {
            File.SetLastWriteTimeUtc(folder.FullPath(file), new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        Assert.AreEqual(json, PublishState.Describe(folder.FullPath("T.deps.json")));
        Assert.AreNotEqual(assembly, PublishState.Describe(folder.FullPath("T.dll")));
        folder.Write("T.deps.json", "[]").Delete("T.dll");
        Assert.AreNotEqual(json, PublishState.Describe(folder.FullPath("T.deps.json")));
        Assert.AreNotEqual(assembly, PublishState.Describe(folder.FullPath("T.dll")));
    }

    private static McpServerItem Published(PluginFolder folder, string entryPoint, string? machine = null) => Server("tools") with
    {
        Published = [new PublishedServer(folder.FullPath("obj/Debug/mcp/tools" + (machine is null ? "" : "/" + machine)), entryPoint, machine)],
    };

    private static McpServerItem Server(string name, params (string Name, string Value)[] settings) => new(name)
    {
        ItemType = "ProjectReference",
        Include = "server/Server.csproj",
        Settings = settings.ToDictionary(static setting => setting.Name, static setting => setting.Value, StringComparer.OrdinalIgnoreCase),
    };

    private static void AssertFindsNothing(ServerProject? project, params McpServerItem[] servers) => Assert.IsEmpty(Check(project, servers));

    private static void AssertFinds(string id, string text, ServerProject? project, params McpServerItem[] servers)
    {
        Diagnostic found = Check(project, servers).Single();
        Assert.AreEqual(id, found.Descriptor.Id, found.Message);
        Assert.Contains(text, found.Message);
        Assert.AreEqual("Contoso.Review.cxproj(3,6)", found.Location.ToString());
    }

    private static IReadOnlyList<Diagnostic> Check(ServerProject? project, McpServerItem[] servers)
    {
        using PluginFolder folder = new PluginFolder().Write("server/Server.csproj", "<Project />").Write("Contoso.Review.cxproj", """
            <Project Sdk="Codex.Plugin.Sdk/1.0.0">
              <ItemGroup>
                <ProjectReference Include="server/Server.csproj" McpServer="tools" />
              </ItemGroup>
            </Project>
            """);
        return ServerProjectRules.Check(folder.FullPath("Contoso.Review.cxproj"), servers, _ => project);
    }
}
