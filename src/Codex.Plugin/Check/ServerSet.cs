using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Check;

/// <summary>The rules that concern the MCP servers together: files that are not read, and names that other plugins have.</summary>
internal static class ServerSet
{
    public static void Check(PluginProject project, ProjectSource projectSource, PluginLayout layout, SourceReader sources, DiagnosticBag diagnostics)
    {
        CheckFilesWithoutEffect(layout, sources, diagnostics);
        CheckReferences(project, projectSource, sources, diagnostics);
    }

    private static void CheckFilesWithoutEffect(PluginLayout layout, SourceReader sources, DiagnosticBag diagnostics)
    {
        if (layout.IsPortable)
        {
            return;
        }

        string other = layout.McpFile ?? "the manifest";
        Check(SourceTree.ProjectMcpFile, $"the manifest says that they are in {other}", "Remove \"mcpServers\" from the manifest, or the file.");
        Check(PortableServers.File, $"without a plugin.json of the portable format they are in {other}", layout.WholeFolder ? "Name the file .mcp.json." : "Name it .mcp.json, or mcp/NAME.json for one server.");

        void Check(string path, string reason, string advice)
        {
            if (path != layout.McpFile && sources.Files.ContainsKey(path))
            {
                Diagnostic found = Diagnostic.Create(DiagnosticDescriptors.McpFileWithoutEffect, new Location(path), path, reason, advice);

                // A plugin for several hosts may well have one for each.
                diagnostics.Add(sources.Servers.Count > 0 ? found with { Severity = DiagnosticSeverity.Warning } : found);
            }
        }
    }

    private static void CheckReferences(PluginProject project, ProjectSource projectSource, SourceReader sources, DiagnosticBag diagnostics)
    {
        var owners = new Dictionary<string, (string Plugin, Func<Location> Location)>(StringComparer.Ordinal);
        foreach (McpServer server in sources.DeclaredServers)
        {
            owners[server.Name] = ("this plugin", () => server.Location);
        }

        foreach (ReferencedPlugin plugin in project.References)
        {
            foreach (string name in ServersOf(plugin))
            {
                if (!owners.TryAdd(name, (plugin.Package, () => projectSource.File)))
                {
                    (string first, Func<Location> location) = owners[name];
                    diagnostics.Report(DiagnosticDescriptors.McpServerInReferencedPlugin, location(), name, first, plugin.Package);
                }
            }
        }
    }

    /// <summary>The names of the plugin's servers; none where its file is missing or broken, which is its author's business.</summary>
    private static IEnumerable<string> ServersOf(ReferencedPlugin plugin)
    {
        try
        {
            var file = new FileInfo(Path.Combine(plugin.Folder, ManifestWriter.McpFile));
            if (!file.Exists || file.Length is 0 or > DescriptorSize.Largest)
            {
                return [];
            }

            return JsonSource.TryParse(new SourceText(ManifestWriter.McpFile, File.ReadAllBytes(file.FullName)), out JsonSource? json, out _, out _)
                ? (json!.Root["mcpServers"] is { IsObject: true } servers ? servers : json.Root).Members.Where(static server => server.Value.IsObject).Select(static server => server.Name)
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or System.Security.SecurityException)
        {
            return [];
        }
    }
}
