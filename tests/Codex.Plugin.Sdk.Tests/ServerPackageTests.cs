using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Feed;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>MCP servers from a feed: <c>&lt;McpServer Package="..." Version="..." /&gt;</c>.</summary>
[TestClass]
public sealed class ServerPackageTests : EndToEndTest
{
    private const string State = "obj/Debug/codexplugin.servers";

    private const string Needs = """
        {
          "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
          "name": "io.github.contoso/build",
          "description": "Builds.",
          "version": "2.1.0",
          "packages": [
            {
              "registryType": "nuget",
              "identifier": "Contoso.Build.Mcp",
              "version": "2.1.0",
              "transport": { "type": "stdio" },
              "environmentVariables": [ { "name": "BUILD_TOKEN", "description": "The token of the build server.", "isRequired": true, "isSecret": true } ]
            }
          ]
        }
        """;

    [TestMethod]
    public async Task PackageIsAskedForOnce()
    {
        var folder = CreateFolderWithServer();
        await using var feed = await StartFeedAsync(folder);

        (await folder.RunAsync("build")).Succeeded();
        var entry = folder.ReadJson("bin/Debug/plugin/.mcp.json")["mcpServers"]!["contoso-build"]!;
        Assert.AreEqual("dotnet", (string?)entry["command"]);
        Assert.AreEqual("dnx Contoso.Build.Mcp@2.1.0 --yes", string.Join(' ', entry["args"]!.AsArray().Take(3)));
        var asked = Paths(feed);
        Assert.HasCount(3, asked, string.Join(' ', asked));

        var before = folder.Snapshot(".");
        (await folder.RunAsync("build", "--no-restore")).Succeeded();
        (await folder.RunAsync("build")).Succeeded();
        AssertList(Paths(feed), asked);
        AssertSame(before, folder.Snapshot("."));

        // What is in the packages folder needs no feed, even where the project has no memory of it.
        feed.Fail(Request.Any, Fault.Status(500));
        (await folder.RunAsync("build", "-t:Rebuild")).Succeeded();
        AssertList(Paths(feed), asked);
    }

    [TestMethod]
    public async Task PackageThatNoSourceHasIsAnError()
    {
        var folder = CreateFolderWithServer(version: "3.0.0");
        await using var feed = await StartFeedAsync(folder);

        var missingVersion = (await folder.RunAsync("build")).FailedWith("CXP3033").Error("CXP3033");
        Assert.AreEqual("Contoso.Hello.cxproj(3,6)", $"{missingVersion.File}({missingVersion.Line},{missingVersion.Column})");
        Assert.Contains("Contoso.Build.Mcp 3.0.0", missingVersion.Text);
        Assert.Contains("TestFeed [ Nearest version: 2.1.0 ]", missingVersion.Text);

        // An answer that is none is not kept: the package may be on the feed now.
        folder.Replace("Contoso.Hello.cxproj", "Contoso.Build.Mcp", "Contoso.Biuld.Mcp");
        Assert.Contains("which none of the sources has: TestFeed", (await folder.RunAsync("build")).FailedWith("CXP3033").Error("CXP3033").Text);
        feed.Add(TestPackage.Create(folder.Feed, "Contoso.Biuld.Mcp", "3.0.0", "DotnetTool"));
        (await folder.RunAsync("build")).Succeeded();
    }

    [TestMethod]
    public async Task SourceMappingAndCentralVersionsHold()
    {
        var folder = CreateFolderWithServer(version: "");
        folder.Write("""
            #file nuget.config
            <configuration>
              <packageSourceMapping>
                <packageSource key="feed2"><package pattern="Codex.*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            #file Directory.Packages.props
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Contoso.Build.Mcp" Version="2.1.0" />
              </ItemGroup>
            </Project>
            """);

        var error = (await folder.RunAsync("build")).FailedWith("CXP3033").Error("CXP3033");
        Assert.Contains("Contoso.Build.Mcp 2.1.0", error.Text);
        Assert.Contains("packageSourceMapping", error.Text);
    }

    [TestMethod]
    public async Task PackageThatIsNoToolIsAnError()
    {
        var folder = CreateFolderWithServer(packageType: null);

        Assert.Contains("library", (await folder.RunAsync("build")).FailedWith("CXP3034").Error("CXP3034").Text);
        Assert.IsFalse(folder.Exists("bin/Debug/plugin"));
    }

    [TestMethod]
    public async Task VariableThatThePackageNeedsIsDeclared()
    {
        var folder = CreateFolderWithServer(metadata: "");
        var missing = (await folder.RunAsync("build", "-p:ErrorLog=out.sarif")).FailedWith("CXP3036").Error("CXP3036");
        Assert.Contains("BUILD_TOKEN (The token of the build server)", missing.Text);
        Assert.Contains("EnvVars=\"BUILD_TOKEN\"", missing.Text);
        Assert.Contains("CXP3036", folder.Read("out.sarif"));

        folder.Replace("Contoso.Hello.cxproj", " />\n  </ItemGroup>", " Environment=\"BUILD_TOKEN=hush\" />\n  </ItemGroup>");
        Assert.Contains("takes a secret", (await folder.RunAsync("build")).FailedWith("CXP3036").DoesNotSay("hush").Error("CXP3036").Text);

        folder.Replace("Contoso.Hello.cxproj", "Environment=\"BUILD_TOKEN=hush\"", "EnvVars=\"OTHER;BUILD_TOKEN\"");
        (await folder.RunAsync("build", "-p:ErrorLog=out.sarif")).Succeeded();
        Assert.DoesNotContain("CXP3036", folder.Read("out.sarif"));
    }

    [TestMethod]
    public async Task OfflineIsAWarningThatIsShownAgainWithoutAskingAgain()
    {
        var folder = CreateFolderWithServer();
        await using var feed = await StartFeedAsync(folder);
        folder.WriteConfig(TestFeed.UnreachableConfig);

        var offline = (await folder.RunAsync("build", "-p:ErrorLog=out.sarif")).SucceededWithWarnings("CXP3035").Warnings[0];
        Assert.AreEqual("Contoso.Hello.cxproj(3,6)", $"{offline.File}({offline.Line},{offline.Column})");
        Assert.Contains("http://127.0.0.1:", offline.Text);
        Assert.Contains("Connection refused", offline.Text);
        var log = folder.Read("out.sarif");
        Assert.Contains("CXP3035", log);

        var before = folder.Snapshot("obj", "bin");
        Assert.AreEqual(offline.Text, (await folder.RunAsync("build", "-p:ErrorLog=out.sarif")).SucceededWithWarnings("CXP3035").Warnings[0].Text);
        AssertSame(before, folder.Snapshot("obj", "bin"));
        Assert.AreEqual(log, folder.Read("out.sarif"));

        // Somebody has mended the configuration, and does not want to wait.
        folder.WriteConfig(feed.Config);
        (await folder.RunAsync("build")).Succeeded();
        Assert.IsFalse(folder.Exists(State + "/unanswered.json"));
    }

    [TestMethod]
    [DataRow(401, "401 (Unauthorized)")]
    [DataRow(500, "500 (Internal Server Error)")]
    [DataRow(404, "404 (Not Found)")]
    public async Task RefusalIsAWarningWithTheSourcesAnswer(int status, string answer)
    {
        var folder = CreateFolderWithServer();
        await using var feed = await StartFeedAsync(folder);
        feed.Fail(Request.Any, Fault.Status(status));
        folder.Use(feed);

        Assert.Contains(answer, (await folder.RunAsync("build")).SucceededWithWarnings("CXP3035").Warnings[0].Text);
        var asked = feed.Requests.Count;
        Assert.Contains(answer, (await folder.RunAsync("build")).SucceededWithWarnings("CXP3035").Warnings[0].Text);
        Assert.HasCount(asked, feed.Requests);

        feed.Heal();
        (await folder.RunAsync("build", "-t:Rebuild")).Succeeded();
    }

    [TestMethod]
    public async Task FeedThatNeverAnswersDoesNotHoldTheBuildUp()
    {
        var folder = CreateFolderWithServer();
        await using var feed = await StartFeedAsync(folder);
        feed.Fail(Request.Any, Fault.Silence());
        folder.Use(feed);

        var silent = (await folder.RunAsync("build", "-p:CheckMcpServerPackagesTimeout=3")).SucceededWithWarnings("CXP3035").Warnings[0];
        Assert.Contains("did not answer within 3 s", silent.Text);
        Assert.Contains("http://127.0.0.1:", silent.Text);
    }

    [TestMethod]
    public async Task CheckCanBeSwitchedOff()
    {
        var folder = CreateFolderWithServer(metadata: "");
        await using var feed = await StartFeedAsync(folder);

        (await folder.RunAsync("build", "-p:CheckMcpServerPackages=false")).Succeeded();
        Assert.IsEmpty(feed.Requests);
        Assert.IsFalse(folder.Exists(State));
        Assert.Contains("CheckMcpServerPackagesTimeout", (await folder.RunAsync("build", "-p:CheckMcpServerPackagesTimeout=soon")).Errors.Single().Text);
    }

    [TestMethod]
    public async Task PluginWithoutSuchServersPaysNothing()
    {
        var folder = CreateFolder(Hello.Replace("<Project Sdk=\"Codex.Plugin.Sdk/SDK_VERSION\" />", """
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <McpServer Include="docs" Url="https://docs.contoso.example/mcp" />
              </ItemGroup>
            </Project>
            """, StringComparison.Ordinal));

        (await folder.RunAsync("build", "-v:d")).Succeeded().Says("Task \"CompilePlugin\"").DoesNotSay("Task \"CheckMcpServerPackages\"");
    }

    /// <summary>Packed by its author, found by the build, downloaded and started by Codex.</summary>
    [TestMethod]
    public async Task CodexStartsTheServerFromTheFeed()
    {
        await CodexCli.RequireAsync();
        var folder = CreateFolderWithPackages(Server + Plugin("2.1.0", "EnvVars=\"BUILD_TOKEN\"", "plugin/"));
        (await folder.RunInAsync("server", "pack", "-o", folder.Feed)).Succeeded();
        (await folder.RunInAsync("plugin", "build")).Succeeded();
        using var home = await CodexHome.CreateAsync();
        foreach (var settings in new[] { ".nuget/NuGet", "AppData/Roaming/NuGet" })
        {
            Directory.CreateDirectory(Path.Combine(home.UserHome, settings));
            File.WriteAllText(Path.Combine(home.UserHome, settings, "NuGet.Config"), $"<configuration><packageSources><clear /><add key=\"contoso\" value=\"{folder.Feed}\" /></packageSources></configuration>");
        }

        var marketplace = await home.AddMarketplaceAsync(TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), folder.PathOf("plugin/bin/Debug/plugin"), "contoso-hello"));
        var installed = await home.InstallAsync("contoso-hello", marketplace);
        await using var codex = await home.StartServerAsync();
        var status = await codex.CallAsync("mcpServerStatus/list", new { detail = "full" });

        var server = status.GetProperty("data").EnumerateArray().Single(static one => one.GetProperty("name").GetString() == "contoso-build");
        Assert.IsTrue(server.GetProperty("tools").TryGetProperty("build", out var tool), server.GetRawText());
        Assert.StartsWith($"Builds in {installed}.", tool.GetProperty("description").GetString());
    }

    /// <summary>A tool with an MCP server that needs no package.</summary>
    private const string Server = $$$""""
        #file server/Contoso.Build.Mcp.csproj
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <Version>2.1.0</Version>
            <PackAsTool>true</PackAsTool>
            <PackageType>McpServer</PackageType>
          </PropertyGroup>
          <ItemGroup>
            <None Include=".mcp/server.json" Pack="true" PackagePath="/.mcp/" />
          </ItemGroup>
        </Project>
        #file server/.mcp/server.json
        {{{Needs}}}
        #file server/Program.cs
        using System.Text.Json.Nodes;

        while (Console.ReadLine() is { } line)
        {
            var request = JsonNode.Parse(line)!;
            if (request["id"] is not { } id)
            {
                continue;
            }

            var result = (string?)request["method"] switch
            {
                "initialize" => """{ "protocolVersion": "2025-06-18", "capabilities": { "tools": {} }, "serverInfo": { "name": "build", "version": "2.1.0" } }""",
                "tools/list" => $$"""{ "tools": [ { "name": "build", "description": "Builds in {{Environment.CurrentDirectory}}.", "inputSchema": { "type": "object" } } ] }""",
                _ => "{}",
            };
            Console.WriteLine(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = JsonNode.Parse(result) }.ToJsonString());
        }

        """";

    private static string Plugin(string version, string metadata, string folder = "") => $"""

        #file {folder}Contoso.Hello.cxproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
          <ItemGroup>
            <McpServer Include="contoso-build" Package="Contoso.Build.Mcp" {(version.Length > 0 ? $"Version=\"{version}\" " : "")}{metadata} />
          </ItemGroup>
        </Project>
        {Skill("hello", folder).TrimStart()}
        """;

    /// <summary>A plugin with a server from a package, and version 2.1.0 of that in the folder's own feed.</summary>
    private TestFolder CreateFolderWithServer(string version = "2.1.0", string metadata = "EnvVars=\"BUILD_TOKEN\"", string? packageType = "DotnetTool")
    {
        var folder = CreateFolderWithPackages(Plugin(version, metadata)).ForgetAnswers();
        TestPackage.Create(folder.Feed, "Contoso.Build.Mcp", "2.1.0", packageType, (".mcp/server.json", Needs));
        return folder;
    }

    /// <summary>A feed with the same packages, from which the folder restores.</summary>
    private static async Task<TestFeed> StartFeedAsync(TestFolder folder)
    {
        var feed = await TestFeed.StartAsync();
        feed.AddAll(folder.Feed);
        folder.Use(feed);
        return feed;
    }

    private static string[] Paths(TestFeed feed) => [.. feed.Requests.Select(static request => request.Path)];
}
