using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.Packaging.Trust;

/// <summary>How a plugin differs from what somebody has agreed to, in words: one line each, without its name before it.</summary>
/// <param name="PackageId">The package's id.</param>
/// <param name="NeedsConsent">What somebody has to agree to.</param>
/// <param name="Harmless">What takes powers away.</param>
public sealed record ApprovalDifference(string PackageId, IReadOnlyList<string> NeedsConsent, IReadOnlyList<string> Harmless)
{
    /// <summary>The differences, in the order of the packages' ids; plugins without one are left out.</summary>
    /// <param name="approved">What somebody has agreed to.</param>
    /// <param name="reviewed">The plugins of the marketplace.</param>
    public static IReadOnlyList<ApprovalDifference> Between(PluginApprovals approved, IReadOnlyList<ReviewedPlugin> reviewed)
    {
        ArgumentNullException.ThrowIfNull(approved);
        PluginApprovals now = PluginApprovals.Of(reviewed);
        return
        [
            .. now.Plugins.Select(plugin => Between(approved.Find(plugin.PackageId), plugin))
                .Concat(approved.Plugins.Where(plugin => now.Find(plugin.PackageId) is null).Select(static plugin => new ApprovalDifference(plugin.PackageId, [], ["is no longer in the marketplace"])))
                .Where(static difference => difference.NeedsConsent.Count > 0 || difference.Harmless.Count > 0)
                .OrderBy(static difference => difference.PackageId, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>The difference of one plugin.</summary>
    /// <param name="before">What somebody has agreed to; null: nothing.</param>
    /// <param name="now">What it is now.</param>
    public static ApprovalDifference Between(ApprovedPlugin? before, ApprovedPlugin now)
    {
        ArgumentNullException.ThrowIfNull(now);
        if (before is null)
        {
            return new ApprovalDifference(now.PackageId,
                [$"is new: the plugin '{now.Name}' from {Feed(now)}, {Author(now)}", .. CapabilityDifference.Describe(now.Capabilities)], []);
        }

        List<string> consent = [];
        List<string> harmless = before.PackageId == now.PackageId ? [] : [$"writes its id {now.PackageId}, and wrote {before.PackageId}"];
        if (before.Name != now.Name)
        {
            consent.Add($"was called '{before.Name}' and is now called '{now.Name}'");
        }

        if (before.Feed != now.Feed)
        {
            consent.Add($"came from {Feed(before)} and now comes from {Feed(now)}");
        }

        if (before.Author?.Subject != now.Author?.Subject || before.Author?.Fingerprint != now.Author?.Fingerprint)
        {
            consent.Add($"was {Author(before)} and is now {Author(now)}");
        }

        CapabilityDifference difference = CapabilityDifference.Between(before.Capabilities, now.Capabilities);
        consent.AddRange(difference.Gains);
        harmless.AddRange(difference.Losses);
        return new ApprovalDifference(now.PackageId, consent, harmless);
    }

    private static string Feed(ApprovedPlugin plugin) => plugin.Feed switch
    {
        null => "an unknown feed",
        { } feed when feed.StartsWith(PackageFeeds.Unnamed, StringComparison.Ordinal) => feed,
        { } feed => $"the feed {feed}",
    };

    private static string Author(ApprovedPlugin plugin) =>
        plugin.Author is null ? "not signed by an author" : $"signed by '{plugin.Author.Subject}' (SHA-256 {plugin.Author.Fingerprint})";
}
