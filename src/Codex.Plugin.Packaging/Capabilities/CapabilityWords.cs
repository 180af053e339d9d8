namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>Capabilities in words, a line each, to follow a plugin's name: <c>adds the hook Stop that runs 'sh check.sh'</c>.</summary>
internal static class CapabilityWords
{
    public static string Of(SkillCapability skill) => $"the skill '{skill.Name}' ({skill.Path}), {(skill.IsImplicit ? "which the model may use by itself" : "which is only used when asked for")}";

    public static string Of(ServerCapability server) =>
        $"the MCP server '{server.Name}', {(server.Kind == ServerKind.Remote ? "which is" : "which")} {Origin(server, isPast: false)}{Details(server)}";

    public static string Of(HookCapability hook) =>
        $"the hook {hook.Event}{(hook.Matcher is null ? "" : $" for '{hook.Matcher}'")} that {(hook.Type == "command" ? "runs" : hook.Type == "mcp_tool" ? "calls the MCP tool" : $"asks with a handler of type {hook.Type}")} '{hook.Action}'{(hook.WindowsAction is null ? "" : $", on Windows '{hook.WindowsAction}'")}";

    public static string Of(AppCapability app) => $"the app '{app.Name}' ({app.Id})";

    public static string Of(CodeCapability code) => $"{code.Path} ({code.Language})";

    public static string Of(PermissionCapability permission) => $"{permission.Text} in {permission.Skill}";

    /// <summary>Where the server is or what it runs.</summary>
    /// <param name="server">The server.</param>
    /// <param name="isPast">Whether it was so, and is otherwise now.</param>
    public static string Origin(ServerCapability server, bool isPast)
    {
        string run = isPast ? "ran" : "runs";
        string line = $"'{string.Join(' ', [server.Command, .. server.Arguments])}'";
        string what = server.Kind switch
        {
            ServerKind.Remote => $"remote ({server.Url})",
            ServerKind.Package when server.Package is not null => $"{run} the package {server.Package} {server.PackageVersion ?? "in any version"} ({line})",
            ServerKind.Package => $"{run} a package ({line})",
            ServerKind.Bundled when server.Package is not null => $"{run} the plugin's own files and the package {server.Package} {server.PackageVersion ?? "in any version"} ({line})",
            ServerKind.Bundled => $"{run} the plugin's own {line}",
            _ => $"{run} {line} of the machine",
        };
        string remote = isPast ? "was " : "";
        return server.Kind == ServerKind.Remote ? remote + what
            : server.Url is null ? what
            : $"{remote}{(isPast ? "" : "is ")}remote ({server.Url}) and {what} for its headers";
    }

    private static string Details(ServerCapability server)
    {
        string[] parts =
        [
            .. server.Variables.Count > 0 ? [$"gets the variable{(server.Variables.Count > 1 ? "s" : "")} {string.Join(", ", server.Variables)}"] : (string[])[],
            .. server.ApprovalModes.Count > 0 ? [$"sets its own approval ({string.Join(", ", server.ApprovalModes)})"] : (string[])[],
            .. server.Settings.Select(static setting => $"has {setting}"),
        ];
        return parts.Length == 0 ? "" : $"; it {string.Join(", ", parts)}";
    }
}
