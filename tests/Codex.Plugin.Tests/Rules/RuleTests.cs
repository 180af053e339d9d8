using Codex.Plugin.Diagnostics;
using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>What holds for every rule.</summary>
[TestClass]
public sealed class RuleTests
{
    [TestMethod]
    public void FindingsComeInOrderOfFileAndPlace()
    {
        using PluginFolder folder = PluginFolder.Of(
            """
            #file Contoso.Review.cxproj
            <Project>
              <PropertyGroup>
                <PluginName>Review!</PluginName>
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
