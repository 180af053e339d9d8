using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary><c>-t:VerifyPlugins</c>: what lies in the marketplace and in Codex's cache is what was packed, or the build says what is not.</summary>
[TestClass]
public sealed class VerifyPluginsTests : EndToEndTest
{
    private const string SkillFile = "skills/review/SKILL.md";

    private const string MarketplaceProject = """
        #file marketplace/plugins.csproj
        <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
          <PropertyGroup>
            <OutputType>Marketplace</OutputType>
            <MarketplaceName>contoso</MarketplaceName>
            <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Contoso.Review" Version="1.0.0" InstallationPolicy="INSTALLED_BY_DEFAULT" />
            <PackageReference Include="Contoso.Deploy" Version="1.0.0" />
            <ProjectReference Include="../Local/Contoso.Local.cxproj" />
          </ItemGroup>
        </Project>
        """;

    [TestMethod]
    public async Task EveryChangeInEveryPlaceIsFound()
    {
        var folder = await CreateMarketplaceFolderAsync();
        var home = Directory.CreateDirectory(folder.PathOf("home")).FullName;
        folder.With("CODEX_HOME", home).With("CodexPath", null).With("PATH", Path.GetDirectoryName(Dotnet.Executable));
        (await folder.RunInAsync("marketplace", "restore")).Succeeded();
        (await folder.RunInAsync("marketplace", "msbuild", "-t:VerifyPlugins")).FailedWith("CXP7023");
        (await folder.RunInAsync("marketplace", "build")).Succeeded();
        (await VerifyAsync(folder)).Succeeded().Says("contoso: 3 plugins, ").Says(" verified in bin/Debug: no difference").Says("Not installed: ");
        (await folder.RunInAsync("marketplace", "build", "-t:Install")).Succeeded();
        (await VerifyAsync(folder)).Succeeded().Says(": no difference").Says("Not installed: contoso-deploy, contoso-local.");

        // No feed is needed.
        Directory.Move(folder.Feed, folder.Feed + "-gone");
        string[] places = ["marketplace/bin/Debug/plugins/contoso-review", "home/codex-plugin-sdk/contoso/marketplace/plugins/contoso-review", "home/plugins/cache/contoso/contoso-review/1.0.0"];
        foreach (var place in places)
        {
            var skill = folder.PathOf($"{place}/{SkillFile}");
            var time = File.GetLastWriteTimeUtc(skill);
            folder.Replace($"{place}/{SkillFile}", "Do review.", "Do reviev.");
            File.SetLastWriteTimeUtc(skill, time);
            folder.Delete($"{place}/scripts/run.sh");
            folder.WriteBytes($"{place}/skills/more/SKILL.md", "more"u8);
        }

        var package = Path.Combine(folder.PackagesFolder, "contoso.deploy", "1.0.0");
        File.AppendAllText(Path.Combine(package, "plugin", "skills", "deploy", "SKILL.md"), "more");
        folder.WriteBytes("marketplace/bin/Debug/plugins/contoso-local/extra.txt", "more"u8);
        var lockFile = folder.Read("marketplace/packages.lock.json");
        folder.Replace("marketplace/packages.lock.json", "\"contentHash\": \"", "\"contentHash\": \"A");
        var before = folder.Snapshot("marketplace", "home", "Local");

        var result = await VerifyAsync(folder, "-p:ErrorLog=verify.sarif");

        result.FailedWith([.. Enumerable.Repeat("CXP8070", places.Length + 1), .. Enumerable.Repeat("CXP8071", places.Length), .. Enumerable.Repeat("CXP8072", places.Length + 1), "CXP8080", "CXP8080"]).Says(": 13 differences");
        AssertList(
            result.Errors.Select(error => $"{error.Code} {Path.GetRelativePath(folder.Root, Path.GetFullPath(error.File, folder.PathOf("marketplace"))).Replace('\\', '/')}").Order(StringComparer.Ordinal),
            [
                .. places.SelectMany(static place => new[] { $"CXP8070 work/{place}/{SkillFile}", $"CXP8071 work/{place}/scripts/run.sh", $"CXP8072 work/{place}/skills/more/SKILL.md" })
                    .Concat(["CXP8070 packages/contoso.deploy/1.0.0/plugin/skills/deploy/SKILL.md", "CXP8072 work/marketplace/bin/Debug/plugins/contoso-local/extra.txt", "CXP8080 work/marketplace/packages.lock.json", "CXP8080 work/marketplace/packages.lock.json"])
                    .Order(StringComparer.Ordinal),
            ]);
        Assert.HasCount(13, folder.ReadJson("marketplace/verify.sarif")["runs"]![0]!["results"]!.AsArray());
        folder.Delete("marketplace/verify.sarif");
        AssertSame(before, folder.Snapshot("marketplace", "home", "Local"));

        // As the messages say.
        Directory.Move(folder.Feed + "-gone", folder.Feed);
        Directory.Delete(package, recursive: true);
        File.WriteAllText(folder.PathOf("marketplace/packages.lock.json"), lockFile);
        foreach (var place in places[..2])
        {
            folder.Delete($"{place}/{SkillFile}", $"{place}/skills/more");
        }

        folder.Delete("marketplace/bin/Debug/plugins/contoso-local/extra.txt");
        (await folder.RunInAsync("marketplace", "build", "-t:Install")).Succeeded();
        (await VerifyAsync(folder)).Succeeded().Says(": no difference");
    }

    [TestMethod]
    public async Task WhatCodexItselfInstallsIsExpected()
    {
        using var home = await CodexHome.CreateAsync();
        var folder = (await CreateMarketplaceFolderAsync()).With("CODEX_HOME", home.CodexFolder).With("CodexPath", (await CodexCli.RequireAsync()).Executable);
        (await folder.RunInAsync("marketplace", "build", "-t:Install")).Succeeded();

        // Codex makes a skill of the command.
        var installed = await home.InstallAsync("contoso-deploy", "contoso");
        Assert.Contains(".codex-plugin/migrated-command-skills/source-command-go/SKILL.md", TestFolder.ListFiles(installed));
        (await VerifyAsync(folder)).Succeeded().Says(": no difference").Says("Not installed: contoso-local.");

        File.AppendAllText(Path.Combine(installed, ".codex-plugin", "migrated-command-skills", "source-command-go", "SKILL.md"), "more");
        (await VerifyAsync(folder)).FailedWith("CXP8070");
    }

    [TestMethod]
    public async Task ProjectOfARepositoryVerifiesWhatItBrings()
    {
        var folder = CreateFolderWithPackages();
        await PackAsync(folder, "Review", "Deploy");
        folder.Write($"""
            #file All.slnx
            <Solution />
            {Consumer("App", "Contoso.Review")}
            {Consumer("Lib", "Contoso.Deploy")}
            """);
        (await folder.RunInAsync("App", "build")).Succeeded();
        (await folder.RunInAsync("Lib", "build")).Succeeded();
        foreach (var project in new[] { "App", "Lib" })
        {
            (await folder.RunInAsync(project, "msbuild", "-t:VerifyPlugins")).Succeeded().Says(": 1 plugin, ").Says(": no difference");
        }

        folder.Replace($"plugins/contoso-review/{SkillFile}", "Do review.", "Do evil.");
        (await folder.RunInAsync("App", "msbuild", "-t:VerifyPlugins")).FailedWith("CXP8070");
        (await folder.RunInAsync("Lib", "msbuild", "-t:VerifyPlugins")).Succeeded();

        static string Consumer(string name, string package) => $"""
            #file {name}/{name}.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <Sdk Name="Codex.Plugin.Sdk" Version="SDK_VERSION" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <MarketplaceName>contoso</MarketplaceName>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """;
    }

    private static Task<DotnetResult> VerifyAsync(TestFolder folder, params string[] arguments) => folder.RunInAsync("marketplace", ["msbuild", "-t:VerifyPlugins", .. arguments]);

    private async Task<TestFolder> CreateMarketplaceFolderAsync()
    {
        var folder = CreateFolderWithPackages(MarketplaceProject);
        await PackAsync(folder, "Review", "Deploy");
        folder.Write($"""
            #file Local/Contoso.Local.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            {Skill("local", "Local/")}
            """);
        return folder;
    }

    private static async Task PackAsync(TestFolder folder, params string[] names)
    {
        foreach (var name in names)
        {
            var skill = name.ToLowerInvariant();
            folder.Write($"""
                #file {name}/Contoso.{name}.cxproj
                <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
                  <ItemGroup>
                    <PluginFile Include="scripts/run.sh" />
                  </ItemGroup>
                </Project>
                {Skill(skill, name + "/")}
                #file {name}/scripts/run.sh
                #!/bin/sh
                echo {name}
                #file {name}/commands/go.md
                ---
                description: Goes there.
                ---
                Go there.
                """);
            (await folder.RunInAsync(name, "pack", "-o", folder.Feed)).SucceededWithWarnings();
        }
    }
}
