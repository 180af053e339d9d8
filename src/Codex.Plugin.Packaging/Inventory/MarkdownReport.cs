using System.Text;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>The report as Markdown. No text of a plugin becomes anything but text.</summary>
internal static class MarkdownReport
{
    // What ends a table's cell, or a backslash could itself be escaped before, is written by its number.
    private const string ByNumber = "<>&|`\\";

    private const string Escaped = "*_[]~#!:@$^{}";

    public static byte[] ToBytes(InventoryReport report)
    {
        var text = new StringBuilder();
        Line($"# {Escape(report.Title)}");
        Line("");
        Line(Escape(report.Text));
        foreach (ReportSection section in report.Sections)
        {
            Line("");
            Line($"## {Escape(section.Title)}");
            foreach (ReportTable table in section.Tables)
            {
                Line("");
                Row(table.Header);
                Line("|" + string.Concat(Enumerable.Repeat(" --- |", table.Header.Count)));
                foreach (IReadOnlyList<string> row in table.Rows)
                {
                    Row(row);
                }
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());

        void Line(string line) => text.Append(line).Append('\n');

        void Row(IEnumerable<string> cells) => Line("| " + string.Join(" | ", cells.Select(Escape)) + " |");
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            // Many a reader makes a link of 'www.'.
            char c = text[i];
            if (ByNumber.Contains(c, StringComparison.Ordinal) || (c == '.' && text.AsSpan(0, i).EndsWith("www", StringComparison.OrdinalIgnoreCase)))
            {
                escaped.Append("&#").Append((int)c).Append(';');
            }
            else
            {
                escaped.Append(Escaped.Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
            }
        }

        return escaped.ToString();
    }
}
