using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Security;

/// <summary>The items <c>ContentSuppression</c> of a project: what they suppress, and what is wrong with them.</summary>
/// <param name="suppressions">One for each rule that an item names; without a reason it suppresses nothing.</param>
public sealed class ContentSuppressions(IReadOnlyList<ContentSuppression> suppressions)
{
    private readonly HashSet<ContentSuppression> _used = [];

    /// <summary>What is wrong with the items themselves, whatever the files hold.</summary>
    public IReadOnlyList<Diagnostic> Check() =>
    [
        .. from suppression in suppressions
           let problem = Problem(suppression)
           where problem is not null
           select Diagnostic.Create(DiagnosticDescriptors.ContentSuppressionNotUsable, suppression.Location, suppression.Path, problem),
    ];

    /// <summary>The items that had nothing to suppress; to be asked when all files have been looked at.</summary>
    /// <param name="packageId">The package whose files have been looked at; null: the plugin of the project.</param>
    public IReadOnlyList<Diagnostic> Unused(string? packageId = null) =>
    [
        .. suppressions.Where(suppression => IsOf(suppression, packageId) && Problem(suppression) is null && !_used.Contains(suppression))
            .Select(static suppression => Diagnostic.Create(DiagnosticDescriptors.ContentSuppressionUnused, suppression.Location, suppression.Rule, suppression.Path)),
    ];

    /// <summary>Whether the finding of the rule in the file is suppressed.</summary>
    internal bool Covers(string? packageId, string path, DiagnosticDescriptor rule)
    {
        bool isCovered = false;
        foreach (ContentSuppression suppression in suppressions)
        {
            if (suppression.Path == path && IsOf(suppression, packageId) && suppression.Rule.Equals(rule.Id, StringComparison.OrdinalIgnoreCase) && Problem(suppression) is null)
            {
                _used.Add(suppression);
                isCovered = true;
            }
        }

        return isCovered;
    }

    private static bool IsOf(ContentSuppression suppression, string? packageId) =>
        packageId is null ? suppression.PackageId is null : packageId.Equals(suppression.PackageId, StringComparison.OrdinalIgnoreCase);

    private static string? Problem(ContentSuppression suppression) =>
        suppression.Path.Length == 0 || suppression.Path.AsSpan().ContainsAny('*', '?') ? "names no single file"
        : suppression.Rule.Length == 0 ? "names no Rule"
        : DiagnosticDescriptors.Find(suppression.Rule.ToUpperInvariant()) is not { } rule || !ContentReview.IsContentRule(rule) ? $"names '{suppression.Rule}', which is no rule about content"
        : string.IsNullOrWhiteSpace(suppression.Reason) ? "gives no Reason"
        : null;
}
