using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Codex.Plugin.Read;
using Codex.Plugin.Write;
using YamlDotNet.RepresentationModel;

namespace Codex.Plugin.Install;

/// <summary>The skills that Codex makes of a plugin's commands when it installs the plugin, byte for byte; without them, the commands would be lost.</summary>
internal static partial class CommandSkills
{
    /// <summary>Where they lie. What a plugin itself brings there, Codex removes.</summary>
    public const string Folder = ".codex-plugin/migrated-command-skills/";

    /// <summary>The files, by path.</summary>
    /// <param name="folder">The plugin's folder.</param>
    /// <param name="paths">The paths of its files, relative to the folder.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public static Dictionary<string, byte[]> Make(string folder, IReadOnlyCollection<string> paths)
    {
        var skills = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (!paths.Any(static path => path.EndsWith(CommandReader.Extension, StringComparison.Ordinal) && !path.StartsWith("skills/", StringComparison.Ordinal)))
        {
            return skills;
        }

        var commands = new List<(string Name, byte[] Skill)>();
        foreach (string root in ReadRoots(Path.Combine(folder, ManifestWriter.ManifestFile)))
        {
            foreach (string path in paths.Where(path => CommandReader.IsCommand(path) && PluginLayout.IsCommandOf(root, path)))
            {
                byte[] bytes = File.ReadAllBytes(Path.Combine(folder, path));
                if (!System.Text.Unicode.Utf8.IsValid(bytes))
                {
                    // It costs all of them.
                    return skills;
                }

                if (CommandReader.Read(new SourceEntry(path, path, false, FileStamp.None), bytes).Diagnostics.Count == 0)
                {
                    string name = CommandReader.SkillNameOf(root, path, out string command);
                    commands.Add((name, ToSkill(name, command, Encoding.UTF8.GetString(bytes))));
                }
            }
        }

        foreach (IGrouping<string, (string Name, byte[] Skill)> same in commands.GroupBy(static command => command.Name, StringComparer.Ordinal).Where(static same => same.Count() == 1 && same.Key.Length <= SkillReader.LongestName))
        {
            skills.Add($"{Folder}{same.Key}/{SkillReader.FileName}", same.Single().Skill);
        }

        return skills;
    }

    private static IEnumerable<string> ReadRoots(string manifest)
    {
        try
        {
            JsonNode? commands = JsonNode.Parse(File.ReadAllBytes(manifest))?["commands"];
            string[] roots = commands switch
            {
                null => ["./" + SourceTree.CommandsFolder],
                JsonArray several => [.. several.Select(static root => root!.GetValue<string>())],
                _ => [commands.GetValue<string>()],
            };
            return roots.Any(static root => !root.StartsWith("./", StringComparison.Ordinal)) ? [] : roots.Select(static root => root[2..].TrimEnd('/'));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException)
        {
            return [];
        }
    }

    private static byte[] ToSkill(string name, string command, string content)
    {
        Match start = Start().Match(content);
        Match end = End().Match(content, start.Length);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(content[start.Length..end.Index]));
        string description = ((YamlScalarNode)yaml.Documents[0].RootNode["description"]).Value!.Trim();
        string body = content[(end.Index + end.Length)..].Trim();
        string quoted = description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        if (body.Length == 0)
        {
            body = "No command template body was found.";
        }

        return Encoding.UTF8.GetBytes(
            $"---\nname: \"{name}\"\ndescription: \"{quoted}\"\n---\n\n# {name}\n\n"
            + $"Use this skill when the user asks to run the migrated source command `{command}`.\n\n## Command Template\n\n{body}\n");
    }

    [GeneratedRegex(@"\A---\r?\n")]
    private static partial Regex Start();

    [GeneratedRegex("^---", RegexOptions.Multiline)]
    private static partial Regex End();
}
