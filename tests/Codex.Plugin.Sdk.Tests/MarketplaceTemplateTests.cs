using System.Text.RegularExpressions;
using System.Xml.Linq;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary><c>dotnet new codexmarketplace</c> and <c>codexpluginreference</c>.</summary>
[TestClass]
public sealed partial class MarketplaceTemplateTests : EndToEndTest
{
    // The default patterns of Renovate's manager for NuGet, as documented (managerFilePatterns).
    private static readonly Regex[] s_renovateFiles =
    [
        new(@"\.(?:cs|fs|vb|sql)proj$"), new(@"\.(?:props|targets)$"), new(@"(^|/)dotnet-tools\.json$"), new(@"(^|/)global\.json$"),
    ];

    [TestMethod]
    public async Task NewMarketplaceTakesPluginsAndFailsOnDrift()
    {
        var folder = await CreateMarketplaceFolderAsync("contoso", "-n", "Contoso.Plugins");
        (await folder.RunInAsync("Contoso.Plugins", "build")).Succeeded();
        Assert.IsTrue(folder.Exists("Contoso.Plugins/packages.lock.json"));

        (await folder.RunInAsync("Contoso.Plugins", "add", "package", "Contoso.Hello")).Succeeded();
        (await folder.RunInAsync("Contoso.Plugins", "new", "codexpluginreference", "-n", "Contoso.Other", "--package-version", "1.0.0", "--policy", "INSTALLED_BY_DEFAULT")).Succeeded();
        var drift = await folder.RunInAsync("Contoso.Plugins", "restore", "--locked-mode");
        Assert.AreNotEqual(0, drift.ExitCode);
        drift.Says("NU1004");

        (await folder.RunInAsync("Contoso.Plugins", "build")).Succeeded();
        (await folder.RunInAsync("Contoso.Plugins", "restore", "--locked-mode")).Succeeded();
        (await folder.RunInAsync("Contoso.Plugins", "build", "--no-restore", "-p:ContinuousIntegrationBuild=true")).Succeeded();

        var marketplace = folder.ReadJson("Contoso.Plugins/bin/Debug/.agents/plugins/marketplace.json");
        Assert.AreEqual("contoso-plugins", (string?)marketplace["name"]);
        Assert.AreEqual("Contoso.Plugins", (string?)marketplace["interface"]!["displayName"]);
        AssertList(marketplace["plugins"]!.AsArray().Select(static plugin => $"{plugin!["name"]} {plugin["policy"]!["installation"]}"),
            "contoso-hello AVAILABLE", "contoso-other INSTALLED_BY_DEFAULT");
        Assert.IsTrue(folder.Exists("Contoso.Plugins/bin/Debug/plugins/contoso-other/skills/hello/SKILL.md"));
    }

    [TestMethod]
    public async Task FeedOfTheOptionIsTheOnlyOneForItsPrefix()
    {
        var folder = await CreateMarketplaceFolderAsync("elsewhere", "-n", "Contoso", "--feed", "../feed of ours", "--no-restore");
        var config = XDocument.Parse(folder.Read("Contoso/nuget.config"));
        AssertList(config.Descendants("packageSource").Select(static source => $"{source.Attribute("key")!.Value}: {source.Element("package")!.Attribute("pattern")!.Value}"),
            "contoso: Contoso.*", "nuget.org: *");

        // Another feed has packages of the name; it gets what the mapping leaves, as nuget.org does outside of tests.
        folder.Write($"""
            #file nuget.config
            <configuration>
              <packageSources>
                <clear />
                <add key="nuget.org" value="{SdkPackages.Feed}" />
                <add key="elsewhere" value="elsewhere" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="elsewhere"><package pattern="Other.*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
        Directory.CreateDirectory(folder.PathOf("feed of ours"));
        Reference(folder, "Contoso/plugins.csproj", "Contoso/Directory.Packages.props");
        (await folder.RunInAsync("Contoso", "restore")).Says("NU1101");
        File.Copy(folder.PathOf("elsewhere/Contoso.Hello.1.0.0.nupkg"), folder.PathOf("feed of ours/Contoso.Hello.1.0.0.nupkg"));
        (await folder.RunInAsync("Contoso", "build")).Succeeded();
        Assert.IsTrue(folder.Exists("Contoso/bin/Debug/plugins/contoso-hello"));
    }

    [TestMethod]
    [DataRow("it's $(x) 100%", "it-s-x-100")]
    [DataRow("A--B & <C>", "a-b-c")]
    [DataRow("openai-curated", "my-openai-curated")]
    public async Task NewMarketplaceMayHaveAnOddName(string name, string marketplaceName)
    {
        var folder = await CreateTemplateFolderAsync();

        (await folder.RunAsync("new", "codexmarketplace", "-n", name)).Succeeded();
        (await folder.RunInAsync(name, "build")).Succeeded();

        var marketplace = folder.ReadJson($"{name}/bin/Debug/.agents/plugins/marketplace.json");
        Assert.AreEqual(marketplaceName, (string?)marketplace["name"]);
        Assert.AreEqual(name, (string?)marketplace["interface"]!["displayName"]);
        foreach (var file in folder.List(name).Where(static file => !file.Contains("bin/", StringComparison.Ordinal) && !file.Contains("obj/", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatchRegex(Placeholder(), folder.Read($"{name}/{file}"), file);
        }
    }

    [TestMethod]
    public async Task RenovateFindsEveryVersionByItsDefaults()
    {
        var folder = await CreateTemplateFolderAsync();
        (await folder.RunAsync("new", "codexmarketplace", "-n", "Contoso", "--no-restore")).Succeeded();
        (await folder.RunInAsync("Contoso", "new", "codexpluginreference", "-n", "Contoso.Review", "--package-version", "1.2.0")).Succeeded();
        folder.Replace("Contoso/Directory.Packages.props", "<!-- <PackageVersion", "<PackageVersion").Replace("Contoso/Directory.Packages.props", "/> -->", "/>");

        var found = folder.List("Contoso")
            .Where(static file => s_renovateFiles.Any(pattern => pattern.IsMatch(file)))
            .SelectMany(file => Versions(XDocument.Parse(folder.Read($"Contoso/{file}"))).Select(version => $"{file}: {version}"));

        AssertList(found,
            "Directory.Packages.props: Contoso.Review 1.2.0",
            $"plugins.csproj: Codex.Plugin.Sdk {Repository.Version}",
            "references/Contoso.Review.props: Contoso.Review 1.2.0");
    }

    // What Renovate extracts: by name of the element, wherever it stands.
    private static IEnumerable<string> Versions(XDocument document) =>
        document.Root!.DescendantsAndSelf().SelectMany(static element => element.Name.LocalName switch
        {
            "PackageReference" or "PackageVersion" or "GlobalPackageReference" => element.Attribute("Version") is { } version
                ? [$"{element.Attribute("Include")!.Value} {version.Value}"]
                : Array.Empty<string>(),
            "Project" => element.Attribute("Sdk")?.Value.Split('/') is [var id, var version] ? [$"{id} {version}"] : [],
            _ => [],
        });

    private static void Reference(TestFolder folder, string project, string versions)
    {
        folder.Replace(project, "</Project>", "<ItemGroup><PackageReference Include=\"Contoso.Hello\" /></ItemGroup></Project>");
        folder.Replace(versions, "</Project>", "<ItemGroup><PackageVersion Include=\"Contoso.Hello\" Version=\"1.0.0\" /></ItemGroup></Project>");
    }

    /// <summary>A marketplace made by the template, and the packages Contoso.Hello and Contoso.Other in a folder feed of the name.</summary>
    private async Task<TestFolder> CreateMarketplaceFolderAsync(string feed, params string[] options)
    {
        var folder = await CreateTemplateFolderAsync();
        folder.Write(Hello);
        (await folder.RunAsync("pack", "-o", feed)).Succeeded();
        (await folder.RunAsync("pack", "-o", feed, "-p:PackageId=Contoso.Other")).Succeeded();
        folder.Delete("Contoso.Hello.cxproj", "skills", "bin", "obj");
        foreach (var package in folder.List(feed))
        {
            File.Copy(folder.PathOf($"{feed}/{package}"), Path.Combine(folder.Feed, package));
        }

        (await folder.RunAsync(["new", "codexmarketplace", .. options])).Succeeded();
        return folder;
    }

    private async Task<TestFolder> CreateTemplateFolderAsync()
    {
        await TemplateTests.Installation;
        return CreateFolderWithPackages();
    }

    [GeneratedRegex("marketplace-(name|[a-z]+-text|heading)|package-prefix|feed-value|Company|sdkversion|#if")]
    private static partial Regex Placeholder();
}
