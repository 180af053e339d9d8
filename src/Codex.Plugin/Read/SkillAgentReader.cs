using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using YamlDotNet.Core;

namespace Codex.Plugin.Read;

/// <summary>Reads one <c>agents/openai.yaml</c>: how a skill is shown, when it may be used, and what it needs.</summary>
internal static class SkillAgentReader
{
    public const string FolderName = "agents";

    public const string FileName = "openai.yaml";

    private const string Ending = $"/{FolderName}/{FileName}";

    /// <summary>The folder of the skill that the file would belong to; null where the file has another name or lies in another folder.</summary>
    public static string? SkillFolderOf(string path) =>
        path.EndsWith(Ending, StringComparison.Ordinal) ? path[..^Ending.Length] : null;

    /// <summary>What the size alone tells.</summary>
    public static Diagnostic? FindSizeProblem(SourceEntry source) =>
        source.Stamp.Length == 0 ? Diagnostic.Create(DiagnosticDescriptors.FileWithoutEffect, new Location(source.Path), source.Path, "it is empty. Write the skill's interface or policy into it, or remove it")
        : DescriptorSize.FindProblem(source.Path, source.Stamp.Length);

    /// <summary>Reads the file's bytes.</summary>
    public static FileFacts Read(SourceEntry source, byte[] bytes)
    {
        var text = new SourceText(source.Path, bytes);
        if (text.FindInvalidUtf8() is { } invalid)
        {
            return new FileFacts(source.Path, [Problem(text.At(invalid), $"the byte 0x{bytes[invalid]:X2} is not UTF-8", SkillAgentChecker.Lost, "Save the file as UTF-8 without byte order mark.")]);
        }

        string yaml = Encoding.UTF8.GetString(bytes);
        if (FindRefused(yaml) is { } refused)
        {
            return new FileFacts(source.Path, [Problem(text.At(Encoding.UTF8.GetByteCount(yaml.AsSpan(0, refused))), $"it contains the control character U+{(int)yaml[refused]:X4}", SkillAgentChecker.Lost, "Remove it.")]);
        }

        return text.HasByteOrderMark ? ReadAfterMark(source.Path, yaml) : ReadYaml(source.Path, yaml);
    }

    // For Codex the mark is a blank that indents the first line: a second key at the margin then is an error.
    private static FileFacts ReadAfterMark(string path, string yaml)
    {
        FileFacts facts = ReadYaml(path, string.Concat(" ", yaml.AsSpan(1)));
        bool isLost = facts.Diagnostics.Any(static found => found.Descriptor == DiagnosticDescriptors.SkillAgentIgnored && found.Severity == DiagnosticSeverity.Error);
        Diagnostic mark = Problem(new Location(path, 1, 1), "it begins with a byte order mark", isLost ? SkillAgentChecker.Lost : "Codex reads it as long as no second key follows.", "Save the file as UTF-8 without byte order mark.");
        return isLost ? new FileFacts(path, [mark]) : facts with { Diagnostics = [mark with { Severity = DiagnosticSeverity.Warning }, .. facts.Diagnostics] };
    }

    private static FileFacts ReadYaml(string path, string yaml)
    {
        try
        {
            return YamlNode.Parse(yaml) is { } root ? new SkillAgentChecker(path, yaml).Check(root) : new FileFacts(path, []);
        }
        catch (YamlException exception)
        {
            var place = new Location(path, (int)Math.Max(exception.Start.Line, 1), (int)Math.Max(exception.Start.Column, 1));
            string reason = SkillHeader.Reason(exception);
            Diagnostic problem = exception is YamlTooDeepException ? Problem(place, reason, "Codex takes its time for it.", "Remove what has no meaning.")
                : IsOnlyStrict(reason) ? Problem(place, reason, "Codex reads it, others do not.", "Indent each line of a text in quotes, and put a blank before '#'.") with { Severity = DiagnosticSeverity.Warning }
                : Problem(place, reason, SkillAgentChecker.Lost, "Write YAML; put values with special characters into double quotes.");
            return new FileFacts(path, [problem]);
        }
    }

    private static Diagnostic Problem(Location location, string reason, string consequence, string mend) =>
        Diagnostic.Create(DiagnosticDescriptors.SkillAgentIgnored, location, reason, consequence, mend);

    // What YamlDotNet refuses, as YAML 1.2 does, and Codex's older parser takes.
    private static bool IsOnlyStrict(string reason) =>
        reason.Contains("found wrong indentation", StringComparison.Ordinal) || reason.Contains("found invalid comment", StringComparison.Ordinal);

    // Where Codex's parser finds one, it gives up, even in a comment.
    private static int? FindRefused(string yaml)
    {
        for (int i = 0; i < yaml.Length; i++)
        {
            if ((char.IsControl(yaml[i]) && yaml[i] is not ('\t' or '\n' or '\r' or '\u0085')) || yaml[i] is '\uFFFE' or '\uFFFF')
            {
                return i;
            }
        }

        return null;
    }
}
