using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

[TestClass]
public sealed class SampleTests : EndToEndTest
{
    [TestMethod]
    public async Task SamplesBuildAsTheyAre()
    {
        var folder = await CreateSamplesAsync();

        (await folder.RunAsync("build", "Samples.slnx")).Succeeded();
        Assert.IsTrue(folder.Exists("Hello/bin/Debug/plugin/.codex-plugin/plugin.json"));
        Assert.IsTrue(folder.Exists("Review/bin/Debug/plugin/.codex-plugin/plugin.json"));

        (await folder.RunAsync("build", "Samples.slnx", "--no-restore")).Succeeded();

        (await folder.RunAsync("test", "Glossary/Contoso.Glossary.Tests", "--no-build")).Succeeded().Says("Passed:     4");
    }

    [TestMethod]
    public async Task SamplesTravelFromSourceToMarketplace()
    {
        var folder = await CreateSamplesAsync();
        await PackAndPushAsync(folder);

        (await folder.RunAsync("build", "Consumer")).Succeeded();
        (await folder.RunAsync("msbuild", "Consumer", "-t:LayOutMarketplace")).Succeeded();

        var marketplace = FindMarketplace(folder);
        foreach (var (project, plugin) in new[] { ("Glossary/Contoso.Glossary", "contoso-glossary"), ("Hello", "contoso-hello"), ("Review", "contoso-review") })
        {
            var built = folder.PathOf($"{project}/bin/Release/plugin");
            var laidOut = Path.Combine(marketplace, "plugins", plugin);
            AssertList(TestFolder.ListFiles(laidOut), [.. TestFolder.ListFiles(built)]);
            foreach (var file in TestFolder.ListFiles(built))
            {
                CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(built, file)), File.ReadAllBytes(Path.Combine(laidOut, file)), file);
                if (!OperatingSystem.IsWindows())
                {
                    Assert.AreEqual(
                        File.GetUnixFileMode(Path.Combine(built, file)) & UnixFileMode.UserExecute,
                        File.GetUnixFileMode(Path.Combine(laidOut, file)) & UnixFileMode.UserExecute, file);
                }
            }
        }

        // What is approved is what the checkout approves; only the feed has another key here.
        folder.Replace("Marketplace/plugins.approved.json", "\"feed\": \"samples\"", "\"feed\": \"feed2\"");
        (await folder.RunAsync("build", "Marketplace", "-p:ContinuousIntegrationBuild=true")).Succeeded();
        var document = folder.ReadJson("Marketplace/bin/Debug/.agents/plugins/marketplace.json");
        AssertList(document["plugins"]!.AsArray().Select(static plugin => $"{plugin!["name"]} {plugin["policy"]!["installation"]} {plugin["policy"]!["authentication"]} {plugin["category"]}"),
            "contoso-deploy AVAILABLE ON_USE Operations", "contoso-legacy NOT_AVAILABLE ON_USE ", "contoso-standards INSTALLED_BY_DEFAULT ON_USE ");
        AssertList(folder.List("Marketplace/bin/Debug/plugins").Where(static path => path.EndsWith("SKILL.md", StringComparison.Ordinal)),
            "contoso-deploy/skills/deploy/SKILL.md", "contoso-legacy/skills/release-by-mail/SKILL.md", "contoso-standards/skills/house-rules/SKILL.md");
    }

    /// <summary>The samples, with the feeds that their servers and tests need.</summary>
    private async Task<TestFolder> CreateSamplesAsync() => CopySamples(await CreateFolderWithUserPackagesAsync());

    /// <summary>The samples as they are, with the feeds of this run in place of those of the checkout.</summary>
    internal static TestFolder CopySamples(TestFolder folder)
    {
        var samples = Repository.PathOf("samples");
        foreach (var path in TestFolder.ListFiles(samples))
        {
            var isOutput = path.Split('/') is var parts && (parts.Contains("bin") || parts.Contains("obj") || parts is ["Consumer", ".agents" or "plugins", ..]);
            if (!isOutput && path != "nuget.config")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf(path))!);
                File.Copy(Path.Combine(samples, path), folder.PathOf(path));
            }
        }

        return folder;
    }

    internal static async Task PackAndPushAsync(TestFolder folder)
    {
        (await folder.RunAsync("pack", "Samples.slnx", "-o", "packed")).Succeeded();
        AssertList(folder.List("packed"),
            "Contoso.Deploy.2.0.1.nupkg", "Contoso.Glossary.1.0.0.nupkg", "Contoso.Hello.1.0.0.nupkg", "Contoso.Legacy.1.0.0.nupkg",
            "Contoso.Review.1.2.0.nupkg", "Contoso.Standards.1.0.0.nupkg");
        (await folder.RunAsync("nuget", "push", "packed/*.nupkg", "--source", folder.Feed)).Succeeded();
    }

    // In the project's folder where it says so or is in no repository and no solution.
    internal static string FindMarketplace(TestFolder folder) => folder.PathOf("Consumer");
}
