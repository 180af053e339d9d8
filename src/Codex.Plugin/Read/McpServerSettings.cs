using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>The metadata of an item that declares an MCP server, and the members of Codex's format that they become.</summary>
internal static class McpServerSettings
{
    private static readonly HashSet<string> s_known = new(StringComparer.OrdinalIgnoreCase) { "Url", "BearerTokenEnvVar", "Command", "Arguments", "Package", "Version", "Environment", "EnvVars" };

    /// <summary>The server in Codex's format; null where it cannot be told, which is reported.</summary>
    public static JsonSyntax? Read(McpServerItem item, Func<Location> location, DiagnosticBag diagnostics)
    {
        string? unknown = item.Settings.Keys.Order(StringComparer.Ordinal).FirstOrDefault(static name => !s_known.Contains(name));
        if (unknown is not null || item.ItemType != "McpServer")
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerFormNotSupported, location(), item.Name, unknown is null ? "a ProjectReference" : unknown == "Package" ? "a Package" : $"the metadata {unknown}");
            return null;
        }

        var members = new List<JsonMember>();
        AddText("url", "Url");
        AddText("bearer_token_env_var", "BearerTokenEnvVar");
        AddText("command", "Command");
        if (item.Settings.GetValueOrDefault("Package") is { Length: > 0 } package)
        {
            string[] start = ["dnx", $"{package}@{item.Settings.GetValueOrDefault("Version")}", "--yes"];
            members.Add(new JsonMember("command", 0, JsonSyntax.OfText("dotnet", 0)));
            members.Add(new JsonMember("args", 0, JsonSyntax.OfItems([.. start.Select(static argument => JsonSyntax.OfText(argument, 0))], 0)));
            members.Add(new JsonMember("cwd", 0, JsonSyntax.OfText(".", 0)));
        }

        string[] arguments = item.Settings.GetValueOrDefault("Arguments", "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (arguments.Length > 0)
        {
            members.Add(new JsonMember("args", 0, JsonSyntax.OfItems([.. arguments.Select(static argument => JsonSyntax.OfText(argument, 0))], 0)));
        }

        return JsonSyntax.OfMembers(members, 0);

        void AddText(string name, string metadata)
        {
            if (item.Settings.TryGetValue(metadata, out string? value) && value.Length > 0)
            {
                members.Add(new JsonMember(name, 0, JsonSyntax.OfText(value, 0)));
            }
        }
    }
}
