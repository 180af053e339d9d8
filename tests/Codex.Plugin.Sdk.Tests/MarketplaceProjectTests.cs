using System.Text.Json;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>Marketplace projects, from references and policies to the marketplace.</summary>
[TestClass]
public sealed class MarketplaceProjectTests : EndToEndTest
{
    [TestMethod]
    public async Task MarketplaceHoldsPackagesAndProjectsWithTheirPolicies()
    {
        var folder = CreateFolderWithPackages();
        await PackAsync(folder, "Contoso.Common");
        await PackAsync(folder, "Contoso.Review", """<PackageReference Include="Contoso.Common" Version="1.0.0" />""");
        await PackAsync(folder, "Fabrikam.Docs");
        folder.Write($"""
            #file mk/Directory.Build.props
            <Project>
              <PropertyGroup>
                <OutputType>Marketplace</OutputType>
                <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
              </PropertyGroup>
              <ItemGroup>
                <PluginPolicy Include="*" Category="Everything" />
              </ItemGroup>
            </Project>
            #file mk/Directory.Packages.props
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Contoso.Review" Version="1.0.0" />
                <PackageVersion Include="Fabrikam.Docs" Version="1.0.0" />
              </ItemGroup>
            </Project>
            #file mk/plugins.csproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PackageReference Include="Contoso.Review" InstallationPolicy="installed_by_default" />
                <PackageReference Include="Fabrikam.Docs" Products="CODEX" />
                <ProjectReference Include="../local/Contoso.Local.csproj" AuthenticationPolicy="ON_USE" />
                <PluginPolicy Include="Fabrikam.*" InstallationPolicy="NOT_AVAILABLE" />
                <PluginPolicy Include="Contoso.%2A" Category="Contoso" Condition="'$(MSBuildProjectName)' == 'plugins'" />
              </ItemGroup>
            </Project>
            #file mk/Fabrikam.txt
            A file that MSBuild takes for what the pattern means.
            #file local/Contoso.Local.csproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <ProjectReference Include="../behind/Contoso.Behind.cxproj" />
                <ProjectReference Include="../server/Server.csproj" McpServer="local" />
              </ItemGroup>
            </Project>
            {Skill("local", "local/").TrimStart()}
            #file behind/Contoso.Behind.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            {Skill("behind", "behind/").TrimStart()}
            #file server/Server.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
              </PropertyGroup>
            </Project>
            #file server/Program.cs
            System.Console.WriteLine();
            """);

        (await folder.RunInAsync("mk", "build")).Succeeded().Says("(5 plugins: 2 INSTALLED_BY_DEFAULT, 2 AVAILABLE, 1 NOT_AVAILABLE)").Says("'dotnet build -t:Install' makes this true");

        AssertList(ReadEntries(folder, "mk/bin/Debug"),
            "contoso-behind AVAILABLE ON_USE Contoso <contoso-local> transitive",
            "contoso-common INSTALLED_BY_DEFAULT ON_INSTALL Contoso <contoso-review> transitive",
            "contoso-local AVAILABLE ON_USE Contoso",
            "contoso-review INSTALLED_BY_DEFAULT ON_INSTALL Contoso",
            "fabrikam-docs NOT_AVAILABLE ON_INSTALL Everything [CODEX]");
        Assert.IsTrue(folder.Exists("mk/bin/Debug/plugins/contoso-behind/skills/behind/SKILL.md"));
        Assert.IsTrue(folder.Exists("mk/bin/Debug/plugins/contoso-local/.mcp.json"));

        // The lock file holds, and drift fails.
        (await folder.RunInAsync("mk", "restore", "--locked-mode")).Succeeded();
        folder.Write("#file mk/Directory.Packages.props\n" + folder.Read("mk/Directory.Packages.props").Replace("Include=\"Contoso.Review\" Version=\"1.0.0\"", "Include=\"Contoso.Review\" Version=\"[1.0.0,2.0.0)\"", StringComparison.Ordinal));
        (await folder.RunInAsync("mk", "restore", "--locked-mode")).FailedWith("NU1004");
    }

    [TestMethod]
    public async Task VerbsWithoutMeaningSaySo()
    {
        var folder = CreateFolder($"""
            #file mk/plugins.csproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <OutputType>Marketplace</OutputType>
                <MarketplaceName>contoso</MarketplaceName>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../hello/Contoso.Hello.cxproj" />
              </ItemGroup>
            </Project>
            #file hello/Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            {Skill("hello", "hello/").TrimStart()}
            """);
        (await folder.RunAsync("new", "sln", "--format", "slnx", "-n", "All")).Succeeded();
        (await folder.RunAsync("sln", "All.slnx", "add", "mk/plugins.csproj", "hello/Contoso.Hello.cxproj")).Succeeded();

        (await folder.RunAsync("build", "All.slnx")).Succeeded();
        AssertList(ReadEntries(folder, "mk/bin/Debug"), "contoso-hello AVAILABLE ON_INSTALL");
        Assert.AreEqual(0, (await folder.RunAsync("test", "All.slnx")).ExitCode);
        (await folder.RunAsync("pack", "All.slnx")).Succeeded();
        AssertList(folder.List("mk/bin").Where(static path => path.EndsWith(".nupkg", StringComparison.Ordinal)));

        (await folder.RunInAsync("mk", "publish")).Succeeded().Says("a marketplace is not published");
        (await folder.RunInAsync("mk", "run")).Says("CXP7024");
        (await folder.RunInAsync("mk", "pack", "-p:IsPackable=true")).FailedWith("CXP7024");

        // What is not there must not become an empty marketplace.
        (await folder.RunInAsync("mk", "clean")).Succeeded();
        Directory.Delete(folder.PathOf("mk/obj"), recursive: true);
        (await folder.RunInAsync("mk", "build", "--no-restore")).FailedWith("NETSDK1004");
        (await folder.RunInAsync("mk", "build", "-p:MarketplaceName=contoso.plugins")).FailedWith("CXP7001");
    }

    [TestMethod]
    public async Task OrdinaryProjectLaysOutPluginsOfProjects()
    {
        var folder = CreateFolder($"""
            #file app/App.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <Sdk Name="Codex.Plugin.Sdk" Version="SDK_VERSION" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <MarketplaceDirectory>../mk</MarketplaceDirectory>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../library/Library.csproj" />
                <PluginPolicy Include="*.Hello" InstallationPolicy="NOT_AVAILABLE" />
              </ItemGroup>
            </Project>
            #file library/Library.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../hello/Contoso.Hello.cxproj" />
              </ItemGroup>
            </Project>
            #file hello/Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            {Skill("hello", "hello/").TrimStart()}
            """);
        (await folder.RunInAsync("app", "restore")).Succeeded();

        (await folder.RunInAsync("app", "msbuild", "-t:Build;LayOutMarketplace")).SucceededWithWarnings("CXP7021");

        AssertList(ReadEntries(folder, "mk"), "contoso-hello NOT_AVAILABLE ON_INSTALL");
    }

    private static async Task PackAsync(TestFolder folder, string id, string reference = "")
    {
        var name = id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..].ToLowerInvariant();
        folder.Write($"""
            #file {id}/{id}.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                {reference}
              </ItemGroup>
            </Project>
            {Skill(name, $"{id}/").TrimStart()}
            """);
        (await folder.RunInAsync(id, "pack", "-o", folder.Feed)).Succeeded();
    }

    private static IEnumerable<string> ReadEntries(TestFolder folder, string marketplace)
    {
        using var document = JsonDocument.Parse(folder.Read($"{marketplace}/.agents/plugins/marketplace.json"));
        foreach (var entry in document.RootElement.GetProperty("plugins").EnumerateArray())
        {
            var policy = entry.GetProperty("policy");
            yield return $"{entry.GetProperty("name").GetString()} {policy.GetProperty("installation").GetString()} {policy.GetProperty("authentication").GetString()}"
                + (entry.TryGetProperty("category", out var category) ? $" {category.GetString()}" : "")
                + (policy.TryGetProperty("products", out var products) ? $" [{string.Join(';', products.EnumerateArray())}]" : "")
                + (entry.TryGetProperty("requiredBy", out var requiredBy) ? $" <{string.Join(';', requiredBy.EnumerateArray())}>" : "")
                + (entry.TryGetProperty("transitive", out _) ? " transitive" : "");
        }
    }
}
