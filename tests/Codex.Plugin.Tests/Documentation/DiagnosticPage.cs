using System.Text.RegularExpressions;

namespace Codex.Plugin.Tests.Documentation;

/// <summary>A fenced block of a page: a file of a project, or lines for <c>/bin/sh</c> where <see cref="File"/> is null.</summary>
internal sealed record PageBlock(string Language, string? File, string Content);

/// <summary>A page of <c>docs/diagnostics</c>, read strictly: whoever writes one keeps to the form.</summary>
internal sealed partial record DiagnosticPage(string Id, string Title, string Severity, string? TestedBy, IReadOnlyDictionary<string, string> Sections)
{
    public static DiagnosticPage Read(string path)
    {
        string text = File.ReadAllText(path);
        Match match = Front().Match(text);
        Assert.IsTrue(match.Success, $"{Path.GetFileName(path)} does not begin with a title, a severity and '## Cause'");

        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        string? section = null;
        string? fence = null;
        foreach (string line in text[(match.Length - "## Cause\n".Length)..].Split('\n'))
        {
            if (fence is null && line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
                sections.Add(section, "");
                continue;
            }

            fence = fence is null ? OpeningFence(line) : line == fence ? null : fence;
            sections[section!] += line + "\n";
        }

        return new DiagnosticPage(match.Groups["id"].Value, match.Groups["title"].Value, match.Groups["severity"].Value,
            match.Groups["test"] is { Success: true } test ? test.Value : null, sections);
    }

    public IReadOnlyList<PageBlock> Blocks(string section)
    {
        var blocks = new List<PageBlock>();
        string? fence = null;
        string info = "";
        string content = "";
        foreach (string line in Sections[section].Split('\n'))
        {
            if (fence is null)
            {
                fence = OpeningFence(line);
                info = fence is null ? "" : line[fence.Length..];
                content = "";
            }
            else if (line == fence)
            {
                blocks.Add(ToBlock(info, content));
                fence = null;
            }
            else
            {
                content += line + "\n";
            }
        }

        Assert.IsNull(fence, $"{Id}: a block is not closed");
        return blocks;
    }

    private PageBlock ToBlock(string info, string content)
    {
        const string FileMark = " file=";
        int mark = info.IndexOf(FileMark, StringComparison.Ordinal);
        Assert.IsTrue(mark > 0 || info == "sh", $"{Id}: a block is neither 'LANGUAGE file=PATH' nor 'sh': {info}");
        return mark > 0 ? new PageBlock(info[..mark], info[(mark + FileMark.Length)..], content) : new PageBlock(info, null, content);
    }

    private static string? OpeningFence(string line) => line.StartsWith("```", StringComparison.Ordinal) ? line[..^line.TrimStart('`').Length] : null;

    [GeneratedRegex(@"\A# (?<id>CXP\d{4}): (?<title>.+)\n\nSeverity: (?<severity>error|warning|note)\n\n(Tested by: (?<test>\w+)\n\n)?## Cause\n")]
    private static partial Regex Front();
}
