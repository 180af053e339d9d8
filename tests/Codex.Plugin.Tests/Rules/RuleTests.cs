using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>A bad source and its good twin for every rule that text files can show.</summary>
[TestClass]
public sealed class RuleTests
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
            <PluginName>contoso-review</PluginName>
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
        <svg />
        """,
        """
        #skill
        #file assets/logo.svg
        <svg />
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
        <svg />
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
    [DataRow("CXP1009 .codex-plugin/plugin.json",
        """
        #skill
        #file .codex-plugin/plugin.json
        { "name": "review", "version": "1.0.0" }
        """,
        """
        #skill
        """)]
    [DataRow("CXP2001 skills/notes",
        """
        #skill
        #file skills/notes/README.md
        Text
        """,
        """
        #skill
        #file skills/README.md
        Text
        #file skills/.notes/README.md
        Text
        """)]
    [DataRow("CXP2002 skills/notes/SKILL.md",
        """
        #skill
        #file skills/notes/SKILL.md/README.md
        Text
        """,
        """
        #skill
        #file skills/review/references/README.md
        Text
        """)]
    [DataRow("CXP2006 skills/zebra/SKILL.md(2,7)",
        """
        #skill
        #file skills/zebra/SKILL.md
        ---
        name: review
        description: Reviews.
        ---
        """,
        """
        #skill
        #file skills/zebra/SKILL.md
        ---
        name: zebra
        description: Reviews.
        ---
        """)]
    [DataRow("CXP2006 skills/review/SKILL.md(1,1)",
        """
        #file skills/a/SKILL.md
        ---
        name: review
        description: Reviews.
        ---
        #file skills/review/SKILL.md
        ---
        description: Reviews.
        ---
        """,
        """
        #file skills/a/SKILL.md
        ---
        name: a
        description: Reviews.
        ---
        #file skills/review/SKILL.md
        ---
        name: review
        description: Reviews.
        ---
        """)]
    [DataRow("CXP2011 SKILL.md",
        """
        #skill
        #file SKILL.md
        ---
        name: other
        description: Reviews.
        ---
        """,
        """
        #skill
        #file assets/SKILL.md
        A template.
        """)]
    [DataRow("CXP2011 skills/other/skill.md",
        """
        #skill
        #file skills/other/skill.md
        ---
        name: other
        description: Reviews.
        ---
        """,
        """
        #skill
        #file skills/other/SKILL.md
        ---
        name: other
        description: Reviews.
        ---
        """)]
    [DataRow("CXP2011 skills/.other/SKILL.md",
        """
        #skill
        #file skills/.other/SKILL.md
        ---
        name: other
        description: Reviews.
        ---
        """,
        """
        #skill
        #file skills/other.two/SKILL.md
        ---
        name: other.two
        description: Reviews.
        ---
        """)]
    [DataRow("CXP2011 skills/1/2/3/4/5/6/7/SKILL.md",
        """
        #skill
        #file skills/1/2/3/4/5/6/7/SKILL.md
        ---
        name: other
        description: Reviews.
        ---
        """,
        """
        #skill
        #file skills/7/SKILL.md
        ---
        name: "7"
        description: Reviews.
        ---
        """)]
    [DataRow("CXP3002 mcp/docs.json(1,3)",
        """
        #file mcp/docs.json
          {"args": []}
        """,
        """
        #file mcp/docs.json
          {"command": "docs", "args": []}
        """)]
    [DataRow("CXP3002 mcp/docs.json(1,27)",
        """
        #file mcp/docs.json
        {"command": "docs", "url":"https://docs.contoso.com/mcp"}
        """,
        """
        #file mcp/docs.json
        {"url":"https://docs.contoso.com/mcp"}
        """)]
    [DataRow("CXP3002 .mcp.json(3,20)",
        """
        #file .mcp.json
        {
          "mcpServers": {
            "docs": {"url":"docs.contoso.com/mcp"}
          }
        }
        """,
        """
        #file .mcp.json
        {
          "mcpServers": {
            "docs": {"url":"http://docs.contoso.com/mcp"}
          }
        }
        """)]
    [DataRow("CXP3002 .mcp.json(2,24)",
        """
        #file .mcp.json
        {
          "docs": {"command":  " " },
          "more": {"command": "more"}
        }
        """,
        """
        #file .mcp.json
        {
          "docs": {"command":  "docs" },
          "more": {"command": "more"}
        }
        """)]
    [DataRow("CXP3002 .mcp.json(1,9)",
        """
        #file .mcp.json
        {"docs":["docs"]}
        """,
        """
        #file .mcp.json
        {"docs":{"command":"docs"}}
        """)]
    [DataRow("CXP3002 Contoso.Review.cxproj(3,6)",
        """
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <McpServer Include="docs" Url="ftp://docs.contoso.com" />
          </ItemGroup>
        </Project>
        """,
        """
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <McpServer Include="docs" Url="https://docs.contoso.com" />
          </ItemGroup>
        </Project>
        """)]
    [DataRow("CXP3003 mcp/docs.json(1,1)",
        """
        #file .mcp.json
        {"docs":{"command":"docs"}}
        #file mcp/docs.json
        {"command":"docs"}
        """,
        """
        #file .mcp.json
        {"docs":{"command":"docs"}}
        #file mcp/Docs.json
        {"command":"docs"}
        """)]
    [DataRow("CXP3004 Contoso.Review.cxproj(4,6)",
        """
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <McpServer Include="docs" Url="https://docs.contoso.com" />
            <McpServer Include="build" Package="Contoso.Build.Mcp" Version="2.1.0" />
          </ItemGroup>
        </Project>
        """,
        """
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <McpServer Include="docs" Url="https://docs.contoso.com" />
            <McpServer Include="build" Command="dnx" Arguments="Contoso.Build.Mcp@2.1.0;--yes" />
          </ItemGroup>
        </Project>
        """)]
    [DataRow("CXP4002 apps/github.json(2,10)",
        """
        #file apps/github.json
        {
          "id" : "",
          "category": "Code"
        }
        """,
        """
        #file apps/github.json
        {
          "id" : "connector_1",
          "category": "Code"
        }
        """)]
    [DataRow("CXP4002 .app.json(1,20)",
        """
        #file .app.json
        {"apps": {"github":"connector_1"}}
        """,
        """
        #file .app.json
        {"apps": {"github":{"id":"connector_1"}}}
        """)]
    [DataRow("CXP4002 Contoso.Review.cxproj(3,6)",
        """
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <App Include="github" />
          </ItemGroup>
        </Project>
        """,
        """
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <App Include="github" ConnectorId="connector_1" />
          </ItemGroup>
        </Project>
        """)]
    [DataRow("CXP4003 apps/github.json(1,7)",
        """
        #file .app.json
        {"apps": {"github":{"id":"connector_1"}}}
        #file apps/github.json
        {"id":"connector_1"}
        """,
        """
        #file .app.json
        {"apps": {"github":{"id":"connector_1"}}}
        #file apps/gitlab.json
        {"id":"connector_2"}
        """)]
    [DataRow("CXP4004 hooks/hooks.json(1,1)",
        """
        #file hooks/hooks.json
        {"PreToolUse": []}
        """,
        """
        #file hooks/hooks.json
        {"hooks":{"PreToolUse": []}}
        """)]
    [DataRow("CXP4004 hooks/hooks.json(1,10)",
        """
        #file hooks/hooks.json
        {"hooks":["PreToolUse"]}
        """,
        """
        #file hooks/hooks.json
        {"hooks":{}, "description": "none"}
        """)]
    [DataRow("CXP5001 Contoso.Review.cxproj(4,6)",
        """
        #skill
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <DefaultPrompt Include="Review my branch" />
            <DefaultPrompt Include="What changed?" />
          </ItemGroup>
        </Project>
        """,
        """
        #skill
        #file Contoso.Review.cxproj
        <Project>
          <ItemGroup>
            <DefaultPrompt Include="Review my branch" />
            <DefaultPrompt Include="What changed%3F" />
          </ItemGroup>
        </Project>
        """)]
    [DataRow("CXP6002 skills/review/references/notes.md",
        """
        #skill
        #file skills/review/references/Notes.md
        One
        #file skills/review/references/notes.md
        Two
        """,
        """
        #skill
        #file skills/review/references/Notes.md
        One
        #file skills/review/notes.md
        Two
        """)]
    public void BadSourceIsFoundAndItsGoodTwinIsNot(string expected, string bad, string good)
    {
        using (PluginFolder folder = PluginFolder.Of(bad))
        {
            folder.Compile().HasOnly(expected);
        }

        using (PluginFolder folder = PluginFolder.Of(good))
        {
            folder.Compile().HasOnly();
        }
    }

    [TestMethod]
    public void EmptySkillIsFound()
    {
        using var folder = new PluginFolder();
        folder.Write("skills/x/SKILL.md", "").Compile().HasOnly("CXP2008 skills/x/SKILL.md(1,1)");
    }

    [TestMethod]
    [DataRow(new byte[] { 0xFC }, 11)]
    [DataRow(new byte[] { 0xC3, 0xA9, 0xC3 }, 12)]
    [DataRow(new byte[] { 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xA0, 0x80 }, 13)]
    public void SkillThatIsNotUtf8IsFoundWhereItBreaks(byte[] text, int column)
    {
        using var folder = new PluginFolder();
        folder.Write("skills/x/SKILL.md", [.. "---\nname: x\ndescription: d\n---\nBody: abcd"u8, .. text, .. "\n"u8]);
        folder.Compile().HasOnly($"CXP2009 skills/x/SKILL.md(5,{column})");
    }

    [TestMethod]
    public void SkillOfMoreThanOneMegabyteIsFound()
    {
        const int Largest = 1024 * 1024;
        using var folder = new PluginFolder();
        byte[] largest = Encoding.ASCII.GetBytes(PluginFolder.ValidSkill.PadRight(Largest));
        folder.Write(PluginFolder.SkillFile, largest).Compile().HasOnly();
        folder.Write(PluginFolder.SkillFile, [.. largest, (byte)'\n']).Compile().HasOnly($"CXP2010 {PluginFolder.SkillFile}(1,1)");
        folder.Write(PluginFolder.SkillFile, new byte[10 * Largest]).Compile().HasOnly($"CXP2010 {PluginFolder.SkillFile}(1,1)");
    }

    [TestMethod]
    public void FindingsComeInOrderOfFileAndPlace()
    {
        using PluginFolder folder = PluginFolder.Of(
            """
            #file Contoso.Review.cxproj
            <Project>
              <PropertyGroup>
                <PluginName>Review</PluginName>
                <Version>x</Version>
                <Logo>/nowhere/logo.svg</Logo>
              </PropertyGroup>
            </Project>
            #file mcp/b.json
            {}
            #file mcp/a.json
            []
            #file skills/a/README.md
            #file skills/b/SKILL.md
            text
            """);
        string[] expected =
        [
            "CXP1001 Contoso.Review.cxproj(3,6)", "CXP1002 Contoso.Review.cxproj(4,6)", "CXP1004 Contoso.Review.cxproj(5,6)",
            "CXP3002 mcp/a.json(1,1)", "CXP3002 mcp/b.json(1,1)",
            "CXP2001 skills/a", "CXP2003 skills/b/SKILL.md(1,1)",
        ];
        PluginCompilation first = folder.Compile().HasOnly(expected);
        PluginCompilation second = folder.Compile().HasOnly(expected);
        Assert.AreEqual(string.Join('\n', first.Diagnostics), string.Join('\n', second.Diagnostics));
    }

    [TestMethod]
    public void MessageOfHostileValueStaysOneShortLine()
    {
        using PluginFolder folder = PluginFolder.WithSkill();
        PluginCompilation compilation = folder.Compile(project => project with { Name = "a\nerror: b" + new string('x', 5000) });
        Diagnostic found = Assert.ContainsSingle(compilation.Diagnostics);
        Assert.AreEqual("CXP1001", found.Descriptor.Id);
        Assert.DoesNotContain("\n", found.ToString());
        Assert.IsLessThan(1000, found.Message.Length);
    }

    [TestMethod]
    [DataRow("contoso-review", true)]
    [DataRow("a", true)]
    [DataRow("0", true)]
    [DataRow("a--b", true)]
    [DataRow("", false)]
    [DataRow("-a", false)]
    [DataRow("a-", false)]
    [DataRow("A", false)]
    [DataRow("a.b", false)]
    [DataRow("a_b", false)]
    [DataRow("a b", false)]
    [DataRow("ä", false)]
    [DataRow("a/b", false)]
    [DataRow("..", false)]
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

    [TestMethod]
    public void RulesAreInOrderAndComplete()
    {
        IReadOnlyList<DiagnosticDescriptor> all = DiagnosticDescriptors.All;
        string[] ids = [.. all.Select(static descriptor => descriptor.Id)];
        CollectionAssert.AreEqual(ids.Distinct().Order(StringComparer.Ordinal).ToArray(), ids);

        object?[] declared = [.. typeof(DiagnosticDescriptors).GetFields().Select(static field => field.GetValue(null))];
        CollectionAssert.AreEquivalent(declared, all.ToArray<object?>());
        foreach (DiagnosticDescriptor descriptor in all)
        {
            Assert.MatchesRegex("^CXP[1-9][0-9]{3}$", descriptor.Id);
            Assert.EndsWith($"/docs/diagnostics/{descriptor.Id}.md", descriptor.HelpLink);
            Assert.AreSame(descriptor, DiagnosticDescriptors.Find(descriptor.Id));
        }

        Assert.IsNull(DiagnosticDescriptors.Find("CXP0000"));
    }
}
