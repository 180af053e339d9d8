using System.Globalization;

namespace Codex.Plugin;

/// <summary>What a built plugin holds.</summary>
/// <param name="Skills">The number of skills.</param>
/// <param name="McpServers">The number of MCP servers.</param>
/// <param name="Apps">The number of apps.</param>
/// <param name="Hooks">The number of hook handlers.</param>
/// <param name="Bytes">The size of all files together.</param>
public sealed record PluginSummary(int Skills, int McpServers, int Apps, int Hooks, long Bytes)
{
    /// <summary>For instance <c>3 skills, 2 MCP servers, 1 app, 41 KB</c>; what there is none of is left out, a kilobyte has 1,024 bytes.</summary>
    public override string ToString() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        foreach ((int count, string one) in ((int, string)[])[(Skills, "skill"), (McpServers, "MCP server"), (Apps, "app"), (Hooks, "hook")])
        {
            if (count > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? "" : "s")}");
            }
        }

        yield return Bytes + 512 < 1024 * 1024
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (Bytes + 512) / 1024)} KB")
            : string.Create(CultureInfo.InvariantCulture, $"{Bytes / (1024.0 * 1024.0):0.0} MB");
    }
}
