using System.Text;
using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Shared;

namespace Codex.Plugin.Sdk.Tests;

/// <summary><c>-t:PluginInventory</c>: what a marketplace is made of, for programs and for people.</summary>
[TestClass]
public sealed class PluginInventoryTests : EndToEndTest
{
    private const string BomFile = "marketplace/bin/Debug/inventory/bom.json";

    [TestMethod]
    public async Task InventoryNamesEveryPlugin()
    {
        var folder = await CreateMarketplaceFolderAsync();

        (await folder.RunInAsync("marketplace", "build", "-t:PluginInventory")).Succeeded().Says("inventory");

        AssertList(folder.List("marketplace/bin/Debug/inventory"), "bom.json", "plugins.html", "plugins.md");
        CycloneDxSchema.AssertValid(Repository.Root, Encoding.UTF8.GetBytes(folder.Read(BomFile)));
        var components = folder.ReadJson(BomFile)["components"]!.AsArray();
        AssertList(components.Select(static component => $"{component!["name"]} {component["version"]} {component["licenses"]?[0]!["expression"]}"), "Contoso.Common 1.0.0 MIT", "Contoso.Review 1.0.0 MIT");
        AssertList(
            folder.ReadJson(BomFile)["dependencies"]!.AsArray().Select(static dependency => $"{dependency!["ref"]}: {string.Join(' ', dependency["dependsOn"]?.AsArray().Select(static other => (string?)other) ?? [])}"),
            "marketplace:contoso: pkg:nuget/Contoso.Review@1.0.0", "pkg:nuget/Contoso.Common@1.0.0: ", "pkg:nuget/Contoso.Review@1.0.0: pkg:nuget/Contoso.Common@1.0.0 service:contoso-review/docs");
        Assert.Contains("INSTALLED_BY_DEFAULT", folder.Read("marketplace/bin/Debug/inventory/plugins.html"));

        var before = folder.Snapshot("marketplace/bin");
        (await folder.RunInAsync("marketplace", "msbuild", "-t:PluginInventory")).Succeeded();
        AssertSame(before, folder.Snapshot("marketplace/bin"));
    }

    [TestMethod]
    public async Task InventorySaysWhatPluginsMayDo()
    {
        var folder = await CreateMarketplaceFolderAsync();

        (await folder.RunInAsync("marketplace", "build", "-t:PluginInventory")).Succeeded();

        var review = folder.ReadJson(BomFile)["components"]!.AsArray().Single(static component => (string?)component!["name"] == "Contoso.Review")!;
        var properties = review["properties"]!.AsArray().Select(static property => $"{property!["name"]} {property["value"]}").ToList();
        Assert.Contains("codex:plugin:skill review: skills/review; the model may take it up by itself", properties);
        Assert.Contains("codex:plugin:mcpServer docs: remote: https://docs.contoso.com/mcp", properties);
        Assert.Contains("codex:plugin:signed false", properties);
        Assert.Contains("codex:plugin:feed feed2", properties);
        Assert.AreEqual("https://docs.contoso.com/mcp", (string?)folder.ReadJson(BomFile)["services"]![0]!["endpoints"]![0]);
    }

    private async Task<TestFolder> CreateMarketplaceFolderAsync()
    {
        var folder = CreateFolderWithPackages($"""
            #file marketplace/plugins.csproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <OutputType>Marketplace</OutputType>
                <MarketplaceName>contoso</MarketplaceName>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Contoso.Review" Version="1.0.0" InstallationPolicy="INSTALLED_BY_DEFAULT" />
              </ItemGroup>
            </Project>
            #file Common/Contoso.Common.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <PackageLicenseExpression>MIT</PackageLicenseExpression>
              </PropertyGroup>
            </Project>
            {Skill("common", "Common/")}
            #file Review/Contoso.Review.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <PackageLicenseExpression>MIT</PackageLicenseExpression>
              </PropertyGroup>
              <ItemGroup>
                <McpServer Include="docs" Url="https://docs.contoso.com/mcp" />
                <PackageReference Include="Contoso.Common" Version="1.0.0" />
              </ItemGroup>
            </Project>
            {Skill("review", "Review/")}
            """);
        foreach (var name in new[] { "Common", "Review" })
        {
            (await folder.RunInAsync(name, "pack", "-o", folder.Feed)).Succeeded();
        }

        return folder;
    }
}
