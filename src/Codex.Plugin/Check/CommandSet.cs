using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>The rules for all commands together: what they are called once they are skills.</summary>
internal static partial class CommandSet
{
    private const string Prefix = "source-command";

    /// <summary>Whether there is a command that becomes a skill.</summary>
    public static bool IsAny(IReadOnlyDictionary<string, FileFacts> facts, PluginLayout layout) => facts.Values.Any(one => IsTaken(one, layout));

    public static void Check(SourceReader sources, PluginLayout layout, DiagnosticBag diagnostics)
    {
        var paths = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string path in sources.Facts.Values.Where(one => IsTaken(one, layout)).Select(static one => one.Path).Order(StringComparer.Ordinal))
        {
            foreach (string name in layout.CommandRoots.Where(root => PluginLayout.IsCommandOf(root, path)).Select(root => ToName(root, path)).Distinct())
            {
                paths.TryAdd(name, []);
                paths[name].Add(path);
            }
        }

        foreach (string path in sources.Files.Keys.Where(path => IsNearCommand(path, layout)))
        {
            diagnostics.Report(DiagnosticDescriptors.CommandNotConverted, new Location(path), $"its name does not end in '{CommandReader.Extension}', in these letters. Rename it");
        }

        var skills = sources.Skills.GroupBy(static one => one.Skill!.Name, StringComparer.Ordinal).ToDictionary(static same => same.Key, static same => same.First().Path, StringComparer.Ordinal);
        foreach ((string name, List<string> same) in paths)
        {
            foreach (string path in same)
            {
                string? problem =
                    name.Length > SkillReader.LongestName ? $"its name would be {name}, which has {name.Length} characters of {SkillReader.LongestName}. Shorten the file's name"
                    : same.Count > 1 ? $"its name would be {name}, as that of {same.First(other => other != path)}, and Codex leaves out both. Rename one"
                    : skills.TryGetValue(name, out string? skill) ? $"its name would be {name}, as that of {skill}, which wins. Rename one"
                    : null;
                if (problem is not null)
                {
                    diagnostics.Report(DiagnosticDescriptors.CommandNotConverted, new Location(path), problem);
                }
            }
        }
    }

    /// <summary>Whether a file in a folder of commands may have been meant for one.</summary>
    private static bool IsNearCommand(string path, PluginLayout layout) =>
        (path.EndsWith(CommandReader.Extension, StringComparison.OrdinalIgnoreCase) || path.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase))
        && !path.EndsWith(CommandReader.Extension, StringComparison.Ordinal)
        && layout.CommandRoots.Any(root => path.StartsWith(root + "/", StringComparison.Ordinal));

    private static bool IsTaken(FileFacts facts, PluginLayout layout) => facts.Skill is null && facts.Diagnostics.Count == 0 && layout.IsCommand(facts.Path);

    /// <summary>As Codex makes it of the path below the folder.</summary>
    private static string ToName(string root, string path)
    {
        string below = path.Length == root.Length ? path[(path.LastIndexOf('/') + 1)..] : path[(root.Length + 1)..];
        return NotInNames().Replace($"{Prefix}-{below[..^CommandReader.Extension.Length]}".ToLowerInvariant(), "-").Trim('-');
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();
}
