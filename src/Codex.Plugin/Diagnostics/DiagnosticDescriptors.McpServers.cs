using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 3xxx: MCP servers
public static partial class DiagnosticDescriptors
{
    /// <summary>A file with MCP servers is not strict JSON.</summary>
    public static readonly DiagnosticDescriptor McpJsonNotReadable = new("CXP3001", "MCP descriptor is not JSON",
        "The descriptor is not strict JSON: {0}. Codex would lose every server of the plugin. Comments, trailing commas, duplicate names and a byte order mark are not allowed.", Error);

    /// <summary>An MCP server does not say how it is reached.</summary>
    public static readonly DiagnosticDescriptor McpServerNotUsable = new("CXP3002", "MCP server cannot be used",
        "The MCP server '{0}' {1}, so Codex drops it. A server has either a \"command\" (and \"args\") or an absolute http(s) \"url\".", Error);

    /// <summary>Two MCP servers of the plugin have the same name.</summary>
    public static readonly DiagnosticDescriptor McpServerTwice = new("CXP3003", "Two MCP servers with one name",
        "The MCP server '{0}' is declared in {1} already, and Codex would keep only one of them. Rename or remove one.", Error);

    /// <summary>A form of MCP server that this version does not compile.</summary>
    public static readonly DiagnosticDescriptor McpServerFormNotSupported = new("CXP3004", "Form of MCP server not supported",
        "The MCP server '{0}' is given by {1}, which this version of the SDK does not compile. Use Url, or Command with Arguments, or a descriptor mcp/{0}.json.", Error);

    private static DiagnosticDescriptor[] McpServers =>
    [
        McpJsonNotReadable, McpServerNotUsable, McpServerTwice, McpServerFormNotSupported,
    ];
}
