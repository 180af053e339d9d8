using Codex.Plugin.Publish;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Read;

/// <summary>Servers that are built from source and lie published in the plugin.</summary>
internal static class PublishedServers
{
    /// <summary>The members that start the server: <c>command</c>, <c>args</c> and <c>cwd</c>.</summary>
    public static JsonMember[] Entry(McpServerItem item)
    {
        string folder = "./" + ServerFolder.Of(item.Name);
        bool isForAnyMachine = item.Published is [{ RuntimeIdentifier: null }];
        JsonSyntax[] arguments = [.. isForAnyMachine ? [Text($"{folder}/{item.Published[0].EntryPoint}")] : (JsonSyntax[])[], .. McpServerSettings.ArgumentsOf(item)];
        return
        [
            Member("command", Text(isForAnyMachine ? "dotnet" : $"{folder}/{ServerLauncher.FileName(item.Name)}")),
            .. arguments.Length > 0 ? [Member("args", JsonSyntax.OfItems(arguments, 0))] : (JsonMember[])[],
            Member("cwd", Text(".")),
        ];

        static JsonMember Member(string name, JsonSyntax value) => new(name, 0, value);

        static JsonSyntax Text(string text) => JsonSyntax.OfText(text, 0);
    }
}
