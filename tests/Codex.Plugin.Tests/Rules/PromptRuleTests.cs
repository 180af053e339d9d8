using Codex.Plugin.Tests.Helpers;

namespace Codex.Plugin.Tests.Rules;

/// <summary>A bad source and its good twin for the rules about prompts that text files can show.</summary>
[TestClass]
public sealed class PromptRuleTests
{
    [TestMethod]
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
    public void BadSourceIsFoundAndItsGoodTwinIsNot(string expected, string bad, string good) =>
        RuleAssert.FindsOnlyInTheBadOne(expected, bad, good);
}
