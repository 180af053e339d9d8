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

    public static void Check(IReadOnlyList<SourceEntry> sources, IReadOnlyDictionary<string, SkillFacts> skills, DiagnosticBag diagnostics)
    {
        var names = new Dictionary<string, SkillFacts>(StringComparer.Ordinal);
        foreach (SkillFacts skill in skills.Values.Where(static skill => skill.Name.Length > 0))
        {
            if (!names.TryAdd(skill.Name, skill))
            {
                diagnostics.Report(DiagnosticDescriptors.SkillNameTwice, skill.NameLocation, skill.Name, names[skill.Name].Path);
            }
        }

        CheckFolders(sources, diagnostics);
        var candidates = new HashSet<string>(StringComparer.Ordinal);
        foreach (SourceEntry source in sources)
        {
            if (!source.Name.Equals(SkillReader.FileName, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            candidates.Add(TopFolder(source.Path));
            CheckPlace(source, skills, diagnostics);
        }

        // Where something in the folder cannot be read, that may have been the skill.
        foreach (SourceEntry folder in sources.Where(source => source.IsDirectory && IsTopFolder(source.Path) && !candidates.Contains(source.Path) && !diagnostics.HasErrorBelow(source.Path)))
        {
            diagnostics.Report(DiagnosticDescriptors.FolderWithoutSkill, new Location(folder.Path), folder.Path);
        }
    }

    private static void CheckFolders(IReadOnlyList<SourceEntry> sources, DiagnosticBag diagnostics)
    {
        // Empty folders do not become part of the plugin, and Codex does not enter hidden ones.
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (SourceEntry file in sources.Where(static source => !source.IsDirectory && source.Path.StartsWith(SourceTree.SkillsFolder + "/", StringComparison.Ordinal)))
        {
            for (int slash = file.Path.LastIndexOf('/'); slash > 0 && folders.Add(file.Path[..slash]); slash = file.Path.LastIndexOf('/', slash - 1))
            {
            }
        }

        int searched = folders.Count(static folder => !folder.Contains("/.", StringComparison.Ordinal));
        if (searched > MostFolders)
        {
            diagnostics.Report(DiagnosticDescriptors.TooManySkillFolders, new Location(SourceTree.SkillsFolder), searched, MostFolders);
        }
    }

    private static void CheckPlace(SourceEntry source, IReadOnlyDictionary<string, SkillFacts> skills, DiagnosticBag diagnostics)
    {
        var location = new Location(source.Path);
        if (source.Path == SkillReader.FileName)
        {
            diagnostics.Report(DiagnosticDescriptors.SkillNotFoundByCodex, location, "it lies outside the folder skills", "Move it to skills/<name>/SKILL.md.");
            return;
        }

        if (!source.Path.StartsWith(SourceTree.SkillsFolder + "/", StringComparison.Ordinal))
        {
            // A template or an asset of that name is nobody's skill.
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
        string[] folders = folder.Split('/')[1..];
        if (source.Name != SkillReader.FileName)
        {
            if (!skills.ContainsKey($"{folder}/{SkillReader.FileName}"))
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
            diagnostics.Report(DiagnosticDescriptors.SkillNotFoundByCodex, location, $"it lies {folders.Length} folders below skills, and Codex looks {DeepestFolder} deep", "Move it up.");
        }
    }

    private static bool IsTopFolder(string path) =>
        path.StartsWith(SourceTree.SkillsFolder + "/", StringComparison.Ordinal)
        && path.LastIndexOf('/') == SourceTree.SkillsFolder.Length
        && path[SourceTree.SkillsFolder.Length + 1] != '.';

    private static string TopFolder(string path)
    {
        int end = path.IndexOf('/', Math.Min(path.Length, SourceTree.SkillsFolder.Length + 1));
        return end < 0 ? path : path[..end];
    }
}
