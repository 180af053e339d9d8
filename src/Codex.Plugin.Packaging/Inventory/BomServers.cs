using System.Text.Json;
using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>What the plugins of an inventory reach beyond themselves: packages that their MCP servers are started from, and servers elsewhere.</summary>
internal sealed class BomServers
{
    private readonly SortedDictionary<string, ServerCapability> _packages = new(StringComparer.Ordinal);
    private readonly List<(string Ref, string Plugin, ServerCapability Server)> _services = [];
    private readonly HashSet<string> _plugins;

    public BomServers(InventoryDocument document)
    {
        _plugins = [.. document.Plugins.Select(CycloneDxBom.RefOf)];
        foreach (InventoryPlugin plugin in document.Plugins)
        {
            foreach (ServerCapability server in plugin.Reviewed.Capabilities.Servers)
            {
                if (RefOf(plugin, server) is not { } reference)
                {
                    continue;
                }

                if (server.Kind == ServerKind.Remote)
                {
                    _services.Add((reference, plugin.Restored.Name, server));
                }
                else if (!_plugins.Contains(reference))
                {
                    // The same package is one component, whoever starts it.
                    _packages.TryAdd(reference, server);
                }
            }
        }
    }

    public static IEnumerable<string> RefsOf(InventoryPlugin plugin) => plugin.Reviewed.Capabilities.Servers.Select(server => RefOf(plugin, server)).OfType<string>();

    public void WriteComponents(Utf8JsonWriter writer)
    {
        foreach ((string purl, ServerCapability server) in _packages)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "application");
            writer.WriteString("bom-ref", purl);
            writer.WriteString("name", InventoryText.Clean(server.Package));
            if (server.PackageVersion is { Length: > 0 } version)
            {
                writer.WriteString("version", InventoryText.Clean(version));
            }

            writer.WriteString("purl", purl);
            writer.WriteStartArray("properties");
            CycloneDxBom.WriteProperty(writer, "source", "MCP server that is fetched when it starts; its files are not in the marketplace");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    public void WriteServices(Utf8JsonWriter writer)
    {
        if (_services.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("services");
        foreach ((string reference, string plugin, ServerCapability server) in _services)
        {
            writer.WriteStartObject();
            writer.WriteString("bom-ref", reference);
            writer.WriteString("name", InventoryText.Clean(server.Name));
            if (InventoryText.CleanAddress(server.Url) is { } address)
            {
                writer.WriteStartArray("endpoints");
                writer.WriteStringValue(InventoryText.Clean(address));
                writer.WriteEndArray();
            }

            writer.WriteBoolean("x-trust-boundary", true);
            writer.WriteStartArray("properties");
            CycloneDxBom.WriteProperty(writer, "name", plugin);
            foreach (string variable in server.Variables)
            {
                CycloneDxBom.WriteProperty(writer, "mcpServer:variable", variable);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string? RefOf(InventoryPlugin plugin, ServerCapability server) =>
        server.Kind == ServerKind.Remote ? $"service:{plugin.Restored.Name}/{InventoryText.Clean(server.Name)}"
        : server.Kind == ServerKind.Package ? PackageUrl.OfServer(server)
        : null;
}
