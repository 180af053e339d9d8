using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Contoso.Glossary.Mcp;

/// <summary>A model chooses a tool by its description.</summary>
[McpServerToolType]
internal static class GlossaryTools
{
    [McpServerTool(Name = "list_terms", ReadOnly = true), Description("Lists all terms of Contoso's glossary.")]
    public static IEnumerable<string> ListTerms(Terms terms) => terms.Names;

    [McpServerTool(Name = "find_term", ReadOnly = true), Description("Says what a term means at Contoso.")]
    public static string FindTerm(Terms terms, [Description("The term, for instance 'Dovetail'.")] string term) =>
        terms.Find(term) ?? throw new McpException($"The glossary has no term '{term}'. list_terms says which it has.");
}
