using System.Text;
using YamlDotNet.Core;

namespace Codex.Plugin.Read;

/// <summary>
/// What Codex does to a frontmatter that is not YAML before it tries again: values that hold ': ', or begin with a character
/// that has a meaning in YAML, are put into single quotes, line by line (worked out by asking 0.169).
/// </summary>
internal static class FrontmatterRepair
{
    public static string Repair(string yaml)
    {
        var repaired = new StringBuilder(yaml.Length + 16);
        int? blockIndent = null;
        foreach (string line in yaml.Split('\n'))
        {
            int indent = line.Length - line.TrimStart().Length;
            if (blockIndent is { } outer && (line.Trim().Length == 0 || indent > outer))
            {
                repaired.Append(line).Append('\n');
                continue;
            }

            blockIndent = null;
            repaired.Append(RepairLine(line, out bool startsBlock)).Append('\n');
            if (startsBlock)
            {
                blockIndent = indent;
            }
        }

        repaired.Length--;
        return repaired.ToString();
    }

    private static string RepairLine(string line, out bool startsBlock)
    {
        startsBlock = false;
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || string.IsNullOrWhiteSpace(line[..colon]))
        {
            return line;
        }

        string rest = line[(colon + 1)..];
        if (rest.Length > 0 && !char.IsWhiteSpace(rest[0]))
        {
            return line;
        }

        int commentStart = CommentStart(rest);
        string value = rest[..commentStart].Trim();
        if (value.Length == 0 || value[0] is '\'' or '"')
        {
            return line;
        }

        if (value[0] is '|' or '>')
        {
            startsBlock = true;
            return line;
        }

        if (!HasColonBeforeBlank(value) && !(value[0] is '[' or '{' or '@' or '`' && !IsYaml(value)))
        {
            return line;
        }

        int valueStart = colon + 1 + (rest.Length - rest.TrimStart().Length);
        string comment = rest[commentStart..];
        string quoted = $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        return comment.Length > 0 ? $"{line[..valueStart]}{quoted} {comment}" : $"{line[..valueStart]}{quoted}";
    }

    private static int CommentStart(string rest)
    {
        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '#' && (i == 0 || char.IsWhiteSpace(rest[i - 1])))
            {
                return i;
            }
        }

        return rest.Length;
    }

    private static bool HasColonBeforeBlank(string value)
    {
        for (int i = 0; i + 1 < value.Length; i++)
        {
            if (value[i] == ':' && char.IsWhiteSpace(value[i + 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsYaml(string value)
    {
        try
        {
            var parser = new YamlEvents(value);
            while (parser.MoveNext())
            {
            }

            return true;
        }
        catch (YamlException)
        {
            return false;
        }
    }
}
