using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Collects the MCP servers of a plugin from items, <c>mcp/*.json</c>, <c>.mcp.json</c> and the portable <c>mcp.json</c>, each in the shape that Codex reads.</summary>
/// <param name="files">The files of the plugin, by path.</param>
/// <param name="diagnostics">Where to report.</param>
/// <param name="generated">The paths of further files, which the compiler writes.</param>
internal sealed class McpServerReader(IReadOnlyDictionary<string, SourceEntry> files, DiagnosticBag diagnostics, IReadOnlySet<string>? generated = null)
{
    /// <summary>Names that other hosts have for the member around the servers.</summary>
    private static readonly string[] s_otherWrappers = ["servers", "mcp_servers", "mcp-servers", "mcpServer", "mcp", "context_servers"];

    private readonly SortedDictionary<string, (McpServer Declared, JsonObject Json)> _servers = new(StringComparer.Ordinal);
    private readonly McpServerFiles _files = new(files, diagnostics, generated);

    /// <summary>The servers by name, in ordinal order.</summary>
    public IEnumerable<KeyValuePair<string, JsonObject>> Servers =>
        _servers.Select(static server => KeyValuePair.Create(server.Key, server.Value.Json));

    /// <summary>The servers as they are declared, in the order of their names.</summary>
    public IEnumerable<McpServer> Declared => _servers.Values.Select(static server => server.Declared);

    /// <summary>Reads a server that the project declares.</summary>
    public void Add(McpServerItem item, ItemSource source)
    {
        int first = diagnostics.Count;
        if (McpServerSettings.Read(item, source, diagnostics) is { } declared)
        {
            Add(declared);
        }

        diagnostics.Rewrite(first, McpServerSettings.InMetadata);
    }

    /// <summary>Reads <c>mcp/NAME.json</c>: one server, or several by their names, also in the shapes of other hosts; and a <c>$schema</c> for the editor.</summary>
    public void AddDescriptor(string name, SourceText text)
    {
        if (JsonSource.Parse(text, DiagnosticDescriptors.McpJsonNotReadable, diagnostics) is not { } json)
        {
            return;
        }

        JsonSyntax root = json.Root;
        JsonMember? wrapper = McpTranslation.FindWrapper(root);
        if (wrapper is not null || McpTranslation.IsMap(root))
        {
            AddMap(json, root, wrapper, McpTranslation.Translate);
            return;
        }

        if (root["command"] is null && root["url"] is null && root.Members.FirstOrDefault(static member => IsOtherWrapper(member)) is { } unknown)
        {
            IsServer(json, unknown);
            return;
        }

        JsonSyntax server = root["$schema"] is null ? root : JsonSyntax.OfMembers([.. root.Members.Where(static member => member.Name != "$schema")], root.Start);
        Add(name, json, McpTranslation.Translate(server));
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
    public void AddMap(JsonSource json, JsonSyntax map) => AddMap(json, map, map.Find("mcpServers"), static server => server);

    private void AddMap(JsonSource json, JsonSyntax map, JsonMember? wrapper, Func<JsonSyntax, JsonSyntax> translate)
    {
        JsonSyntax? wrapped = wrapper?.Value;
        if ((wrapped ?? map) is not { IsObject: true } servers)
        {
            diagnostics.Report(DiagnosticDescriptors.McpJsonNotReadable, json.At(wrapped ?? map), "it is not an object that maps names to servers");
            return;
        }

        if (wrapped is not null)
        {
            CheckBesideWrapper(json, map, wrapper!.Name);
        }

        foreach (JsonMember server in servers.Members)
        {
            if (wrapped is not null || IsServer(json, server))
            {
                Add(server.Name, json, translate(server.Value));
            }
        }
    }

    /// <summary>Reads the <c>mcp.json</c> of the portable format.</summary>
    public void AddPortable(SourceText text)
    {
        foreach (McpServer server in PortableServers.Read(text, diagnostics))
        {
            Add(server);
        }
    }

    /// <summary>Codex reads nothing beside the wrapper.</summary>
    private void CheckBesideWrapper(JsonSource json, JsonSyntax map, string wrapper)
    {
        // VS Code's own questions to the user; what asks for an answer is found there.
        bool withInputs = wrapper == "servers";
        foreach (JsonMember member in map.Members.Where(member => member.Name != wrapper && member.Name != "$schema" && !(withInputs && member.Name == "inputs")))
        {
            bool isRemark = McpServerShape.IsRemark(member.Name) && !member.Value.IsObject;
            string found = member.Value["command"] is not null || member.Value["url"] is not null ? $"beside \"{wrapper}\" it reads nothing; move the server into it"
                : $"beside \"{wrapper}\" it reads nothing; remove it";
            Diagnostic diagnostic = Diagnostic.Create(DiagnosticDescriptors.McpFileMemberIgnored, json.At(member), member.Name, found);
            diagnostics.Add(isRemark ? diagnostic with { Severity = DiagnosticSeverity.Warning } : diagnostic);
        }
    }

    /// <summary>Whether the member of a map without a wrapper is a server; to Codex each is one, and it drops those that are not.</summary>
    private bool IsServer(JsonSource json, JsonMember member)
    {
        if (member.Name == "$schema" && !member.Value.IsObject)
        {
            return false;
        }

        if (IsOtherWrapper(member))
        {
            diagnostics.Report(DiagnosticDescriptors.McpFileMemberIgnored, json.At(member), member.Name, "it takes it for a server of that name and drops it; the member around the servers is called \"mcpServers\"");
            return false;
        }

        if (member.Value.AsText() is not null && McpServerShape.IsRemark(member.Name))
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.McpFileMemberIgnored, json.At(member), member.Name, "it takes it for a server of that name and drops it; remove the remark") with { Severity = DiagnosticSeverity.Warning });
            return false;
        }

        return true;
    }

    private static bool IsOtherWrapper(JsonMember member) =>
        member.Value.IsObject && member.Value["command"] is null && member.Value["url"] is null && s_otherWrappers.Contains(member.Name, StringComparer.Ordinal);

    private void Add(string name, JsonSource source, JsonSyntax declared)
    {
        if (declared.IsObject)
        {
            Add(new McpServer(name, declared, source.Text.At, source.Text.Path));
        }
        else
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerNotUsable, source.At(declared), name, "is not an object");
        }
    }

    private void Add(McpServer server)
    {
        if (!McpServerRules.CheckTransport(server, diagnostics))
        {
            return;
        }

        McpServerShape.Check(server, diagnostics);
        McpServerRules.CheckValues(server, diagnostics);
        McpPlaceholders.Check(server, diagnostics);
        _files.Check(server);
        McpSecrets.Check(server, diagnostics);
        McpPayload.Check(server, diagnostics);
        if (_servers.TryGetValue(server.Name, out (McpServer Declared, JsonObject Json) first))
        {
            diagnostics.Report(DiagnosticDescriptors.McpServerTwice, server.Location, server.Name, first.Declared.DeclaredIn);
            return;
        }

        var json = (JsonObject)server.Value.ToNode()!;
        if (_files.NeedsPluginFolder(server))
        {
            // Without it Codex starts the server in the folder of the session.
            json["cwd"] = ".";
        }

        _servers.Add(server.Name, (server, json));
    }
}
