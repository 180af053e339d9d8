using System.Text.RegularExpressions;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>Reads one <c>SKILL.md</c>.</summary>
internal static partial class SkillReader
{
    public const string FileName = "SKILL.md";

    /// <summary>Codex drops a skill with a longer name; counted in Unicode code points.</summary>
    public const int LongestName = 64;

    /// <summary>The model sees no more of a description; counted in Unicode code points.</summary>
    public const int LongestDescription = 1024;

    /// <summary>A prompt of more than a quarter of a million tokens is a mistake, not a skill.</summary>
    public const int LargestFile = 1024 * 1024;

    /// <summary>What the size alone tells, so that a huge file is not read at all.</summary>
    public static Diagnostic? FindSizeProblem(SourceEntry source) => source.Stamp.Length switch
    {
        0 => Diagnostic.Create(DiagnosticDescriptors.SkillEmpty, new Location(source.Path, 1, 1)),
        > LargestFile => Diagnostic.Create(DiagnosticDescriptors.SkillTooLarge, new Location(source.Path, 1, 1), source.Stamp.Length, LargestFile),
        _ => null,
    };

    /// <summary>A skill that cannot be read.</summary>
    public static FileFacts Unreadable(SourceEntry source, Diagnostic problem) => new(source.Path, [problem]);

    /// <summary>Reads the file's bytes.</summary>
    public static FileFacts Read(SourceEntry source, byte[] bytes)
    {
        var text = new SourceText(source.Path, bytes);
        if (text.FindInvalidUtf8() is { } offset)
        {
            return Unreadable(source, Diagnostic.Create(DiagnosticDescriptors.SkillNotUtf8, text.At(offset), (int)bytes[offset]));
        }

        if (!Frontmatter.TryCut(bytes, out Frontmatter frontmatter, out string? problem, out int line))
        {
            return Unreadable(source, Diagnostic.Create(DiagnosticDescriptors.FrontmatterMissing, new Location(source.Path, line, 1), problem));
        }

        var diagnostics = new DiagnosticBag();
        SkillHeader? header = SkillHeader.Read(source.Path, frontmatter, diagnostics);
        if (header is null)
        {
            return new FileFacts(source.Path, diagnostics.ToSortedList());
        }

        bool hasName = header.Name.Value is { Length: > 0 };
        string name = hasName ? header.Name.Value! : FolderName(source.Path);
        int length = CodexText.Length(name);
        if (length > LongestName)
        {
            diagnostics.Report(DiagnosticDescriptors.SkillNameNotAccepted, header.Name.Location, $"'{name}' has {length} characters");
        }

        string description = header.Description.Value ?? "";
        if (description.Length == 0)
        {
            diagnostics.Report(DiagnosticDescriptors.SkillDescriptionMissing, header.Description.Location,
                header.Description.Value is null ? "no description" : "an empty description");
        }

        int descriptionLength = CodexText.Length(description);
        if (descriptionLength > LongestDescription)
        {
            diagnostics.Report(DiagnosticDescriptors.SkillDescriptionCut, header.Description.Location, descriptionLength, LongestDescription);
        }

        // Codex cuts first and counts then.
        int shownBytes = description.EnumerateRunes().Take(LongestDescription).Sum(static rune => rune.Utf8SequenceLength);
        return new FileFacts(source.Path, diagnostics.ToSortedList())
        {
            Skill = new SkillFacts(name, header.Name.Location, hasName, descriptionLength, header.Description.Location, shownBytes, header.NameIsNumber),
            References = SkillLinkReader.Read(text, frontmatter),
        };
    }

    /// <summary>The skill's name alone, of a file that has been checked before; null where Codex drops the skill.</summary>
    public static string? FindName(string path, byte[] bytes)
    {
        // Nearly every name is a plain word on a line of its own; all others are read in full.
        if (Frontmatter.TryCut(bytes, out Frontmatter frontmatter, out _, out _) && PlainName().Match(frontmatter.Text) is { Success: true } match)
        {
            return match.Groups[1].Value;
        }

        return Read(new SourceEntry(path, path, IsDirectory: false, FileStamp.None), bytes).Skill?.Name;
    }

    [GeneratedRegex(@"^name: +(?!(?i:null)$)([A-Za-z][A-Za-z0-9-]*)$", RegexOptions.Multiline)]
    private static partial Regex PlainName();

    private static string FolderName(string path)
    {
        string folder = path[..path.LastIndexOf('/')];
        return folder[(folder.LastIndexOf('/') + 1)..];
    }
}
