using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>A bad source and its good twin for the rules about the project and the manifest that text files can show.</summary>
[TestClass]
public sealed class ProjectRuleTests
{
    [TestMethod]
    [DataRow("CXP1001 Contoso.Review.cxproj(3,6)",
        """
        #skill
        #file Contoso.Review.cxproj
        <Project>
          <PropertyGroup>
            <PluginName>Contoso Review</PluginName>
          </PropertyGroup>
        </Project>
        """,
        """
        #skill
        #file Contoso.Review.cxproj
        <Project>
          <PropertyGroup>
            <PluginName>Contoso.Review_2</PluginName>
          </PropertyGroup>
        </Project>
        """)]
    [DataRow("CXP1002 Contoso.Review.cxproj(3,6)",
        """
        #skill
        #file Contoso.Review.cxproj
        <Project>
          <PropertyGroup>
            <Version>1.0.x</Version>
          </PropertyGroup>
        </Project>
        """,
        """
        #skill
        #file Contoso.Review.cxproj
        <Project>
          <PropertyGroup>
            <Version>1.0.0-x</Version>
          </PropertyGroup>
        </Project>
        """)]
    [DataRow("CXP1003 Contoso.Review.cxproj",
        """
        #file assets/logo.svg
        <svg xmlns="http://www.w3.org/2000/svg" />
        """,
        """
        #skill
        #file assets/logo.svg
        <svg xmlns="http://www.w3.org/2000/svg" />
        """)]
    [DataRow("CXP1004 Contoso.Review.cxproj(3,6)",
        """
        #skill
        #file Contoso.Review.cxproj
        <Project>
          <PropertyGroup>
            <Logo>../logo.svg</Logo>
          </PropertyGroup>
        </Project>
        """,
        """
        #skill
        #file logo.svg
        <svg xmlns="http://www.w3.org/2000/svg" />
        #file Contoso.Review.cxproj
        <Project>
          <PropertyGroup>
            <Logo>logo.svg</Logo>
          </PropertyGroup>
        </Project>
        """)]
    [DataRow("CXP1005 Contoso.Review.cxproj(4,6)",
        """
        #skill
        #file server/Run.sh
        #!/bin/sh
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <PluginFile Include="server/Run.sh" />
            <PluginFile Include="server\run.sh" />
          </ItemGroup>
        </Project>
        """,
        """
        #skill
        #file server/run.sh
        #!/bin/sh
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <PluginFile Include="server\run.sh" />
          </ItemGroup>
        </Project>
        """)]
    [DataRow("CXP1009 plugin.json",
        """
        #skill
        #file plugin.json
        { "name": "review", "version": "1.0.0" }
        """,
        """
        #skill
        """)]
    public void BadSourceIsFoundAndItsGoodTwinIsNot(string expected, string bad, string good) =>
        RuleAssert.FindsOnlyInTheBadOne(expected, bad, good);

    [TestMethod]
    [DataRow("contoso-review", true)]
    [DataRow("a", true)]
    [DataRow("0", true)]
    [DataRow("a--b", true)]
    [DataRow("", false)]
    [DataRow("-a", true)]
    [DataRow("a-", true)]
    [DataRow("A", true)]
    [DataRow("a.b", true)]
    [DataRow("a_b", true)]
    [DataRow("a b", false)]
    [DataRow("ä", false)]
    [DataRow("a/b", false)]
    [DataRow("..", false)]
    [DataRow(".", false)]
    [DataRow(".a", false)]
    [DataRow("a.", false)]
    [DataRow("a..b", false)]
    [DataRow("-", true)]
    [DataRow("a@b", false)]
    [DataRow("a:b", false)]
    [DataRow("a\0", false)]
    public void PluginNameIsChecked(string name, bool accepted)
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Compile(project => project with { Name = name }).HasOnly(accepted ? [] : ["CXP1001 Contoso.Review.cxproj"]);
    }

    [TestMethod]
    public void PluginNameHasAtMost64Characters()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        folder.Compile(project => project with { Name = new string('a', 64) }).HasOnly();
        folder.Compile(project => project with { Name = new string('a', 65) }).HasOnly("CXP1001 Contoso.Review.cxproj");
    }

    [TestMethod]
    [DataRow("Contoso.Review", "contoso-review")]
    [DataRow("Contoso_Review Tools", "contoso-review-tools")]
    [DataRow("İx", "i̇x", DisplayName = "not by the culture of the machine")]
    [DataRow("", "")]
    public void PluginNameIsMadeOfPackageId(string packageId, string expected)
    {
        string name = Check.PluginName.FromPackageId(packageId);
        if (packageId.All(char.IsAscii))
        {
            Assert.AreEqual(expected, name);
        }
        else
        {
            Assert.IsNotNull(Check.PluginName.FindProblem(name));
        }
    }
}
