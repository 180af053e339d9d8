using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>
/// The list of skills that Codex puts before the model: one line each, a token for four bytes of it. Where the list is longer than 2 % of
/// the model's window, Codex first cuts the longest descriptions to one length, then leaves all of them out, then skills (asked of 0.169).
/// </summary>
internal static class SkillBudget
{
    /// <summary>2 % of 272,000, the window of nearly every model.</summary>
    private const int Limit = 5440;

    /// <summary>Codex brings these skills itself, and they come first.</summary>
    private const int SystemSkills = 4;

    /// <summary>What their lines take without descriptions.</summary>
    private const int SystemLines = 50;

    /// <summary>The bytes of each of their descriptions.</summary>
    private const int SystemDescription = 382;

    public static void Check(PluginManifest manifest, PluginLayout layout, SourceReader sources, DiagnosticBag diagnostics)
    {
        string plugin = manifest.Text("name") ?? "";
        List<SkillLine> lines = [.. sources.Skills.Select(skill => ToLine(skill, plugin, layout))];
        if (Cost(lines, int.MaxValue) <= Limit)
        {
            return;
        }

        lines.RemoveAll(line => sources.Facts.TryGetValue(line.Path[..^SkillReader.FileName.Length] + $"{SkillAgentReader.FolderName}/{SkillAgentReader.FileName}", out FileFacts? policy) && policy.IsForPeopleOnly);
        int cost = Cost(lines, int.MaxValue);
        if (cost <= Limit || lines.Count == 0)
        {
            return;
        }

        string effect;
        if (SystemLines + lines.Sum(static line => line.Cost(0)) > Limit)
        {
            int shown = 0;
            int used = SystemLines;
            while (shown < lines.Count && (used += lines[shown].Cost(0)) <= Limit)
            {
                shown++;
            }

            effect = $"it leaves out every description and shows the names of {shown} skills";
        }
        else
        {
            int length = LengthThatFits(lines);
            if (lines.TrueForAll(line => line.Description <= length))
            {
                return;
            }

            effect = $"it cuts every description to about {length} characters";
        }

        int room = Limit - SystemLines - (SystemSkills * SystemDescription / 4);
        diagnostics.Report(DiagnosticDescriptors.SkillBudgetExceeded, new Location(layout.SkillRoots[0]), lines.Count, cost - (Limit - room), room, effect);
    }

    private static SkillLine ToLine(FileFacts file, string plugin, PluginLayout layout)
    {
        string path = layout.SkillRootOf(file.Path) is { } root ? file.Path[(root.Length + 1)..] : file.Path;
        int fixedBytes = "- :: (file: r1/)\n".Length + Encoding.UTF8.GetByteCount(plugin) + Encoding.UTF8.GetByteCount(file.Skill!.Name) + Encoding.UTF8.GetByteCount(path);
        return new SkillLine(file.Path, fixedBytes, file.Skill.DescriptionBytes);
    }

    /// <summary>The tokens of the list where no description has more bytes than <paramref name="longest"/>.</summary>
    private static int Cost(List<SkillLine> lines, int longest) =>
        SystemLines + (SystemSkills * Math.Min(SystemDescription, longest) / 4) + lines.Sum(line => line.Cost(longest));

    private static int LengthThatFits(List<SkillLine> lines)
    {
        int length = 0;
        for (int step = 2048; step > 0; step /= 2)
        {
            if (Cost(lines, length + step) <= Limit)
            {
                length += step;
            }
        }

        return length;
    }

    /// <summary>A skill's line: <c>- plugin:skill: description (file: r1/skill/SKILL.md)</c>.</summary>
    /// <param name="Path">The skill.</param>
    /// <param name="Bytes">Those of the line without description.</param>
    /// <param name="Description">The bytes of the description.</param>
    private readonly record struct SkillLine(string Path, int Bytes, int Description)
    {
        // The description comes with a blank of its own.
        public int Cost(int longest) => (Bytes + (longest == 0 ? 0 : 1 + Math.Min(Description, longest)) + 3) / 4;
    }
}
