using System.Text.RegularExpressions;
using Codex.Plugin.Packaging;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Versions that are nearly versions.</summary>
internal static partial class VersionText
{
    /// <summary>The version that is meant; null where nobody can tell.</summary>
    public static string? Near(string? written) =>
        written is null ? null
        : PackageVersions.Normalize(written.Trim().TrimStart('v', 'V')) ?? PackageVersions.Normalize(Number().Match(written).Value);

    [GeneratedRegex(@"\d{1,9}(?:\.\d{1,9}){1,3}", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
