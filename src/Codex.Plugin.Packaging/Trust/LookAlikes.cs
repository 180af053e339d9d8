using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Security;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>Names that people take for one another: <c>Contoso.Review</c> and <c>Contoso.Revievv</c>.</summary>
public static class LookAlikes
{
    /// <summary>Reports packages whose ids, or whose plugins' names, look alike: among each other, and against what somebody has approved.</summary>
    /// <param name="reviewed">The plugins of the marketplace.</param>
    /// <param name="approved">What somebody has agreed to.</param>
    /// <param name="location">The project.</param>
    /// <param name="distinct">The package ids of which somebody says that they are told apart; null: none.</param>
    public static IReadOnlyList<Diagnostic> Check(IReadOnlyList<ReviewedPlugin> reviewed, PluginApprovals approved, Location location, IReadOnlyList<string>? distinct = null)
    {
        ArgumentNullException.ThrowIfNull(reviewed);
        ArgumentNullException.ThrowIfNull(approved);
        var diagnostics = new List<Diagnostic>();
        (string Id, string Name)[] known =
        [
            .. reviewed.Select(static one => (one.Plugin.Plugin.PackageId, one.Plugin.Plugin.Name)).OrderBy(static one => one.PackageId, StringComparer.Ordinal),
            .. approved.Plugins.Where(plugin => !reviewed.Any(one => Same(one.Plugin.Plugin, plugin))).Select(static plugin => (plugin.PackageId, plugin.Name)),
        ];
        for (int i = 0; i < reviewed.Count; i++)
        {
            for (int j = i + 1; j < known.Length; j++)
            {
                if (!IsDistinct(known[i].Id, known[j].Id) && FindLikeness(known[i], known[j]) is { } likeness)
                {
                    string where = j < reviewed.Count ? "both are in this marketplace" : $"the latter is in {PluginApprovals.FileName}";
                    diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.PluginLooksAlike, location, likeness.One, likeness.Other, where));
                }
            }
        }

        return diagnostics;

        bool IsDistinct(params IEnumerable<string> ids) => distinct is not null && ids.All(id => distinct.Contains(id, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What is left of a name when everything that the eye may miss is taken away. Names with one skeleton look alike.</summary>
    /// <param name="name">A package's id, or a plugin's name.</param>
    public static string Skeleton(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var skeleton = new StringBuilder(name.Length);
        foreach (char written in Plain(name))
        {
            // Capital I looks like small l, and both like 1; the letter of Turkish without its dot is a letter there, and easily missed.
            char c = char.ToLowerInvariant(LookAlikeLetters.Latin.GetValueOrDefault(written, written));
            c = c switch { '0' => 'o', '1' or 'i' or 'ı' or '|' or '!' => 'l', '5' or '$' => 's', _ => c };
            if (char.IsLetterOrDigit(c))
            {
                skeleton.Append(c);
            }
        }

        return skeleton.Replace("rn", "m").Replace("vv", "w").Replace("cl", "d").ToString();
    }

    // Full-width letters are letters, and accents are easily missed.
    private static string Plain(string name)
    {
        if (name.All(char.IsAscii))
        {
            return name;
        }

        try
        {
            return string.Concat(name.Normalize(NormalizationForm.FormKD).Where(static c => char.GetUnicodeCategory(c) is not (System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format)));
        }
        catch (ArgumentException)
        {
            return name;
        }
    }

    // Two packages with one plugin name are another matter, which Codex minds too.
    private static (string One, string Other)? FindLikeness((string Id, string Name) one, (string Id, string Name) other) =>
        one.Id.Equals(other.Id, StringComparison.OrdinalIgnoreCase) ? null
        : Skeleton(one.Id) == Skeleton(other.Id) ? ($"package {Show(one.Id)}", $"package {Show(other.Id)}")
        : one.Name != other.Name && Skeleton(one.Name) == Skeleton(other.Name) ? ($"plugin {Show(one.Name)} of {Show(one.Id)}", $"plugin {Show(other.Name)} of {Show(other.Id)}")
        : null;

    // Of letters that are not Latin ones, the number: that is what the eye misses.
    private static string Show(string name) => string.Concat(name.Select(static c => char.IsAscii(c) ? c.ToString() : $"{c} (U+{(int)c:X4})"));

    private static bool Same(RestoredPlugin plugin, ApprovedPlugin approved) => plugin.PackageId.Equals(approved.PackageId, StringComparison.OrdinalIgnoreCase);
}
