using System.Text.Json;
using Codex.Plugin.Read;

namespace Codex.Plugin.Write;

/// <summary>What a plugin contains, as far as the manifest says it.</summary>
/// <param name="Skills">Whether there are skills.</param>
/// <param name="McpServers">Whether there are MCP servers.</param>
/// <param name="Apps">Whether there are apps.</param>
/// <param name="Hooks">Whether there are hooks.</param>
internal readonly record struct PluginParts(bool Skills, bool McpServers, bool Apps, bool Hooks)
{
    public bool IsEmpty => !(Skills || McpServers || Apps || Hooks);
}

/// <summary>Writes <c>.codex-plugin/plugin.json</c>: every part named with its path, and only when it is there, since Codex's own discovery hides mistakes.</summary>
internal static class ManifestWriter
{
    public const string ManifestFile = ".codex-plugin/plugin.json";
    public const string McpFile = ".mcp.json";
    public const string AppFile = ".app.json";

    public static byte[] Write(PluginProject project, PluginParts parts) => JsonOutput.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", project.Name);
        writer.WriteString("version", project.Version);
        Text(writer, "description", project.Description);
        if (!string.IsNullOrEmpty(project.Author))
        {
            writer.WriteStartObject("author");
            writer.WriteString("name", project.Author);
            writer.WriteEndObject();
        }

        Text(writer, "homepage", project.Homepage);
        Text(writer, "repository", project.Repository);
        Text(writer, "license", project.License);
        Texts(writer, "keywords", project.Keywords);
        Text(writer, "skills", parts.Skills ? $"./{SourceTree.SkillsFolder}/" : null);
        Text(writer, "mcpServers", parts.McpServers ? $"./{McpFile}" : null);
        Text(writer, "apps", parts.Apps ? $"./{AppFile}" : null);
        Text(writer, "hooks", parts.Hooks ? $"./{SourceTree.HooksFile}" : null);
        WriteInterface(writer, project.Interface, project.Directory);
        writer.WriteEndObject();
    });

    private static void WriteInterface(Utf8JsonWriter writer, PluginInterface shown, string root)
    {
        writer.WriteStartObject("interface");
        Text(writer, "displayName", shown.DisplayName);
        Text(writer, "shortDescription", shown.ShortDescription);
        Text(writer, "longDescription", shown.LongDescription);
        Text(writer, "developerName", shown.DeveloperName);
        Text(writer, "category", shown.Category);
        Texts(writer, "capabilities", shown.Capabilities);
        Text(writer, "websiteURL", shown.WebsiteUrl);
        Text(writer, "privacyPolicyURL", shown.PrivacyPolicyUrl);
        Text(writer, "termsOfServiceURL", shown.TermsOfServiceUrl);
        Texts(writer, "defaultPrompt", shown.DefaultPrompts);
        Text(writer, "brandColor", shown.BrandColor);
        Text(writer, "composerIcon", Asset(shown.ComposerIcon));
        Text(writer, "logo", Asset(shown.Logo));
        Text(writer, "logoDark", Asset(shown.LogoDark));
        Texts(writer, "screenshots", [.. shown.Screenshots.Select(file => Asset(file.Path)!)]);
        writer.WriteEndObject();

        // Codex drops a path that does not begin with './'.
        string? Asset(string? declared) =>
            string.IsNullOrEmpty(declared) ? null
            : DeclaredPath.TryNormalize(declared, root, out string path, out _) ? $"./{path}"
            : null;
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (string value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }
    }
}
