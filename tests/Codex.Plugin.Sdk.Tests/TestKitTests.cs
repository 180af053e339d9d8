using System.Text.Json.Nodes;
using Codex.Plugin.Runtime.Servers;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>The package Codex.Plugin.Testing, as a test project uses it, and what it promises: that servers start as in Codex.</summary>
[TestClass]
public sealed class TestKitTests : EndToEndTest
{
    private const string Plugin = """
        #file Acme.Tools/Acme.Tools.cxproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
          <ItemGroup>
            <PluginFile Include="server/*" />
          </ItemGroup>
        </Project>
        #file Acme.Tools/skills/hello/SKILL.md
        ---
        name: hello
        description: Says hello.
        ---
        Say hello.
        #file Acme.Tools/mcp/acme.json
        { "command": "dotnet", "args": ["./server/TestServer.dll", "good"], "env_vars": ["ACME_TOKEN"] }
        #file Acme.Tools.Tests/Tests.cs
        using Codex.Plugin.Testing;
        using Microsoft.VisualStudio.TestTools.UnitTesting;
        using ModelContextProtocol.Protocol;

        [TestClass]
        public sealed class Tests
        {
            [TestMethod]
            public async Task Adds()
            {
                PluginUnderTest plugin = PluginUnderTest.Load();
                await using McpServerUnderTest server = await plugin.StartServerAsync("acme", new() { EnvironmentVariables = { ["ACME_TOKEN"] = "secret" } });

                CallToolResult result = await server.CallToolAsync("add", new { a = 1, b = 2 });

                Assert.AreEqual("3", ((TextContentBlock)result.Content[0]).Text);
            }

            [TestMethod]
            public void Greets() => Assert.AreEqual("Says hello.", PluginUnderTest.Load("Acme.Tools").Skills["hello"].Description);
        }
        """;

    [TestMethod]
    public async Task TestProjectStartsTheServersOfItsPlugin()
    {
        // Beside a name that MSBuild and JSON have to escape.
        var folder = await CreateAsync("<EnableMSTestRunner>true</EnableMSTestRunner>", """
            #file global.json
            { "test": { "runner": "Microsoft.Testing.Platform" } }
            """);
        const string Written = "Acme.Tools.Tests/bin/Debug/net10.0/Acme.Tools.Tests.codexplugins.json";

        (await folder.RunAsync("test", "--project", "Acme.Tools.Tests")).Succeeded().Says("succeeded: 2");
        Assert.AreEqual("../../../../Acme.Tools/bin/Debug/plugin/", (string?)folder.ReadJson(Written)["Acme.Tools"]);

        var before = folder.Snapshot("Acme.Tools.Tests/bin/Debug/net10.0", "Acme.Tools/bin");
        (await folder.RunAsync("build", "Acme.Tools.Tests", "--no-restore")).Succeeded();
        AssertSame(before, folder.Snapshot("Acme.Tools.Tests/bin/Debug/net10.0", "Acme.Tools/bin"));

        folder.Replace("Acme.Tools/mcp/acme.json", "\"good\"", "\"exit\"");
        (await folder.RunAsync("test", "--project", "Acme.Tools.Tests", "--no-build")).Says("succeeded: 2");
        var broken = await folder.RunAsync("test", "--project", "Acme.Tools.Tests", "--no-restore");
        Assert.AreNotEqual(0, broken.ExitCode);
        broken.Says("The MCP server 'acme' ended with exit code 3 before it answered 'initialize'; its standard error ends with \"boom: no settings\".").Says("reading settings").Says("succeeded: 1");

        (await folder.RunAsync("clean", "Acme.Tools.Tests")).Succeeded();
        Assert.IsFalse(folder.Exists(Written));
    }

    [TestMethod]
    public async Task TestProjectWorksWithVSTestAndArtifactsAndSeveralPlugins()
    {
        var folder = await CreateAsync("", """
            #file Directory.Build.props
            <Project>
              <PropertyGroup>
                <ArtifactsPath>$(MSBuildThisFileDirectory)all the output</ArtifactsPath>
              </PropertyGroup>
            </Project>
            #file it's (1) ünï;x/Acme.Other.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            #file it's (1) ünï;x/skills/other/SKILL.md
            ---
            name: other
            description: Does other.
            ---
            Other.
            """);
        folder.Replace("Acme.Tools.Tests/Acme.Tools.Tests.csproj", "<ProjectReference", "<ProjectReference Include=\"../it's (1) ünï%3Bx/Acme.Other.cxproj\" /><ProjectReference")
            .Replace("Acme.Tools.Tests/Tests.cs", "PluginUnderTest.Load();", "PluginUnderTest.Load(\"acme-tools\");\n        Assert.HasCount(1, PluginUnderTest.Load(\"acme-other\").Skills);");

        (await folder.RunAsync("test", "Acme.Tools.Tests", "-c", "Release")).Succeeded().Says("Passed:     2");
    }

    [TestMethod]
    public async Task ServerSeesWhatTheRealCodexShowsIt()
    {
        using var home = await CodexHome.CreateAsync();
        var written = Path.Combine(home.Folder, "seen.json");
        var plugin = Path.Combine(home.Folder, "plugin");
        Directory.CreateDirectory(Path.Combine(plugin, ".codex-plugin"));
        Directory.CreateDirectory(Path.Combine(plugin, "sub"));
        await File.WriteAllTextAsync(Path.Combine(plugin, ".codex-plugin", "plugin.json"), """{ "name": "acme", "version": "1.0.0", "description": "x" }""");
        await File.WriteAllTextAsync(Path.Combine(plugin, "sub", "keep"), "");
        var server = new JsonObject
        {
            ["command"] = "dotnet",
            ["args"] = new JsonArray(Path.Combine(AppContext.BaseDirectory, "TestServer.dll"), "environment", written),
            ["cwd"] = "sub",
            ["env"] = new JsonObject { ["ACME_MODE"] = "${ACME_TOKEN}", ["ACME_BOTH"] = "set" },
            ["env_vars"] = new JsonArray("ACME_TOKEN", "ACME_BOTH", "ACME_UNSET", "ACME_EMPTY", new JsonObject { ["name"] = "ACME_NAMED" }),
        };
        await File.WriteAllTextAsync(Path.Combine(plugin, ".mcp.json"), new JsonObject { ["mcpServers"] = new JsonObject { ["acme"] = server } }.ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(home.WorkFolder, "ca.pem"), "");

        // Every name that is passed on, and some that are not.
        var variables = ServerEnvironment.InheritedNames(OperatingSystem.IsWindows())
            .Concat(["ACME_TOKEN", "ACME_BOTH", "ACME_NAMED", "ACME_OTHER", "LC_CTYPE", "DOTNET_ROOT_X64", "TEMP", "TMP", "XDG_DATA_HOME", "SSH_AUTH_SOCK", "SSL_CERT_DIR", "AWS_CA_BUNDLE"])
            .Except(["PATH", "HOME", "TMPDIR", "SHELL", "PATHEXT", "COMSPEC", "SYSTEMROOT", "WINDIR", "SYSTEMDRIVE", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "TEMP", "TMP"], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static name => name, static name => name is "SSL_CERT_FILE" or "CODEX_CA_CERTIFICATE" ? "" : name == "CURL_CA_BUNDLE" ? "ca.pem" : name.StartsWith("LC_", StringComparison.Ordinal) || name == "LANG" ? "C" : "v-" + name);
        variables["ACME_EMPTY"] = "";

        var marketplace = TestMarketplace.Create(Path.Combine(home.Folder, "marketplace"), plugin, "acme");
        var installed = await home.InstallAsync("acme", await home.AddMarketplaceAsync(marketplace));
        await using (var codex = await home.StartServerAsync(variables))
        {
            var status = (await codex.CallAsync("mcpServerStatus/list", new { detail = "full", limit = 50 })).GetProperty("data")[0];
            Assert.HasCount(5, status.GetProperty("tools").EnumerateObject().ToList(), status.GetRawText());
        }

        var inCodex = JsonNode.Parse(await File.ReadAllTextAsync(written))!;
        File.Delete(written);
        var user = home.Describe("app-server").Environment.Where(static variable => variable.Value is not null).ToDictionary(static variable => variable.Key, static variable => variable.Value!);
        foreach (var (name, value) in variables)
        {
            user[name] = value;
        }

        var result = await ServerProbe.RunAsync(PluginFolder.Load(installed), "acme", new ServerStartOptions { UserEnvironment = user, SessionFolder = home.WorkFolder });

        Assert.AreEqual(ServerState.Ready, result.State, result.Message);
        var inProbe = JsonNode.Parse(await File.ReadAllTextAsync(written))!;
        Assert.AreEqual((string?)inCodex["Folder"], (string?)inProbe["Folder"]);

        // Codex puts a folder of its own before the PATH; nothing else differs.
        Assert.EndsWith((string)inProbe["Variables"]!["PATH"]!, (string)inCodex["Variables"]!["PATH"]!);
        inCodex["Variables"]!["PATH"] = inProbe["Variables"]!["PATH"]!.DeepClone();
        Assert.AreEqual(inCodex["Variables"]!.ToJsonString(new() { WriteIndented = true }), inProbe["Variables"]!.ToJsonString(new() { WriteIndented = true }));
    }

    private async Task<TestFolder> CreateAsync(string properties, string files)
    {
        var folder = CreateFolder(Plugin + "\n" + files + $"""

            #file Acme.Tools.Tests/Acme.Tools.Tests.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <OutputType>Exe</OutputType>
                {properties}
                <NoWarn>$(NoWarn);NU1603</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Codex.Plugin.Testing" Version="SDK_VERSION" />
                <PackageReference Include="MSTest" Version="4.5.2" />
                <ProjectReference Include="../Acme.Tools/Acme.Tools.cxproj" />
              </ItemGroup>
            </Project>
            """, ownPackages: true, sources: await SdkPackages.GetUserSourcesAsync());
        foreach (var file in new[] { "TestServer.dll", "TestServer.runtimeconfig.json" })
        {
            folder.WriteBytes($"Acme.Tools/server/{file}", await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, file)));
        }

        return folder;
    }
}
