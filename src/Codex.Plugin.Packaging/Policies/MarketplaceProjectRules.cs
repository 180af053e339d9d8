using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>The rules about what a marketplace project references, and what lies beside it.</summary>
internal static class MarketplaceProjectRules
{
    private static readonly string[] s_sources = [".codex-plugin/plugin.json", SourceTree.HooksFile];

    /// <summary>The project that an item references.</summary>
    public static string FullPath(MarketplaceProject project, PolicyItem item)
    {
        string path = Path.DirectorySeparatorChar == '/' ? item.Include.Replace('\\', '/') : item.Include;
        return path.Contains('\0', StringComparison.Ordinal) ? path : Path.GetFullPath(path, Path.GetDirectoryName(project.ProjectFile)!);
    }

    public static void Check(MarketplaceProject project, ProjectSource source, PluginGraph graph, IReadOnlyList<RestoredProject> projects, DiagnosticBag diagnostics)
    {
        CheckNames(source, graph, diagnostics);
        if (project.IsMarketplace)
        {
            CheckReferences(project, source, graph, projects, diagnostics);
            CheckSources(project, diagnostics);
        }
    }

    private static void CheckNames(ProjectSource source, PluginGraph graph, DiagnosticBag diagnostics)
    {
        // A folder each, and two that differ in letter case are one on Windows and macOS.
        var names = new Dictionary<string, RestoredPlugin>(StringComparer.OrdinalIgnoreCase);
        foreach (RestoredPlugin plugin in graph.Plugins.OrderBy(static plugin => plugin.PackageId, StringComparer.OrdinalIgnoreCase))
        {
            if (!names.TryAdd(plugin.Name, plugin))
            {
                diagnostics.Report(DiagnosticDescriptors.MarketplacePluginTwice, source.File, plugin.Name, Describe(names[plugin.Name]), Describe(plugin));
            }
        }

        static string Describe(RestoredPlugin plugin) =>
            plugin.ProjectFile is { } file ? $"the project {Path.GetFileName(file)}" : $"the package {plugin.PackageId} {plugin.PackageVersion}";
    }

    private static void CheckReferences(MarketplaceProject project, ProjectSource source, PluginGraph graph, IReadOnlyList<RestoredProject> projects, DiagnosticBag diagnostics)
    {
        var known = graph.Plugins.Select(static plugin => plugin.ProjectFile ?? plugin.PackageId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (PolicyItem item in project.References)
        {
            bool isProject = item.ItemType == PolicyItem.ProjectReference;
            var itemSource = new ItemSource(source, item.DefiningFile, item.ItemType, item.Include);
            if (isProject ? known.Contains(FullPath(project, item)) || IsFalse(item, "ReferenceOutputAssembly")
                : known.Contains(item.Include) || IsTool(item))
            {
                continue;
            }

            if (isProject && (item.Settings.ContainsKey("McpServer") || projects.Any(restored => restored.ProjectFile.Equals(FullPath(project, item), StringComparison.OrdinalIgnoreCase))))
            {
                diagnostics.Report(DiagnosticDescriptors.ReferenceWithoutPlugin, itemSource.At(), item.Include,
                    item.Settings.ContainsKey("McpServer") ? " but the project of a server, which belongs into a plugin's project" : "'s project", ", or say ReferenceOutputAssembly=\"false\" where it is only to be built before");
            }
            else if (project.OtherPackages.Contains(item.Include, StringComparer.OrdinalIgnoreCase))
            {
                diagnostics.Report(DiagnosticDescriptors.ReferenceWithoutPlugin, itemSource.At(), item.Include, "'s package", ", or say PrivateAssets=\"all\" where it is a tool of the build");
            }
            else if (isProject || graph.Plugins.All(plugin => !plugin.PackageId.Equals(item.Include, StringComparison.OrdinalIgnoreCase)))
            {
                diagnostics.Report(DiagnosticDescriptors.ReferenceNotThere, itemSource.At(), item.Include, "it has not been restored since it was referenced. Restore, or build without --no-restore");
            }
        }
    }

    private static void CheckSources(MarketplaceProject project, DiagnosticBag diagnostics)
    {
        string directory = Path.GetDirectoryName(project.ProjectFile)!;
        foreach (string path in s_sources.Where(path => File.Exists(Path.Combine(directory, path))))
        {
            diagnostics.Report(DiagnosticDescriptors.SourcesWithoutPlugin, new Location(path), path);
        }

        try
        {
            string skills = Path.Combine(directory, SourceTree.SkillsFolder);
            if (Directory.Exists(skills) && Directory.EnumerateDirectories(skills).Select(static folder => Path.Combine(folder, SkillReader.FileName)).Where(File.Exists).Min(StringComparer.Ordinal) is { } skill)
            {
                string path = Path.GetRelativePath(directory, skill).Replace('\\', '/');
                diagnostics.Report(DiagnosticDescriptors.SourcesWithoutPlugin, new Location(path), path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is no source either.
        }
    }

    private static bool IsTool(PolicyItem item) =>
        IsTrue(item, "IsImplicitlyDefined")
        || (item.Settings.TryGetValue("PrivateAssets", out string? assets) && EscapedText.Split(assets).Contains("all", StringComparer.OrdinalIgnoreCase));

    private static bool IsTrue(PolicyItem item, string name) => item.Settings.TryGetValue(name, out string? value) && value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool IsFalse(PolicyItem item, string name) => item.Settings.TryGetValue(name, out string? value) && value.Trim().Equals("false", StringComparison.OrdinalIgnoreCase);
}
