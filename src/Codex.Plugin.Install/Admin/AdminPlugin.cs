using System.Text.Json.Nodes;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;

namespace Codex.Plugin.Install.Admin;

/// <summary>What an administrator decides about a plugin.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Policy">What the marketplace's project says about it.</param>
/// <param name="Servers">Its MCP servers, in the order of their names.</param>
/// <param name="HookEvents">The events that it has hooks for, in ordinal order.</param>
internal sealed record AdminPlugin(string Name, InstallationPolicy Policy, IReadOnlyList<AdminServer> Servers, IReadOnlyList<string> HookEvents)
{
    /// <exception cref="System.Text.Json.JsonException">The folder holds no plugin.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static AdminPlugin Read(MarketplacePlugin plugin)
    {
        JsonObject capabilities = PluginContent.Read(plugin.Plugin.Folder).Capabilities([]);
        return new AdminPlugin(
            plugin.Plugin.Name,
            plugin.Policy.Installation,
            [.. Objects("mcpServers").Select(static server => new AdminServer(Text(server["name"]) ?? "", Text(server["command"]), [.. (server["args"] as JsonArray ?? []).Select(static value => Text(value) ?? "")], Text(server["url"])))
                .Where(static server => server.Command is not null || server.Url is not null)
                .OrderBy(static server => server.Name, StringComparer.Ordinal)],
            [.. Objects("hooks").Select(static hook => Text(hook["event"])).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

        IEnumerable<JsonObject> Objects(string name) => (capabilities[name] as JsonArray ?? []).OfType<JsonObject>();
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}

/// <summary>What identifies an MCP server: its command with the arguments, or its address.</summary>
/// <param name="Name">The server's name.</param>
/// <param name="Command">The program; null where there is an address.</param>
/// <param name="Arguments">The program's arguments.</param>
/// <param name="Url">The address; null where there is a program.</param>
internal sealed record AdminServer(string Name, string? Command, IReadOnlyList<string> Arguments, string? Url);
