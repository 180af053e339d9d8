using System.Buffers;
using System.Text.RegularExpressions;

namespace Codex.Plugin.Read;

/// <summary>What a runner fetches when a server starts.</summary>
/// <param name="Name">The package, the image or the address; null where the command line does not tell it for sure.</param>
/// <param name="Version">Its version as written; null where none is.</param>
internal sealed record McpFetched(string? Name, string? Version);

/// <content>Which package a command line fetches, pinned or not.</content>
internal static partial class McpPayload
{
    private static readonly McpFetched s_unknown = new(null, null);

    private static readonly SearchValues<char> s_ofScripts = SearchValues.Create(";&|<>`$()\r\n");

    /// <summary>What the command fetches; null where it is no runner of packages, runs what lies on the machine, or runs something else as well.</summary>
    public static McpFetched? FindFetched(string command, IEnumerable<string> arguments)
    {
        Word[] words = [new(command, 0), .. arguments.Take(MostWords).Select(static argument => new Word(argument, 0))];

        // A script of several commands may fetch one thing and run another.
        int shell = Array.FindIndex(words, static word => McpCommandLine.IsShell(NameOf(word.Text)));
        return shell >= 0 && words[shell..].Any(static word => word.Text.AsSpan().ContainsAny(s_ofScripts)) ? null
            : Find<McpFetched>(words, depth: 0, FindFetched);
    }

    private static McpFetched? FindFetched(Fetcher fetcher, Options options, ReadOnlySpan<Word> words)
    {
        Line line = Read(options, words);
        Word? named = line.Named.Where(static one => one.Option is not ("--with" or "-w")).Select(static one => (Word?)one.Value).FirstOrDefault();

        // 'uv run' runs a file or a program of the machine; packages come beside it.
        return fetcher == Fetcher.PythonScript ? null
            : (named ?? line.First)?.Text.Trim() is not { Length: > 0 } text ? s_unknown
            : fetcher != Fetcher.Docker && IsLocal(text) ? null
            : fetcher switch
            {
                Fetcher.Npm => GitOfNpm().IsMatch(text) ? Repository(text, '#') : Of(NpmSpecification(), text, "range"),
                Fetcher.Deno => text.StartsWith("npm:", StringComparison.Ordinal) || text.StartsWith("jsr:", StringComparison.Ordinal) ? Of(DenoSpecification(), text[4..].TrimStart('/'), "range")
                    : text.Contains("://", StringComparison.Ordinal) ? new McpFetched(text, null)
                    : null,
                Fetcher.PythonTool => Of(PythonSpecification(), text, "version"),
                Fetcher.Docker => ImageOf(text),
                Fetcher.Dotnet => Of(NuGetSpecification(), text, "version") is var package && package.Version is null ? package with { Version = VersionOption(words) } : package,

                // Without a version it is a package of the module in the folder.
                _ => text.Contains('@', StringComparison.Ordinal) ? Repository(text, '@') : null,
            };
    }

    private static McpFetched Of(Regex specification, string text, string version) => specification.Match(text) is { Success: true } match
        ? new McpFetched(match.Groups["name"].Value, match.Groups[version].Value.TrimStart('@', '=', ' ') is { Length: > 0 } written ? written : null)
        : new McpFetched(text, null);

    private static McpFetched Repository(string text, char separator)
    {
        int at = text.LastIndexOf(separator);
        return at > 0 ? new McpFetched(text[..at], text[(at + 1)..]) : new McpFetched(text, null);
    }

    private static McpFetched ImageOf(string text)
    {
        int digest = text.IndexOf('@', StringComparison.Ordinal);
        string name = digest < 0 ? text : text[..digest];
        int colon = name.LastIndexOf(':');
        bool hasTag = colon > name.LastIndexOf('/');
        string? version = digest >= 0 ? text[(digest + 1)..] : hasTag ? name[(colon + 1)..] : null;
        return new McpFetched(hasTag ? name[..colon] : name, version);
    }

    private static string? VersionOption(ReadOnlySpan<Word> words)
    {
        for (int i = 0; i < words.Length && words[i].Text != "--"; i++)
        {
            if (words[i].Text.StartsWith("--version=", StringComparison.Ordinal))
            {
                return words[i].Text["--version=".Length..];
            }

            if (words[i].Text == "--version" && i + 1 < words.Length)
            {
                return words[i + 1].Text;
            }
        }

        return null;
    }
}
