using System.Diagnostics;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>Real builds of a marketplace in a repository's folder, among other people's files; some are killed.</summary>
[TestClass]
public sealed class MarketplaceBuildTests : EndToEndTest
{
    private const string Document = "repository/.agents/plugins/marketplace.json";

    [TestMethod]
    public async Task RepositoryHoldsAWholeMarketplaceWhateverHappensToABuild()
    {
        var folder = CreateFolderWithPackages($"""
            #file review/Contoso.Review.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            {Skill("review", "review/").TrimStart()}
            #file repository/plugins/own/README.md
            Somebody else's.
            #file repository/plugins.csproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <OutputType>Marketplace</OutputType>
                <MarketplaceDirectory Condition="'$(InOutput)' != 'true'">.</MarketplaceDirectory>
                <ReviewVersion Condition="'$(ReviewVersion)' == ''">1.0.0</ReviewVersion>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Contoso.Review" Version="$(ReviewVersion)" />
              </ItemGroup>
            </Project>
            """);
        foreach (string version in (string[])["1.0.0", "2.0.0"])
        {
            (await folder.RunInAsync("review", "pack", "-o", folder.Feed, $"-p:Version={version}")).Succeeded();
        }

        (await folder.RunInAsync("repository", "build")).Succeeded();
        Assert.AreEqual("1.0.0", Follow(folder));

        var built = folder.Snapshot("repository");
        (await folder.RunInAsync("repository", "build", "--no-restore")).Succeeded();
        AssertSame(built, folder.Snapshot("repository"));

        // Each is ended as soon as it begins to write, or a little later.
        for (int i = 0; i < 3; i++)
        {
            string version = i % 2 == 0 ? "2.0.0" : "1.0.0";
            using (Process build = Process.Start(folder.Describe("build", "repository/plugins.csproj", $"-p:ReviewVersion={version}"))!)
            {
                DateTime before = File.GetLastWriteTimeUtc(folder.PathOf(Document));
                while (!build.HasExited && !IsWriting(folder) && File.GetLastWriteTimeUtc(folder.PathOf(Document)) == before)
                {
                }

                Thread.Sleep(i);
                build.Kill(entireProcessTree: true);
                await build.WaitForExitAsync(TestContext.CancellationToken);
            }

            Assert.IsTrue(Follow(folder) is "1.0.0" or "2.0.0");
        }

        (await folder.RunInAsync("repository", "build", "-p:ReviewVersion=2.0.0")).Succeeded();
        Assert.AreEqual("2.0.0", Follow(folder));
        Assert.IsFalse(IsWriting(folder));
        AssertList(folder.List("repository/plugins"), "contoso-review/.codex-plugin/plugin.json", "contoso-review/skills/review/SKILL.md", "own/README.md");

        // What the repository holds stays, what lies in the output goes.
        (await folder.RunInAsync("repository", "build", "-p:InOutput=true")).Succeeded();
        folder.Write("#file repository/bin/Debug/plugins/own.txt\nSomebody else's.");
        (await folder.RunInAsync("repository", "clean", "-p:InOutput=true")).Succeeded();
        AssertList(folder.List("repository/bin/Debug"), "plugins/own.txt");
        var repository = folder.Snapshot("repository/.agents", "repository/plugins");
        (await folder.RunInAsync("repository", "clean")).Succeeded();
        AssertSame(repository, folder.Snapshot("repository/.agents", "repository/plugins"));
    }

    private static bool IsWriting(TestFolder folder) => Directory.GetDirectories(folder.PathOf("repository/.agents/plugins"), ".writing-*").Length > 0;

    /// <summary>The version of the plugin to which <c>marketplace.json</c> leads, which must have its skill too.</summary>
    private static string Follow(TestFolder folder)
    {
        string plugin = "repository/" + (string)folder.ReadJson(Document)["plugins"]!.AsArray().Single()!["source"]!["path"]!;
        Assert.Contains("Do review.", folder.Read(plugin + "/skills/review/SKILL.md"));
        return (string)folder.ReadJson(plugin + "/.codex-plugin/plugin.json")["version"]!;
    }
}
