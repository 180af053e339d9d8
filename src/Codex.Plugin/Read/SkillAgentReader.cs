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

    private const int LargestFile = 1024 * 1024;

    /// <summary>The folder of the skill that the file would belong to; null where the file has another name or lies in another folder.</summary>
    public static string? SkillFolderOf(string path) =>
        path.EndsWith(Ending, StringComparison.Ordinal) ? path[..^Ending.Length] : null;

    /// <summary>What the size alone tells.</summary>
    public static Diagnostic? FindSizeProblem(SourceEntry source) =>
        source.Stamp.Length > LargestFile
            ? Diagnostic.Create(DiagnosticDescriptors.SourceTooLarge, new Location(source.Path), source.Path, source.Stamp.Length, LargestFile)
            : null;

    /// <summary>Reads the file's bytes.</summary>
    public static FileFacts Read(SourceEntry source, byte[] bytes)
    {
        var text = new SourceText(source.Path, bytes);
        if (text.FindInvalidUtf8() is { } invalid)
        {
            return Unreadable(text.At(invalid), $"the byte 0x{bytes[invalid]:X2} is not UTF-8", "Save the file as UTF-8 without byte order mark.");
        }

        if (text.HasByteOrderMark)
        {
            return Unreadable(text.At(0), "it begins with a byte order mark", "Save the file as UTF-8 without byte order mark.");
        }

        string yaml = Encoding.UTF8.GetString(bytes);
        if (FindRefused(yaml) is { } refused)
        {
            return Unreadable(text.At(Encoding.UTF8.GetByteCount(yaml.AsSpan(0, refused))), $"it contains the control character U+{(int)yaml[refused]:X4}", "Remove it.");
        }

        try
        {
            return YamlNode.Parse(yaml) is { } root
                ? new SkillAgentChecker(source.Path, yaml).Check(root)
                : new FileFacts(source.Path, []);
        }
        catch (YamlException exception)
        {
            var place = new Location(source.Path, (int)Math.Max(exception.Start.Line, 1), (int)Math.Max(exception.Start.Column, 1));
            string reason = SkillHeader.Reason(exception);
            return exception is YamlTooDeepException ? Of(Diagnostic.Create(DiagnosticDescriptors.SkillAgentIgnored, place, reason, "Codex takes its time for it.", "Remove what has no meaning."))
                : IsOnlyStrict(reason) ? Of(Diagnostic.Create(DiagnosticDescriptors.SkillAgentIgnored, place, reason, "Codex reads it, others do not.", "Indent each line of a text in quotes, and put a blank before '#'.") with { Severity = DiagnosticSeverity.Warning })
                : Unreadable(place, reason, "Write YAML; put values with special characters into double quotes.");
        }

        FileFacts Unreadable(Location location, string reason, string mend) =>
            Of(Diagnostic.Create(DiagnosticDescriptors.SkillAgentIgnored, location, reason, SkillAgentChecker.Lost, mend));

        FileFacts Of(Diagnostic problem) => new(source.Path, [problem]);
    }

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
