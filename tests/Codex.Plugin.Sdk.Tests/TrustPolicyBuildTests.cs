using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>What an organisation's files deny, in a real build.</summary>
[TestClass]
public sealed class TrustPolicyBuildTests : EndToEndTest
{
    [TestMethod]
    public async Task OrganisationHasTheLastWord()
    {
        var folder = CreateFolderWithPackages($"""
            #file review/Contoso.Review.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <ItemGroup>
                <PackageReference Include="Contoso.Common" Version="1.0.0" />
              </ItemGroup>
            </Project>
            {Skill("review", "review/").TrimStart()}
            #file common/Contoso.Common.cxproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION" />
            {Skill("common", "common/").TrimStart()}
            #file mk/plugins.csproj
            <Project Sdk="Codex.Plugin.Sdk/SDK_VERSION">
              <PropertyGroup>
                <OutputType>Marketplace</OutputType>
                <DefaultRequireSignature>false</DefaultRequireSignature>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Contoso.Review" Version="1.0.0" RequireSignature="false" Allow="true" />
                <PluginPolicy Include="*" Allow="true" />
              </ItemGroup>
            </Project>
            """);
        (await folder.RunInAsync("common", "pack", "-o", folder.Feed)).Succeeded();
        (await folder.RunInAsync("review", "pack", "-o", folder.Feed)).Succeeded();
        (await folder.RunInAsync("mk", "build")).Succeeded();
        var before = folder.Snapshot("mk/bin/Debug");
        Assert.IsNotEmpty(before);

        // A default of the organisation, which the project overrules.
        folder.Write("""
            #file mk/Directory.Build.props
            <Project>
              <PropertyGroup>
                <DefaultRequireSignature>true</DefaultRequireSignature>
              </PropertyGroup>
              <ItemGroup>
                <PluginPolicy Include="*" Allow="false" />
              </ItemGroup>
            </Project>
            """);
        (await folder.RunInAsync("mk", "build")).Succeeded();

        // The last word, for what is only needed, too.
        folder.Write("""
            #file mk/Directory.Build.targets
            <Project>
              <PropertyGroup>
                <DefaultRequireSignature>Author</DefaultRequireSignature>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Update="@(PackageReference)" Allow="" RequireSignature="" />
                <PluginPolicy Include="Contoso.C*" Allow="false" />
              </ItemGroup>
            </Project>
            """);
        var denied = await folder.RunInAsync("mk", "build");
        denied.FailedWith("CXP8040", "CXP8042", "CXP8042")
            .Says("Directory.Build.targets(3,6): error CXP8042: Contoso.Common 1.0.0 is signed by nobody, and the property DefaultRequireSignature (Author) wants an author's signature.")
            .Says("Directory.Build.targets(3,6): error CXP8042: Contoso.Review 1.0.0 is signed by nobody")
            .Says("Directory.Build.targets(7,40): error CXP8040: Contoso.Common 1.0.0 is not allowed: Allow=\"false\" of the PluginPolicy 'Contoso.C*'. Remove the reference to it and what needs it (contoso-review)");
        AssertSame(before, folder.Snapshot("mk/bin/Debug"));

        // From the command line there is no line to show, and a folder knows no time.
        folder.Delete("mk/Directory.Build.targets", "mk/Directory.Build.props");
        (await folder.RunInAsync("mk", "build", "-p:DefaultMinimumAgeDays=7")).FailedWith("CXP8048", "CXP8048")
            .Says("plugins.csproj : error CXP8048: Nobody says when Contoso.Review 1.0.0 was published").Says("so the property DefaultMinimumAgeDays (7) cannot be kept.");
        (await folder.RunInAsync("mk", "build", "-p:DefaultAllowHooks=no")).FailedWith("CXP7014");
    }
}
