namespace Codex.Plugin.Check;

/// <summary>The rule for names of plugins: what Codex, the portable format and the public directory all accept.</summary>
public static class PluginName
{
    /// <summary>Codex drops a skill whose qualified name is longer than 129; 64 leaves room for 64 and the colon.</summary>
    public const int LongestLength = 64;

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

    /// <summary>What is wrong with the name, to follow it in a sentence; null where nothing is.</summary>
    /// <param name="name">The name.</param>
    public static string? FindProblem(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0)
        {
            return "is empty";
        }

        if (name.Length > LongestLength)
        {
            return $"has {name.Length} characters";
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return $"contains '{c}'";
            }
        }

        return name[0] == '-' || name[^1] == '-' ? "begins or ends with '-'" : null;
    }
}
