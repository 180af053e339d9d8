using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

[TestClass]
public sealed class VerbTests : EndToEndTest
{
    private const string ProjectType = "13b669be-bb05-4ddf-9536-439f39a36129";

    // A plugin and an ordinary library beside it.
    private static readonly string s_mixed = $"""
        #file plugin/Contoso.Hello.cxproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
        #file library/Library.csproj
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
        </Project>
        #file library/Class1.cs
        namespace Library;
        public static class Class1;
        {Skill("hello", "plugin/").TrimStart()}
        """;

    [TestMethod]
    public async Task CleanRemovesWhatBuildMade()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("build")).Succeeded();

        (await folder.RunAsync("clean")).Succeeded();

        Assert.IsFalse(folder.Exists("bin/Debug/plugin"));
        Assert.AreEqual("", string.Join('\n', folder.List("obj/Debug").Where(file => file.EndsWith(".state", StringComparison.Ordinal))));
        (await folder.RunAsync("build", "--no-restore")).Succeeded();
        Assert.IsTrue(folder.Exists("bin/Debug/plugin/skills/hello/SKILL.md"));
    }

    [TestMethod]
    public async Task RebuildMakesEverythingAnew()
    {
        var folder = CreateFolder(Hello);
        (await folder.RunAsync("build")).Succeeded();
        folder.Write("#file bin/Debug/plugin/stray.txt\nstray");

        (await folder.RunAsync("build", "--no-incremental")).Succeeded();
        AssertList(folder.List("bin/Debug/plugin"), ".codex-plugin/plugin.json", "skills/hello/SKILL.md");

        (await folder.RunAsync("build", "-t:Rebuild", "-c", "Release")).Succeeded();
        AssertList(folder.List("bin/Release/plugin"), ".codex-plugin/plugin.json", "skills/hello/SKILL.md");
    }

    [TestMethod]
    public async Task PublishWritesThePlugin()
    {
        var folder = CreateFolder(Hello + Skill("second"));

        (await folder.RunAsync("publish", "-o", "out")).Succeeded();
        AssertList(folder.List("out"), ".codex-plugin/plugin.json", "skills/hello/SKILL.md", "skills/second/SKILL.md");

        (await folder.RunAsync("publish")).Succeeded();
        AssertList(folder.List("bin/Release/publish"), ".codex-plugin/plugin.json", "skills/hello/SKILL.md", "skills/second/SKILL.md");
    }

    [TestMethod]
    public async Task PublishDoesNotKeepTheFilesOfADeletedSkill()
    {
        var folder = CreateFolder(Hello + Skill("second"));
        (await folder.RunAsync("publish", "-c", "Release")).Succeeded();

        folder.Delete("skills/second");
        (await folder.RunAsync("publish", "-c", "Release")).Succeeded();

        AssertList(folder.List("bin/Release/publish"), ".codex-plugin/plugin.json", "skills/hello/SKILL.md");
    }

    [TestMethod]
    public async Task BuildWritesWhereOutputSays()
    {
        var folder = CreateFolder(Hello);

        (await folder.RunAsync("build", "-o", "out")).Succeeded();

        AssertList(folder.List("out/plugin"), ".codex-plugin/plugin.json", "skills/hello/SKILL.md");
    }

    [TestMethod]
    public async Task RestoreNeedsNoSources()
    {
        var folder = CreateFolder(Hello);

        (await folder.RunAsync("restore")).Succeeded();
        (await folder.RunAsync("build", "--no-restore")).Succeeded();
    }

    [TestMethod]
    public async Task PackagesAreAddedListedAndRemoved()
    {
        var folder = CreateFolderWithPackages(Hello);
        PluginPackage(folder, "Contoso.Common", "1.0.0");
        PluginPackage(folder, "Contoso.Common", "1.1.0");

        (await folder.RunAsync("add", "Contoso.Hello.cxproj", "package", "Contoso.Common", "--version", "1.0.0")).Succeeded();
        Assert.Contains("<PackageReference Include=\"Contoso.Common\" Version=\"1.0.0\"", folder.Read("Contoso.Hello.cxproj"));
        (await folder.RunAsync("list", "package")).Succeeded().Says("> Contoso.Common ");
        (await folder.RunAsync("list", "package", "--outdated")).Succeeded().Says("1.1.0");

        (await folder.RunAsync("package", "add", "Contoso.Common", "--project", "Contoso.Hello.cxproj")).Succeeded();
        Assert.Contains("Version=\"1.1.0\"", folder.Read("Contoso.Hello.cxproj"));
        (await folder.RunAsync("remove", "package", "Contoso.Common")).Succeeded();
        Assert.DoesNotContain("Contoso.Common", folder.Read("Contoso.Hello.cxproj"));
    }

    [TestMethod]
    [DataRow("sln")]
    [DataRow("slnx")]
    public async Task SolutionTakesPluginsAndLibraries(string format)
    {
        var folder = CreateFolder(s_mixed);
        var solution = $"All.{format}";
        (await folder.RunAsync("new", "sln", "--format", format, "-n", "All")).Succeeded();

        (await folder.RunAsync("sln", solution, "add", "plugin/Contoso.Hello.cxproj", "library/Library.csproj")).Succeeded();
        Assert.Contains(ProjectType, folder.Read(solution).ToLowerInvariant());
        (await folder.RunAsync("sln", solution, "list")).Succeeded().Says("Contoso.Hello.cxproj");

        (await folder.RunAsync("build", solution)).Succeeded();
        Assert.IsTrue(folder.Exists("plugin/bin/Debug/plugin/skills/hello/SKILL.md"));
        Assert.IsTrue(folder.Exists("library/bin/Debug/net10.0/Library.dll"));

        (await folder.RunAsync("pack", solution)).Succeeded();
        Assert.IsTrue(folder.Exists("plugin/bin/Release/Contoso.Hello.1.0.0.nupkg"));
        Assert.IsTrue(folder.Exists("library/bin/Release/Library.1.0.0.nupkg"));

        (await folder.RunAsync("clean", solution)).Succeeded();
        Assert.IsFalse(folder.Exists("plugin/bin/Debug/plugin"));
        Assert.AreEqual(0, (await folder.RunAsync("test", solution)).ExitCode);
    }

    [TestMethod]
    [DataRow("-graph")]
    [DataRow("-m:2")]
    [DataRow("-mt")]
    public async Task SolutionBuildsInOtherModes(string option)
    {
        var folder = CreateFolder(s_mixed + $"""

            #file All.slnx
            <Solution>
              <Project Path="plugin/Contoso.Hello.cxproj" Type="{ProjectType}" />
              <Project Path="library/Library.csproj" />
            </Solution>
            """);

        (await folder.RunAsync("build", "All.slnx", option)).Succeeded();

        Assert.IsTrue(folder.Exists("plugin/bin/Debug/plugin/skills/hello/SKILL.md"));
    }

    [TestMethod]
    public async Task SolutionWrittenByHandMayNameTheTypeOnce()
    {
        var folder = CreateFolder(s_mixed + $"""

            #file All.slnx
            <Solution>
              <Configurations>
                <ProjectType Extension=".cxproj" TypeId="{ProjectType}" />
              </Configurations>
              <Project Path="plugin/Contoso.Hello.cxproj" />
              <Project Path="library/Library.csproj" />
            </Solution>
            """);

        (await folder.RunAsync("build", "All.slnx")).Succeeded();

        Assert.IsTrue(folder.Exists("plugin/bin/Debug/plugin/skills/hello/SKILL.md"));
    }

    private static void PluginPackage(TestFolder folder, string id, string version) =>
        TestPackage.Create(folder.Feed, id, version, "CodexPlugin",
            ("plugin/.codex-plugin/plugin.json", $$"""{ "name": "{{id.ToLowerInvariant().Replace('.', '-')}}", "version": "{{version}}" }"""));
}
