using System.Text;
using System.Text.Json;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;
using YamlDotNet.Core;

namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>Computes what a plugin may do from its files, whoever has made them.</summary>
public static class CapabilityReader
{
    /// <summary>Changes when the same files would give other capabilities, so that an older package is not taken for one that lies.</summary>
    public const int Rules = 1;

    // Other hosts honour them, and a model that reads the file may.
    private static readonly string[] s_permissions = ["allowed-tools", "allowed_tools", "allowedTools", "permissions", "tools"];

    // Nothing runs or reads its addresses; what it declares stands in the other members.
    private static readonly string s_manifestFolder = ManifestWriter.ManifestFile[..(ManifestWriter.ManifestFile.IndexOf('/', StringComparison.Ordinal) + 1)];

    /// <summary>What the plugin in a folder may do.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <exception cref="IOException">The folder or a file of it cannot be read.</exception>
    /// <exception cref="JsonException">A file that describes the plugin cannot be read, or there is a second manifest.</exception>
    public static PluginCapabilities Compute(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Compute(FolderFiles.WithoutLinks(FolderFiles.Scan(folder)), path => File.ReadAllBytes(Path.Combine(folder, path)));
    }

    /// <summary>What the plugin of these files may do.</summary>
    /// <param name="paths">The paths of all files, relative to the plugin's folder, with <c>/</c>.</param>
    /// <param name="read">The content of a file; some are asked for twice, all at least once.</param>
    /// <exception cref="JsonException">A file that describes the plugin cannot be read, or there is a second manifest.</exception>
    public static PluginCapabilities Compute(IReadOnlyList<string> paths, Func<string, ReadOnlyMemory<byte>> read)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(read);
        PluginParts parts = PluginParts.Read(paths, read);
        var all = paths.ToHashSet(StringComparer.Ordinal);
        var code = new List<CodeCapability>();
        var programs = new List<string>();
        var permissions = new HashSet<PermissionCapability>();
        var hosts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string path in paths.Order(StringComparer.Ordinal))
        {
            ReadOnlyMemory<byte> bytes = read(path);
            string? language = CodeLanguage.Find(path, bytes);
            if (language is not null)
            {
                code.Add(new CodeCapability(CapabilityText.Show(path), language));
                programs.Add(path);
            }

            if (!path.StartsWith(s_manifestFolder, StringComparison.OrdinalIgnoreCase))
            {
                NetworkHosts.Add(bytes.Span, CodeLanguage.IsScript(language, bytes.Span), hosts);
            }
        }

        IReadOnlyList<ServerCapability> servers = ServerCapabilities.Compute(parts, paths, programs);
        foreach (ServerCapability server in servers)
        {
            if (server.Host is not null)
            {
                hosts.Add(server.Host);
            }

            // Those in the manifest have not been seen yet.
            foreach (string text in (IEnumerable<string>)[server.Command ?? "", .. server.Arguments, .. server.Settings])
            {
                NetworkHosts.Add(text, hosts);
            }
        }

        HookCapability[] hooks = [.. parts.Hooks.Select(static hook => ToHook(hook))];
        foreach (HookCapability hook in hooks)
        {
            NetworkHosts.Add($"{hook.Action}\n{hook.WindowsAction}", hosts);
        }

        List<SkillCapability> skills = [.. parts.Skills.Select(path => ToSkill(path, all, read))];
        skills.AddRange(parts.Commands.Select(static command => new SkillCapability(CapabilityText.Show(command.Path), command.Name, IsImplicit: true)));
        foreach (string path in parts.Skills)
        {
            AddPermissions(FolderOf(path), read(path), permissions);
            if (parts.FindFile(AgentOf(FolderOf(path))) is { } agent)
            {
                AddTools(FolderOf(path), read(agent), permissions);
            }
        }

        // Also of those that Codex does not convert: the model may read them.
        foreach (string path in paths.Where(static path => CommandReader.IsCommand(path) && path.StartsWith(SourceTree.CommandsFolder + "/", StringComparison.OrdinalIgnoreCase)).Union(parts.Commands.Select(static command => command.Path)))
        {
            AddPermissions(path, read(path), permissions);
        }

        return new PluginCapabilities
        {
            Skills = [.. skills.OrderBy(static skill => skill.Path, StringComparer.Ordinal).ThenBy(static skill => skill.Name, StringComparer.Ordinal)],
            Servers = servers,
            Hooks = hooks,
            Apps = [.. parts.Apps.Select(static app => new AppCapability(CapabilityText.Show(app.Name), CapabilityText.Of(app.Id))).OrderBy(static app => app.Name, StringComparer.Ordinal)],
            Code = code,
            Hosts = [.. hosts],
            Permissions = [.. permissions.OrderBy(static one => one.Skill, StringComparer.Ordinal).ThenBy(static one => one.Text, StringComparer.Ordinal)],
        };
    }

    private static SkillCapability ToSkill(string path, HashSet<string> all, Func<string, ReadOnlyMemory<byte>> read)
    {
        string folder = FolderOf(path);
        ReadOnlyMemory<byte> bytes = read(path);
        string? name = bytes.Length <= SkillReader.LargestFile ? SkillReader.FindName(path, bytes.ToArray()) : null;

        // As on Linux: elsewhere Codex may read a file in other letters, and that would only take something away.
        string agent = AgentOf(folder);
        bool isForPeopleOnly = all.Contains(agent) && read(agent) is { Length: <= DescriptorSize.Largest } yaml
            && SkillAgentReader.Read(new SourceEntry(agent, agent, IsDirectory: false, FileStamp.None), yaml.ToArray()).IsForPeopleOnly;

        // A text that our reader does not take, a later Codex may.
        return new SkillCapability(CapabilityText.Show(folder), CapabilityText.Show(name ?? folder[(folder.LastIndexOf('/') + 1)..]), !isForPeopleOnly);
    }

    private static HookCapability ToHook(HookDeclaration hook)
    {
        JsonSyntax handler = hook.Handler;
        string type = handler["type"]?.AsText() ?? "";
        string action = type == "mcp_tool" ? $"{Text("server")}/{Text("tool")}{(handler["input"] is { IsObject: true } input ? " " + input.ToNode()!.ToJsonString() : "")}"
            : handler["command"]?.AsText() ?? handler["prompt"]?.AsText() ?? "";
        string? windows = handler["commandWindows"]?.AsText() ?? handler["command_windows"]?.AsText();
        return new HookCapability(CapabilityText.Show(hook.Event), CapabilityText.Show(type), CapabilityText.Of(action))
        {
            Matcher = hook.Matcher is null or "" or "*" ? null : CapabilityText.Show(hook.Matcher),
            WindowsAction = windows is null || windows == action ? null : CapabilityText.Of(windows),
        };

        string Text(string name) => handler[name]?.AsText() ?? "";
    }

    private static void AddPermissions(string owner, ReadOnlyMemory<byte> bytes, HashSet<PermissionCapability> permissions)
    {
        // Most ask for nothing, and are not parsed for it; a key may be written with escapes.
        if (bytes.Length > SkillReader.LargestFile || !Frontmatter.TryCut(bytes.Span, out Frontmatter frontmatter, out _, out _)
            || !(frontmatter.Text.Contains('\\', StringComparison.Ordinal) || s_permissions.Any(key => frontmatter.Text.Contains(key, StringComparison.Ordinal)))
            || Parse(frontmatter.Text) is not { IsMap: true } root)
        {
            return;
        }

        foreach ((YamlNode key, YamlNode value) in root.Members.Where(static member => s_permissions.Contains(member.Key.Text)))
        {
            foreach (string text in TextsOf(value, depth: 0, []))
            {
                permissions.Add(new PermissionCapability(CapabilityText.Show(owner), CapabilityText.Of(text)));
            }
        }
    }

    // Codex offers to install the servers that a skill says it depends on.
    private static void AddTools(string owner, ReadOnlyMemory<byte> bytes, HashSet<PermissionCapability> permissions)
    {
        if (bytes.Length > DescriptorSize.Largest || bytes.Span.IndexOf("tools"u8) < 0 || Parse(Encoding.UTF8.GetString(bytes.Span)) is not { IsMap: true } root)
        {
            return;
        }

        foreach (YamlNode tool in Values(root, "dependencies").Distinct().SelectMany(static one => Values(one, "tools")).Distinct().SelectMany(static tools => tools.Items).Distinct())
        {
            string text = string.Join(' ', ((string[])["type", "value", "command", "url"]).SelectMany(key => Values(tool, key)).Select(static value => value.Text).OfType<string>());
            if (text.Length > 0)
            {
                permissions.Add(new PermissionCapability(CapabilityText.Show(owner), CapabilityText.Of($"the tool {text}")));
            }
        }

        static IEnumerable<YamlNode> Values(YamlNode map, string key) => map.Members.Where(member => member.Key.Text == key).Select(static member => member.Value);
    }

    private static YamlNode? Parse(string yaml)
    {
        try
        {
            return YamlNode.Parse(yaml);
        }
        catch (YamlException)
        {
            try
            {
                return YamlNode.Parse(FrontmatterRepair.Repair(yaml));
            }
            catch (YamlException)
            {
                return null;
            }
        }
    }

    // Aliases may lead in circles, and name one list a million times.
    private static IEnumerable<string> TextsOf(YamlNode value, int depth, HashSet<YamlNode> seen) =>
        depth > 4 || value.IsNull || !seen.Add(value) ? []
        : value.Text is { } text ? depth == 0 ? Split(text) : [text.Trim()]
        : value.IsList ? value.Items.SelectMany(item => TextsOf(item, depth + 1, seen))
        : value.Members.SelectMany(member => TextsOf(member.Value, depth + 1, seen).Select(inside => $"{member.Key.Text}: {inside}"));

    // Bash(git add:*), Read Grep
    private static IEnumerable<string> Split(string text)
    {
        var part = new StringBuilder();
        int depth = 0;
        foreach (char c in text)
        {
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            if (depth == 0 && (c == ',' || char.IsWhiteSpace(c)))
            {
                if (part.Length > 0)
                {
                    yield return part.ToString();
                }

                part.Clear();
            }
            else
            {
                part.Append(c);
            }
        }

        if (part.Length > 0)
        {
            yield return part.ToString();
        }
    }

    private static string AgentOf(string folder) => $"{folder}/{SkillAgentReader.FolderName}/{SkillAgentReader.FileName}";

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];
}
