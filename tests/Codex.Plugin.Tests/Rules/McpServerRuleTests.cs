using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>A bad source and its good twin for the rules about MCP servers that text files can show.</summary>
[TestClass]
public sealed class McpServerRuleTests
{
    [TestMethod]
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
    [DataRow("CXP3002 Contoso.Review.cxproj(3,31)",
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
    public void BadSourceIsFoundAndItsGoodTwinIsNot(string expected, string bad, string good) =>
        RuleAssert.FindsOnlyInTheBadOne(expected, bad, good);
}
