using System.Security;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Finds out what a folder has to import: a marketplace, a plugin, plugins, or skills.</summary>
internal static class SourceFolder
{
    // Where people keep skills that belong to no plugin.
    private static readonly string[] s_skillFolders = ["", "skills", ".agents/skills", ".codex/skills", ".claude/skills"];

    private static readonly EnumerationOptions s_visible = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>Reads the folder.</summary>
    /// <param name="folder">The absolute path, without links.</param>
    /// <param name="name">The name that the folder has for people, where nothing in it says another.</param>
    /// <param name="findings">Where to report about the source as such.</param>
    /// <exception cref="ImportException">There is nothing to import.</exception>
    public static ImportSource Read(string folder, string name, FindingList findings)
    {
        try
        {
            return MarketplaceFile.Read(folder, name, findings)
                ?? ReadPlugin(folder, name)
                ?? ReadPlugins(folder, name, findings)
                ?? ReadSkills(folder, name)
                ?? throw new ImportException("There is nothing to import: no marketplace (.agents/plugins/marketplace.json, .claude-plugin/marketplace.json), no plugin (.codex-plugin/plugin.json, .claude-plugin/plugin.json, .mcp.json, skills/, hooks/, commands/), and no skill (*/SKILL.md). Name the folder that has one of them.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw new ImportException($"The source cannot be read: {exception.Message}");
        }
    }

    /// <summary>Whether there is a manifest, or what a plugin without one consists of.</summary>
    public static bool IsPlugin(string folder) => ManifestFile.Find(folder) is not null || HasParts(folder);

    /// <summary>The name that the manifest of the folder says; null where it says none.</summary>
    public static string? FindName(string folder) => FindManifest(folder)?["name"]?.AsText()?.Trim() is { Length: > 0 } name ? name : null;

    /// <summary>The folders in a folder that are no links, by name.</summary>
    public static IEnumerable<string> Folders(string folder) =>
        !Directory.Exists(folder) ? [] : new DirectoryInfo(folder).EnumerateDirectories("*", s_visible)
            .Where(static found => found.LinkTarget is null && found.Name is not (".git" or "node_modules"))
            .Select(static found => found.FullName)
            .Order(StringComparer.Ordinal);

    private static JsonSyntax? FindManifest(string folder) => ManifestFile.Find(folder) is { } manifest ? LenientJson.Read(folder, manifest, out _, out _)?.Root : null;

    private static bool HasParts(string folder) =>
        File.Exists(Path.Combine(folder, SourceTree.ProjectMcpFile)) || File.Exists(Path.Combine(folder, SourceTree.ProjectAppFile)) || File.Exists(Path.Combine(folder, SourceTree.HooksFile))
        || Directory.Exists(Path.Combine(folder, SourceTree.CommandsFolder)) || SkillsIn(Path.Combine(folder, SourceTree.SkillsFolder)).Any();

    private static ImportSource? ReadPlugin(string folder, string name)
    {
        if (!IsPlugin(folder))
        {
            return null;
        }

        string plugin = ImportNames.ForPlugin(FindName(folder) ?? name);
        return new ImportSource(ImportSourceKind.Plugin, plugin, FindManifest(folder)?["interface"]?["displayName"]?.AsText(), [new SourcePlugin(plugin, folder, ".")]);
    }

    private static ImportSource? ReadPlugins(string folder, string name, FindingList findings)
    {
        var plugins = new List<SourcePlugin>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string found in Folders(folder).Concat(Folders(Path.Combine(folder, "plugins"))).Where(static found => ManifestFile.Find(found) is not null))
        {
            string path = Path.GetRelativePath(folder, found).Replace('\\', '/');
            string plugin = ImportNames.ForPlugin(FindName(found) ?? Path.GetFileName(found));
            if (names.Add(plugin))
            {
                plugins.Add(new SourcePlugin(plugin, found, path));
            }
            else
            {
                findings.Lost(path, "CXP7011", $"The plugin '{plugin}' is left out.", "Another folder has a plugin of that name.", "Give one of them another name in its manifest, and import again.");
            }
        }

        return plugins.Count == 0 ? null : new ImportSource(ImportSourceKind.Plugins, name, null, plugins);
    }

    private static ImportSource? ReadSkills(string folder, string name)
    {
        string plugin = ImportNames.ForPlugin(name);
        List<string> skills = IsSkill(folder) ? [folder] : [.. s_skillFolders.SelectMany(place => SkillsIn(Path.Combine(folder, place)))];
        return skills.Count == 0 ? null : new ImportSource(ImportSourceKind.Skills, plugin, null, [new SourcePlugin(plugin, folder, ".") { Skills = skills }]);
    }

    private static IEnumerable<string> SkillsIn(string folder) => Folders(folder).Where(IsSkill);

    private static bool IsSkill(string folder) => File.Exists(Path.Combine(folder, SkillReader.FileName));
}
