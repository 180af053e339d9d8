using System.Globalization;
using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;

namespace Codex.Plugin.Install;

/// <summary>The rows as text in columns, for a log.</summary>
internal static class InstallTable
{
    private const int Gap = 2;

    // What is wider stands in its line alone: one long version does not push every other line out of the window.
    private const int Widest = 40;

    private static readonly string[] s_header = ["plugin", "before", "after", "policy", "action", "reason"];

    public static IReadOnlyList<string> Format(IReadOnlyList<InstallRow> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        List<string[]> lines = [s_header, .. rows.Select(static row => new[]
        {
            row.Plugin,
            row.Before ?? "-",
            row.After ?? "-",
            row.Policy is { } policy ? MarketplaceDocument.InstallationWords[policy] : "-",
            row.Action.ToString().ToLowerInvariant(),
            row.Reason,
        }.Select(Diagnostic.Printable).ToArray())];
        int[] widths = [.. Enumerable.Range(0, s_header.Length).Select(column => lines.Max(line => Width(line[column]) is var width && width <= Widest ? width : 0))];
        return lines.ConvertAll(line => ToLine(line, widths));
    }

    private static string ToLine(string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (int i = 0; i < cells.Length; i++)
        {
            line.Append(cells[i]);
            if (i < cells.Length - 1)
            {
                line.Append(' ', Math.Max(widths[i] - Width(cells[i]), 0) + Gap);
            }
        }

        return line.ToString();
    }

    // An accent that follows its letter takes no room.
    private static int Width(string text) => StringInfo.ParseCombiningCharacters(text).Length;
}
