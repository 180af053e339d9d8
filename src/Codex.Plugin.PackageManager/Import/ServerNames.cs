using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Renames MCP servers: Codex has one namespace for those of all plugins.</summary>
internal static class ServerNames
{
    /// <summary>Renames a server where the plugin declares it.</summary>
    /// <returns>The file that was changed, relative to the plugin; null where the declaration is not found.</returns>
    public static string? Rename(PluginDraft draft, string server, string name)
    {
        if (draft.Manifest is { } manifest && Read(manifest) is { } source && source.Root["mcpServers"] is { } declared)
        {
            if (declared.IsObject)
            {
                return RenameIn(manifest, source, declared, server, name);
            }

            string? path = declared.AsText()?.TrimStart('.', '/');
            return path is not null && Read(path) is { } named ? RenameIn(path, named, named.Root, server, name) : null;
        }

        return Array.Find([SourceTree.ProjectMcpFile, SourceTree.RootMcpFile], path => Read(path) is { } file && RenameIn(path, file, file.Root, server, name) is not null);

        JsonSource? Read(string path) => File.Exists(Path.Combine(draft.Folder, path)) ? LenientJson.Read(draft.Folder, path, out bool mended, out _) is { } read && !mended ? read : null : null;

        string? RenameIn(string path, JsonSource file, JsonSyntax map, string old, string wanted)
        {
            if ((map["mcpServers"] ?? map).Find(old) is not { } member)
            {
                return null;
            }

            File.WriteAllBytes(Path.Combine(draft.Folder, path), JsonEdit.Rename(file, member, wanted));
            return path;
        }
    }
}
