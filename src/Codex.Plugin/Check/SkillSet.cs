using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>What concerns the skills of a plugin together: which ones Codex finds, and that their names differ.</summary>
internal static class SkillSet
{
    /// <summary>Codex looks this many folders deep below <c>skills</c>.</summary>
    public const int DeepestFolder = 6;

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
        List<string> files = [.. sources.Where(static source => !source.IsDirectory).Select(static source => source.Path)];
        foreach (string root in layout.SkillRoots)
        {
            IReadOnlyList<string> divided = SkillRoots.Divide(root, files, out int folders, out int skills);

            // Paths relative to a few roots are short; where nearly every skill has one of its own, Codex writes all paths in full.
            if (divided.Count > 1 && divided.Count > skills / 2)
            {
                diagnostics.Report(DiagnosticDescriptors.TooManySkillFolders, new Location(root), folders, root, SkillRoots.MostFolders, divided.Count);
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
