using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>What a user's repository sets for all its projects.</summary>
[TestClass]
public sealed class RepositorySettingsTests : EndToEndTest
{
    [TestMethod]
    [DataRow("Directory.Build.props", "<TargetFramework>net10.0</TargetFramework>")]
    [DataRow("Directory.Build.props", "<TargetFrameworks>net10.0;net8.0</TargetFrameworks>")]
    [DataRow("Directory.Build.targets", "<TargetFramework>net10.0</TargetFramework>")]
    [DataRow("Directory.Build.targets", "<TargetFrameworks>net10.0;net8.0</TargetFrameworks>")]
    public async Task TargetFrameworkDoesNotMatter(string file, string property)
    {
        var folder = CreateFolder(Hello + Properties(file, property));

        (await folder.RunAsync("build")).Succeeded();
        (await folder.RunAsync("pack")).Succeeded();

        Assert.IsTrue(folder.Exists("bin/Debug/plugin/skills/hello/SKILL.md"));
        AssertList(TestPackage.Open(folder.PathOf("bin/Release/Contoso.Hello.1.0.0.nupkg")).Files, "codexplugin.json", "plugin/.codex-plugin/plugin.json", "plugin/skills/hello/SKILL.md");
    }

    [TestMethod]
    public async Task SettingsForLibrariesDoNotMatter()
    {
        var folder = CreateFolder(Hello + Properties("Directory.Build.props", """
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <LangVersion>latest</LangVersion>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <MSBuildTreatWarningsAsErrors>true</MSBuildTreatWarningsAsErrors>
            <AnalysisLevel>latest-all</AnalysisLevel>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <IncludeSymbols>true</IncludeSymbols>
            <SymbolPackageFormat>snupkg</SymbolPackageFormat>
            <DebugType>embedded</DebugType>
            <EnablePackageValidation>true</EnablePackageValidation>
            <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
            <SelfContained>true</SelfContained>
            <OutputType>Exe</OutputType>
            <ContinuousIntegrationBuild>true</ContinuousIntegrationBuild>
            """));

        (await folder.RunAsync("build")).Succeeded();
        (await folder.RunAsync("pack", "-o", "out")).Succeeded();

        Assert.IsTrue(folder.Exists("bin/Debug/plugin/skills/hello/SKILL.md"));
        AssertList(folder.List("out"), "Contoso.Hello.1.0.0.nupkg");
    }

    [TestMethod]
    public async Task WarningsBecomeErrorsOnEveryBuild()
    {
        var folder = CreateFolder(Hello + "\n" + FolderWithoutSkill + Properties("Directory.Build.props", "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>"));

        (await folder.RunAsync("build")).FailedWith("CXP2001").Says("1 Error(s)");
        (await folder.RunAsync("build")).FailedWith("CXP2001").Says("1 Error(s)");
        (await folder.RunAsync("pack")).FailedWith("CXP2001");
        (await folder.RunAsync("build", "-p:NoWarn=CXP2001")).Succeeded();
        (await folder.RunAsync("build", "-p:WarningsNotAsErrors=CXP2001")).SucceededWithWarnings("CXP2001");
        (await folder.RunAsync("build", "-p:TreatWarningsAsErrors=false")).SucceededWithWarnings("CXP2001");
        // And back, with the up-to-date output of a successful build.
        (await folder.RunAsync("build")).FailedWith("CXP2001");
    }

    [TestMethod]
    public async Task OneWarningBecomesAnErrorOrAMessage()
    {
        var folder = CreateFolder(Hello + "\n" + FolderWithoutSkill);

        (await folder.RunAsync("build", "-p:WarningsAsErrors=CXP2001")).FailedWith("CXP2001");
        (await folder.RunAsync("build", "-warnaserror:CXP2001")).FailedWith("CXP2001");
        // Where it is shown, it is shown with its page.
        (await folder.RunAsync("build", "-tl:on")).Says("/docs/diagnostics/CXP2001.md");
        (await folder.RunAsync("build", "-p:MSBuildWarningsAsMessages=CXP2001")).Succeeded();
        (await folder.RunAsync("build", "-p:NoWarn=CXP2001")).Succeeded();
    }

    [TestMethod]
    public async Task PackageIsMadeOnBuild()
    {
        var folder = CreateFolder(Hello + Properties("Directory.Build.props", "<GeneratePackageOnBuild>true</GeneratePackageOnBuild>"));

        (await folder.RunAsync("build")).Succeeded();

        Assert.Contains("plugin/skills/hello/SKILL.md", TestPackage.Open(folder.PathOf("bin/Debug/Contoso.Hello.1.0.0.nupkg")).Files);
    }

    [TestMethod]
    public async Task OutputsGoToTheArtifactsFolder()
    {
        var folder = CreateFolder(Hello + Properties("Directory.Build.props", """
            <UseArtifactsOutput>true</UseArtifactsOutput>
            """));

        (await folder.RunAsync("build")).Succeeded();
        AssertList(folder.List("artifacts/bin/Contoso.Hello/debug/plugin"), ".codex-plugin/plugin.json", "skills/hello/SKILL.md");
        (await folder.RunAsync("pack")).Succeeded();
        Assert.IsTrue(folder.Exists("artifacts/package/release/Contoso.Hello.1.0.0.nupkg"));
        (await folder.RunAsync("clean")).Succeeded();
        Assert.IsFalse(folder.Exists("artifacts/bin/Contoso.Hello/debug/plugin"));
        Assert.IsFalse(folder.Exists("bin"));
        Assert.IsFalse(folder.Exists("obj"));
    }

    [TestMethod]
    public async Task SdkVersionMayStandInGlobalJson()
    {
        var folder = CreateFolder(Hello).Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk" />
            #file global.json
            { "msbuild-sdks": { "Codex.Plugin.Sdk": "SDK_VERSION" } }
            """);

        (await folder.RunAsync("build")).Succeeded();

        Assert.IsTrue(folder.Exists("bin/Debug/plugin/skills/hello/SKILL.md"));
    }

    [TestMethod]
    public async Task SdkVersionInGlobalJsonServesTheSdkElementToo()
    {
        var folder = CreateFolder("""
            #file App.csproj
            <Project Sdk="Microsoft.NET.Sdk">
              <Sdk Name="Codex.Plugin.Sdk" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            #file global.json
            { "msbuild-sdks": { "Codex.Plugin.Sdk": "SDK_VERSION" } }
            """);

        (await folder.RunAsync("build")).Succeeded();
    }

    [TestMethod]
    public async Task VersionsAreManagedCentrally()
    {
        var folder = CreateFolderWithPackages(Hello).Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PackageReference Include="Contoso.Common" />
              </ItemGroup>
            </Project>
            #file Directory.Packages.props
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Contoso.Common" Version="1.3.0" />
              </ItemGroup>
            </Project>
            """);
        PluginPackage(folder, "1.3.0");

        (await folder.RunAsync("build")).Succeeded();
        var plugin = (await folder.GetItemsAsync("CodexPlugin", "ResolveCodexPlugins")).Single();
        Assert.AreEqual("1.3.0", plugin.GetProperty("PackageVersion").GetString());
        (await folder.RunAsync("pack")).Succeeded();
        AssertList(TestPackage.Open(folder.PathOf("bin/Release/Contoso.Hello.1.0.0.nupkg")).Dependencies, ".NETStandard2.0: Contoso.Common 1.3.0");
    }

    [TestMethod]
    public async Task LockFileIsWrittenAndKept()
    {
        var folder = CreateFolderWithPackages(Hello).Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Contoso.Common" Version="1.3.0" />
              </ItemGroup>
            </Project>
            """);
        PluginPackage(folder, "1.3.0");
        PluginPackage(folder, "1.4.0");

        (await folder.RunAsync("restore")).Succeeded();
        Assert.Contains("\"resolved\": \"1.3.0\"", folder.Read("packages.lock.json"));
        folder.Delete("obj");
        (await folder.RunAsync("restore", "--locked-mode")).Succeeded();
        (await folder.RunAsync("build", "-p:RestoreLockedMode=true")).Succeeded();

        folder.Replace("Contoso.Hello.cxproj", "1.3.0", "1.4.0");
        (await folder.RunAsync("restore", "--locked-mode")).FailedWith("NU1004");
    }

    [TestMethod]
    public async Task VersionThatATargetMakesReachesManifestAndPackage()
    {
        var folder = CreateFolder(Hello + """

            #file Directory.Build.targets
            <Project>
              <PropertyGroup>
                <GetPackageVersionDependsOn>$(GetPackageVersionDependsOn);MakeVersion</GetPackageVersionDependsOn>
              </PropertyGroup>
              <Target Name="MakeVersion" BeforeTargets="BeforeBuild">
                <PropertyGroup>
                  <Version>2.5.0</Version>
                  <PackageVersion>2.5.0-beta.3</PackageVersion>
                </PropertyGroup>
              </Target>
            </Project>
            """);

        (await folder.RunAsync("pack")).Succeeded();

        Assert.AreEqual("2.5.0-beta.3", (string?)folder.ReadJson("bin/Release/plugin/.codex-plugin/plugin.json")["version"]);
        Assert.AreEqual("2.5.0-beta.3", TestPackage.Open(folder.PathOf("bin/Release/Contoso.Hello.2.5.0-beta.3.nupkg")).Value("version"));
    }

    [TestMethod]
    [DataRow("-p:Version=1.2.3-rc.1+abc", "1.2.3-rc.1")]
    [DataRow("-p:VersionPrefix=4.5.6", "4.5.6")]
    [DataRow("-p:VersionSuffix=alpha", "1.0.0-alpha")]
    [DataRow("-p:Version=2.0", "2.0.0")]
    [DataRow("-p:Version=1.2.3.4", "1.2.3.4")]
    public async Task VersionIsThatOfThePackage(string property, string expected)
    {
        var folder = CreateFolder(Hello);

        (await folder.RunAsync("pack", property)).Succeeded();

        Assert.AreEqual(expected, (string?)folder.ReadJson("bin/Release/plugin/.codex-plugin/plugin.json")["version"]);
        Assert.IsTrue(folder.Exists($"bin/Release/Contoso.Hello.{expected}.nupkg"), string.Join('\n', folder.List("bin/Release")));
    }

    [TestMethod]
    public async Task ToolOfTheBuildTakesPartWhenItIsPrivate()
    {
        var folder = CreateFolderWithPackages(Hello).Write("""
            #file Contoso.Hello.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PackageReference Include="Contoso.Tool" Version="1.0.0" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
        TestPackage.Create(folder.Feed, "Contoso.Tool", "1.0.0", null, ("build/Contoso.Tool.targets", """
            <Project>
              <PropertyGroup>
                <GetPackageVersionDependsOn>$(GetPackageVersionDependsOn);ToolVersion</GetPackageVersionDependsOn>
              </PropertyGroup>
              <Target Name="ToolVersion">
                <PropertyGroup>
                  <PackageVersion>7.0.0</PackageVersion>
                </PropertyGroup>
              </Target>
            </Project>
            """));

        (await folder.RunAsync("pack")).Succeeded();

        Assert.AreEqual("7.0.0", (string?)folder.ReadJson("bin/Release/plugin/.codex-plugin/plugin.json")["version"]);
        Assert.IsEmpty(TestPackage.Open(folder.PathOf("bin/Release/Contoso.Hello.7.0.0.nupkg")).Dependencies);
    }

    [TestMethod]
    public async Task ToolOfTheBuildFromDirectoryBuildTargetsTakesPart()
    {
        // GlobalPackageReference and Directory.Build.targets add references after the project has been read.
        var folder = CreateFolderWithPackages(Hello + """

            #file Directory.Packages.props
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <GlobalPackageReference Include="Contoso.Tool" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        TestPackage.Create(folder.Feed, "Contoso.Tool", "1.0.0", null, ("build/Contoso.Tool.targets", """
            <Project>
              <Target Name="ToolRan" AfterTargets="CompilePlugin">
                <Message Importance="high" Text="the tool ran" />
              </Target>
            </Project>
            """));

        (await folder.RunAsync("build")).Succeeded().Says("the tool ran");
    }

    [TestMethod]
    public async Task HooksOfTheSdkAreImported()
    {
        var folder = CreateFolder(Hello + """

            #file hook.targets
            <Project>
              <Target Name="Hook" AfterTargets="CompilePlugin">
                <Message Importance="high" Text="the hook ran" />
              </Target>
            </Project>
            """);

        (await folder.RunAsync("build", $"-p:CustomAfterCodexPluginTargets={folder.PathOf("hook.targets")}")).Succeeded().Says("the hook ran");
    }

    private static string Properties(string file, string properties) => $"""

        #file {file}
        <Project>
          <PropertyGroup>
            {properties}
          </PropertyGroup>
        </Project>
        """;

    private static void PluginPackage(TestFolder folder, string version) =>
        TestPackage.Create(folder.Feed, "Contoso.Common", version, "CodexPlugin",
            ("plugin/.codex-plugin/plugin.json", $$"""{ "name": "contoso-common", "version": "{{version}}" }"""));
}
