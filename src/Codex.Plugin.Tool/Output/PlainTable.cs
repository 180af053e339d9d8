using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Tool.Output;

/// <summary>A table in a pipe: columns of one width, nothing wrapped, and nothing loaded for it.</summary>
internal static class PlainTable
{
    private const int Gap = 2;

    public static void Write(TextWriter writer, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<string[]> lines = [.. new[] { header }.Concat(rows).Select(static row => row.Select(Diagnostic.Printable).ToArray())];
        int[] widths = [.. Enumerable.Range(0, header.Count).Select(column => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines)
        {
            writer.WriteLine(string.Concat(line.Select((cell, column) => column == line.Length - 1 ? cell : cell.PadRight(widths[column] + Gap))).TrimEnd());
        }
    }
}
