using System.Text;
using Codex.Plugin.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Codex.Plugin.Read;

/// <summary>Finds the links and pictures in a skill that name a file.</summary>
internal static class SkillLinkReader
{
    // The time that Markdown takes grows with the square of these; no skill that a model can read comes near, and what does is not checked.
    private const int LargestBody = 256 * 1024;
    private const int MostBrackets = 4000;
    private const int DeepestContainer = 64;

    public static IReadOnlyList<FileReference> Read(SourceText file, Frontmatter frontmatter)
    {
        ReadOnlySpan<byte> body = file.Bytes[frontmatter.BodyStart..];

        // Most skills have no links, and then the parser is not even loaded.
        return (body.IndexOf("]("u8) >= 0 || body.IndexOf("]:"u8) >= 0) && IsReadable(body) ? Parse(file.Path, Encoding.UTF8.GetString(body), frontmatter.CloseLine + 1) : [];
    }

    private static bool IsReadable(ReadOnlySpan<byte> body)
    {
        if (body.Length > LargestBody || body.Count((byte)'[') > MostBrackets)
        {
            return false;
        }

        foreach (Range range in body.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = body[range];
            int markers = 0;
            for (int i = 0; i < line.Length && line[i] is (byte)' ' or (byte)'\t' or (byte)'>' or (byte)'-' or (byte)'*' or (byte)'+' or (byte)'.' or (byte)')' or (>= (byte)'0' and <= (byte)'9'); i++)
            {
                bool endsMarker = line[i] == '>' || (line[i] is (byte)' ' or (byte)'\t' && i > 0 && line[i - 1] is not ((byte)' ' or (byte)'\t' or (byte)'>'));
                if (endsMarker && ++markers > DeepestContainer)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static List<FileReference> Parse(string path, string body, int firstLine)
    {
        var references = new List<FileReference>();
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(body, Pipeline.Precise);
        }
        catch (ArgumentException)
        {
            // Markdig's answer to deep nesting.
            return references;
        }

        var starts = new HashSet<int>();
        string folder = path[..(path.LastIndexOf('/') + 1)];
        int line = firstLine;
        int lineStart = 0;
        foreach ((string url, int start) in document.Descendants<LinkInline>().Select(ToTarget).Where(target => starts.Add(target.Start)).OrderBy(static target => target.Start))
        {
            if (ToPath(url) is not { } target)
            {
                continue;
            }

            for (int end = body.IndexOf('\n', lineStart); end >= 0 && end < start; end = body.IndexOf('\n', lineStart))
            {
                line++;
                lineStart = end + 1;
            }

            references.Add(new FileReference(FileReferenceKind.Link, DeclaredPath.Resolve(folder + target) ?? target, url, new Location(path, line, start - lineStart + 1)));
        }

        return references;
    }

    private static (string Url, int Start) ToTarget(LinkInline link) =>
        link.Reference is { } definition
            ? (definition.Url ?? "", definition.UrlSpan.IsEmpty ? definition.Span.Start : definition.UrlSpan.Start)
            : (link.Url ?? "", link.UrlSpan.IsEmpty ? link.Span.Start : link.UrlSpan.Start);

    /// <summary>The path without query and fragment; null where the link does not lead to a file of the plugin, or only shows where one would stand.</summary>
    private static string? ToPath(string url)
    {
        string path = url[..(url.AsSpan().IndexOfAny('?', '#') is >= 0 and var end ? end : url.Length)];
        return path is "" or "link" or "url" or "URL" or "path" || path[0] is '/' or '~' or '$' || HasScheme(path) || path.AsSpan().IndexOfAny("<>{}*") >= 0 || path.Contains("...", StringComparison.Ordinal)
            ? null
            : Uri.UnescapeDataString(path);
    }

    private static bool HasScheme(string path)
    {
        int colon = path.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && char.IsAsciiLetter(path[0]) && path.Take(colon).All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');
    }

    // Made with the first skill that has links, and once for all of them.
    private static class Pipeline
    {
        public static readonly MarkdownPipeline Precise = new MarkdownPipelineBuilder().UsePreciseSourceLocation().Build();
    }
}
