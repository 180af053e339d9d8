namespace Codex.Plugin.Check;

/// <summary>The rules for names of plugins and marketplaces.</summary>
public static class PluginName
{
    /// <summary>Codex drops a skill whose qualified name is longer than 129; 64 leaves room for 64 and the colon.</summary>
    public const int LongestLength = 64;

    // Codex's own.
    private static readonly string[] s_reservedMarketplaces =
        ["openai-curated", "openai-api-curated", "openai-bundled", "openai-bundled-alpha", "openai-primary-runtime"];

    /// <summary>The name that a package id gives: lower case, with <c>.</c>, <c>_</c> and spaces as <c>-</c>.</summary>
    /// <param name="packageId">The package's id.</param>
    public static string FromPackageId(string packageId)
    {
        ArgumentNullException.ThrowIfNull(packageId);
        return string.Create(packageId.Length, packageId, static (name, id) =>
        {
            for (int i = 0; i < name.Length; i++)
            {
                name[i] = id[i] is '.' or '_' or ' ' ? '-' : char.ToLowerInvariant(id[i]);
            }
        });
    }

    /// <summary>What is wrong with the name of a plugin, to follow it in a sentence; null where nothing is.</summary>
    /// <param name="name">The name.</param>
    public static string? FindProblem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (FindProblem(name, static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') is { } problem)
        {
            return problem;
        }

        return name[0] == '.' || name[^1] == '.' ? "begins or ends with '.'"
            : name.Contains("..", StringComparison.Ordinal) ? "contains '..'"
            : null;
    }

    /// <summary>What is wrong with the name of a marketplace, which is narrower, to follow it in a sentence; null where nothing is.</summary>
    /// <param name="name">The name.</param>
    public static string? FindMarketplaceProblem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return FindProblem(name, static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ?? (name[0] == '-' || name[^1] == '-' ? "begins or ends with '-'"
                : IsReservedMarketplace(name) ? "is one that Codex keeps for itself"
                : null);
    }

    /// <summary>Whether Codex keeps the name of a marketplace for itself.</summary>
    /// <param name="name">The name.</param>
    public static bool IsReservedMarketplace(string name) => s_reservedMarketplaces.Contains(name, StringComparer.Ordinal);

    private static string? FindProblem(string name, Func<char, bool> isAccepted) =>
        name.Length == 0 ? "is empty"
        : name.Length > LongestLength ? $"has {name.Length} characters"
        : name.Any(c => !isAccepted(c)) ? $"contains '{name.First(c => !isAccepted(c))}'"
        : null;
}
