using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>One thing that a plugin may do, in words.</summary>
/// <param name="Kind">Ex: <c>mcpServer</c>; the end of the property's name in the SBOM.</param>
/// <param name="Name">Ex: <c>docs</c>.</param>
/// <param name="Text">More about it; empty: nothing.</param>
internal sealed record CapabilityLine(string Kind, string Name, string Text)
{
    public static IReadOnlyList<CapabilityLine> Of(PluginCapabilities capabilities) =>
    [
        .. capabilities.Skills.Select(static skill => Make("skill", skill.Name, $"{skill.Path}; {(skill.IsImplicit ? "the model may take it up by itself" : "only when it is asked for")}")),
        .. capabilities.Servers.SelectMany(OfServer),
        .. capabilities.Hooks.Select(static hook => Make("hook", hook.Event, $"{hook.Type} {hook.Action}{(hook.WindowsAction is { } windows ? $"; on Windows {windows}" : "")}{(hook.Matcher is { } matcher ? $"; for {matcher}" : "")}")),
        .. capabilities.Apps.Select(static app => Make("app", app.Name, app.Id)),
        .. capabilities.Code.Select(static code => Make("code", code.Path, code.Language)),
        .. capabilities.Hosts.Select(static host => Make("host", host, "")),
        .. capabilities.Permissions.Select(static permission => Make("permission", permission.Skill, permission.Text)),
    ];

    /// <summary>How much of what. Ex: <c>3 skills, 1 MCP server, 2 hooks</c>.</summary>
    public static string Count(PluginCapabilities capabilities)
    {
        string counted = string.Join(", ", new[]
        {
            Count(capabilities.Skills.Count, "skill"), Count(capabilities.Servers.Count, "MCP server"), Count(capabilities.Hooks.Count, "hook"), Count(capabilities.Apps.Count, "app"),
            Count(capabilities.Code.Count, "script or program", "scripts and programs"), Count(capabilities.Hosts.Count, "host"), Count(capabilities.Permissions.Count, "permission"),
            capabilities.Servers.Any(static server => server.ApprovesItself) ? "approves its own tools" : null,
        }.OfType<string>());
        return counted.Length == 0 ? "nothing" : counted;
    }

    private static IEnumerable<CapabilityLine> OfServer(ServerCapability server)
    {
        yield return Make("mcpServer", server.Name, server.Kind switch
        {
            ServerKind.Remote => $"remote: {server.Url}",
            ServerKind.Package => $"package {server.Package} {server.PackageVersion ?? "in any version"}: {Command(server)}",
            ServerKind.Bundled => $"bundled: {Command(server)}",
            _ => $"command: {Command(server)}",
        });
        foreach (string variable in server.Variables)
        {
            yield return Make("mcpServer:variable", server.Name, variable);
        }

        foreach (string mode in server.ApprovalModes)
        {
            yield return Make("mcpServer:approval", server.Name, mode);
        }
    }

    private static string Command(ServerCapability server) => string.Join(' ', server.Arguments.Prepend(server.Command));

    private static CapabilityLine Make(string kind, string name, string text) => new(kind, InventoryText.Clean(name), InventoryText.Clean(text));

    private static string? Count(int count, string one, string? several = null) => count == 0 ? null : count == 1 ? $"1 {one}" : $"{count} {several ?? one + "s"}";
}
