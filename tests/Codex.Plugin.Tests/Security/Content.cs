using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Security;

namespace Codex.Plugin.Tests.Security;

/// <summary>The findings in files that are given as texts.</summary>
internal static class Content
{
    public const string Skill = "skills/review/SKILL.md";

    public static IReadOnlyList<Diagnostic> Review(string text, string path = Skill) => Review([(path, Encoding.UTF8.GetBytes(text))]);

    public static IReadOnlyList<Diagnostic> Review(params (string Path, byte[] Bytes)[] files)
    {
        var review = new ContentReview(new ContentSuppressions([]), static path => path);
        foreach ((string path, byte[] bytes) in files)
        {
            review.Add(path, bytes);
        }

        return review.Complete();
    }

    /// <summary>What is found in the text, as severity, id and place. Ex: <c>error CXP8001 (1,3)</c>.</summary>
    public static string Find(string text, string path = Skill) => Describe(Review(text, path));

    public static string Find(string path, byte[] bytes) => Describe(Review((path, bytes)));

    /// <summary>A code point as text; tests show what nobody sees as numbers.</summary>
    public static string Character(int code) => char.ConvertFromUtf32(code);

    /// <summary>The ASCII text in tags.</summary>
    public static string Tags(string text) => string.Concat(text.Select(static c => Character(0xE0000 + c)));

    /// <summary>The bytes of the text in variation selectors.</summary>
    public static string Selectors(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(static b => Character(b < 16 ? 0xFE00 + b : 0xE0100 + b - 16)));

    /// <summary>The bits of the text in two characters without width.</summary>
    public static string Bits(string text, char zero = '\u200B', char one = '\u200C') =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(b => string.Concat(Enumerable.Range(0, 8).Select(bit => (b >> (7 - bit) & 1) == 1 ? one : zero))));

    private static string Describe(IReadOnlyList<Diagnostic> found) =>
        string.Join("; ", found.Select(static one => $"{one.ToString().Split(": ")[1].Split(' ')[0]} {one.Descriptor.Id}{(one.Location.Line > 0 ? $" ({one.Location.Line},{one.Location.Column})" : "")}"));
}
