using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>A bad source and its good twin for the rules about apps and hooks that text files can show.</summary>
[TestClass]
public sealed class AppAndHookRuleTests
{
    [TestMethod]
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
        #skill
        #file hooks/hooks.json
        {"hooks":{"PreToolUse": []}}
        """)]
    [DataRow("CXP4004 hooks/hooks.json(1,10)",
        """
        #file hooks/hooks.json
        {"hooks":["PreToolUse"]}
        """,
        """
        #skill
        #file hooks/hooks.json
        {"hooks":{}, "description": "none"}
        """)]
    public void BadSourceIsFoundAndItsGoodTwinIsNot(string expected, string bad, string good) =>
        RuleAssert.FindsOnlyInTheBadOne(expected, bad, good);
}
