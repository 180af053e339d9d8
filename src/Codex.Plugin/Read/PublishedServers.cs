using Codex.Plugin.Publish;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Read;

/// <summary>How Codex starts a server that the build has published into the plugin.</summary>
internal static class PublishedServers
{
    /// <summary>The members <c>command</c>, <c>args</c> and <c>cwd</c> of the server's entry.</summary>
    public static JsonMember[] Entry(McpServerItem item)
    {
        string folder = "./" + ServerFolder.Of(item.Name);
        bool hasLauncher = item.Published.Any(static build => build.RuntimeIdentifier is not null);
        string command = hasLauncher ? $"{folder}/{ServerLauncher.FileName(item.Name)}" : "dotnet";
        string[] arguments = item.Settings.GetValueOrDefault("Arguments", "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!hasLauncher)
        {
            arguments = [$"{folder}/{item.Published[0].EntryPoint}", .. arguments];
        }

        return
        [
            Member("command", Text(command)),
            .. arguments.Length == 0 ? (JsonMember[])[] : [Member("args", JsonSyntax.OfItems([.. arguments.Select(Text)], 0))],
            Member("cwd", Text(".")),
        ];

        static JsonMember Member(string name, JsonSyntax value) => new(name, 0, value);

        static JsonSyntax Text(string text) => JsonSyntax.OfText(text, 0);
    }
}
