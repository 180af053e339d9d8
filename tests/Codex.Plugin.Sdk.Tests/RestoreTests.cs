using System.Text.Json;
using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

[TestClass]
public sealed class RestoreTests : EndToEndTest
{
    private const string SdkElement = "<Sdk Name=\"Codex.Plugin.Sdk\" Version=\"SDK_VERSION\" />";
    private const string SdkReference = "<ItemGroup><PackageReference Include=\"Codex.Plugin.Sdk\" Version=\"SDK_VERSION\" PrivateAssets=\"all\" /></ItemGroup>";

    private static readonly string[] s_shownMetadata = ["Identity", "Name", "Version", "PackageId", "PackageVersion", "Direct"];

    // Everything by which a package could run something in the build of whoever references it.
    private static readonly (string, string)[] s_hostileFiles =
    [
        ("plugin/.codex-plugin/plugin.json", """{ "name": "contoso-hostile", "version": "1.0.0" }"""),
        ("build/Contoso.Hostile.props", HostileTargets("build-props")),
        ("build/Contoso.Hostile.targets", HostileTargets("build-targets")),
        ("buildTransitive/Contoso.Hostile.targets", HostileTargets("transitive-targets")),
        ("buildMultiTargeting/Contoso.Hostile.targets", HostileTargets("multitargeting-targets")),
    ];

    [TestMethod]
    public async Task PluginProjectGetsDirectAndTransitivePlugins()
    {
        var folder = CreateFolderWithPackages();
        await PackReviewAndCommonAsync(folder);
        folder.Write($"""
            #file app/App.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PackageReference Include="Contoso.Review" Version="1.2.0" />
              </ItemGroup>
            </Project>
            {Skill("app", "app/").TrimStart()}
            """);

        (await folder.RunInAsync("app", "build")).Succeeded();

        AssertPlugins(folder, await folder.GetItemsAsync("CodexPlugin", "ResolveCodexPlugins", "app/App.cxproj"));
        AssertPlugins(folder, await folder.GetItemsAsync("CodexPlugin", "Build", "app/App.cxproj"));
    }

    [TestMethod]
    [DataRow(SdkElement, "net10.0")]
    [DataRow(SdkElement, "net8.0")]
    [DataRow(SdkElement, "netstandard2.0")]
    [DataRow(SdkElement, "net10.0;netstandard2.0")]
    [DataRow(SdkReference, "net10.0")]
    [DataRow(SdkReference, "net10.0;netstandard2.0")]
    [DataRow("", "net10.0")]
    [DataRow("", "net10.0;netstandard2.0")]
    public async Task OrdinaryProjectRestoresPluginsWithoutAWarning(string sdk, string frameworks)
    {
        // The reference assemblies of other frameworks are packages, and not ours.
        var folder = CreateFolder(ownPackages: true, sources: frameworks == "net10.0" ? null : await SdkPackages.GetUserSourcesAsync());
        await PackReviewAndCommonAsync(folder);
        var framework = frameworks.Contains(';', StringComparison.Ordinal) ? "TargetFrameworks" : "TargetFramework";
        folder.Write($"""
            #file app/App.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              {sdk}
              <PropertyGroup>
                <{framework}>{frameworks}</{framework}>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Contoso.Review" Version="1.2.0" />
              </ItemGroup>
            </Project>
            #file app/Class1.cs
            public static class Class1 {"{ }"}
            """);

        (await folder.RunInAsync("app", "build")).Succeeded();

        Assert.IsEmpty(folder.List("app/bin").Where(path => path.Contains("SKILL.md", StringComparison.Ordinal)));
        if (sdk.Length > 0)
        {
            AssertPlugins(folder, await folder.GetItemsAsync("CodexPlugin", "ResolveCodexPlugins", "app/App.csproj"));
            Assert.IsTrue(folder.Exists("app/plugins/contoso-review/skills/review/SKILL.md"));
        }

        Assert.AreEqual(sdk.Length > 0, folder.Exists("app/.agents"));
    }

    [TestMethod]
    public async Task SdkThatIsReferencedAsAPackageIsNoDependencyOfWhatIsPacked()
    {
        var folder = CreateFolderWithPackages($"""
            #file App.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              {SdkReference}
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """);

        (await folder.RunAsync("pack")).Succeeded();

        Assert.IsEmpty(TestPackage.Open(folder.PathOf("bin/Release/App.1.0.0.nupkg")).Dependencies);
    }

    [TestMethod]
    public async Task ConsumerPublishesWithoutPlugins()
    {
        var folder = CreateFolderWithPackages();
        await PackReviewAndCommonAsync(folder);
        folder.Write(Consumer(SdkElement, "Contoso.Review", "1.2.0"));

        (await folder.RunInAsync("app", "publish", "-o", "out")).Succeeded();

        Assert.IsEmpty(folder.List("app/out").Where(path => !path.StartsWith("App.", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task PluginProjectReferencesAnother()
    {
        var folder = CreateFolder($"""
            #file common/Contoso.Common.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            #file review/Contoso.Review.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <ProjectReference Include="../common/Contoso.Common.cxproj" />
              </ItemGroup>
            </Project>
            {Skill("common", "common/").TrimStart()}
            {Skill("review", "review/").TrimStart()}
            """);

        (await folder.RunInAsync("review", "build")).Succeeded();
        Assert.IsTrue(folder.Exists("common/bin/Debug/plugin/skills/common/SKILL.md"));
        AssertList(folder.List("review/bin/Debug/plugin"), ".codex-plugin/plugin.json", "skills/review/SKILL.md");

        (await folder.RunInAsync("review", "pack")).Succeeded();
        AssertList(TestPackage.Open(folder.PathOf("review/bin/Release/Contoso.Review.1.0.0.nupkg")).Dependencies, ".NETStandard2.0: Contoso.Common 1.0.0");
    }

    [TestMethod]
    public async Task LibraryReferencesAPluginProject()
    {
        var folder = CreateFolder($"""
            #file common/Contoso.Common.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            #file app/App.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../common/Contoso.Common.cxproj" />
              </ItemGroup>
            </Project>
            {Skill("common", "common/").TrimStart()}
            """);

        (await folder.RunInAsync("app", "build")).Succeeded();
    }

    [TestMethod]
    public async Task HostilePluginRunsNothingInAPluginProject()
    {
        var folder = CreateHostileFolder(s_hostileFiles);
        folder.Write($"""
            #file app/App.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PackageReference Include="Contoso.Hostile" Version="1.0.0" />
              </ItemGroup>
            </Project>
            {Skill("app", "app/").TrimStart()}
            """);

        (await folder.RunInAsync("app", "restore")).Succeeded();
        (await folder.RunInAsync("app", "build")).FailedWith("CXP6004");
        (await folder.RunInAsync("app", "pack")).FailedWith("CXP6004");

        AssertNothingRan(folder);
    }

    [TestMethod]
    public async Task HostilePluginBehindAnotherRunsNothingInAPluginProject()
    {
        var folder = CreateHostileFolder(s_hostileFiles);
        folder.Write($"""
            #file between/Contoso.Between.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PackageReference Include="Contoso.Hostile" Version="1.0.0" />
              </ItemGroup>
            </Project>
            {Skill("between", "between/").TrimStart()}
            #file app/App.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <ProjectReference Include="../between/Contoso.Between.cxproj" />
              </ItemGroup>
            </Project>
            {Skill("app", "app/").TrimStart()}
            """);

        var build = await folder.RunInAsync("app", "build");

        Assert.AreNotEqual(0, build.ExitCode);
        build.Error("CXP6004");
        AssertNothingRan(folder);
    }

    [TestMethod]
    [DataRow(SdkElement, "build")]
    [DataRow(SdkElement, "pack")]
    [DataRow(SdkReference, "build")]
    public async Task HostilePluginIsRefusedInAnOrdinaryProject(string sdk, string verb)
    {
        var folder = CreateHostileFolder(s_hostileFiles);
        folder.Write(Consumer(sdk, "Contoso.Hostile", "1.0.0"));

        (await folder.RunInAsync("app", verb)).FailedWith("CXP6004");

        Assert.IsFalse(folder.Exists("ran.build-targets"), "a target of the package ran");
    }

    [TestMethod]
    public async Task HostilePluginIsRefusedInAMultiTargetedProject()
    {
        var folder = CreateFolder(ownPackages: true, sources: await SdkPackages.GetUserSourcesAsync());
        TestPackage.Create(folder.Feed, "Contoso.Hostile", "1.0.0", "CodexPlugin", [.. s_hostileFiles.Select(file => (file.Item1, file.Item2.Replace("MARKER", folder.PathOf("ran"), StringComparison.Ordinal)))]);
        folder.Write(Consumer(SdkElement, "Contoso.Hostile", "1.0.0").Replace("<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>", StringComparison.Ordinal));

        var build = await folder.RunInAsync("app", "build");

        Assert.AreNotEqual(0, build.ExitCode);
        build.Error("CXP6004");
        AssertNothingRan(folder);
    }

    [TestMethod]
    public async Task HostilePluginThatWantsToBeFirstIsNot()
    {
        var folder = CreateHostileFolder(
        [
            s_hostileFiles[0],
            ("build/Contoso.Hostile.targets", HostileTargets("initial").Replace("<Project>", "<Project InitialTargets=\"Hostile-initial\">", StringComparison.Ordinal)),
        ]);
        folder.Write(Consumer(SdkElement, "Contoso.Hostile", "1.0.0"));

        (await folder.RunInAsync("app", "build")).FailedWith("CXP6004");

        AssertNothingRan(folder);
    }

    [TestMethod]
    public async Task HostilePluginCannotSwitchTheRefusalOff()
    {
        var folder = CreateHostileFolder(
        [
            s_hostileFiles[0],
            ("build/Contoso.Hostile.props", """
                <Project>
                  <PropertyGroup>
                    <CodexPluginProject>true</CodexPluginProject>
                    <UsingCodexPluginConsume>true</UsingCodexPluginConsume>
                    <DesignTimeBuild>true</DesignTimeBuild>
                  </PropertyGroup>
                </Project>
                """),
            s_hostileFiles[2],
        ]);
        folder.Write(Consumer(SdkElement, "Contoso.Hostile", "1.0.0"));

        (await folder.RunInAsync("app", "build")).FailedWith("CXP6004");

        AssertNothingRan(folder);
    }

    [TestMethod]
    public async Task HostilePackageThatOnlyClaimsToBeAPluginIsRefused()
    {
        // The type alone makes it a plugin package; it has no manifest.
        var folder = CreateHostileFolder(s_hostileFiles[1..]);
        folder.Write(Consumer(SdkElement, "Contoso.Hostile", "1.0.0"));

        var build = await folder.RunInAsync("app", "build");

        Assert.AreNotEqual(0, build.ExitCode);
        AssertNothingRan(folder);
    }

    [TestMethod]
    public async Task DamagedPackageIsAnError()
    {
        var folder = CreateFolderWithPackages();
        await PackReviewAndCommonAsync(folder);
        folder.Write(Consumer(SdkElement, "Contoso.Common", "1.0.0"));
        (await folder.RunInAsync("app", "restore")).Succeeded();
        File.AppendAllText(Path.Combine(folder.PackagesFolder, "contoso.common", "1.0.0", "plugin", "skills", "common", "SKILL.md"), "changed");

        (await folder.RunInAsync("app", "msbuild", "-t:LayOutMarketplace")).FailedWith("CXP7003");

        Assert.IsFalse(folder.Exists("app/.agents"));
    }

    [TestMethod]
    public async Task SecondLayOutWritesNothing()
    {
        var folder = CreateFolderWithPackages();
        await PackReviewAndCommonAsync(folder);
        folder.Write(Consumer(SdkElement, "Contoso.Review", "1.2.0"));
        (await folder.RunInAsync("app", "restore")).Succeeded();
        (await folder.RunInAsync("app", "msbuild", "-t:LayOutMarketplace")).Succeeded();
        var first = folder.Snapshot("app/.agents", "app/plugins");
        Assert.IsNotEmpty(first);

        (await folder.RunInAsync("app", "msbuild", "-t:LayOutMarketplace")).Succeeded();

        AssertSame(first, folder.Snapshot("app/.agents", "app/plugins"));
    }

    private static string Consumer(string sdk, string package, string version) => $"""
        #file app/App.csproj
        <Project Sdk="Microsoft.NET.Sdk">
          {sdk}
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{package}" Version="{version}" />
          </ItemGroup>
        </Project>
        """;

    // Writes a file whenever anything at all is run in a project that imports it.
    private static string HostileTargets(string name) => $"""
        <Project>
          <Target Name="Hostile-{name}" BeforeTargets="Restore;CollectPackageReferences;BeforeBuild;CompilePlugin;Build;CoreCompile;Pack;DispatchToInnerBuilds">
            <WriteLinesToFile File="MARKER.{name}" Lines="ran" />
          </Target>
        </Project>
        """;

    private TestFolder CreateHostileFolder((string Path, string Text)[] files)
    {
        var folder = CreateFolderWithPackages();
        TestPackage.Create(folder.Feed, "Contoso.Hostile", "1.0.0", "CodexPlugin",
            [.. files.Select(file => (file.Path, file.Text.Replace("MARKER", folder.PathOf("ran"), StringComparison.Ordinal)))]);
        return folder;
    }

    private static void AssertNothingRan(TestFolder folder) =>
        AssertList(Directory.GetFiles(folder.Folder, "ran.*").Select(path => Path.GetFileName(path)!));

    private static async Task PackReviewAndCommonAsync(TestFolder folder)
    {
        folder.Write($"""
            #file common/Contoso.Common.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            {Skill("common", "common/").TrimStart()}
            #file review/Contoso.Review.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <Version>1.2.0</Version>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Contoso.Common" Version="[1.0.0,2.0.0)" />
              </ItemGroup>
            </Project>
            {Skill("review", "review/").TrimStart()}
            """);
        (await folder.RunInAsync("common", "pack", "-o", folder.Feed)).Succeeded();
        (await folder.RunInAsync("review", "pack", "-o", folder.Feed)).Succeeded();
        AssertList(TestPackage.Open(Path.Combine(folder.Feed, "Contoso.Review.1.2.0.nupkg")).Dependencies, ".NETStandard2.0: Contoso.Common [1.0.0, 2.0.0)");
    }

    private static void AssertPlugins(TestFolder folder, IReadOnlyList<JsonElement> plugins)
    {
        AssertList(
            plugins.Select(plugin => string.Join(' ', s_shownMetadata.Select(name => plugin.GetProperty(name).GetString())))
                .Order(StringComparer.Ordinal),
            "contoso-common contoso-common 1.0.0 Contoso.Common 1.0.0 false",
            "contoso-review contoso-review 1.2.0 Contoso.Review 1.2.0 true");
        var review = plugins.Single(plugin => plugin.GetProperty("Identity").GetString() == "contoso-review");
        Assert.AreEqual(Path.Combine(folder.PackagesFolder, "contoso.review", "1.2.0", "plugin"), review.GetProperty("Folder").GetString());
        Assert.IsTrue(File.Exists(Path.Combine(review.GetProperty("Folder").GetString()!, "skills", "review", "SKILL.md")));
        Assert.AreNotEqual("", review.GetProperty("Sha512").GetString());
    }
}
