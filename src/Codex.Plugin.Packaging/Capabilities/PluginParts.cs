using System.Text.Json;
using Codex.Plugin.Check;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Capabilities;

/// <summary>A handler of a hook, as it is declared.</summary>
internal sealed record HookDeclaration(string Event, string? Matcher, JsonSyntax Handler);

/// <summary>
/// The parts of a plugin as Codex finds them: where the manifest says, and where Codex looks by itself. Anybody can have made the folder, so where versions of
/// Codex or operating systems may differ - a path that is not accepted, letter case, an event that is not known yet - the part counts.
/// </summary>
internal sealed class PluginParts
{
    private const string OnboardingHost = "com.openai";

    private readonly IReadOnlyList<string> _paths;
    private readonly Func<string, ReadOnlyMemory<byte>> _read;
    private readonly JsonSyntax _manifest;

    // As on Windows and macOS; where two differ only in case, the exact one.
    private readonly ILookup<string, string> _byPath;

    /// <exception cref="JsonException">There is no manifest that Codex reads, or a second one.</exception>
    private PluginParts(IReadOnlyList<string> paths, Func<string, ReadOnlyMemory<byte>> read)
    {
        _paths = paths;
        _read = read;
        _byPath = paths.ToLookup(static path => path, StringComparer.OrdinalIgnoreCase);
        if (!paths.Contains(ManifestWriter.ManifestFile))
        {
            throw new JsonException($"there is no ./{ManifestWriter.ManifestFile}");
        }

        RefuseSecondManifest();
        JsonSource manifest = Parse(ManifestWriter.ManifestFile);
        _manifest = manifest.Root.IsObject ? manifest.Root : throw new JsonException($"{ManifestWriter.ManifestFile} is not an object");
        Servers = [.. FindServers(manifest)];
        Hooks = [.. FindHooks()];
        Apps = [.. FindApps()];
        Commands = [.. FindCommands()];
        Skills = [.. FindSkills()];
    }

    /// <summary>The paths of the <c>SKILL.md</c> files.</summary>
    public IReadOnlyList<string> Skills { get; }

    /// <summary>The commands that Codex makes skills of, with the skills' names.</summary>
    public IReadOnlyList<(string Path, string Name)> Commands { get; }

    /// <summary>The servers, as they are declared.</summary>
    public IReadOnlyList<McpServer> Servers { get; }

    /// <summary>The handlers of hooks.</summary>
    public IReadOnlyList<HookDeclaration> Hooks { get; }

    /// <summary>The keys and ids of the apps.</summary>
    public IReadOnlyList<(string Name, string Id)> Apps { get; }

    /// <summary>Reads the parts of a plugin.</summary>
    /// <param name="paths">The paths of all its files, relative to its folder, with <c>/</c>.</param>
    /// <param name="read">The content of a file.</param>
    /// <exception cref="JsonException">A file that describes the plugin cannot be read, so that nobody can tell what it does.</exception>
    public static PluginParts Read(IReadOnlyList<string> paths, Func<string, ReadOnlyMemory<byte>> read) => new(paths, read);

    /// <summary>Reads the parts of the plugin in a folder.</summary>
    /// <exception cref="IOException">The folder or a file of it cannot be read.</exception>
    /// <exception cref="JsonException">As for <see cref="Read(IReadOnlyList{string}, Func{string, ReadOnlyMemory{byte}})"/>.</exception>
    public static PluginParts Read(string folder) =>
        Read(FolderFiles.WithoutLinks(FolderFiles.Scan(folder)), path => File.ReadAllBytes(Path.Combine(folder, path)));

    /// <summary>The file of this name on an operating system that does not tell upper from lower case; null where there is none.</summary>
    public string? FindFile(string path)
    {
        IEnumerable<string> same = _byPath[path];
        return same.Contains(path) ? path : same.FirstOrDefault();
    }

    // The portable manifest wins, and switches hooks and apps off; what we describe would be another plugin than Codex loads.
    private void RefuseSecondManifest()
    {
        if (FindFile(ManifestFile.Portable) is not { } path)
        {
            return;
        }

        if (!JsonSource.TryParse(new SourceText(path, _read(path)), out JsonSource? source, out string? problem, out _))
        {
            throw new JsonException($"it has a second manifest, {path}, of which nobody can tell whether Codex reads it: {problem}");
        }

        if (source!.Root["$schema"]?.AsText() is { } schema && schema.Contains("agent-plugins.org", StringComparison.OrdinalIgnoreCase))
        {
            throw new JsonException($"it has a second manifest, {path}, which Codex reads instead of {ManifestWriter.ManifestFile}");
        }
    }

    private IEnumerable<McpServer> FindServers(JsonSource manifest)
    {
        bool isInline = _manifest["mcpServers"] is { IsObject: true };
        IEnumerable<JsonSource> files = isInline ? [] : PathsOf("mcpServers", isList: false, ManifestWriter.McpFile).Select(Parse);
        IEnumerable<(JsonSource Source, JsonSyntax Root)> all = isInline ? [(manifest, _manifest["mcpServers"]!)] : files.Select(static file => (file, file.Root));
        return from one in all
               let wrapped = one.Root["mcpServers"] is { IsObject: true } inside ? inside : one.Root
               from member in wrapped.Members
               where member.Value.IsObject
               let server = new McpServer(member.Name, member.Value, one.Source.Text.At, one.Source.Text.Path)
               where server.Text("command") is not null || server.Text("url") is not null
               select server;
    }

    private IEnumerable<HookDeclaration> FindHooks()
    {
        JsonSyntax? declared = _manifest["hooks"];
        IEnumerable<JsonSyntax> inline = (declared is { IsArray: true } ? declared.Items : declared is null ? [] : [declared]).Where(static one => one["hooks"] is { IsObject: true });
        return from root in PathsOf("hooks", isList: true, SourceTree.HooksFile).Select(path => Parse(path).Root).Concat(inline)
               from ofEvent in (root["hooks"] ?? root).Members
               from @group in ofEvent.Value.Items
               from handler in @group["hooks"]?.Items ?? []
               where handler.IsObject
               select new HookDeclaration(ofEvent.Name, @group["matcher"]?.AsText(), handler);
    }

    private IEnumerable<(string, string)> FindApps() =>
        from path in PathsOf("apps", isList: false, ManifestWriter.AppFile)
        from app in Parse(path).Root["apps"]?.Members ?? []
        where app.Value["id"]?.AsText() is not null
        select (app.Name, app.Value["id"]!.Text);

    private IEnumerable<(string, string)> FindCommands()
    {
        foreach (string root in FoldersOf("commands", SourceTree.CommandsFolder))
        {
            foreach (string path in _paths.Where(path => CommandReader.IsCommand(path) && IsIn(root, path)))
            {
                byte[] bytes = _read(path).ToArray();
                if (bytes.Length <= DescriptorSize.Largest && CommandReader.Read(new SourceEntry(path, path, IsDirectory: false, FileStamp.None), bytes).Diagnostics.Count == 0)
                {
                    yield return (path, CommandReader.SkillNameOf(root, path, out _));
                }
            }
        }
    }

    private HashSet<string> FindSkills()
    {
        const string Ending = "/" + SkillReader.FileName;
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (string root in FoldersOf("skills", SourceTree.SkillsFolder))
        {
            foreach (string path in _paths.Where(path => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && IsIn(root, path)))
            {
                string[] folders = path.Length == root.Length ? [] : path[(root.Length + 1)..].Split('/')[..^1];
                if (folders.Length <= SkillSet.DeepestFolder && !folders.Any(static folder => folder.StartsWith('.')))
                {
                    found.Add(path);
                }
            }
        }

        // It may lie anywhere.
        if (_manifest["extensions"]?[OnboardingHost]?["onboardingSkill"]?.AsText() is { } onboarding && DeclaredPath.Resolve(onboarding) is { } file && FindFile(file) is { } skill && skill.Contains('/', StringComparison.Ordinal))
        {
            found.Add(skill);
        }

        return found;
    }

    private static bool IsIn(string root, string path) =>
        path.StartsWith(root, StringComparison.OrdinalIgnoreCase) && (path.Length == root.Length || path[root.Length] == '/');

    /// <summary>The files that the member names, or the one at Codex's own place.</summary>
    private IEnumerable<string> PathsOf(string member, bool isList, string otherwise)
    {
        (List<string> declared, bool isWhole) = Declared(member, isList);
        foreach (string path in declared)
        {
            yield return FindFile(path) ?? throw new JsonException($"there is no ./{path}");
        }

        if (!isWhole && FindFile(otherwise) is { } file && !declared.Contains(otherwise))
        {
            yield return file;
        }
    }

    private IEnumerable<string> FoldersOf(string member, string otherwise)
    {
        (List<string> declared, bool isWhole) = Declared(member, isList: true);
        return isWhole ? declared.Distinct(StringComparer.Ordinal) : declared.Append(otherwise).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The paths that the member holds, and whether they are all that Codex looks at: where it refuses one, it may look at its own place instead.</summary>
    private (List<string> Paths, bool IsWhole) Declared(string member, bool isList)
    {
        var paths = new List<string>();
        JsonSyntax? declared = _manifest[member];
        IReadOnlyList<JsonSyntax> values = declared switch
        {
            { IsArray: true } when isList => declared.Items,
            { Kind: JsonValueKind.String } => [declared],
            _ => [],
        };
        bool isWhole = values.Count > 0;
        foreach (JsonSyntax value in values)
        {
            if (value.AsText() is { } written && ManifestPath.TryRead(written, out string path, out _))
            {
                paths.Add(path);
            }
            else
            {
                isWhole &= member == "hooks" && value["hooks"] is { IsObject: true };
            }
        }

        return (paths, isWhole || (member == "hooks" && declared?["hooks"] is { IsObject: true }));
    }

    private JsonSource Parse(string path)
    {
        ReadOnlyMemory<byte> bytes = _read(path);
        string? problem = bytes.Length > StrictJson.LongestFile ? $"it has {bytes.Length} bytes, and {StrictJson.LongestFile} is the limit" : null;
        JsonSource? source = null;
        return problem is null && JsonSource.TryParse(new SourceText(path, bytes), out source, out problem, out _) ? source! : throw new JsonException($"{path}: {problem}");
    }
}
