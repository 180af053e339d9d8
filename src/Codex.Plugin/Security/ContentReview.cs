using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Security;

/// <summary>
/// The checks of what a plugin's files hold, of a plugin that is packed and of one that is laid out: every file is given once, then the findings are asked for.
/// What the checks do not see stands in <c>docs/content-checks.md</c>.
/// </summary>
/// <param name="suppressions">What the project suppresses.</param>
/// <param name="show">From a path in the plugin to the one that diagnostics show; asked only for files with findings.</param>
public sealed class ContentReview(ContentSuppressions suppressions, Func<string, string> show)
{
    private readonly List<Diagnostic> _found = [];
    private readonly LookAlikeNames _names = new();
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly StringBuilder _servers = new();
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);

    /// <summary>The package whose plugin it is; null: the plugin that the project builds.</summary>
    public string? PackageId { get; init; }

    /// <summary>What the messages begin with where several plugins are looked at. Ex: <c>Contoso.Review 1.2.0</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether the rule is one about content, which a <c>ContentSuppression</c> may name.</summary>
    /// <param name="rule">The rule.</param>
    public static bool IsContentRule(DiagnosticDescriptor rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return string.CompareOrdinal(rule.Id, DiagnosticDescriptors.HiddenText.Id) >= 0 && string.CompareOrdinal(rule.Id, DiagnosticDescriptors.EncodedText.Id) <= 0;
    }

    /// <summary>Looks at a file.</summary>
    /// <param name="path">Relative to the plugin's folder, with <c>/</c>.</param>
    /// <param name="bytes">Its whole content.</param>
    public void Add(string path, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(path);
        ReadOnlySpan<byte> content = bytes.Span;
        AddPath(path);
        FileContentRules.Check(path, Shown, content, _found);
        if (path is ManifestWriter.McpFile or ManifestWriter.ManifestFile)
        {
            _servers.Append(Encoding.UTF8.GetString(content));
        }

        if (!IsText(path, content))
        {
            return;
        }

        bool isAscii = Ascii.IsValid(content);
        var text = new ContentText(path, Shown, ContentText.Decode(content), FileName.KindOf(path, content));
        CheckText(text, _found);
        if (!isAscii && HiddenTextRules.Check(text, _found) && text.WithoutInvisible() is { } seen)
        {
            // Once more as a reader sees it: a character without width in a word hides the word from the other rules.
            var again = new List<Diagnostic>();
            CheckText(seen, again);
            _found.AddRange(again.Where(one => !_found.Exists(found => found.Descriptor == one.Descriptor && found.Location == one.Location)));
        }

        if (!isAscii || text.Text.Contains("\\u", StringComparison.Ordinal))
        {
            ReadNames(path, bytes, text);
        }

        string Shown() => Show(path);
    }

    /// <summary>The findings that are not suppressed, by file and place.</summary>
    public IReadOnlyList<Diagnostic> Complete()
    {
        string servers = _servers.ToString();
        var bag = new DiagnosticBag();
        foreach (Diagnostic found in _found.Concat(_names.Check()))
        {
            string path = _paths.GetValueOrDefault(found.Location.Path, found.Location.Path);
            bool isServer = found.Descriptor == DiagnosticDescriptors.ExecutableInPlugin && IsPartOfServer(path, servers);
            if (!isServer && !suppressions.Covers(PackageId, path, found.Descriptor))
            {
                bag.Add(Subject is null ? found : found with { Message = $"{Subject}: {found.Message}" });
            }
        }

        return bag.ToSortedList();
    }

    // Text is what its name says, and what holds no byte that is 0: one such byte must not switch the checks off.
    private static bool IsText(string path, ReadOnlySpan<byte> content) =>
        FileName.IsText(path) || !FileName.IsMedia(path) && !content[..Math.Min(content.Length, 8192)].Contains((byte)0) && FileSignature.Find(path, content) is null
        || content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]);

    private static void CheckText(ContentText text, List<Diagnostic> found)
    {
        SecretRules.Check(text, found);
        DownloadRules.Check(text, found);
        InstructionRules.Check(text, found);
        EscapedTagRules.Check(text, found);
        EncodedTextRules.Check(text, found);
    }

    // mcp/NAME/ is where a server of the project is published to, and the plugin's servers start it there.
    private static bool IsPartOfServer(string path, string servers)
    {
        string[] names = path.Split('/', 3);
        return names.Length == 3 && names[0] == SourceTree.McpFolder && servers.Contains($"{SourceTree.McpFolder}/{names[1]}/", StringComparison.Ordinal);
    }

    private void AddPath(string path)
    {
        int from = 0;
        for (int slash; (slash = path.IndexOf('/', from)) >= 0; from = slash + 1)
        {
            // A folder once; nearly all files are in one that is known.
            if (_folders.Add(path[..slash]))
            {
                string name = path[from..slash];
                _names.Add("folder", name, () => new Location(Show(path)));
            }
        }

        _names.Add("file", path[from..], () => new Location(Show(path)));
    }

    private string Show(string path)
    {
        string shown = show(path);
        _paths[shown] = path;
        return shown;
    }

    /// <summary>The names that the file gives to skills, servers, apps and the plugin.</summary>
    private void ReadNames(string path, ReadOnlyMemory<byte> bytes, ContentText text)
    {
        if (path.EndsWith("/" + SkillReader.FileName, StringComparison.Ordinal) && bytes.Length <= SkillReader.LargestFile)
        {
            if (SkillReader.FindName(path, bytes.ToArray()) is { } name)
            {
                Name("skill", name);
            }

            return;
        }

        if (path is not (ManifestWriter.McpFile or ManifestWriter.AppFile or ManifestWriter.ManifestFile)
            || !JsonSource.TryParse(new SourceText(path, bytes), out JsonSource? json, out _, out _))
        {
            return;
        }

        JsonSyntax root = json!.Root;
        Members("MCP server", root["mcpServers"] ?? (path == ManifestWriter.McpFile ? root : null));
        Members("app", root["apps"]);
        Text("plugin", root["name"]);
        Text("display name", root["interface"]?["displayName"]);

        void Members(string kind, JsonSyntax? map)
        {
            foreach (JsonMember member in map?.Members ?? [])
            {
                Name(kind, member.Name);
            }
        }

        void Text(string kind, JsonSyntax? value)
        {
            if (value?.AsText() is { } name)
            {
                Name(kind, name);
            }
        }

        void Name(string kind, string name) => _names.Add(kind, name, () => text.At(Math.Max(0, text.Text.IndexOf(name, StringComparison.Ordinal))));
    }
}
