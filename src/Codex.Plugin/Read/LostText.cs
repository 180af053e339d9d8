using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Codex.Plugin.Read;

/// <summary>Finds what an author most likely meant as text and YAML takes as something else.</summary>
internal static class LostText
{
    /// <param name="path">The file.</param>
    /// <param name="frontmatter">The frontmatter as it is written.</param>
    /// <param name="yaml">The same, or what it was mended to, line by line.</param>
    /// <param name="parser">What read <paramref name="yaml"/>.</param>
    /// <param name="name">The name.</param>
    /// <param name="description">The description.</param>
    /// <param name="diagnostics">Where to report.</param>
    public static void Check(string path, Frontmatter frontmatter, string yaml, SkillHeaderParser parser, SkillHeaderParser.Value? name, SkillHeaderParser.Value? description, DiagnosticBag diagnostics)
    {
        CheckValue("name", name);
        CheckValue("description", description);
        string lastLine = frontmatter.Text.TrimEnd('\n', ' ', '\t', '\r');
        lastLine = lastLine[(lastLine.LastIndexOf('\n') + 1)..];
        if (parser.EndsInBlock && frontmatter.CloseIndent > 0 && frontmatter.CloseIndent >= lastLine.Length - lastLine.TrimStart(' ').Length)
        {
            Report(new Location(path, frontmatter.CloseLine, frontmatter.CloseIndent + 1), "the frontmatter ends at this '---', since Codex does not heed its indentation", "Use another line in the text, such as '***'.");
        }

        void CheckValue(string key, SkillHeaderParser.Value? value)
        {
            if (value?.Scalar is not { } scalar)
            {
                return;
            }

            if (!scalar.Tag.IsEmpty && (scalar.Tag.IsNonSpecific || !scalar.Tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal)))
            {
                Report(At(scalar.Start), $"'{scalar.Tag}' at the beginning of '{key}' is a tag of YAML and no text", "Put the value into double quotes.");
            }
            else if (!scalar.Anchor.IsEmpty && !parser.IsUsed(scalar.Anchor))
            {
                Report(At(scalar.Start), $"'&{scalar.Anchor}' at the beginning of '{key}' is an anchor of YAML and no text", "Put the value into double quotes.");
            }

            if (FindComment(scalar) is { } comment)
            {
                // Mending puts quotes before the comment, so its place is that from the end of the line.
                string line = Line(frontmatter.Text, scalar.End.Line);
                var location = new Location(path, (int)scalar.End.Line + frontmatter.FirstLine - 1, line.Length - comment.Length + 1);
                Report(location, $"'{comment.TrimEnd()}' after '{key}' is a comment of YAML and no text", "Put the whole value into double quotes, or a blank after '#' if it is a remark.");
            }
        }

        string? FindComment(Scalar scalar)
        {
            if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded)
            {
                return null;
            }

            string line = Line(yaml, scalar.End.Line);
            string rest = line[Math.Clamp((int)scalar.End.Column - 1, 0, line.Length)..].TrimStart();

            // People put a blank after the '#' of a remark.
            return rest.Length < line.Length && rest.Length > 1 && rest[0] == '#' && rest[1] != '#' && !char.IsWhiteSpace(rest[1]) ? rest : null;
        }

        void Report(Location location, string what, string mend) => diagnostics.Report(DiagnosticDescriptors.SkillTextLost, location, what, mend);

        Location At(Mark mark) => new(path, (int)mark.Line + frontmatter.FirstLine - 1, (int)mark.Column);
    }

    private static string Line(string text, long number)
    {
        int start = 0;
        for (long line = 1; line < number; line++)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0)
            {
                return "";
            }

            start = end + 1;
        }

        int stop = text.IndexOf('\n', start);
        return stop < 0 ? text[start..] : text[start..stop];
    }
}
