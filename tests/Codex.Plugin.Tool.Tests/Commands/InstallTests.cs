using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Feed;
using Codex.Plugin.Tool.Tests.Feeds;
using Codex.Plugin.Tool.Tests.Infrastructure;

namespace Codex.Plugin.Tool.Tests.Commands;

/// <summary>From an empty home to a plugin in the real Codex, and back.</summary>
[TestClass]
public sealed class InstallTests : ToolTest
{
    /// <summary>Against a feed with a login, whose token is in the environment and nowhere else.</summary>
    [TestMethod]
    public async Task PluginsAreInstalledUpdatedAndRemoved()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso", RequireLogin = true });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        var user = (await CreateUserAsync()).Use(feed);
        user.Work.WriteConfig(feed.ConfigWithLogin.Replace(feed.Password, "%CONTOSO_TOKEN%", StringComparison.Ordinal)).With("CONTOSO_TOKEN", feed.Password);

        var installed = (await user.RunAsync("install", Review, "--source", "contoso")).Succeeded();
        Assert.Contains("contoso-review  -       1.0.0  install", installed.StandardOutput);
        Assert.Contains("adds the skill 'review' (skills/review)", installed.StandardOutput);
        AssertList(await user.ListCodexAsync(), "contoso-review@my-plugins 1.0.0 on");
        AssertList((await user.RunAsync("list")).Succeeded().StandardOutput.TrimEnd().Split('\n'),
            "id              version  plugin          in Codex  source",
            "Contoso.Review  1.0.0    contoso-review  1.0.0     contoso");
        AssertList((await user.RunAsync("list", "--outdated")).Succeeded().StandardOutput.TrimEnd().Split('\n'), "Of 1 plugin, none is outdated.");

        // Without new powers nobody is asked.
        feed.Add(PluginNupkg.Of(Review, "1.1.0"));
        user.Work.ForgetAnswers();
        Assert.Contains("Contoso.Review  1.0.0    1.1.0 ", (await user.RunAsync("list", "--outdated")).Succeeded().StandardOutput);
        var before = await user.GetStateAsync();
        Assert.Contains("Contoso.Review 1.0.0 -> 1.1.0 from 'contoso'", (await user.RunAsync("update", "--dry-run")).Succeeded().StandardOutput);
        Assert.AreEqual(before, await user.GetStateAsync(), "--dry-run");
        (await user.RunAsync("update")).Succeeded();
        AssertList(await user.ListCodexAsync(), "contoso-review@my-plugins 1.1.0 on");

        // With new powers, somebody has to agree.
        feed.Add(WithHook(Review, "1.2.0"));
        user.Work.ForgetAnswers();
        before = await user.GetStateAsync();
        var refused = await user.RunAsync("update", Review);
        Assert.AreEqual(4, refused.ExitCode, refused.Output);
        Assert.Contains("asks for your consent: adds the hook PreToolUse", refused.StandardOutput);
        Assert.Contains("--approve", refused.StandardError);
        Assert.AreEqual(before, await user.GetStateAsync(), "refused");
        (await user.RunAsync("update", Review, "--approve")).Succeeded();
        AssertList(await user.ListCodexAsync(), "contoso-review@my-plugins 1.2.0 on");
        Assert.Contains("echo checked", user.ReadProject("plugins.approved.json"));

        (await user.RunAsync("remove", Review)).Succeeded();
        AssertList(await user.ListCodexAsync());
        Assert.Contains("No plugins are installed", (await user.RunAsync("list")).Succeeded().StandardOutput);

        foreach (var file in Directory.EnumerateFiles(user.Codex.UserHome, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(feed.Password, File.ReadAllText(file), file);
        }

        Assert.DoesNotContain(feed.Password, installed.Output + refused.Output);
        Assert.IsTrue(feed.Requests.Any(static request => request.Authorized));
    }

    [TestMethod]
    public async Task AnotherFolderKnowsTheFeedsOfAnEarlierInstallation()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso", RequireLogin = true });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Add(PluginNupkg.Of("Contoso.Deploy", "2.0.0"));
        var user = (await CreateUserAsync()).Use(feed, login: true);
        (await user.RunAsync("install", Review)).Succeeded();

        user.Work.WriteConfig("<configuration><packageSources><clear /></packageSources></configuration>");
        (await user.RunAsync("install", "Contoso.Deploy@2.0.0")).SucceededWithWarnings("CXP7013");

        AssertList((await user.ListCodexAsync()).Order(StringComparer.Ordinal), "contoso-deploy@my-plugins 2.0.0 on", "contoso-review@my-plugins 1.0.0 on");
        Assert.DoesNotContain(feed.Password, user.ReadProject("nuget.config"));
    }

    [TestMethod]
    public async Task ARangeIsRememberedForUpdates()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        foreach (var version in (string[])["1.0.0", "1.1.0", "2.0.0", "2.1.0-beta"])
        {
            feed.Add(PluginNupkg.Of(Review, version));
        }

        var user = (await CreateUserAsync()).Use(feed);
        (await user.RunAsync("install", Review, "--version", "1.*")).Succeeded();
        Assert.Contains("""Include="Contoso.Review" Version="1.1.0" UpdateRange="1.*" """.TrimEnd(), user.ReadProject());
        Assert.Contains("up to date", (await user.RunAsync("update")).Succeeded().StandardOutput);

        // An exact version is one, and asks for no later one by itself.
        (await user.RunAsync("install", Review, "--version", "1.0.0")).Succeeded();
        Assert.Contains("""Include="Contoso.Review" Version="1.0.0" Inst""", user.ReadProject());
        Assert.Contains("-> 2.1.0-beta", (await user.RunAsync("update", "--dry-run", "--prerelease")).Succeeded().StandardOutput);
        Assert.Contains("-> 2.0.0", (await user.RunAsync("update", "contoso-review", "--dry-run")).Succeeded().StandardOutput);
    }

    [TestMethod]
    public async Task APackageThatIsNoPluginIsRefusedAndLeavesNothing()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(new PluginNupkg("Contoso.Library", "1.0.0") { PackageType = null }.Pack());
        var user = (await CreateUserAsync()).Use(feed);

        var result = await user.RunAsync("install", "Contoso.Library");

        Assert.AreEqual(1, result.ExitCode, result.Output);
        Assert.Contains("Contoso.Library", result.StandardError);
        Assert.IsFalse(Directory.Exists(user.ProjectFolder), "the project is gone");
        AssertList(await user.ListCodexAsync());
    }

    [TestMethod]
    public async Task ARepositoryHasPluginsOfItsOwn()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Add(PluginNupkg.Of(Review, "1.1.0"));
        var user = (await CreateUserAsync()).Use(feed);
        user.Work.Write("""
            #file Directory.Packages.props
            <Project>
              <!-- Kept. -->
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Contoso.Other" Version="3.0.0" />
              </ItemGroup>
            </Project>
            #file Directory.Build.props
            <Project>
              <PropertyGroup>
                <UseArtifactsOutput>true</UseArtifactsOutput>
                <ArtifactsPath>$(MSBuildThisFileDirectory)artifacts</ArtifactsPath>
              </PropertyGroup>
            </Project>
            #file .git/HEAD
            ref: refs/heads/main
            """);

        (await user.RunAsync("install", $"{Review}@1.0.0", "--repo", "--marketplace", "contoso")).Succeeded();

        Assert.IsTrue(user.Work.Exists(".agents/plugins/marketplace.json"));
        Assert.IsTrue(user.Work.Exists("plugins/contoso-review/skills/review/SKILL.md"));
        Assert.Contains("""<PackageVersion Include="Contoso.Review" Version="1.0.0" />""", user.Work.Read("Directory.Packages.props"));
        Assert.Contains("<!-- Kept. -->", user.Work.Read("Directory.Packages.props"));
        Assert.DoesNotContain("1.0.0\"", user.Work.Read(".agents/plugins.csproj").Split('\n').Single(static line => line.Contains(Review, StringComparison.Ordinal)));
        AssertList(await user.ListCodexAsync(), "contoso-review@contoso 1.0.0 on");

        (await user.RunAsync("update", "--repo")).Succeeded();
        Assert.Contains("""<PackageVersion Include="Contoso.Review" Version="1.1.0" />""", user.Work.Read("Directory.Packages.props"));
        Assert.Contains("No plugins are installed", (await user.RunAsync("list")).Succeeded().StandardOutput);
        Assert.Contains("1.1.0", (await user.RunAsync("list", "--repo")).Succeeded().StandardOutput);
    }

    // The first is read alone, the others with all that their SDK and their conditions say.
    [TestMethod]
    [DataRow("""<Project Sdk="Codex.Plugin.Sdk/1.0.0">""", "", "")]
    [DataRow("""<Project Sdk="Codex.Plugin.Sdk/1.0.0" DefaultTargets="Build">""", "", "")]
    [DataRow("""<Project Sdk="Codex.Plugin.Sdk/1.0.0">""", """<ItemGroup Condition="'$(CodexPluginProject)' == ''"><PackageReference Include="Contoso.Review" Version="0.9.0" /></ItemGroup>""", "")]
    [DataRow("""<Project Sdk="Codex.Plugin.Sdk/1.0.0">""", "", """<Project><ItemGroup><PackageReference Include="Contoso.Other" Version="1.0.0" /></ItemGroup></Project>""")]
    public async Task AProjectWrittenByHandKeepsItsShape(string root, string more, string props)
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Add(PluginNupkg.Of("Contoso.Other", "1.0.0"));
        var user = (await CreateUserAsync()).Use(feed);
        string before = $"""
            {root}
              <!-- What we all need. -->
              <PropertyGroup>
                  <OutputType>Marketplace</OutputType>
                <MarketplaceName>contoso</MarketplaceName>
              </PropertyGroup>
              {more}

              <ItemGroup><!-- Here. -->
                <PackageReference Include="Contoso.Other" Version="1.0.0" />
              </ItemGroup>
            </Project>

            """;
        if (props.Length > 0)
        {
            before = before.Replace("""<PackageReference Include="Contoso.Other" Version="1.0.0" />""", "<!-- None of our own. -->", StringComparison.Ordinal);
            user.Work.Write($"#file Directory.Build.props\n{props}");
        }

        File.WriteAllText(user.Work.PathOf("plugins.csproj"), before);

        (await user.RunAsync("install", $"{Review}@1.0.0", "--project", "plugins.csproj")).Succeeded();

        string[] added = [.. user.Work.Read("plugins.csproj").Split('\n').Except(before.Split('\n'))];
        Assert.AreEqual("""<PackageReference Include="Contoso.Review" Version="1.0.0" InstallationPolicy="INSTALLED_BY_DEFAULT" />""", added.Single().Trim());
        AssertList(await user.ListCodexAsync(), "contoso-review@contoso 1.0.0 on");
        Assert.Contains("Contoso.Other", (await user.RunAsync("list", "--project", "plugins.csproj")).Succeeded().StandardOutput);

        (await user.RunAsync("remove", Review, "--project", "plugins.csproj")).Succeeded();
        Assert.AreEqual(before, user.Work.Read("plugins.csproj"));
    }

    [TestMethod]
    public async Task RestoreAndSyncFollowTheProject()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        feed.Add(PluginNupkg.Of(Review, "1.1.0"));
        var user = (await CreateUserAsync()).Use(feed);
        (await user.RunAsync("install", $"{Review}@1.0.0")).Succeeded();

        // Somebody edits the project by hand, as any project.
        var project = Path.Combine(user.ProjectFolder, "plugins.csproj");
        File.WriteAllText(project, user.ReadProject().Replace("1.0.0\" Inst", "1.1.0\" Inst", StringComparison.Ordinal));
        var locked = await user.RunAsync("restore", "--locked");
        Assert.AreEqual(1, locked.ExitCode, locked.Output);
        Assert.Contains("NU1004", locked.StandardError);
        AssertList(await user.ListCodexAsync(), "contoso-review@my-plugins 1.0.0 on");

        (await user.RunAsync("restore")).Succeeded();
        AssertList(await user.ListCodexAsync(), "contoso-review@my-plugins 1.0.0 on");
        (await user.RunAsync("sync", "--locked")).Succeeded();
        AssertList(await user.ListCodexAsync(), "contoso-review@my-plugins 1.1.0 on");

        // What somebody breaks in Codex is mended.
        Directory.Delete(Path.Combine(user.Codex.CodexFolder, "plugins", "cache"), recursive: true);
        (await user.RunAsync("sync")).Succeeded();
        AssertList(await user.ListCodexAsync(), "contoso-review@my-plugins 1.1.0 on");
    }

    [TestMethod]
    public async Task VulnerablePluginsAreListed()
    {
        await using var feed = await TestFeed.StartAsync(new() { Name = "contoso" });
        feed.Add(PluginNupkg.Of(Review, "1.0.0"));
        var user = (await CreateUserAsync()).Use(feed);
        (await user.RunAsync("install", Review)).Succeeded();
        Assert.Contains("none is vulnerable", (await user.RunAsync("list", "--vulnerable")).Succeeded().StandardOutput);

        feed.AddVulnerability(Review, "[1.0.0]", VulnerabilitySeverity.High, "https://contoso.example/advisory");
        user.Work.ForgetAnswers();

        Assert.Contains("high https://contoso.example/advisory", (await user.RunAsync("list", "--vulnerable")).Succeeded().StandardOutput);
    }
}
