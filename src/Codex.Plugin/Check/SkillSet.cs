using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>What concerns the skills of a plugin together: which ones Codex finds, and that their names differ.</summary>
internal static class SkillSet
{
    /// <summary>Codex looks this many folders deep below <c>skills</c>.</summary>
    private const int DeepestFolder = 6;

    /// <summary>Codex searches this many folders, <c>skills</c> included, breadth first, and writes only to its log that it stopped (asked of 0.169).</summary>
    private const int MostFolders = 2000;

    public static void Check(IReadOnlyList<SourceEntry> sources, IReadOnlyDictionary<string, FileFacts> facts, PluginLayout layout, DiagnosticBag diagnostics)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (FileFacts file in facts.Values)
        {
            if (file.Skill is { } skill && !names.TryAdd(skill.Name, file.Path))
            {
                diagnostics.Report(DiagnosticDescriptors.SkillNameTwice, skill.NameLocation, skill.Name, names[skill.Name]);
            }
        }

        CheckFolders(sources, layout, diagnostics);
        var candidates = new HashSet<string>(StringComparer.Ordinal);
        foreach (SourceEntry source in sources)
        {
            if (source.Name.Equals(SkillReader.FileName, StringComparison.OrdinalIgnoreCase))
            {
                for (int slash = source.Path.LastIndexOf('/'); slash > 0 && candidates.Add(source.Path[..slash]); slash = source.Path.LastIndexOf('/', slash - 1))
                {
                }

                CheckPlace(source, facts, layout, diagnostics);
            }
        }

        // Where something in the folder cannot be read, that may have been the skill.
        var skillFolders = layout.SkillRoots.Where(root => facts.ContainsKey($"{root}/{SkillReader.FileName}")).ToHashSet(StringComparer.Ordinal);
        foreach (SourceEntry folder in sources.Where(source => source.IsDirectory && IsTopFolder(source.Path, layout) && !skillFolders.Contains(layout.SkillRootOf(source.Path)!) && !candidates.Contains(source.Path) && !diagnostics.HasErrorBelow(source.Path)))
        {
            diagnostics.Report(DiagnosticDescriptors.FolderWithoutSkill, new Location(folder.Path), folder.Path);
        }
    }

    private static void CheckFolders(IReadOnlyList<SourceEntry> sources, PluginLayout layout, DiagnosticBag diagnostics)
    {
        foreach (string root in layout.SkillRoots)
        {
            // Empty folders do not become part of the plugin, and Codex does not enter hidden ones.
            var folders = new HashSet<string>(StringComparer.Ordinal);
            foreach (SourceEntry file in sources.Where(source => !source.IsDirectory && source.Path.StartsWith(root + "/", StringComparison.Ordinal)))
            {
                for (int slash = file.Path.LastIndexOf('/'); slash >= root.Length && folders.Add(file.Path[..slash]); slash = file.Path.LastIndexOf('/', slash - 1))
                {
                }
            }

            int searched = folders.Count(folder => folder.IndexOf("/.", Math.Min(root.Length, folder.Length), StringComparison.Ordinal) < 0);
            if (searched > MostFolders)
            {
                diagnostics.Report(DiagnosticDescriptors.TooManySkillFolders, new Location(root), searched, MostFolders);
            }
        }
    }

    private static void CheckPlace(SourceEntry source, IReadOnlyDictionary<string, FileFacts> facts, PluginLayout layout, DiagnosticBag diagnostics)
    {
        var location = new Location(source.Path);
        if (layout.SkillRootOf(source.Path) is not { } root)
        {
            // A template or an asset of that name is nobody's skill.
            if (source.Path == SkillReader.FileName)
            {
                diagnostics.Report(DiagnosticDescriptors.SkillNotFoundByCodex, location, "it lies outside the folder skills", "Move it to skills/<name>/SKILL.md.");
            }
            else if (source.Name == SkillReader.FileName && source.Path.StartsWith(SourceTree.SkillsFolder + "/", StringComparison.Ordinal))
            {
                diagnostics.Report(DiagnosticDescriptors.SkillNotFoundByCodex, location, "the manifest names other folders for skills", "Name its folder in the manifest too, or move it.");
            }

            return;
        }

        if (source.IsDirectory)
        {
            if (source.Name == SkillReader.FileName)
            {
                diagnostics.Report(DiagnosticDescriptors.SkillIsFolder, location);
            }

            return;
        }

        string folder = source.Path[..^(SkillReader.FileName.Length + 1)];
        string[] folders = folder.Length > root.Length ? folder[(root.Length + 1)..].Split('/') : [];
        if (source.Name != SkillReader.FileName)
        {
            if (!facts.ContainsKey($"{folder}/{SkillReader.FileName}"))
            {
                diagnostics.Report(DiagnosticDescriptors.SkillNotFoundByCodex, location, $"the file is named '{source.Name}'", "Name it SKILL.md, in these letters.");
            }
        }
        else if (folders.FirstOrDefault(static name => name.StartsWith('.')) is { } hidden)
        {
            diagnostics.Report(DiagnosticDescriptors.SkillNotFoundByCodex, location, $"the folder '{hidden}' is hidden", "Rename the folder so that it does not begin with a dot.");
        }
        else if (folders.Length > DeepestFolder)
        {
            diagnostics.Report(DiagnosticDescriptors.SkillNotFoundByCodex, location, $"it lies {folders.Length} folders below {root}, and Codex looks {DeepestFolder} deep", "Move it up.");
        }
    }

    private static bool IsTopFolder(string path, PluginLayout layout) =>
        layout.SkillRootOf(path) is { } root
        && path.LastIndexOf('/') == root.Length
        && path[root.Length + 1] != '.';
}
