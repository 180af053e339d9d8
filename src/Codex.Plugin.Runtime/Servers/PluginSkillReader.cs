using System.Text;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>Finds the skills of a built plugin as Codex does.</summary>
internal static class PluginSkillReader
{
    private static readonly EnumerationOptions s_allFiles = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    public static IReadOnlyList<PluginSkill> Read(string plugin, JsonSyntax? member)
    {
        IReadOnlyList<string> roots = PluginFolder.ReadPaths(member);
        var skills = new SortedDictionary<string, PluginSkill>(StringComparer.Ordinal);
        foreach (string root in roots.Count > 0 ? roots : [SourceTree.SkillsFolder])
        {
            Search(Path.Combine(plugin, root), SkillSet.DeepestFolder);
        }

        return [.. skills.Values.OrderBy(static skill => skill.Name, StringComparer.Ordinal)];

        void Search(string folder, int depth)
        {
            if (!Directory.Exists(folder))
            {
                return;
            }

            string file = Path.Combine(folder, SkillReader.FileName);
            if (File.Exists(file) && ReadSkill(file) is { } skill)
            {
                skills[file] = skill;
            }

            foreach (string child in depth == 0 ? [] : Directory.EnumerateDirectories(folder))
            {
                // Codex does not look into hidden folders.
                if (!Path.GetFileName(child).StartsWith('.'))
                {
                    Search(child, depth - 1);
                }
            }
        }
    }

    /// <summary>The skill; null where Codex drops it.</summary>
    private static PluginSkill? ReadSkill(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        var text = new SourceText(file, bytes);
        if (text.FindInvalidUtf8() is not null
            || !Frontmatter.TryCut(bytes, out Frontmatter frontmatter, out _, out _)
            || SkillHeader.Read(file, frontmatter, new DiagnosticBag()) is not { Description.Value.Length: > 0 } header)
        {
            return null;
        }

        string folder = Path.GetDirectoryName(file)!;
        return new PluginSkill
        {
            Name = header.Name.Value is { Length: > 0 } name ? name : Path.GetFileName(folder),
            Description = header.Description.Value,
            Text = Encoding.UTF8.GetString(bytes.AsSpan(frontmatter.BodyStart)),
            Path = file,
            Files = [.. Directory.EnumerateFiles(folder, "*", s_allFiles).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)],
        };
    }
}
