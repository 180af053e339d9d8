using System.Globalization;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using YamlDotNet.Core;

namespace Codex.Plugin.Read;

/// <summary>A value of the frontmatter and where it stands.</summary>
/// <param name="Value">The value with every run of white space collapsed to a blank, as Codex does; null where the key is absent or null.</param>
/// <param name="Location">The value, or the first line of the file where the key is absent.</param>
internal readonly record struct HeaderValue(string? Value, Location Location);

/// <summary>What Codex reads of a skill's frontmatter, read as leniently as Codex does (asked of 0.169).</summary>
/// <param name="Name">The <c>name</c>.</param>
/// <param name="Description">The <c>description</c>.</param>
internal sealed record SkillHeader(HeaderValue Name, HeaderValue Description)
{
    /// <summary>Whether the name is a number and not a text.</summary>
    public bool NameIsNumber { get; private init; }

    /// <summary>Reads the frontmatter; null where Codex cannot, which is reported.</summary>
    public static SkillHeader? Read(string path, Frontmatter frontmatter, DiagnosticBag diagnostics)
    {
        if (FindControlCharacter(frontmatter.Text) is { } found)
        {
            diagnostics.Report(DiagnosticDescriptors.FrontmatterNotReadable, At(found.Line, found.Column), $"it contains the control character U+{(int)found.Character:X4}");
            return null;
        }

        try
        {
            return ToHeader(frontmatter.Text);
        }
        catch (YamlException strict)
        {
            try
            {
                // Codex tries again after quoting what is not YAML; if that fails too, it reports the first failure.
                SkillHeader header = ToHeader(FrontmatterRepair.Repair(frontmatter.Text));
                diagnostics.Report(DiagnosticDescriptors.FrontmatterRepaired, AtException(strict), Reason(strict));
                return header;
            }
            catch (YamlException)
            {
                diagnostics.Report(DiagnosticDescriptors.FrontmatterNotReadable, AtException(strict), Reason(strict));
                return null;
            }
        }

        Location At(long line, long column) => new(path, (int)line + frontmatter.FirstLine - 1, (int)column);

        Location AtException(YamlException exception) => At(Math.Max(exception.Start.Line, 1), Math.Max(exception.Start.Column, 1));

        SkillHeader ToHeader(string yaml)
        {
            var parser = new SkillHeaderParser(yaml);
            (SkillHeaderParser.Value? name, SkillHeaderParser.Value? description) = parser.Parse();
            LostText.Check(path, frontmatter, yaml, parser, name, description, diagnostics);
            SkillKeys.Check(parser, name is not null, description is not null, key => At(key.Line, key.Column), diagnostics);
            return new SkillHeader(ToValue(name), ToValue(description)) { NameIsNumber = name?.Scalar is { Style: ScalarStyle.Plain } scalar && IsNumber(scalar.Value) };
        }

        HeaderValue ToValue(SkillHeaderParser.Value? value) => value is { } present
            ? new HeaderValue(present.Text is null ? null : CodexText.Collapse(present.Text), At(present.Start.Line, present.Start.Column))
            : new HeaderValue(null, new Location(path, 1, 1));
    }

    private static bool IsNumber(string text) =>
        text.Length is > 0 and < 64 && char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>The parser's message is "(Line: 1, Col: 2, Idx: 3) - (...): reason"; the place is shown by the diagnostic itself.</summary>
    internal static string Reason(YamlException exception)
    {
        string message = exception.Message;
        int end = message.StartsWith('(') ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        string reason = (end < 0 ? message : message[(end + 3)..]).TrimEnd('.', ' ');
        return reason.Length > 0 ? char.ToLowerInvariant(reason[0]) + reason[1..] : "it is not YAML";
    }

    private static (char Character, int Line, int Column)? FindControlCharacter(string text)
    {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n')
            {
                line++;
                lineStart = i + 1;
            }
            else if (char.IsControl(c) && c is not ('\t' or '\r' or '\u0085'))
            {
                return (c, line, i - lineStart + 1);
            }
        }

        return null;
    }
}
