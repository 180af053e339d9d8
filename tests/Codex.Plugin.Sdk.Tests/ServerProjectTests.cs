using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>A ProjectReference with the metadata McpServer: built once, published into the plugin, started from there.</summary>
[TestClass]
public sealed class ServerProjectTests : EndToEndTest
{
    private const string PublishedTo = "obj/Debug/mcp/tools/";

    /// <summary>An MCP server in a few lines and without packages; its only tool is named after what its library says.</summary>
    private const string Server = """"
        #file Tools/Tools.csproj
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="../Words/Words.csproj" />
            <Content Include="data/**" CopyToOutputDirectory="PreserveNewest" />
          </ItemGroup>
        </Project>
        #file Tools/Program.cs
        using System.Text.Json;

        while (Console.ReadLine() is { } line)
        {
            using JsonDocument request = JsonDocument.Parse(line);
            if (request.RootElement.TryGetProperty("id", out JsonElement id))
            {
                string result = request.RootElement.GetProperty("method").GetString() == "initialize"
                    ? """{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"tools","version":"1"}}"""
                    : """{"tools":[{"name":"NAME","inputSchema":{"type":"object"}}]}""".Replace("NAME", Words.Name + string.Join('+', args));
                Console.WriteLine("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
            }
        }
        #file Tools/data/words.txt
        words
        #file Words/Words.csproj
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <NoWarn>CS1591</NoWarn>
          </PropertyGroup>
        </Project>
        #file Words/Words.cs
        public static class Words { public static string Name => "greet"; }
        """";

    private const string Plugin = """

        #file Plugin/Contoso.Review.cxproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
          <ItemGroup>
            <ProjectReference Include="../Tools/Tools.csproj" McpServer="tools" Arguments="-a;b c" />
          </ItemGroup>
        </Project>
        """;

    private static readonly string Rid = $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    [TestMethod]
    public async Task ServerIsPublishedIntoThePluginAndStartsThere()
    {
        var folder = CreateFolder(Server + Plugin + Skill("review", "Plugin/"));

        (await folder.RunAsync("build", "Plugin")).Succeeded().Says("1 skill, 1 MCP server, ");

        AssertList(folder.List("Plugin/bin/Debug/plugin"), ".codex-plugin/plugin.json", ".mcp.json",
            "mcp/tools/Tools.deps.json", "mcp/tools/Tools.dll", "mcp/tools/Tools.runtimeconfig.json", "mcp/tools/Words.dll", "mcp/tools/data/words.txt",
            "skills/review/SKILL.md");
        Assert.AreEqual("""{"command":"dotnet","args":["./mcp/tools/Tools.dll","-a","b c"],"cwd":"."}""", Entry(folder, "tools"));
        Assert.AreEqual("greet-a+b c", await AskAsync(folder.PathOf("Plugin/bin/Debug/plugin"), "tools"));
    }

    [TestMethod]
    public async Task UnchangedServerIsNotPublishedAgain()
    {
        var folder = CreateFolder(Server + Plugin + Skill("review", "Plugin/"));
        await AssertPublishesAsync(true);
        var published = folder.Snapshot("Plugin/obj/Debug/mcp", "Plugin/obj/Debug/mcp.state");

        await AssertPublishesAsync(false);
        folder.Replace("Plugin/skills/review/SKILL.md", "Do review.", "Do review well.");
        await AssertPublishesAsync(false);
        folder.Replace("Plugin/Contoso.Review.cxproj", "b c", "changed");
        await AssertPublishesAsync(false);
        AssertSame(published, folder.Snapshot("Plugin/obj/Debug/mcp", "Plugin/obj/Debug/mcp.state"));
        Assert.AreEqual("greet-a+changed", await AskAsync(folder.PathOf("Plugin/bin/Debug/plugin"), "tools"));

        folder.Replace("Tools/Program.cs", "string.Join('+', args)", "string.Join('-', args)");
        await AssertPublishesAsync(true);
        folder.Replace("Words/Words.cs", "greet", "welcome");
        await AssertPublishesAsync(true);
        Assert.AreEqual("welcome-a-changed", await AskAsync(folder.PathOf("Plugin/bin/Debug/plugin"), "tools"));
        await AssertPublishesAsync(false);

        folder.Write("#file Tools/data/more.txt\nmore");
        await AssertPublishesAsync(true);
        Assert.IsTrue(folder.Exists("Plugin/bin/Debug/plugin/mcp/tools/data/more.txt"));
        folder.Delete("Tools/data/more.txt");
        await AssertPublishesAsync(true);
        Assert.IsFalse(folder.Exists("Plugin/bin/Debug/plugin/mcp/tools/data/more.txt"));
        // As a version control system does that goes back.
        File.SetLastWriteTimeUtc(folder.PathOf("Tools/data/words.txt"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await AssertPublishesAsync(true);
        folder.Replace("Tools/Tools.csproj", "<ImplicitUsings>", "<RollForward>Major</RollForward><ImplicitUsings>");
        await AssertPublishesAsync(true);
        Assert.Contains("rollForward", folder.Read("Plugin/bin/Debug/plugin/mcp/tools/Tools.runtimeconfig.json"));
        folder.Delete("Plugin/obj/Debug/mcp/tools/Words.dll");
        await AssertPublishesAsync(true);
        folder.Delete("Plugin/obj/Debug/mcp.state");
        await AssertPublishesAsync(true);
        await AssertPublishesAsync(false);

        async Task AssertPublishesAsync(bool expected)
        {
            var result = (await folder.RunAsync("build", "Plugin")).Succeeded();
            Assert.AreEqual(expected, result.Output.Contains(PublishedTo, StringComparison.Ordinal), result.Output);
        }
    }

    [TestMethod]
    public async Task SolutionWithTwoPluginsBuildsTheServerOnce()
    {
        var folder = CreateFolder(Server + Plugin + """

            #file Second/Contoso.Second.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <ProjectReference Include="../Tools/Tools.csproj" McpServer="tools-2" />
                <ProjectReference Include="../Tools/Tools.csproj" McpServer="tools.3" Arguments="three" />
              </ItemGroup>
            </Project>
            """);
        (await folder.RunAsync("new", "sln", "-n", "All")).Succeeded();
        (await folder.RunAsync("sln", "add", "Plugin", "Second", "Tools", "Words")).Succeeded();

        var build = (await folder.RunAsync("build", "All.slnx", "-m:4")).Succeeded();

        Assert.AreEqual(1, build.Lines.Count(static line => line.TrimEnd().EndsWith("Tools.dll", StringComparison.Ordinal)), build.Output);
        Assert.AreEqual("greet-a+b c", await AskAsync(folder.PathOf("Plugin/bin/Debug/plugin"), "tools"));
        Assert.AreEqual("greet", await AskAsync(folder.PathOf("Second/bin/Debug/plugin"), "tools-2"));
        Assert.AreEqual("greetthree", await AskAsync(folder.PathOf("Second/bin/Debug/plugin"), "tools.3"));
        var outputs = folder.Snapshot("Plugin/bin", "Plugin/obj/Debug/mcp", "Second/bin", "Second/obj/Debug/mcp");
        (await folder.RunAsync("build", "All.slnx", "-m:4", "--no-restore")).Succeeded();
        AssertSame(outputs, folder.Snapshot("Plugin/bin", "Plugin/obj/Debug/mcp", "Second/bin", "Second/obj/Debug/mcp"));
    }

    [TestMethod]
    public async Task PackHoldsTheServerAndNamesNoDependency()
    {
        var folder = CreateFolder(Server + Plugin);

        (await folder.RunAsync("pack", "Plugin", "-o", "first")).Succeeded();
        Assert.IsTrue(folder.Exists("Tools/bin/Release/net10.0/Tools.dll"), "what is packed is a release");
        folder.Delete("Plugin/bin", "Plugin/obj");
        (await folder.RunAsync("pack", "Plugin", "-o", "second")).Succeeded();
        (await folder.RunAsync("pack", "Plugin", "-o", "third", "--no-build")).Succeeded();

        var package = TestPackage.Open(folder.PathOf("first/Contoso.Review.1.0.0.nupkg"));
        AssertList(package.Files, "codexplugin.json", "plugin/.codex-plugin/plugin.json", "plugin/.mcp.json",
            "plugin/mcp/tools/Tools.deps.json", "plugin/mcp/tools/Tools.dll", "plugin/mcp/tools/Tools.runtimeconfig.json", "plugin/mcp/tools/Words.dll", "plugin/mcp/tools/data/words.txt");
        Assert.IsEmpty(package.Dependencies);
        Assert.Contains("""
                "mcpServers": [
                  {
                    "name": "tools",
                    "kind": "bundled",
                    "command": "dotnet",
            """.ReplaceLineEndings("\n"), package.Text("codexplugin.json"));
        foreach (var other in new[] { "second", "third" })
        {
            CollectionAssert.AreEqual(File.ReadAllBytes(folder.PathOf("first/Contoso.Review.1.0.0.nupkg")), File.ReadAllBytes(folder.PathOf($"{other}/Contoso.Review.1.0.0.nupkg")), other);
        }
    }

    [TestMethod]
    public async Task CleanRemovesWhatWasPublished()
    {
        var folder = CreateFolder(Server + Plugin);
        (await folder.RunAsync("build", "Plugin")).Succeeded();

        (await folder.RunAsync("clean", "Plugin")).Succeeded();

        Assert.IsEmpty(folder.List("Plugin/bin/Debug/plugin"));
        Assert.IsEmpty(folder.List("Plugin/obj/Debug/mcp"));
        Assert.IsEmpty(folder.List("Plugin/obj/Debug/mcp.state"));
        (await folder.RunAsync("build", "Plugin")).Succeeded().Says(PublishedTo);
    }

    [TestMethod]
    public async Task OddFoldersAreNoHindrance()
    {
        var folder = CreateFolder();
        folder.Write((Server + Plugin).Replace("#file ", "#file it's (a) [b] + @ ünï 日本/", StringComparison.Ordinal));

        (await folder.RunInAsync("it's (a) [b] + @ ünï 日本", "build", "Plugin")).Succeeded();

        Assert.AreEqual("greet-a+b c", await AskAsync(folder.PathOf("it's (a) [b] + @ ünï 日本/Plugin/bin/Debug/plugin"), "tools"));
    }

    [TestMethod]
    public async Task ArtifactsOutputIsNoHindrance()
    {
        var folder = CreateFolder(Server + Plugin + """

            #file Directory.Build.props
            <Project>
              <PropertyGroup>
                <UseArtifactsOutput>true</UseArtifactsOutput>
                <ArtifactsPath>$(MSBuildThisFileDirectory)artifacts</ArtifactsPath>
              </PropertyGroup>
            </Project>
            """);

        (await folder.RunAsync("build", "Plugin")).Succeeded();
        (await folder.RunAsync("build", "Plugin", "--no-restore")).Succeeded().DoesNotSay("/mcp/tools/");

        Assert.AreEqual("greet-a+b c", await AskAsync(folder.PathOf("artifacts/bin/Contoso.Review/debug/plugin"), "tools"));
    }

    [TestMethod]
    public async Task ReferenceThatCannotBeAServerIsAnError()
    {
        var folder = CreateFolder(Server + Plugin);

        await AssertFailsAsync("../Words/Words.csproj", "tools", "CXP3030");
        await AssertFailsAsync("../Nowhere/Nowhere.csproj", "tools", "CXP3030");
        await AssertFailsAsync("../Tools/Tools.csproj", "a b", "CXP3029");
        await AssertFailsAsync("../Tools/Tools.csproj", "tools", "CXP3028", $"RuntimeIdentifiers=\"{Rid}\"");
        await AssertFailsAsync("../Tools/Tools.csproj", "tools", "CXP3032", "SelfContained=\"true\"");

        folder.Write("#file Plugin/mcp/tools/Tools.dll\nx");
        (await BuildAsync("../Tools/Tools.csproj", "tools", "")).FailedWith("CXP3031");
        folder.Delete("Plugin/mcp");

        // What the compiler of the server says is enough.
        folder.Replace("Tools/Program.cs", "while", "whale");
        var failed = await BuildAsync("../Tools/Tools.csproj", "tools", "");
        Assert.IsNotEmpty(failed.Errors);
        Assert.IsTrue(failed.Errors.All(static error => error.Code.StartsWith("CS", StringComparison.Ordinal)), failed.Output);

        async Task AssertFailsAsync(string project, string name, string code, string metadata = "")
        {
            var error = (await BuildAsync(project, name, metadata)).FailedWith(code).Error(code);
            Assert.AreEqual("Contoso.Review.cxproj(3,6)", $"{Path.GetFileName(error.File)}({error.Line},{error.Column})");
        }

        Task<DotnetResult> BuildAsync(string project, string name, string metadata)
        {
            folder.Write($"""
                #file Plugin/Contoso.Review.cxproj
                <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
                  <ItemGroup>
                    <ProjectReference Include="{project}" McpServer="{name}" {metadata} />
                  </ItemGroup>
                </Project>
                """);
            return folder.RunAsync("build", "Plugin");
        }
    }

    [TestMethod]
    public async Task PluginIsNoServer()
    {
        var folder = CreateFolder(Hello + """

            #file Plugin/Contoso.Review.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <ProjectReference Include="../Contoso.Hello.cxproj" McpServer="hello" />
              </ItemGroup>
            </Project>
            """);

        (await folder.RunAsync("build", "Plugin")).FailedWith("CXP3030").Says("it is a plugin, not a program");
    }

    [TestMethod]
    public async Task ProjectWithSeveralFrameworksIsPublishedForTheChosenOne()
    {
        var folder = CreateFolder(Server + Plugin, ownPackages: true, sources: await SdkPackages.GetUserSourcesAsync());
        folder.Replace("Tools/Tools.csproj", "<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0</TargetFrameworks>");
        (await folder.RunAsync("build", "Plugin")).Succeeded();
        Assert.AreEqual("greet-a+b c", await AskAsync(folder.PathOf("Plugin/bin/Debug/plugin"), "tools"));

        folder.Replace("Tools/Tools.csproj", "<TargetFrameworks>net10.0", "<TargetFrameworks>netstandard2.0;net10.0");
        folder.Replace("Tools/Tools.csproj", "<ProjectReference Include", "<ProjectReference Condition=\"'$(TargetFramework)' == 'net10.0'\" Include");
        folder.Replace("Tools/Program.cs", "using System", "#if NET\nusing System");
        folder.Write("#file Tools/End.cs\n#if !NET\nclass P { static void Main() { } }\n#endif");
        File.AppendAllText(folder.PathOf("Tools/Program.cs"), "#endif\n");
        (await folder.RunAsync("build", "Plugin")).FailedWith("CXP3030").Says("TargetFramework=\"net10.0\"");

        folder.Replace("Plugin/Contoso.Review.cxproj", "McpServer=", "TargetFramework=\"net10.0\" McpServer=");
        (await folder.RunAsync("build", "Plugin")).Succeeded();
        Assert.AreEqual("greet-a+b c", await AskAsync(folder.PathOf("Plugin/bin/Debug/plugin"), "tools"));
        Assert.IsFalse(folder.Exists("Tools/bin/Debug/netstandard2.0/Tools.dll"), "only the chosen framework is built");
    }

    [TestMethod]
    public async Task ServerWithItsRuntimeIsStartedByALauncher()
    {
        var folder = await CreateFolderForMachineAsync("SelfContained=\"true\"");

        (await folder.RunAsync("build", "Plugin")).Succeeded();

        var plugin = folder.PathOf("Plugin/bin/Debug/plugin");
        Assert.AreEqual("""{"command":"./mcp/tools/tools","args":["-a","b c"],"cwd":"."}""", Entry(folder, "tools"));
        Assert.AreEqual("greet-a+b c", await AskAsync(plugin, "tools"));
        Assert.IsFalse(folder.Exists("Tools/bin/Debug/net10.0/Tools.dll"), "a build for every machine is not needed");
        Assert.IsFalse(File.Exists(Path.Combine(plugin, $"mcp/tools/{Rid}/Tools.pdb")));
        (await folder.RunAsync("build", "Plugin")).Succeeded().DoesNotSay(PublishedTo);

        // Without the runtime, dotnet starts what is published for the machine.
        folder.Replace("Plugin/Contoso.Review.cxproj", " SelfContained=\"true\"", "");
        (await folder.RunAsync("build", "Plugin")).Succeeded().Says(PublishedTo);
        Assert.AreEqual("greet-a+b c", await AskAsync(plugin, "tools"));
        Assert.IsFalse(folder.List($"Plugin/bin/Debug/plugin/mcp/tools/{Rid}").Contains("System.Private.CoreLib.dll"));
    }

    [TestMethod]
    public async Task ServerOfNativeCodeIsStartedByALauncher()
    {
        if (!OperatingSystem.IsLinux() || !(File.Exists("/usr/bin/clang") || File.Exists("/usr/bin/gcc")))
        {
            Assert.Inconclusive("There is no linker for native code.");
        }

        var folder = await CreateFolderForMachineAsync("PublishAot=\"true\"");
        folder.Replace("Tools/Tools.csproj", "<ImplicitUsings>", "<PublishAot>true</PublishAot><ImplicitUsings>");

        (await folder.RunAsync("build", "Plugin")).Succeeded();

        AssertList(folder.List("Plugin/bin/Debug/plugin/mcp/tools"), $"{Rid}/Tools", $"{Rid}/data/words.txt", "tools", "tools.cmd");
        Assert.AreEqual("greet-a+b c", await AskAsync(folder.PathOf("Plugin/bin/Debug/plugin"), "tools"));
        (await folder.RunAsync("build", "Plugin")).Succeeded().DoesNotSay(PublishedTo);
        folder.Replace("Words/Words.cs", "greet", "welcome");
        (await folder.RunAsync("build", "Plugin")).Succeeded().Says(PublishedTo);
        Assert.AreEqual("welcome-a+b c", await AskAsync(folder.PathOf("Plugin/bin/Debug/plugin"), "tools"));

        // The same project can go without: dotnet then starts it.
        folder.Replace("Plugin/Contoso.Review.cxproj", $"RuntimeIdentifiers=\"{Rid}\" PublishAot=\"true\"", "");
        (await folder.RunAsync("build", "Plugin")).Succeeded().Says(PublishedTo);
        Assert.AreEqual("welcome-a+b c", await AskAsync(folder.PathOf("Plugin/bin/Debug/plugin"), "tools"));
        (await folder.RunAsync("build", "Plugin")).Succeeded().DoesNotSay(PublishedTo);
    }

    [TestMethod]
    public async Task CodexListsTheToolsOfAServerFromAFeed()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolder(ownPackages: true, sources: await SdkPackages.GetUserSourcesAsync());
        folder.Write("""
            #file Tools/Contoso.Tools.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifiers>RUNTIME</RuntimeIdentifiers>
                <Nullable>enable</Nullable>
                <!-- A package asks for a version that the feed has only newer. -->
                <NoWarn>$(NoWarn);NU1603</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ModelContextProtocol" Version="2.4.0" />
                <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.0" />
              </ItemGroup>
            </Project>
            #file Tools/Program.cs
            using System.ComponentModel;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;
            using Microsoft.Extensions.Logging;
            using ModelContextProtocol.Server;

            HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
            // Standard output belongs to the protocol.
            builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.Services.AddMcpServer().WithStdioServerTransport().WithToolsFromAssembly();
            await builder.Build().RunAsync();

            [McpServerToolType]
            public static class GreetingTools
            {
                [McpServerTool(Name = "greet"), Description("Greets somebody.")]
                public static string Greet(string name) => $"Hello, {name}!";
            }
            #file Plugin/Contoso.Review.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <ProjectReference Include="../Tools/Contoso.Tools.csproj" McpServer="portable" />
                <ProjectReference Include="../Tools/Contoso.Tools.csproj" McpServer="own.runtime" RuntimeIdentifiers="RUNTIME" SelfContained="true" />
              </ItemGroup>
            </Project>
            #file Consumer/plugins.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <Sdk Name="Codex.Plugin.Sdk" Version="SDK_VERSION" />
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="Contoso.Review" Version="1.0.0" /></ItemGroup>
            </Project>
            """.Replace("RUNTIME", Rid, StringComparison.Ordinal));
        (await folder.RunAsync("pack", "Plugin", "-o", "packed")).SucceededWithWarnings();
        (await folder.RunAsync("nuget", "push", "packed/*.nupkg", "--source", folder.Feed)).Succeeded();
        folder.Delete("Tools", "Plugin", "packed");
        (await folder.RunAsync("restore", "Consumer")).Succeeded();
        if (!OperatingSystem.IsWindows())
        {
            // As packages arrive elsewhere.
            foreach (var file in new DirectoryInfo(Path.Combine(folder.PackagesFolder, "contoso.review")).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                file.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
        }

        (await folder.RunAsync("msbuild", "Consumer", "-t:LayOutMarketplace")).Succeeded();
        var marketplace = SampleTests.FindMarketplace(folder);
        var plugin = Path.Combine(marketplace, "plugins", "contoso-review");

        Assert.AreEqual("greet", await AskAsync(plugin, "portable"));
        Assert.AreEqual("greet", await AskAsync(plugin, "own.runtime"));
        Assert.AreEqual("own.runtime: greet\nportable: greet", await ListToolsAsync(marketplace, "contoso-review"));
    }

    private async Task<TestFolder> CreateFolderForMachineAsync(string metadata)
    {
        var folder = CreateFolder(Server + Plugin, ownPackages: true, sources: await SdkPackages.GetUserSourcesAsync());
        folder.Replace("Tools/Tools.csproj", "<ImplicitUsings>", $"<RuntimeIdentifiers>{Rid}</RuntimeIdentifiers><ImplicitUsings>");
        folder.Replace("Plugin/Contoso.Review.cxproj", "McpServer=", $"RuntimeIdentifiers=\"{Rid}\" {metadata} McpServer=");
        return folder;
    }

    private static string Entry(TestFolder folder, string server) => folder.ReadJson("Plugin/bin/Debug/plugin/.mcp.json")["mcpServers"]![server]!.ToJsonString();

    /// <summary>The tools that the real Codex lists of each server of an installed plugin.</summary>
    private static async Task<string> ListToolsAsync(string marketplace, string plugin)
    {
        using var home = await CodexHome.CreateAsync();
        await home.InstallAsync(plugin, await home.AddMarketplaceAsync(marketplace));
        return string.Join('\n', await home.ListToolsAsync());
    }

    /// <summary>Starts the server as its entry says, in the plugin's folder and with the environment that Codex gives to one, and asks for its tools.</summary>
    private static async Task<string> AskAsync(string plugin, string server)
    {
        var entry = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(plugin, ".mcp.json"))).RootElement.GetProperty("mcpServers").GetProperty(server);
        var command = entry.GetProperty("command").GetString()!;
        var path = command.StartsWith("./", StringComparison.Ordinal) ? Path.Combine(plugin, command[2..]) + (OperatingSystem.IsWindows() ? ".cmd" : "") : command;
        var start = ChildProcess.Describe(path, entry.TryGetProperty("args", out var args) ? args.EnumerateArray().Select(static text => text.GetString()!) : [], plugin);
        var search = start.Environment["PATH"];
        if (!OperatingSystem.IsWindows())
        {
            start.Environment.Clear();
            start.Environment["PATH"] = search;
            start.Environment["HOME"] = plugin;
        }

        using var process = Process.Start(start)!;
        try
        {
            var log = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""");
            await process.StandardInput.FlushAsync();
            if (await process.StandardOutput.ReadLineAsync().WaitAsync(CodexHome.Timeout) is null)
            {
                Assert.Fail($"The server '{server}' ended: {await log}");
            }

            await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
            await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
            await process.StandardInput.FlushAsync();
            var answer = await process.StandardOutput.ReadLineAsync().WaitAsync(CodexHome.Timeout);
            return string.Join(", ", JsonDocument.Parse(answer!).RootElement.GetProperty("result").GetProperty("tools").EnumerateArray().Select(static tool => tool.GetProperty("name").GetString()));
        }
        finally
        {
            await ChildProcess.KillAsync(process);
        }
    }
}
