using System.ComponentModel;
using ModelContextProtocol.Server;

/// <summary>Tools about texts. A model chooses a tool by its description, and fills the parameters by theirs.</summary>
[McpServerToolType]
internal static class TextTools
{
    [McpServerTool(Name = "count_words", ReadOnly = true), Description("Counts the words of a text. Words are separated by white space.")]
    public static int CountWords([Description("The text, as it is.")] string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
