using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>What other hosts than Codex make of a skill's name and place (asked of Claude Code 2.1.330, Copilot CLI 1.0.102, Gemini CLI 0.61 and the skills CLI 1.5.18).</summary>
internal static class SkillHosts
{
    public static void Check(IReadOnlyDictionary<string, FileFacts> facts, PluginLayout layout, DiagnosticBag diagnostics)
    {
        // What Codex does not list either comes first, and a name that is taken will change.
        foreach (IGrouping<string, FileFacts> name in facts.Values.Where(static file => file.Skill is not null).GroupBy(static file => file.Skill!.Name, StringComparer.Ordinal))
        {
            if (name.Count() > 1 || name.First() is not { } file || file.Diagnostics.Any(static found => found.Severity == DiagnosticSeverity.Error))
            {
                continue;
            }

            string root = layout.SkillRootOf(file.Path)!;
            string[] folders = file.Path[(root.Length + 1)..].Split('/')[..^1];
            if (folders.Length > SkillSet.DeepestFolder || folders.Any(static folder => folder.StartsWith('.')))
            {
                continue;
            }

            CheckName(file.Path, file.Skill!, diagnostics);
            if (folders.Length > 1)
            {
                Report(diagnostics, new Location(file.Path), "Claude Code, Gemini CLI", $"they look for skills only in the folders directly below {root}, and do not find this one", $"Move it to {root}/{folders[^1]}.");
            }
        }
    }

    private static void CheckName(string path, SkillFacts skill, DiagnosticBag diagnostics)
    {
        string folder = path.Split('/')[^2];
        if (!skill.HasName)
        {
            Report(diagnostics, new Location(path, 1, 1), "Gemini CLI", "it does not list a skill without a name", $"Write 'name: {folder}'.");
        }
        else if (skill.NameIsNumber)
        {
            Report(diagnostics, skill.NameLocation, "Copilot CLI", $"it refuses the name {skill.Name}, which is a number", "Use a name with letters.");
        }
        else if (!Ascii.IsValid(skill.Name))
        {
            Report(diagnostics, skill.NameLocation, "Copilot CLI, skills CLI", $"they refuse the name '{skill.Name}', which is not ASCII", "Use a-z, 0-9 and '-'.");
        }
        else if (skill.Name != folder && folder != SourceTree.SkillsFolder)
        {
            Report(diagnostics, skill.NameLocation, "Claude Code", $"it calls the skill '{folder}' after its folder, and not '{skill.Name}'", "Give both one name.");
        }
    }

    private static void Report(DiagnosticBag diagnostics, Location location, string hosts, string what, string mend) =>
        diagnostics.Report(DiagnosticDescriptors.SkillReadDifferently, location, hosts, what, mend);
}
