using System.Text.Json.Nodes;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;

namespace Codex.Plugin.Write;

/// <summary>What a plugin contains, as far as the manifest says it.</summary>
/// <param name="Skills">The folders with skills; none where there are no skills.</param>
/// <param name="McpServers">Whether there are MCP servers.</param>
/// <param name="Apps">Whether there are apps.</param>
/// <param name="Hooks">Whether there are hooks.</param>
/// <param name="Commands">Whether there are commands that become skills.</param>
internal readonly record struct PluginParts(IReadOnlyList<string> Skills, bool McpServers, bool Apps, bool Hooks, bool Commands)
{
    /// <summary>What the manifest says about the hooks where the project declares some; null where it declares none.</summary>
    public JsonNode? DeclaredHooks { get; init; }

    public bool IsEmpty => !(Skills.Count > 0 || McpServers || Apps || Hooks || Commands);
}

/// <summary>Writes <c>.codex-plugin/plugin.json</c>: every part named with its path, and only when it is there, since Codex's own discovery hides mistakes.</summary>
internal static class ManifestWriter
{
    public const string ManifestFile = ".codex-plugin/plugin.json";
    public const string McpFile = ".mcp.json";
    public const string AppFile = ".app.json";

    public static byte[] Write(PluginManifest manifest, PluginParts parts, PluginAudience audience)
    {
        var json = (JsonObject)manifest.Json.DeepClone();
        JsonNode? shown = json["interface"];
        if (manifest.Adopted is null)
        {
            // Last, as in the manifests that people write.
            json.Remove("interface");
        }

        Set("skills", parts.Skills.Count switch
        {
            0 => null,
            1 => $"./{parts.Skills[0]}/",
            _ => new JsonArray([.. parts.Skills.Select(static root => JsonValue.Create($"./{root}/"))]),
        });
        Set("mcpServers", parts.McpServers ? $"./{McpFile}" : null);
        Set("apps", parts.Apps ? $"./{AppFile}" : null);
        if (parts.DeclaredHooks is { } declaredHooks)
        {
            Set("hooks", declaredHooks);
        }
        else if (json["hooks"] is null)
        {
            Set("hooks", parts.Hooks ? $"./{SourceTree.HooksFile}" : null);
        }

        if (manifest.Adopted is null)
        {
            json["interface"] = shown?.DeepClone() ?? new JsonObject();
        }

        if (audience != PluginAudience.Team && json["interface"] is JsonObject members && members["capabilities"] is null)
        {
            // These audiences want the member, if only to say that there are none.
            members["capabilities"] = new JsonArray();
        }

        return JsonOutput.ToBytes(writer => json.WriteTo(writer));

        void Set(string name, JsonNode? value)
        {
            if (value is not null)
            {
                json[name] = value;
            }
            else
            {
                json.Remove(name);
            }
        }
    }
}
