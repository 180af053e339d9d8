using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Feeds;

namespace Codex.Plugin.Sdk.Tests;

/// <summary>A feed marks a plugin as vulnerable: the build reports it, and Install refuses it.</summary>
[TestClass]
public sealed class VulnerablePluginTests : EndToEndTest
{
    private const string Advisory = "https://advisories.example/CVE-2026-1";

    [TestMethod]
    public async Task VulnerablePluginIsReportedAndNotInstalled()
    {
        using var home = await CodexHome.CreateAsync();
        using var audit = new StaticFeed().WithVulnerability("Contoso.Other", "[1.0.0]", 3, Advisory);
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
                <MarketplaceName>contoso</MarketplaceName>
                <DefaultInstallationPolicy>INSTALLED_BY_DEFAULT</DefaultInstallationPolicy>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Contoso.Review" Version="1.0.0" />
              </ItemGroup>
            </Project>
            #file mk/nuget.config
            <configuration>
              <auditSources>
                <clear />
                <add key="audit" value="{audit.Address}" allowInsecureConnections="true" />
              </auditSources>
            </configuration>
            """).With("CODEX_HOME", home.CodexFolder).With("PATH", Path.GetDirectoryName(Dotnet.Executable));
        (await folder.RunInAsync("common", "pack", "-o", folder.Feed)).Succeeded();
        (await folder.RunInAsync("review", "pack", "-o", folder.Feed)).Succeeded();
        (await folder.RunInAsync("mk", "build", "-warnaserror")).Succeeded();

        // Marked after the restore, which has nothing to do any more.
        audit.WithVulnerability("Contoso.Common", "(, 1.1.0)", 3, Advisory);
        var refused = $"error CXP8060: Contoso.Common 1.0.0 has a known vulnerability of critical severity, {Advisory}.";
        (await folder.RunInAsync("mk", "build", "-t:WhatIf")).FailedWith("CXP8060").Says(refused);
        (await folder.RunInAsync("mk", "build", "-t:Install")).FailedWith("CXP8060").Says(refused);
        AssertList(TestFolder.ListFiles(home.CodexFolder));

        // What plugins need is audited, too. NuGet keeps the answer for half an hour.
        folder.With("NUGET_HTTP_CACHE_PATH", folder.PathOf("http-cache"));
        (await folder.RunInAsync("mk", "build", "--force")).SucceededWithWarnings().Says("warning NU1904").Says("'Contoso.Common' 1.0.0");
        (await folder.RunInAsync("mk", "build", "--force", "-warnaserror")).FailedWith("NU1904");
        (await folder.RunInAsync("mk", "build", "--force", "-p:NuGetAuditMode=direct")).Succeeded().DoesNotSay("NU1904");

        // One advisory, accepted by name.
        folder.Replace("mk/plugins.csproj", "<PackageReference ", $"<NuGetAuditSuppress Include=\"{Advisory}\" />\n    <PackageReference ");
        (await folder.RunInAsync("mk", "build", "-t:Install", "-warnaserror")).Succeeded().Says("2 installed");
    }
}
