using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>Files whose names are nearly those that count: another ending, another letter case, another folder.</summary>
internal static partial class NearNames
{
    /// <summary>Whether a file at the root of the project may have been meant for <c>.mcp.json</c> or <c>.app.json</c>.</summary>
    public static bool IsNearAtRoot(string name) => AtRoot().IsMatch(name) && name is not (SourceTree.ProjectMcpFile or SourceTree.ProjectAppFile or SourceTree.RootMcpFile);

    public static void Check(SourceReader sources, PluginLayout layout, DiagnosticBag diagnostics)
    {
        foreach (SourceEntry source in sources.Sources)
        {
            if (source.IsDirectory && IsPart(source.Path, layout))
            {
                diagnostics.Report(DiagnosticDescriptors.FileWithoutEffect, new Location(source.Path), source.Path, "it is a folder, and a file of that name is read. Rename the folder");
            }
            else if (!source.IsDirectory && FindMeant(source, sources, layout) is { } meant)
            {
                diagnostics.Report(DiagnosticDescriptors.FileWithoutEffect, new Location(source.Path), source.Path, $"what is read is {meant}, in these letters. Rename the file, or keep it out with PluginExclude");
            }
        }
    }

    /// <summary>Whether a file at this place would be a part of the plugin by itself; what a manifest names is looked for where it is read.</summary>
    private static bool IsPart(string path, PluginLayout layout) =>
        (path is SourceTree.ProjectMcpFile && path == layout.McpFile)
        || (path is SourceTree.ProjectAppFile && path == layout.AppFile)
        || (path is SourceTree.HooksFile && layout.HookFiles is [SourceTree.HooksFile] && layout.InlineHooks.Count == 0)
        || (!layout.WholeFolder && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && Path.GetDirectoryName(path) is SourceTree.McpFolder or SourceTree.AppsFolder);

    private static string? FindMeant(SourceEntry source, SourceReader sources, PluginLayout layout)
    {
        string path = source.Path;
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            string? meant = !IsNearAtRoot(path) ? null
                : path.Contains("mcp", StringComparison.OrdinalIgnoreCase) ? SourceTree.ProjectMcpFile
                : SourceTree.ProjectAppFile;
            return meant is null || path == layout.McpFile || path == layout.AppFile || sources.Files.ContainsKey(meant) ? null : meant;
        }

        // Deeper in a plugin, one of the right name counts as misplaced where nothing else of it is there.
        if (layout.WholeFolder && source.Name is (SourceTree.ProjectMcpFile or SourceTree.ProjectAppFile) && path != layout.McpFile && path != layout.AppFile)
        {
            bool isMissing = source.Name == SourceTree.ProjectMcpFile ? sources.Servers.Count == 0 : sources.Apps.Count == 0;
            return isMissing ? $"{source.Name} at the root of the plugin" : null;
        }

        string folder = path[..slash];
        if (folder == "hooks" && path != SourceTree.HooksFile && Hooks().IsMatch(source.Name))
        {
            return layout.HookFiles.Any(sources.Files.ContainsKey) || layout.InlineHooks.Count > 0 ? null : SourceTree.HooksFile;
        }

        if (Skill().IsMatch(source.Name) && !source.Name.Equals(SkillReader.FileName, StringComparison.OrdinalIgnoreCase) && layout.SkillRootOf(path) is { } root)
        {
            // Within a skill it is something that the skill reads.
            string above = path[..path.LastIndexOf('/')];
            for (string one = above; one.Length > root.Length; one = one[..one.LastIndexOf('/')])
            {
                if (sources.Files.ContainsKey($"{one}/{SkillReader.FileName}"))
                {
                    return null;
                }
            }

            return above.Length > root.Length ? $"{above}/{SkillReader.FileName}" : null;
        }

        bool isDescriptor = !layout.WholeFolder && folder is SourceTree.McpFolder or SourceTree.AppsFolder && path.LastIndexOf('/') == slash;
        return isDescriptor && Descriptor().IsMatch(source.Name) ? $"{folder}/NAME.json" : null;
    }

    [GeneratedRegex(@"\A\.*(mcp|app)s?\.(jsonc?|json5|ya?ml|toml|txt)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AtRoot();

    [GeneratedRegex(@"\A\.*hooks?\.(jsonc?|json5|ya?ml|toml|txt)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hooks();

    [GeneratedRegex(@"\A\.*skills?\.(mdx?|markdown|txt|md\.txt|ya?ml)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Skill();

    [GeneratedRegex(@"\A(\..*|[^.]*|.*\.(jsonc|json5|ya?ml|toml|txt))\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Descriptor();
}
