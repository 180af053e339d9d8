using Codex.Plugin.Packaging.Capabilities;
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
        // As they are written: what identifies a server has no part that is cut.
        PluginParts parts = PluginParts.Read(plugin.Plugin.Folder);
        return new AdminPlugin(
            plugin.Plugin.Name,
            plugin.Policy.Installation,
            [.. parts.Servers.Select(static server => new AdminServer(server.Name, server.Text("command"), [.. server.Arguments.Select(static argument => argument.Text!)], server.Text("url")))
                .OrderBy(static server => server.Name, StringComparer.Ordinal)],
            [.. parts.Hooks.Select(static hook => hook.Event).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }
}

/// <summary>What identifies an MCP server: its command with the arguments, or its address.</summary>
/// <param name="Name">The server's name.</param>
/// <param name="Command">The program; null where there is an address.</param>
/// <param name="Arguments">The program's arguments.</param>
/// <param name="Url">The address; null where there is a program.</param>
internal sealed record AdminServer(string Name, string? Command, IReadOnlyList<string> Arguments, string? Url);
