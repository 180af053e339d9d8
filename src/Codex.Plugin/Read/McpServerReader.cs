using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Collects the MCP servers of a plugin from items, <c>mcp/*.json</c> and <c>.mcp.json</c>, each in the shape that Codex reads.</summary>
/// <param name="pluginFiles">The paths of the plugin's files, to tell an argument that is a file of the plugin.</param>
/// <param name="diagnostics">Where to report.</param>
internal sealed class McpServerReader(IReadOnlySet<string> pluginFiles, DiagnosticBag diagnostics)
{
    private readonly SortedDictionary<string, DeclaredJson> _servers = new(StringComparer.Ordinal);

    /// <summary>The servers by name, in ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> Servers =>
        _servers.Select(static server => KeyValuePair.Create(server.Key, server.Value.Json));

    public void Add(McpServerItem item, Func<Location> location)
    {
        if (item.UnsupportedForm is { } form)
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerFormNotSupported, location(), item.Name, form);
            return;
        }

        var server = new JsonObject();
        AddText("url", item.Url);
        AddText("bearer_token_env_var", item.BearerTokenEnvVar);
        AddText("command", item.Command);
        if (item.Arguments.Count > 0)
        {
            server["args"] = new JsonArray([.. item.Arguments.Select(static argument => JsonValue.Create(argument))]);
        }

        Add(item.Name, server, location, _ => location(), "the project");

        void AddText(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                server[name] = value;
            }
        }
    }

    /// <summary>Reads <c>mcp/NAME.json</c>, which holds one server.</summary>
    public void AddDescriptor(string name, SourceText text)
    {
        if (JsonSource.Parse(text, DiagnosticDescriptors.McpJsonNotReadable, diagnostics) is { } json)
        {
            Add(name, json, json.Root);
        }
    }

    /// <summary>Reads a plugin's <c>.mcp.json</c>.</summary>
    public void AddMap(SourceText text)
    {
        if (JsonSource.Parse(text, DiagnosticDescriptors.McpJsonNotReadable, diagnostics) is { } json)
        {
            AddMap(json, json.Root);
        }
    }

    /// <summary>Reads a map of servers, with or without the <c>mcpServers</c> wrapper.</summary>
    public void AddMap(JsonSource json, JsonSyntax map)
    {
        JsonSyntax? wrapped = map["mcpServers"];
        if ((wrapped ?? map) is not { IsObject: true } servers)
        {
            diagnostics.Report(DiagnosticDescriptors.McpJsonNotReadable, json.At(wrapped ?? map), "it is not an object that maps names to servers");
            return;
        }

        foreach (JsonMember server in servers.Members)
        {
            Add(server.Name, json, server.Value);
        }
    }

    private void Add(string name, JsonSource source, JsonSyntax declared)
    {
        if (!declared.IsObject)
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerNotUsable, source.At(declared), name, "is not an object");
            return;
        }

        Add(name, (JsonObject)source.ToNode(declared)!, () => source.At(declared), member => source.At(declared[member] ?? declared), source.Text.Path);
    }

    private void Add(string name, JsonObject server, Func<Location> location, Func<string, Location> memberLocation, string declaredIn)
    {
        if (Problem(server, out string? member) is { } problem)
        {
            Location place = member is null ? location() : memberLocation(member);
            diagnostics.Report(DiagnosticDescriptors.McpServerNotUsable, place, name, problem);
            return;
        }

        if (_servers.TryGetValue(name, out DeclaredJson? first))
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerTwice, location(), name, first.Where);
            return;
        }

        if (NeedsPluginFolder(server))
        {
            // Without it Codex starts the server in the folder of the session.
            server["cwd"] = ".";
        }

        _servers.Add(name, new DeclaredJson(server, declaredIn));
    }

    private static string? Problem(JsonObject server, out string? member)
    {
        member = null;
        bool hasCommand = server.ContainsKey("command");
        bool hasUrl = server.ContainsKey("url");
        if (hasCommand == hasUrl)
        {
            member = hasUrl ? "url" : null;
            return hasUrl ? "has both a \"command\" and a \"url\"" : "has neither a \"command\" nor a \"url\"";
        }

        member = hasCommand ? "command" : "url";
        if (server[member] is not JsonValue value || value.GetValueKind() != JsonValueKind.String || string.IsNullOrWhiteSpace(value.GetValue<string>()))
        {
            return $"has a \"{member}\" that is not a text or is empty";
        }

        bool absolute = Uri.TryCreate(value.GetValue<string>(), UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https";
        return hasUrl && !absolute ? $"has the \"url\" '{value.GetValue<string>()}', which is not absolute" : null;
    }

    private bool NeedsPluginFolder(JsonObject server)
    {
        if (server.ContainsKey("cwd") || server["command"] is not JsonValue command)
        {
            return false;
        }

        return IsPluginFile(command, orRelative: true)
            || (server["args"] is JsonArray arguments && arguments.Any(argument => IsPluginFile(argument, orRelative: false)));
    }

    private bool IsPluginFile(JsonNode? node, bool orRelative)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            return false;
        }

        string text = value.GetValue<string>().Replace('\\', '/');
        return text.StartsWith("./", StringComparison.Ordinal)
            || pluginFiles.Contains(text)
            || (orRelative && text.Contains('/', StringComparison.Ordinal) && !Path.IsPathRooted(text));
    }
}
