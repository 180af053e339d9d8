using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>
/// A folder that Codex takes as a marketplace: our entries in it, and nothing else, are made to be what they should be.
/// One process at a time does so, and at every instant <c>marketplace.json</c> describes the whole old or the whole new set.
/// </summary>
/// <param name="folder">The absolute path.</param>
/// <param name="location">Where findings are shown.</param>
internal sealed class MarketplaceFolder(string folder, Location location)
{
    /// <summary>The absolute path of the file that remembers what was laid out, so that a second run need not look at any content; null: none.</summary>
    public string? StateFile { get; init; }

    /// <summary>Makes the folder hold what <paramref name="compute"/> says. Where there is an error nothing is changed.</summary>
    /// <param name="inputs">All that the result of <paramref name="compute"/> depends on, but for the record: with equal ones it is not called again. Not looked at without a state file.</param>
    /// <param name="compute">
    /// Called under the lock with the folder's record, an empty one where there is none, and the findings so far, which it may add to;
    /// null where there is an error among them.
    /// </param>
    public IReadOnlyList<Diagnostic> Update(byte[] inputs, Func<MarketplaceRecord, List<Diagnostic>, MarketplaceSet?> compute) => throw new NotSupportedException($"{folder} {location} {StateFile}");
}
