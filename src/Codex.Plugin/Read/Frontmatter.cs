using System.Text;

namespace Codex.Plugin.Read;

/// <summary>The lines between the two <c>---</c> at the top of a <c>SKILL.md</c>, cut as Codex cuts them.</summary>
/// <param name="Text">The lines, joined by LF.</param>
/// <param name="FirstLine">The 1-based line of the file on which the first of them stands.</param>
internal readonly record struct Frontmatter(string Text, int FirstLine)
{
    private const string Fence = "---";

    /// <summary>The 1-based line of the closing <c>---</c>; the body begins on the next.</summary>
    public int CloseLine { get; private init; }

    /// <summary>The blanks before the closing <c>---</c>.</summary>
    public int CloseIndent { get; private init; }

    /// <summary>The offset of the first byte after the closing line.</summary>
    public int BodyStart { get; private init; }

    /// <summary>Cuts the frontmatter out; where there is none, <paramref name="problem"/> says why, to follow in a sentence.</summary>
    public static bool TryCut(ReadOnlySpan<byte> file, out Frontmatter frontmatter, out string? problem, out int problemLine)
    {
        frontmatter = default;
        problemLine = 1;
        ReadOnlySpan<byte> rest = file;
        ReadOnlySpan<byte> first = NextLine(ref rest);
        if (!IsFence(first))
        {
            problem = first.StartsWith("\uFEFF"u8) ? "The file begins with a byte order mark"
                : first.Trim(" \t\r"u8).IsEmpty ? "The file begins with an empty line"
                : "The file does not begin with a line '---'";
            return false;
        }

        ReadOnlySpan<byte> body = rest;
        for (int line = 2; !rest.IsEmpty; line++)
        {
            int length = body.Length - rest.Length;
            ReadOnlySpan<byte> close = NextLine(ref rest);
            if (!IsFence(close))
            {
                continue;
            }

            if (length == 0)
            {
                problem = "The frontmatter is empty";
                problemLine = line;
                return false;
            }

            frontmatter = new Frontmatter(Encoding.UTF8.GetString(body[..length]).Replace("\r\n", "\n", StringComparison.Ordinal), FirstLine: 2)
            {
                CloseLine = line,
                CloseIndent = close.Length - close.TrimStart((byte)' ').Length,
                BodyStart = file.Length - rest.Length,
            };
            problem = null;
            return true;
        }

        problem = "The frontmatter that begins here is not closed by a line '---'";
        return false;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return line;
    }

    private static bool IsFence(ReadOnlySpan<byte> line) =>
        line.IndexOf("---"u8) is >= 0 and < 64 && Encoding.UTF8.GetString(line).Trim() == Fence;
}
