namespace Codex.Plugin.Manifest;

/// <summary>Turns the servers of the portable format into those of Codex's own.</summary>
internal static class PortableServers
{
    public const string File = "mcp.json";
}
