using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>What a skill's <c>agents/openai.yaml</c> and the other files of the plugin make of each other.</summary>
internal static class SkillAgents
{
    public static void Check(SourceReader sources, PluginLayout layout, DiagnosticBag diagnostics)
    {
        foreach (FileFacts file in sources.Facts.Values)
        {
            foreach (FileReference icon in file.References.Where(static reference => reference.Kind == FileReferenceKind.Icon))
            {
                CheckIcon(icon, sources, diagnostics);
            }
        }

        foreach (SourceEntry source in sources.Sources)
        {
            if (source.Name.Contains("openai", StringComparison.OrdinalIgnoreCase))
            {
                CheckPlace(source, sources, layout, diagnostics);
            }
        }
    }

    private static void CheckIcon(FileReference icon, SourceReader sources, DiagnosticBag diagnostics)
    {
        if (!sources.Files.ContainsKey(icon.Target))
        {
            string found = sources.Sources.Any(source => source.Path == icon.Target) ? "a folder, not a file" : "which does not exist";
            diagnostics.Report(DiagnosticDescriptors.PathDoesNotExist, icon.Location, "The icon", icon.Written, $"leads to {icon.Target}, {found}");
        }
    }

    private static void CheckPlace(SourceEntry source, SourceReader sources, PluginLayout layout, DiagnosticBag diagnostics)
    {
        bool isYaml = source.Name.Equals(SkillAgentReader.FileName, StringComparison.OrdinalIgnoreCase) || source.Name.Equals("openai.yml", StringComparison.OrdinalIgnoreCase);
        int end = source.Path.LastIndexOf('/');
        if (end < 0)
        {
            if (isYaml && layout.WholeFolder)
            {
                Report("is at the root of the plugin", "Move it to the folder agents of the skill that it describes, or remove it.", DiagnosticSeverity.Warning);
            }

            return;
        }

        string folder = source.Path[..end];
        int slash = folder.LastIndexOf('/');
        bool isInAgents = folder[(slash + 1)..].Equals(SkillAgentReader.FolderName, StringComparison.OrdinalIgnoreCase);
        string skill = !isInAgents ? folder : slash < 0 ? "" : folder[..slash];
        string right = $"{skill}/{SkillAgentReader.FolderName}/{SkillAgentReader.FileName}";
        if (!isYaml)
        {
            // 'openai.txt' or '.openai.yaml' where nothing of the right name is.
            if (isInAgents && IsSkill(skill, sources, layout) && !sources.Files.ContainsKey(right))
            {
                Report($"is not named {SkillAgentReader.FileName}", $"Rename it to {right}, or to something else if it is something else.", DiagnosticSeverity.Warning);
            }
        }
        else if (IsSkill(skill, sources, layout))
        {
            if (isInAgents && source.Path == right)
            {
                if (source.IsDirectory)
                {
                    Report("is a folder", "Write a file of that name.", DiagnosticSeverity.Error);
                }
            }
            else if (isInAgents)
            {
                Report($"is not named {SkillAgentReader.FolderName}/{SkillAgentReader.FileName}, in these letters", $"Rename it to {right}.", DiagnosticSeverity.Error);
            }
            else if (!sources.Files.ContainsKey(right))
            {
                // It may be something that the skill reads.
                Report($"is not in the folder {SkillAgentReader.FolderName}", $"Move it to {right}, or rename it if it is something else.", DiagnosticSeverity.Warning);
            }
        }
        else if (isYaml && AgentsFolderAbove(folder) is { } above && IsSkill(above, sources, layout))
        {
            if (!sources.Files.ContainsKey($"{above}/{SkillAgentReader.FolderName}/{SkillAgentReader.FileName}"))
            {
                Report($"is not directly in the folder {SkillAgentReader.FolderName}", $"Move it to {above}/{SkillAgentReader.FolderName}/{SkillAgentReader.FileName}.", DiagnosticSeverity.Warning);
            }
        }
        else if (isInAgents && !diagnostics.HasErrorBelow(skill) && (skill.Length == 0 || (layout.SkillRootOf(source.Path) is not null && !IsInSkill(skill, sources, layout))))
        {
            Report("has no SKILL.md beside its folder", "Move it to the folder agents of the skill that it describes, or remove it.", DiagnosticSeverity.Warning);
        }

        void Report(string problem, string mend, DiagnosticSeverity severity) =>
            diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.SkillAgentNotRead, new Location(source.Path), source.Path, problem, mend) with { Severity = severity });
    }

    /// <summary>The folder that holds an <c>agents</c> above this one; null where there is none.</summary>
    private static string? AgentsFolderAbove(string folder)
    {
        int at = folder.LastIndexOf($"/{SkillAgentReader.FolderName}/", StringComparison.Ordinal);
        return at < 0 ? null : folder[..at];
    }

    private static bool IsSkill(string folder, SourceReader sources, PluginLayout layout)
    {
        string file = $"{folder}/{SkillReader.FileName}";
        return layout.IsSkill(file) && sources.Files.ContainsKey(file);
    }

    // What lies deeper in a skill's folder is the skill's own, a template for instance.
    private static bool IsInSkill(string folder, SourceReader sources, PluginLayout layout)
    {
        for (int slash = folder.LastIndexOf('/'); slash > 0; slash = folder.LastIndexOf('/', slash - 1))
        {
            if (IsSkill(folder[..slash], sources, layout))
            {
                return true;
            }
        }

        return false;
    }
}
