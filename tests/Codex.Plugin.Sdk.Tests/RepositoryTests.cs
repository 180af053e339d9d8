using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>Ordinary projects that reference plugins: one marketplace for all of a repository.</summary>
[TestClass]
public sealed class RepositoryTests : EndToEndTest
{
    private const string Record = ".agents/plugins/codexmarketplace.json";
    private const string Document = ".agents/plugins/marketplace.json";

    private static readonly string[] s_builtAlone = ["App", "Lib", "Multi"];

    [TestMethod]
    public async Task ProjectsOfARepositoryShareOneMarketplace()
    {
        // The multi-targeting project needs reference assemblies, the test project MSTest.
        var folder = await CreateFolderWithUserPackagesAsync();
        await PackPluginsAsync(folder);
        folder.Write($"""
            #file Directory.Build.props
            <Project>
              <PropertyGroup>
                <MarketplaceName>contoso</MarketplaceName>
              </PropertyGroup>
            </Project>
            #file All.slnx
            <Solution>
              <Project Path="src/App/App.csproj" />
              <Project Path="src/Lib/Lib.csproj" />
              <Project Path="src/Multi/Multi.csproj" />
              <Project Path="src/App.Tests/App.Tests.csproj" />
              <Project Path="src/Plain/Plain.csproj" />
            </Solution>
            {Project("App", Reference("Contoso.Review"))}
            {Project("Lib", Reference("Contoso.Common"))}
            {Project("Multi", Reference("Contoso.Review"), "net10.0;netstandard2.0")}
            {Project("App.Tests", Reference("Contoso.Deploy") + Reference("MSTest.TestAdapter", "4.5.2") + Reference("MSTest.TestFramework", "4.5.2") + "<ProjectReference Include=\"../App/App.csproj\" />", properties: "<OutputType>Exe</OutputType><EnableMSTestRunner>true</EnableMSTestRunner><NoWarn>NU1603</NoWarn>")}
            {Project("Plain", "")}
            #file src/App.Tests/Tests.cs
            [assembly: Microsoft.VisualStudio.TestTools.UnitTesting.DoNotParallelize]
            [Microsoft.VisualStudio.TestTools.UnitTesting.TestClass]
            public sealed class Tests
            {"{ [Microsoft.VisualStudio.TestTools.UnitTesting.TestMethod] public void Passes() { } }"}
            """);
        await GitAsync(folder, "init", "-q");
        await GitAsync(folder, "-c", "user.name=Contoso", "-c", "user.email=contoso@example.com", "commit", "-q", "--allow-empty", "-m", "Nothing yet");

        (await folder.RunAsync("build", "-m")).Succeeded();

        AssertMarketplace(folder, "contoso", "contoso-common", "contoso-deploy", "contoso-review");
        AssertList(Projects(folder), "src/App.Tests/App.Tests.csproj", "src/App/App.csproj", "src/Lib/Lib.csproj", "src/Multi/Multi.csproj");
        AssertList(folder.List(".agents"), "plugins/codexmarketplace.json", "plugins/marketplace.json");
        string record = folder.Read(Record);

        await AssertCodexSeesAsync(folder, "src/App", "contoso-common", "contoso-deploy", "contoso-review");

        // Nothing is written where nothing changed, by any project of the solution, nor by what else people do with one.
        (await folder.RunAsync("build", "-graph", "-m", "--no-restore")).Succeeded();
        var before = folder.Snapshot(".agents", "plugins");
        (await folder.RunAsync("build", "-mt", "-m", "--no-restore")).Succeeded().DoesNotSay(".agents");
        (await folder.RunAsync("build", "--no-restore", "-p:DesignTimeBuild=true", "src/App/App.csproj")).Succeeded();
        (await folder.RunAsync("run", "--no-build", "--project", "src/App.Tests/App.Tests.csproj")).Says("succeeded: 1");
        (await folder.RunAsync("clean", "src/App/App.csproj")).Succeeded();
        AssertSame(before, folder.Snapshot(".agents", "plugins"));

        // Whoever begins anew, with as many processes as there are projects, gets the same.
        for (int i = 0; i < 2; i++)
        {
            folder.Delete(".agents", "plugins");
            var builds = await Task.WhenAll(s_builtAlone.Select(name => folder.RunAsync("build", "--no-restore", "-p:BuildProjectReferences=false", $"src/{name}/{name}.csproj")));
            foreach (var build in builds)
            {
                build.Succeeded();
            }

            AssertMarketplace(folder, "contoso", "contoso-common", "contoso-review");
        }

        (await folder.RunAsync("build", "--no-restore")).Succeeded();
        Assert.AreEqual(record, folder.Read(Record));

        // A worktree is a repository of its own.
        await GitAsync(folder, "worktree", "add", "-q", "other");
        TestFolder.CopyFolder(folder.PathOf("src/App"), folder.PathOf("other/src/App"));
        (await folder.RunAsync("build", "--no-restore", "other/src/App/App.csproj")).Succeeded();
        Assert.IsTrue(folder.Exists("other/plugins/contoso-review/.codex-plugin/plugin.json"));
        folder.Delete("other");

        // A reference goes, and a project; then all.
        folder.Replace("src/Lib/Lib.csproj", Reference("Contoso.Common"), "");
        folder.Delete("src/App.Tests");
        (await folder.RunAsync("build", "src/Lib/Lib.csproj")).Succeeded();
        AssertMarketplace(folder, "contoso", "contoso-common", "contoso-review");
        AssertList(Projects(folder), "src/App/App.csproj", "src/Multi/Multi.csproj");
        Assert.IsFalse(folder.Exists("plugins/contoso-deploy"));

        folder.Write("#file plugins/mine.txt\nmine");
        folder.Replace("src/App/App.csproj", Reference("Contoso.Review"), "").Replace("src/Multi/Multi.csproj", Reference("Contoso.Review"), "");
        (await folder.RunAsync("build", "src/App/App.csproj")).Succeeded();
        (await folder.RunAsync("build", "src/Multi/Multi.csproj")).Succeeded();
        Assert.IsFalse(folder.Exists(".agents"), "the last project leaves nothing");
        AssertList(folder.List("plugins"), "mine.txt");
    }

    [TestMethod]
    public async Task TwoVersionsInARepositoryAreAnErrorThatNamesBothProjects()
    {
        var folder = CreateFolderWithPackages();
        await PackPluginsAsync(folder);
        folder.Write($"""
            #file All.proj
            <Project>
              <Target Name="Build"><MSBuild Projects="src/App/App.csproj;src/Lib/Lib.csproj" BuildInParallel="true" /></Target>
              <Target Name="Restore"><MSBuild Projects="src/App/App.csproj;src/Lib/Lib.csproj" Targets="Restore" /></Target>
            </Project>
            #file All.slnx
            <Solution />
            #file Directory.Packages.props
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Contoso.Review" Version="1.2.0" />
              </ItemGroup>
            </Project>
            {Project("App", "<PackageReference Include=\"Contoso.Review\" />")}
            {Project("Lib", "<PackageReference Include=\"Contoso.Review\" />")}
            """);
        (await folder.RunAsync("build", "All.proj")).Succeeded();

        // Raised for all: the first project that is built finds the other's old version in the record.
        folder.Replace("Directory.Packages.props", "1.2.0", "1.3.0");
        (await folder.RunAsync("build", "All.proj")).Succeeded();
        Assert.Contains("\"1.3.0\"", folder.Read("plugins/contoso-review/.codex-plugin/plugin.json"));

        folder.Replace("src/Lib/Lib.csproj", "Include=\"Contoso.Review\"", "Include=\"Contoso.Review\" VersionOverride=\"1.2.0\"");
        var before = folder.Snapshot(".agents", "plugins");
        var build = (await folder.RunAsync("build", "All.proj")).FailedWith("CXP7036");
        foreach (string named in (string[])["src/App/App.csproj", "1.3.0", "src/Lib/Lib.csproj", "1.2.0"])
        {
            Assert.Contains(named, build.Error("CXP7036").Text);
        }

        AssertSame(before, folder.Snapshot(".agents", "plugins"));
    }

    [TestMethod]
    public async Task MarketplaceInTheProjectsFolderIsNoPartOfTheProject()
    {
        var folder = CreateFolderWithPackages();
        await PackPluginsAsync(folder);
        folder.Write($"""
            {Project("App", "<PackageReference Include=\"Contoso.Review\" Version=\"1.2.0\" PrivateAssets=\"all\" />", sdk: "Microsoft.NET.Sdk.Web")}
            #file src/App/Program.cs
            System.Console.WriteLine(Plugins.Mine.Text);
            #file src/App/plugins/Mine.cs
            namespace Plugins;
            public static class Mine {"{ public const string Text = \"mine\"; }"}
            """);

        // The plugin comes with a file that is no C#; the second build finds it in the project's folder.
        (await folder.RunInAsync("src/App", "build")).Succeeded().Says("(2 plugins: 2 AVAILABLE)");
        Assert.IsTrue(folder.Exists("src/App/plugins/contoso-review/skills/review/example.cs"));
        (await folder.RunInAsync("src/App", "publish", "-o", folder.PathOf("out"))).Succeeded();
        Assert.IsEmpty(folder.List("out").Where(static path => path.Contains("contoso", StringComparison.Ordinal) || path.Contains("example", StringComparison.Ordinal)));

        (await folder.RunInAsync("src/App", "pack", "-p:IsPackable=true")).Succeeded();
        var package = TestPackage.Open(folder.PathOf("src/App/bin/Release/App.1.0.0.nupkg"));
        Assert.IsEmpty(package.Dependencies.Where(static dependency => dependency.Contains("Contoso", StringComparison.Ordinal)));
        Assert.IsEmpty(package.Files.Where(static path => path.Contains("contoso", StringComparison.Ordinal)));

        folder.Delete("src/App/.agents", "src/App/plugins/contoso-common", "src/App/plugins/contoso-review");
        (await folder.RunInAsync("src/App", "build", "-p:LayOutMarketplaceOnBuild=false")).Succeeded();
        Assert.IsFalse(folder.Exists("src/App/.agents"));
        (await folder.RunInAsync("src/App", "build", "--no-restore", "-t:LayOutMarketplace")).Succeeded();
        Assert.IsTrue(folder.Exists("src/App/plugins/contoso-review"));
    }

    private static string Reference(string package, string version = "1.2.0") => $"<PackageReference Include=\"{package}\" Version=\"{version}\" />";

    private static string Project(string name, string references, string frameworks = "net10.0", string properties = "", string sdk = "Microsoft.NET.Sdk")
    {
        string framework = frameworks.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework";
        return $"""
            #file src/{name}/{name}.csproj
            <Project Sdk="{sdk}">
              <Sdk Name="Codex.Plugin.Sdk" Version="SDK_VERSION" />
              <PropertyGroup>
                <{framework}>{frameworks}</{framework}>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {references}
              </ItemGroup>
            </Project>
            """;
    }

    private static async Task PackPluginsAsync(TestFolder folder)
    {
        folder.Write($"""
            #file ../plugins/common/Contoso.Common.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION"><PropertyGroup><Version>1.2.0</Version></PropertyGroup></Project>
            {Skill("common", "../plugins/common/").TrimStart()}
            #file ../plugins/deploy/Contoso.Deploy.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION"><PropertyGroup><Version>1.2.0</Version></PropertyGroup></Project>
            {Skill("deploy", "../plugins/deploy/").TrimStart()}
            #file ../plugins/review/Contoso.Review.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PackageReference Include="Contoso.Common" Version="1.2.0" />
              </ItemGroup>
            </Project>
            {Skill("review", "../plugins/review/").TrimStart()}
            #file ../plugins/review/skills/review/example.cs
            this is no C#
            """);
        foreach (var (name, version) in new[] { ("common", "1.2.0"), ("deploy", "1.2.0"), ("review", "1.2.0"), ("review", "1.3.0") })
        {
            (await folder.RunInAsync($"../plugins/{name}", "pack", "-o", folder.Feed, $"-p:Version={version}")).Succeeded();
        }
    }

    private static async Task GitAsync(TestFolder folder, params string[] arguments)
    {
        var git = await ChildProcess.RunAsync(ChildProcess.Describe("git", arguments, folder.Folder), TimeSpan.FromMinutes(1));
        Assert.AreEqual(0, git.ExitCode, git.StandardError);
    }

    private static void AssertMarketplace(TestFolder folder, string name, params string[] plugins)
    {
        Assert.AreEqual(name, folder.ReadJson(Document)["name"]!.GetValue<string>());
        AssertList(folder.ReadJson(Document)["plugins"]!.AsArray().Select(static plugin => plugin!["name"]!.GetValue<string>()), plugins);
        foreach (string plugin in plugins)
        {
            Assert.IsTrue(folder.Exists($"plugins/{plugin}/.codex-plugin/plugin.json"), plugin);
        }
    }

    private static IEnumerable<string> Projects(TestFolder folder) => folder.ReadJson(Record)["projects"]!.AsObject().Select(static project => project.Key);

    private static async Task AssertCodexSeesAsync(TestFolder folder, string workFolder, params string[] plugins)
    {
        using var home = await CodexHome.CreateAsync();
        await using var codex = await home.StartServerAsync();
        var answer = await codex.CallAsync("plugin/list", new { cwds = new[] { folder.PathOf(workFolder) } });
        var marketplace = answer.GetProperty("marketplaces").EnumerateArray().Single(static found => found.Text("name") == "contoso");
        AssertList(marketplace.GetProperty("plugins").EnumerateArray().Select(static plugin => plugin.Text("name")!).Order(StringComparer.Ordinal), plugins);
    }
}
