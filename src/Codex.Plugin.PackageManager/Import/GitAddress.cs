using System.Text.RegularExpressions;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>The address of a git repository, with what is wanted of it.</summary>
/// <param name="Url">The address for git.</param>
/// <param name="Ref">A branch, a tag or a commit; null: the default branch.</param>
internal sealed partial record GitAddress(string Url, string? Ref)
{
    /// <summary>The address without credentials.</summary>
    public string Shown => WithoutCredentials(Url) + (Ref is null ? "" : $"#{Ref}");

    /// <summary>The repository's own name.</summary>
    public string Name
    {
        get
        {
            int query = Url.IndexOf('?', StringComparison.Ordinal);
            string path = (query < 0 ? Url : Url[..query]).TrimEnd('/');
            string name = path[(path.AsSpan().LastIndexOfAny('/', ':', '\\') + 1)..];
            return name.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        }
    }

    /// <summary>Reads an address; null where the text is none, but a path.</summary>
    /// <exception cref="ImportException">It is an address of a kind that git is not asked for.</exception>
    public static GitAddress? Parse(string text)
    {
        int hash = text.IndexOf('#', StringComparison.Ordinal);
        (string url, string? wanted) = hash < 0 ? (text, null) : (text[..hash], text[(hash + 1)..]);
        if (!Scheme().IsMatch(url) && !Remote().IsMatch(url))
        {
            if (url.Contains("::", StringComparison.Ordinal) || url.Contains("://", StringComparison.Ordinal))
            {
                throw new ImportException("That is not an address of a git repository. Use https://, ssh://, file:// or user@host:path.");
            }

            return null;
        }

        return wanted is { Length: 0 } || wanted?.StartsWith('-') == true || wanted?.Any(char.IsWhiteSpace) == true
            ? throw new ImportException("After '#' stands the name of a branch, a tag or a commit.")
            : new GitAddress(url, wanted);
    }

    /// <summary>A text in which no address has credentials any more.</summary>
    public static string WithoutCredentials(string text) => Query().Replace(Credentials().Replace(text, "$1"), "$1");

    [GeneratedRegex(@"\A(?:https?|ssh|git|file)://[^\s]+\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    // user@host:path
    [GeneratedRegex(@"\A[A-Za-z0-9][\w.+-]*@[A-Za-z0-9][\w.-]*:[^\s:][^\s]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Remote();

    [GeneratedRegex(@"([a-z][a-z0-9+.-]*://)[^\s/'""]*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    [GeneratedRegex(@"([a-z][a-z0-9+.-]*://[^\s?'""]*)\?[^\s'""]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Query();
}
