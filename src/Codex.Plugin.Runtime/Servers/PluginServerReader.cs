using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>Reads the MCP servers of a built plugin as Codex does. What Codex would drop has been refused by the build.</summary>
internal static partial class PluginServerReader
{
    /// <summary>The longest time that a timer takes; nobody waits for as long.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(24);

    public static IReadOnlyList<PluginServer> Read(string plugin, JsonSyntax? member)
    {
        if (member is not { IsObject: true } map)
        {
            string file = PluginFolder.ReadPaths(member) is [{ } path, ..] ? path : SourceTree.ProjectMcpFile;
            if (!File.Exists(Path.Combine(plugin, file)))
            {
                return [];
            }

            map = PluginFolder.ReadJson(plugin, file);
        }

        JsonSyntax servers = map["mcpServers"] is { IsObject: true } wrapped ? wrapped : map;
        return
        [
            .. servers.Members
                .Where(static server => server.Value.IsObject)
                .Select(static server => ReadServer(new McpServer(server.Name, server.Value, static _ => default, "")))
                .Where(static server => server.Command is not null || server.Url is not null)
                .OrderBy(static server => server.Name, StringComparer.Ordinal),
        ];
    }

    private static PluginServer ReadServer(McpServer server) => new()
    {
        Name = server.Name,
        Command = server.Text("command"),
        Arguments = ReadTexts(server["args"]) ?? [],
        WorkingDirectory = server.Text("cwd"),
        Environment = ReadMap(server["env"]),
        EnvironmentVariables = [.. (server["env_vars"]?.Items ?? []).Select(static item => item.AsText() ?? item["name"]?.AsText()).OfType<string>()],
        Url = server.Text("url"),
        HttpHeaders = ReadMap(server["http_headers"]),
        EnvironmentHttpHeaders = ReadMap(server["env_http_headers"]),
        BearerTokenVariable = server.Text("bearer_token_env_var"),
        StartupTimeout = ReadTime(server["startup_timeout_sec"], seconds: 1) ?? ReadTime(server["startup_timeout_ms"], seconds: 0.001) ?? PluginServer.DefaultStartupTimeout,
        ToolTimeout = ReadTime(server["tool_timeout_sec"], seconds: 1) ?? PluginServer.DefaultToolTimeout,
        Enabled = server["enabled"]?.Kind != JsonValueKind.False,
        EnabledTools = ReadTexts(server["enabled_tools"]),
        DisabledTools = ReadTexts(server["disabled_tools"]) ?? [],
        Refusal = FindRefusal(server),
    };

    private static string? FindRefusal(McpServer server) =>
        !AcceptedName.IsMatch(server.Name) ? "its name holds a character that Codex does not take; rename it to one of A-Z, a-z, 0-9 and _:@/.-"
        : server.Text("environment_id") is { } environment && environment != "local" ? $"its environment_id '{environment}' is none that this machine has; remove it"
        : server["env_vars"]?.Items.FirstOrDefault(static item => item["source"]?.AsText() == "remote")?["name"]?.AsText() is { } remote ? $"its env_vars want {remote} from a remote machine, which no plugin has; remove the \"source\""
        : null;

    private static IReadOnlyList<string>? ReadTexts(JsonSyntax? value) =>
        value is { IsArray: true } ? [.. value.Items.Select(static item => item.AsText()).OfType<string>()] : null;

    private static Dictionary<string, string> ReadMap(JsonSyntax? value) => (value?.Members ?? [])
        .Where(static member => member.Value.AsText() is not null)
        .ToDictionary(static member => member.Name, static member => member.Value.Text!, StringComparer.Ordinal);

    private static TimeSpan? ReadTime(JsonSyntax? value, double seconds) =>
        value is { Kind: JsonValueKind.Number } && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number * seconds >= s_longest.TotalSeconds ? s_longest : TimeSpan.FromSeconds(Math.Max(0, number * seconds))
            : null;

    [GeneratedRegex("^[a-zA-Z0-9_:@/.-]+\\z")]
    private static partial Regex AcceptedName { get; }
}
