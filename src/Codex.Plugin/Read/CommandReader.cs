using System.Text;
using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Codex.Plugin.Read;

/// <summary>Reads one command, <c>commands/NAME.md</c>, which Codex turns into a skill when it installs the plugin, unless the command wants what skills do not have.</summary>
internal static partial class CommandReader
{
    public const string Extension = ".md";

    private const string NotYaml = "its frontmatter is not YAML. Put values with special characters into double quotes, for instance argument-hint: \"[file] [mode]\"";

    private static readonly (Regex Pattern, string What)[] s_unsupported =
    [
        (Arguments(), "'$ARGUMENTS' stands for the words after the command"),
        (Argument(), "'$' with a number stands for a word after the command"),
        (Template(), "'{{' and '}}' are those of a template"),
        (Shell(), "'!`' begins a command of the shell"),
        (Mention(), "a word that begins with '@' names a file"),
    ];

    /// <summary>Whether the file would be a command in a folder of commands.</summary>
    public static bool IsCommand(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(Extension, StringComparison.Ordinal) && name.Length > Extension.Length && name != "README.md";
    }

    /// <summary>The name of the skill that Codex makes of the command.</summary>
    /// <param name="root">The folder of commands, or the file itself.</param>
    /// <param name="path">The file.</param>
    /// <param name="command">The command's own name.</param>
    public static string SkillNameOf(string root, string path, out string command)
    {
        string below = path.Length == root.Length ? path[(path.LastIndexOf('/') + 1)..] : path[(root.Length + 1)..];
        command = below[..^Extension.Length].Replace('/', '-');
        return NotInNames().Replace($"source-command-{command}".ToLowerInvariant(), "-").Trim('-');
    }

    /// <summary>What the size alone tells, so that a huge file is not read at all.</summary>
    public static Diagnostic? FindSizeProblem(SourceEntry source) => DescriptorSize.FindProblem(source.Path, source.Stamp.Length);

    /// <summary>Reads the file's bytes.</summary>
    public static FileFacts Read(SourceEntry source, byte[] bytes)
    {
        var text = new SourceText(source.Path, bytes);
        return new FileFacts(source.Path, FindProblem(text) is { } problem
            ? [Diagnostic.Create(DiagnosticDescriptors.CommandNotConverted, problem.Location, problem.Reason)]
            : []);
    }

    private static (Location Location, string Reason)? FindProblem(SourceText text)
    {
        if (text.FindInvalidUtf8() is { } invalid)
        {
            return (text.At(invalid), "it is not UTF-8 at this place. One such file costs all commands of the plugin; save it as UTF-8");
        }

        string content = Encoding.UTF8.GetString(text.Bytes);
        Match start = Start().Match(content);
        if (!start.Success)
        {
            return (text.At(0), "it does not begin with a line '---'. Begin with '---', 'description: ...', '---'");
        }

        Match end = End().Match(content, start.Length);
        if (!end.Success)
        {
            return (text.At(0), "the frontmatter that begins here is not closed by a line '---'");
        }

        if (FindHeaderProblem(content[start.Length..end.Index]) is { } header)
        {
            return (new Location(text.Path, (int)Math.Max(header.Place.Line, 1) + 1, (int)Math.Max(header.Place.Column, 1)), header.Reason);
        }

        int body = end.Index + end.Length;
        foreach ((Regex pattern, string what) in s_unsupported)
        {
            if (pattern.Match(content, body) is { Success: true } found && (found.Value is not ("{{" or "}}") || HasBoth(content.AsSpan(body))))
            {
                int offset = Encoding.UTF8.GetByteCount(content.AsSpan(0, found.Index));
                return (text.At(offset), $"{what}, and skills have no such thing. Say it in words, or make it a skill");
            }
        }

        return null;
    }

    // In any order.
    private static bool HasBoth(ReadOnlySpan<char> body) => body.Contains("{{", StringComparison.Ordinal) && body.Contains("}}", StringComparison.Ordinal);

    private static (Mark Place, string Reason)? FindHeaderProblem(string header)
    {
        if (header.Any(static c => char.IsControl(c) && c is not ('\t' or '\r' or '\n')))
        {
            return (Mark.Empty, "its frontmatter contains a control character");
        }

        try
        {
            return ReadHeader(new YamlEvents(header));
        }
        catch (YamlException exception)
        {
            return (exception.Start, NotYaml);
        }
    }

    private static (Mark Place, string Reason)? ReadHeader(YamlEvents parser)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _) || !parser.TryConsume<MappingStart>(out _))
        {
            return (Mark.Empty, "its frontmatter holds no 'key: value' lines. Write 'description: ...'");
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        var anchors = new HashSet<AnchorName>();
        ParsingEvent? description = null;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            ParsingEvent key = ReadNode(parser, anchors);
            if (key is Scalar name && !keys.Add(name.Value))
            {
                return (key.Start, $"its frontmatter has '{name.Value}' twice");
            }

            ParsingEvent value = ReadNode(parser, anchors);
            description = key is Scalar { Value: "description" } ? value : description;
        }

        parser.Consume<DocumentEnd>();
        parser.Consume<StreamEnd>();
        return description is null ? (Mark.Empty, "its frontmatter has no 'description'. Write one sentence that says when to use it")
            : description is AnchorAlias ? null
            : description is not Scalar scalar || !(scalar.Tag.IsEmpty || scalar.Tag.Value == "tag:yaml.org,2002:str") ? (description.Start, "its 'description' is not a text")
            : string.IsNullOrWhiteSpace(scalar.Value) || (scalar.Style == ScalarStyle.Plain && scalar.Value is "~" or "null" or "Null" or "NULL") ? (description.Start, "its 'description' is empty")
            : null;
    }

    /// <summary>Reads a value with all that is in it; its first event.</summary>
    private static ParsingEvent ReadNode(YamlEvents parser, HashSet<AnchorName> anchors)
    {
        ParsingEvent first = parser.Consume<ParsingEvent>();
        ParsingEvent current = first;
        for (int depth = first.NestingIncrease; ; depth += current.NestingIncrease)
        {
            if (current is AnchorAlias alias && !anchors.Contains(alias.Value))
            {
                throw new YamlException(alias.Start, alias.End, "the alias has no anchor");
            }

            if (current is NodeEvent { Anchor.IsEmpty: false } node)
            {
                anchors.Add(node.Anchor);
            }

            if (depth == 0)
            {
                return first;
            }

            current = parser.Consume<ParsingEvent>();
        }
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();

    [GeneratedRegex(@"\A---\r?\n")]
    private static partial Regex Start();

    // Whatever follows in the line.
    [GeneratedRegex("^---", RegexOptions.Multiline)]
    private static partial Regex End();

    [GeneratedRegex(@"\$ARGUMENTS")]
    private static partial Regex Arguments();

    [GeneratedRegex(@"\$[0-9]")]
    private static partial Regex Argument();

    [GeneratedRegex(@"\{\{|\}\}")]
    private static partial Regex Template();

    [GeneratedRegex("! ?`")]
    private static partial Regex Shell();

    [GeneratedRegex(@"(?<!\S)@\S")]
    private static partial Regex Mention();
}
