using System.Text;
using Codex.Plugin.Packaging.Capabilities;
using DiffPlex;
using DiffPlex.Model;

namespace Codex.Plugin.PackageManager.Differences;

/// <summary>How two texts differ, line by line.</summary>
public sealed class TextDiff
{
    /// <summary>What is larger, in bytes, is not compared line by line.</summary>
    public const int LargestText = 1 << 20;

    /// <summary>What has more lines is not compared line by line.</summary>
    public const int MostLines = 20_000;

    // As many as git shows.
    private const int Around = 3;

    // What is longer is cut.
    private const int LongestLine = 1000;

    private TextDiff(string? problem, IReadOnlyList<TextHunk> hunks)
    {
        Problem = problem;
        Hunks = hunks;
        AddedLines = Count(TextDiffLineKind.Added);
        RemovedLines = Count(TextDiffLineKind.Removed);

        int Count(TextDiffLineKind kind) => hunks.Sum(hunk => hunk.Lines.Count(line => line.Kind == kind));
    }

    /// <summary>Why the lines were not compared, in words; null: they were.</summary>
    public string? Problem { get; }

    /// <summary>Where the texts differ, in their order.</summary>
    public IReadOnlyList<TextHunk> Hunks { get; }

    /// <summary>How many lines the new text has and the old one has not.</summary>
    public int AddedLines { get; }

    /// <summary>How many lines the old text has and the new one has not.</summary>
    public int RemovedLines { get; }

    /// <summary>Compares two texts.</summary>
    /// <param name="old">What it was, in UTF-8; empty: nothing.</param>
    /// <param name="new">What it is, in UTF-8; empty: nothing.</param>
    public static TextDiff Between(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
    {
        if (Math.Max(old.Length, @new.Length) > LargestText)
        {
            return TooLarge;
        }

        if (Math.Max(old.Count((byte)'\n'), @new.Count((byte)'\n')) >= MostLines)
        {
            return new TextDiff($"more than {MostLines} lines: too many to compare line by line", []);
        }

        DiffResult result = Differ.Instance.CreateDiffs(Encoding.UTF8.GetString(old), Encoding.UTF8.GetString(@new), ignoreWhiteSpace: false, ignoreCase: false, LineFeedChunker.Instance);
        bool isCrLf = EndsCrLf(result.PiecesOld) && EndsCrLf(result.PiecesNew);
        return new TextDiff(null, [.. Group(result.DiffBlocks).Select(blocks => ToHunk(result, blocks, isCrLf))]);
    }

    /// <summary>That of texts that are too large.</summary>
    internal static TextDiff TooLarge { get; } = new("too large to compare line by line", []);

    /// <summary>The unified diff, its lines ended by line feeds; empty where no line differs.</summary>
    /// <param name="path">The file's path in the plugin.</param>
    /// <param name="isNew">Whether there is no old file.</param>
    /// <param name="isRemoved">Whether there is no new file.</param>
    public string ToUnified(string path, bool isNew = false, bool isRemoved = false)
    {
        if (Hunks.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        text.Append("--- ").Append(isNew ? "/dev/null" : $"a/{path}").Append('\n').Append("+++ ").Append(isRemoved ? "/dev/null" : $"b/{path}").Append('\n');
        foreach (TextHunk hunk in Hunks)
        {
            text.Append(hunk).Append('\n').AppendJoin('\n', hunk.Lines).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A line as it can be shown to anybody. Tabs stay what they are.</summary>
    internal static string Show(string line) =>
        line.Length > LongestLine || !line.Contains('\t', StringComparison.Ordinal) ? CapabilityText.Show(line) : string.Join('\t', line.Split('\t').Select(CapabilityText.Show));

    // Blocks whose surroundings touch are one hunk.
    private static IEnumerable<List<DiffBlock>> Group(IEnumerable<DiffBlock> blocks)
    {
        List<DiffBlock> group = [];
        foreach (DiffBlock block in blocks)
        {
            if (group.Count > 0 && block.DeleteStartA - (group[^1].DeleteStartA + group[^1].DeleteCountA) > 2 * Around)
            {
                yield return group;
                group = [];
            }

            group.Add(block);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    private static TextHunk ToHunk(DiffResult result, List<DiffBlock> blocks, bool isCrLf)
    {
        int before = Math.Min(Around, blocks[0].DeleteStartA);
        int oldStart = blocks[0].DeleteStartA - before;
        int newStart = blocks[0].InsertStartB - before;
        var lines = new List<TextDiffLine>();
        int at = oldStart;
        foreach (DiffBlock block in blocks)
        {
            Add(TextDiffLineKind.Context, result.PiecesOld, at, block.DeleteStartA - at);
            Add(TextDiffLineKind.Removed, result.PiecesOld, block.DeleteStartA, block.DeleteCountA);
            Add(TextDiffLineKind.Added, result.PiecesNew, block.InsertStartB, block.InsertCountB);
            at = block.DeleteStartA + block.DeleteCountA;
        }

        int after = Math.Min(Around, result.PiecesOld.Count - at);
        Add(TextDiffLineKind.Context, result.PiecesOld, at, after);
        int oldCount = at + after - oldStart;
        int newCount = blocks[^1].InsertStartB + blocks[^1].InsertCountB + after - newStart;
        return new TextHunk(oldCount == 0 ? oldStart : oldStart + 1, oldCount, newCount == 0 ? newStart : newStart + 1, newCount, lines);

        void Add(TextDiffLineKind kind, IReadOnlyList<string> pieces, int start, int count)
        {
            for (int i = start; i < start + count; i++)
            {
                ReadOnlySpan<char> line = pieces[i].AsSpan();
                bool isEnded = line.EndsWith("\n");
                line = isEnded ? line[..^1] : line;
                lines.Add(new TextDiffLine(kind, Show((isCrLf && line.EndsWith("\r") ? line[..^1] : line).ToString())));
                if (!isEnded)
                {
                    lines.Add(new TextDiffLine(TextDiffLineKind.NoLineFeed, "No newline at end of file"));
                }
            }
        }
    }

    // Where only one of the two is, its line ends are the difference.
    private static bool EndsCrLf(IReadOnlyList<string> lines) =>
        lines.All(static line => !line.EndsWith('\n') || line.EndsWith("\r\n", StringComparison.Ordinal));

    // Lines with their ends, so that a change of these is one.
    private sealed class LineFeedChunker : IChunker
    {
        public static LineFeedChunker Instance { get; } = new();

        public IReadOnlyList<string> Chunk(string text)
        {
            var lines = new List<string>();
            for (int start = 0; start < text.Length;)
            {
                int end = text.IndexOf('\n', start);
                end = end < 0 ? text.Length : end + 1;
                lines.Add(text[start..end]);
                start = end;
            }

            return lines;
        }
    }
}
