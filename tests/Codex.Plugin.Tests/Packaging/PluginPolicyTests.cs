using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Tests.Packaging;

[TestClass]
public sealed class PluginPolicyTests
{
    [TestMethod]
    public void NothingSaidIsCodexsDefault() => new PolicyScene("").Plugin("Contoso.Review")
        .Has("contoso-review AVAILABLE ON_INSTALL");

    [TestMethod]
    public void ReferenceComesBeforePolicyAndPolicyBeforeDefault() => new PolicyScene("""
        <PropertyGroup>
          <DefaultInstallationPolicy>NOT_AVAILABLE</DefaultInstallationPolicy>
          <DefaultAuthenticationPolicy>ON_USE</DefaultAuthenticationPolicy>
          <DefaultCategory>Other</DefaultCategory>
        </PropertyGroup>
        <ItemGroup>
          <PackageReference Include="Contoso.Review" InstallationPolicy="INSTALLED_BY_DEFAULT" />
          <PackageReference Include="Fabrikam.Deploy" />
          <PackageReference Include="Contoso.Deploy" />
          <PluginPolicy Include="Contoso.*" InstallationPolicy="AVAILABLE" Category="Contoso" />
        </ItemGroup>
        """).Plugin("Contoso.Review").Plugin("Contoso.Deploy").Plugin("Fabrikam.Deploy").Has(
            "contoso-deploy AVAILABLE ON_USE Contoso", "contoso-review INSTALLED_BY_DEFAULT ON_USE Contoso", "fabrikam-deploy NOT_AVAILABLE ON_USE Other");

    [TestMethod]
    public void LastPolicyThatSaysSomethingWins() => new PolicyScene("""
        <ItemGroup>
          <PluginPolicy Include="*" InstallationPolicy="INSTALLED_BY_DEFAULT" Category="All" />
          <PluginPolicy Include="contoso.REVIEW" InstallationPolicy="AVAILABLE" />
          <PluginPolicy Include="*.Review;Nobody.*" AuthenticationPolicy="ON_USE" />
        </ItemGroup>
        """).Plugin("Contoso.Review").Plugin("Contoso.Deploy").Has(
            "contoso-deploy INSTALLED_BY_DEFAULT ON_INSTALL All", "contoso-review AVAILABLE ON_USE All",
            "CXP7017 plugins.csproj(5,4)");

    [TestMethod]
    public void LetterCaseDoesNotMatter() => new PolicyScene("""
        <ItemGroup>
          <PluginPolicy Include="Contoso.Review" InstallationPolicy="installed_by_default" AuthenticationPolicy=" On_Use " Products="codex; ChatGPT" />
        </ItemGroup>
        """).Plugin("Contoso.Review").Has("contoso-review INSTALLED_BY_DEFAULT ON_USE [CHATGPT;CODEX]");

    [TestMethod]
    [DataRow("InstallationPolicy=\"INSTALED_BY_DEFAULT\"", "CXP7014 plugins.csproj(2,44)", "Did you mean INSTALLED_BY_DEFAULT?")]
    [DataRow("InstallationPolicy=\"InstalledByDefault\"", "CXP7014 plugins.csproj(2,44)", "Did you mean INSTALLED_BY_DEFAULT?")]
    [DataRow("InstallationPolicy=\"yes\"", "CXP7014 plugins.csproj(2,44)", "Write NOT_AVAILABLE, AVAILABLE or INSTALLED_BY_DEFAULT.")]
    [DataRow("AuthenticationPolicy=\"NEVER\"", "CXP7014 plugins.csproj(2,44)", "ON_USE or ON_INSTALL")]
    [DataRow("Products=\"CODEX;CHATGTP\"", "CXP7014 plugins.csproj(2,44)", "Did you mean CHATGPT?")]
    [DataRow("Products=\"CHATGPT\"", "CXP7015 plugins.csproj(2,44)", "CODEX")]
    [DataRow("Products=\";\"", "CXP7015 plugins.csproj(2,44)", "CODEX")]
    [DataRow("InstalPolicy=\"AVAILABLE\"", "CXP7016 plugins.csproj(2,44)", "Did you mean InstallationPolicy?")]
    [DataRow("InstallPolicy=\"AVAILABLE\"", "CXP7016 plugins.csproj(2,44)", "Did you mean InstallationPolicy?")]
    [DataRow("AuthPolicy=\"ON_USE\"", "CXP7016 plugins.csproj(2,44)", "Did you mean AuthenticationPolicy?")]
    [DataRow("Product=\"CODEX\"", "CXP7016 plugins.csproj(2,44)", "Did you mean Products?")]
    public void MistakeIsFoundAtTheAttribute(string attribute, string expected, string message)
    {
        foreach (string item in (ReadOnlySpan<string>)["<PackageReference Include=\"Contoso.Review\" ATTRIBUTE />", "<PluginPolicy     Include=\"Contoso.Review\" ATTRIBUTE />", "<PluginPolicy     Include=\"Contoso.*\"      ATTRIBUTE />"])
        {
            Diagnostic found = new PolicyScene($"<ItemGroup>\n{item.Replace("ATTRIBUTE", attribute, StringComparison.Ordinal)}\n</ItemGroup>").Plugin("Contoso.Review").Finds(expected);
            Assert.Contains(message, found.Message);
        }
    }

    [TestMethod]
    public void MistakeInADefaultIsFoundAtTheProperty() => new PolicyScene("""
        <PropertyGroup>
          <DefaultInstallationPolicy>REQUIRED</DefaultInstallationPolicy>
        </PropertyGroup>
        """).Plugin("Contoso.Review").Finds("CXP7014 plugins.csproj(3,4)");

    [TestMethod]
    public void OtherMetadataOfAReferenceIsNobodysBusiness() => new PolicyScene("""
        <ItemGroup>
          <PackageReference Include="Contoso.Review" Version="1.0.0" PrivateAssets="none" Aliases="x" GeneratePathProperty="true" Owner="me" />
        </ItemGroup>
        """).Plugin("Contoso.Review").Has("contoso-review AVAILABLE ON_INSTALL");

    [TestMethod]
    public void PolicyWithUnknownMetadataIsFound() => new PolicyScene("""
        <ItemGroup>
          <PluginPolicy Include="Contoso.Review" Owner="me" _Owner="me" />
        </ItemGroup>
        """).Plugin("Contoso.Review").Finds("CXP7016 plugins.csproj(3,42)");

    [TestMethod]
    public void WhatMSBuildMakesOfAPatternDoesNotCount()
    {
        // As MSBuild does where a file of such a name lies there.
        var scene = new PolicyScene("""
            <ItemGroup>
              <PluginPolicy Include="Contoso.*" InstallationPolicy="NOT_AVAILABLE" />
              <PluginPolicy Include="Contoso.Review" InstallationPolicy="AVAILABLE" />
            </ItemGroup>
            """) { ExpandsTo = ("Contoso.*", ["Contoso.sln", "Contoso.Review"]) };
        scene.Plugin("Contoso.Review").Plugin("Contoso.sln").Has("contoso-review AVAILABLE ON_INSTALL", "contoso-sln NOT_AVAILABLE ON_INSTALL");
    }

    [TestMethod]
    public void EscapedPatternIsMSBuildsOwn() => new PolicyScene("""
        <ItemGroup>
          <PluginPolicy Include="Contoso.%2A" InstallationPolicy="NOT_AVAILABLE" Condition="'$(CI)' != ''" />
        </ItemGroup>
        """).Plugin("Contoso.Review").Has("contoso-review NOT_AVAILABLE ON_INSTALL");

    [TestMethod]
    [DataRow("<ItemGroup>\n<PluginPolicy Include=\"Contoso.*\" Category=\"x\" Condition=\"'$(CI)' != ''\" />\n</ItemGroup>", "a Condition")]
    [DataRow("<ItemGroup Condition=\"'$(CI)' != ''\">\n<PluginPolicy Include=\"Contoso.*\" Category=\"x\" />\n</ItemGroup>", "a Condition")]
    [DataRow("<ItemGroup>\n<PluginPolicy Include=\"Contoso.*\" Category=\"$(Team)\" />\n</ItemGroup>", "an expression")]
    [DataRow("<ItemGroup>\n<PluginPolicy Include=\"$(Company).*\" Category=\"x\" />\n</ItemGroup>", "an expression")]
    [DataRow("<ItemGroup>\n<PluginPolicy Include=\"Contoso.*\" Exclude=\"Contoso.Legacy\" Category=\"x\" />\n</ItemGroup>", "an Exclude")]
    [DataRow("<Choose><When Condition=\"true\"><ItemGroup>\n<PluginPolicy Include=\"Contoso.*\" Category=\"x\" />\n</ItemGroup></When></Choose>", "a Condition")]
    [DataRow("<Target Name=\"X\"><ItemGroup>\n<PluginPolicy Include=\"Contoso.*\" Category=\"x\" />\n</ItemGroup></Target>", "a target")]
    public void PatternThatOnlyMSBuildCouldReadIsRefused(string xml, string reason)
    {
        Diagnostic found = new PolicyScene(xml).Plugin("Contoso.Review").Finds("CXP7018 plugins.csproj(2,2)");
        Assert.Contains(reason, found.Message);
        Assert.Contains("%2A", found.Message);
    }

    [TestMethod]
    public void FilesAreReadInTheOrderOfMSBuild()
    {
        var scene = new PolicyScene("""<ItemGroup><PluginPolicy Include="Contoso.*" Category="Project" /></ItemGroup>""");
        scene.Write("../Directory.Build.props", """<Project><ItemGroup><PluginPolicy Include="Contoso.*" Category="Above" Products="CODEX" InstallationPolicy="NOT_AVAILABLE" /></ItemGroup></Project>""");
        scene.Write("Directory.Build.props", """
            <Project>
              <Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" />
              <Import Project="$(MSBuildThisFileDirectory)more.props" Condition="Exists('$(MSBuildThisFileDirectory)more.props')" />
              <Import Project="more.props" />
              <Import Project="$(Elsewhere)/other.props" />
            </Project>
            """);
        scene.Write("more.props", """<Project><ItemGroup><PluginPolicy Include="*" Category="More" InstallationPolicy="AVAILABLE" /></ItemGroup></Project>""");
        scene.Write("Directory.Build.targets", """<Project><ItemGroup><PluginPolicy Include="*.Deploy;Nobody" Category="Last" /></ItemGroup></Project>""");
        scene.Plugin("Contoso.Review").Plugin("Contoso.Deploy").Has(
            "contoso-deploy AVAILABLE ON_INSTALL Last [CODEX]", "contoso-review AVAILABLE ON_INSTALL Project [CODEX]");
    }

    [TestMethod]
    public void WhatIsNeededGetsTheStrongestPolicyOfThoseThatNeedIt() => new PolicyScene("""
        <ItemGroup>
          <PackageReference Include="A" InstallationPolicy="INSTALLED_BY_DEFAULT" AuthenticationPolicy="ON_USE" />
          <PackageReference Include="B" />
          <PackageReference Include="C" InstallationPolicy="NOT_AVAILABLE" />
        </ItemGroup>
        """).Plugin("A", "Between").Plugin("B", "Between", "Common").Plugin("C", "OfC")
            .Plugin("Between!", "Common").Plugin("Common!").Plugin("OfC!").Has(
            "a INSTALLED_BY_DEFAULT ON_USE", "b AVAILABLE ON_INSTALL",
            "between INSTALLED_BY_DEFAULT ON_INSTALL <a;b> transitive", "c NOT_AVAILABLE ON_INSTALL",
            "common INSTALLED_BY_DEFAULT ON_INSTALL <b;between> transitive", "ofc NOT_AVAILABLE ON_INSTALL <c> transitive");

    [TestMethod]
    public void DirectReferenceThatIsNeededTooGetsTheStrongerOfBoth() => new PolicyScene("""
        <ItemGroup>
          <PackageReference Include="A" InstallationPolicy="INSTALLED_BY_DEFAULT" />
          <PackageReference Include="Common" InstallationPolicy="AVAILABLE" />
        </ItemGroup>
        """).Plugin("A", "Common").Plugin("Common").Has("a INSTALLED_BY_DEFAULT ON_INSTALL", "common INSTALLED_BY_DEFAULT ON_INSTALL <a>");

    [TestMethod]
    public void LogInThatSomebodyChoseIsOverruledOnlyByAnother() => new PolicyScene("""
        <ItemGroup>
          <PackageReference Include="A" />
          <PackageReference Include="B" AuthenticationPolicy="ON_INSTALL" />
          <PackageReference Include="C" AuthenticationPolicy="ON_USE" />
          <PackageReference Include="D" AuthenticationPolicy="ON_USE" />
        </ItemGroup>
        """).Plugin("A", "C").Plugin("B", "D").Plugin("C").Plugin("D").Has(
            "a AVAILABLE ON_INSTALL", "b AVAILABLE ON_INSTALL", "c AVAILABLE ON_USE <a>", "d AVAILABLE ON_INSTALL <b>");

    [TestMethod]
    public void PolicyStrengthensWhatIsOnlyNeeded() => new PolicyScene("""
        <PropertyGroup>
          <DefaultInstallationPolicy>AVAILABLE</DefaultInstallationPolicy>
        </PropertyGroup>
        <ItemGroup>
          <PluginPolicy Include="Comm*" InstallationPolicy="INSTALLED_BY_DEFAULT" />
        </ItemGroup>
        """).Plugin("A", "Common").Plugin("Common!").Has("a AVAILABLE ON_INSTALL", "common INSTALLED_BY_DEFAULT ON_INSTALL <a> transitive");

    [TestMethod]
    public void NeededPluginThatIsNotAvailableIsFound()
    {
        Diagnostic found = new PolicyScene("""
            <ItemGroup>
              <PackageReference Include="A" InstallationPolicy="INSTALLED_BY_DEFAULT" />
              <PluginPolicy Include="Common" InstallationPolicy="NOT_AVAILABLE" />
            </ItemGroup>
            """).Plugin("A", "Between").Plugin("B", "Common").Plugin("Between!", "Common").Plugin("Common!").Finds("CXP7010 plugins.csproj(4,34)");
        Assert.Contains("B (AVAILABLE), Between (INSTALLED_BY_DEFAULT)", found.Message);
    }

    [TestMethod]
    public void WhatANotAvailablePluginNeedsMayBeNotAvailable() => new PolicyScene("""
        <ItemGroup>
          <PluginPolicy Include="*" InstallationPolicy="NOT_AVAILABLE" />
        </ItemGroup>
        """).Plugin("A", "Common").Plugin("Common!").Has("a NOT_AVAILABLE ON_INSTALL", "common NOT_AVAILABLE ON_INSTALL <a> transitive");

    [TestMethod]
    public void RingOfPluginsEnds() => new PolicyScene("""
        <ItemGroup>
          <PackageReference Include="A" InstallationPolicy="INSTALLED_BY_DEFAULT" />
        </ItemGroup>
        """).Plugin("A", "B").Plugin("B!", "C", "B").Plugin("C!", "B").Plugin("D!", "D").Has(
            "a INSTALLED_BY_DEFAULT ON_INSTALL", "b INSTALLED_BY_DEFAULT ON_INSTALL <a;c> transitive", "c INSTALLED_BY_DEFAULT ON_INSTALL <b> transitive", "d AVAILABLE ON_INSTALL");

    [TestMethod]
    public void ProjectIsReferencedByItsPath() => new PolicyScene("""
        <ItemGroup>
          <ProjectReference Include="..\review\Contoso.Review.cxproj" InstallationPolicy="INSTALLED_BY_DEFAULT" />
          <PluginPolicy Include="Contoso.Lib*" Category="x" />
        </ItemGroup>
        """).Project("Contoso.Review", "../review/Contoso.Review.cxproj", "Contoso.Library")
            .Library("Contoso.Library", "../lib/Contoso.Library.csproj", "Contoso.Common").Plugin("Contoso.Common!").Plugin("Contoso.Libs!").Has(
            "contoso-common INSTALLED_BY_DEFAULT ON_INSTALL <contoso-review> transitive", "contoso-libs AVAILABLE ON_INSTALL x", "contoso-review INSTALLED_BY_DEFAULT ON_INSTALL");

    [TestMethod]
    public void ProjectComesBeforeThePackageOfItsId() => new PolicyScene("""
        <ItemGroup>
          <ProjectReference Include="review.cxproj" />
          <PackageReference Include="Contoso.Review" InstallationPolicy="NOT_AVAILABLE" />
        </ItemGroup>
        """).Plugin("Contoso.Review").Project("contoso.review", "review.cxproj").Has("contoso-review NOT_AVAILABLE ON_INSTALL");

    [TestMethod]
    public void TwoPluginsWithOneNameAreFound()
    {
        Diagnostic found = new PolicyScene("").Plugin("Contoso.Review").Plugin("Contoso_Review").Finds("CXP7011 plugins.csproj");
        Assert.Contains("the package Contoso.Review 1.0.0 and from the package Contoso_Review 1.0.0", found.Message);
    }

    [TestMethod]
    public void ReferenceThatIsNoPluginIsFound() => new PolicyScene("""
        <ItemGroup>
          <PackageReference Include="Newtonsoft.Json" />
          <PackageReference Include="MinVer" PrivateAssets="All" />
          <PackageReference Include="Sdk.Implied" IsImplicitlyDefined="true" />
          <PackageReference Include="Contoso.New" />
          <ProjectReference Include="Library.csproj" />
          <ProjectReference Include="New.cxproj" />
          <ProjectReference Include="Tool.csproj" ReferenceOutputAssembly="false" />
          <ProjectReference Include="Server.csproj" McpServer="x" />
        </ItemGroup>
        """) { OtherPackages = ["newtonsoft.json", "MinVer", "Sdk.Implied"] }.Plugin("Contoso.Review").Library("Library", "Library.csproj").Has(
            "CXP7019 plugins.csproj(3,4)", "CXP7023 plugins.csproj(6,4)", "CXP7019 plugins.csproj(7,4)", "CXP7023 plugins.csproj(8,4)", "CXP7019 plugins.csproj(10,4)");

    [TestMethod]
    public void EmptyMarketplaceIsOne() => new PolicyScene("").Has();

    [TestMethod]
    public void PolicyOfAnOrdinaryProjectIsFound() => new PolicyScene("""
        <ItemGroup>
          <PackageReference Include="A" InstallationPolicy="INSTALLED_BY_DEFAULT" />
          <PackageReference Include="B" InstallationPolicy="AVAILABLE" />
          <PackageReference Include="Newtonsoft.Json" />
          <PluginPolicy Include="C" InstallationPolicy="NOT_AVAILABLE" />
        </ItemGroup>
        """) { IsMarketplace = false }.Plugin("A").Plugin("B").Plugin("C").Has(
            "a INSTALLED_BY_DEFAULT ON_INSTALL", "b AVAILABLE ON_INSTALL", "c NOT_AVAILABLE ON_INSTALL",
            "CXP7021 plugins.csproj(3,33)", "CXP7021 plugins.csproj(6,29)");

    [TestMethod]
    public void SourcesBesideAMarketplaceAreFound()
    {
        var scene = new PolicyScene("");
        scene.Write("skills/review/SKILL.md", "x");
        scene.Write("skills/deploy/SKILL.md", "x");
        scene.Write(".codex-plugin/plugin.json", "{}");
        scene.Plugin("A").Has("a AVAILABLE ON_INSTALL", "CXP7022 .codex-plugin/plugin.json", "CXP7022 skills/deploy/SKILL.md");
    }

    [TestMethod]
    [DataRow("openai-curated", "keeps for itself")]
    [DataRow("openai-primary-runtime", "keeps for itself")]
    [DataRow("contoso.plugins", "contains '.'")]
    [DataRow("contoso", null)]
    public void MarketplaceNamesOfCodexAreRefused(string name, string? problem)
    {
        if (problem is null)
        {
            Assert.IsNull(PluginName.FindMarketplaceProblem(name));
        }
        else
        {
            Assert.Contains(problem, PluginName.FindMarketplaceProblem(name)!);
        }
    }

    [TestMethod]
    public void MarketplaceVerbsAreRefused() =>
        Assert.StartsWith("plugins.csproj: error CXP7024: A marketplace project cannot be run.", MarketplaceProject.Refuse("plugins.csproj", "run").ToString());

    [TestMethod]
    [DataRow("<Project")]
    [DataRow("")]
    [DataRow("<a/>")]
    [DataRow("<Project><ItemGroup><PluginPolicy /><PluginPolicy Include='' /><PluginPolicy Include=';*;' /></ItemGroup><Import /><Import Project='' /><Import Project='&#xD;*' /><Import Project='plugins.csproj' /></Project>")]
    public void ProjectThatCannotBeReadIsMSBuildsBusiness(string xml)
    {
        var scene = new PolicyScene("");
        scene.Write("plugins.csproj", xml);
        scene.Plugin("A").Has("a AVAILABLE ON_INSTALL");
    }
}
