using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>What other hosts than Codex make of a skill's name (asked of Claude Code 2.1.330, Copilot CLI 1.0.102, Gemini CLI 0.61 and the skills CLI 1.5.18).</summary>
internal static class SkillHosts
{
    public static void Check(string path, SkillHeader header, bool hasName, string name, string folder, DiagnosticBag diagnostics)
    {
        if (!hasName)
        {
            Report(new Location(path, 1, 1), "Gemini CLI", "it does not list a skill without a name", $"Write 'name: {folder}'.");
        }
        else if (header.NameIsNumber)
        {
            Report(header.Name.Location, "Copilot CLI", $"it refuses the name {name}, which is a number", "Use a name with letters.");
        }
        else if (!System.Text.Ascii.IsValid(name))
        {
            Report(header.Name.Location, "Copilot CLI, skills CLI", $"they refuse the name '{name}', which is not ASCII", "Use a-z, 0-9 and '-'.");
        }
        else if (name != folder && folder != SourceTree.SkillsFolder)
        {
            Report(header.Name.Location, "Claude Code", $"it calls the skill '{folder}' after its folder, and not '{name}'", "Give both one name.");
        }

        void Report(Location location, string hosts, string what, string mend) =>
            diagnostics.Report(DiagnosticDescriptors.SkillReadDifferently, location, hosts, what, mend);
    }
}
