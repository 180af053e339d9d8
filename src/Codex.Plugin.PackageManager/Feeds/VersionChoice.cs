using Codex.Plugin.Read;
using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Feeds;

/// <summary>Which of the offered versions is taken, and what is said where none will do.</summary>
/// <param name="id">The package's id.</param>
/// <param name="range">What is allowed; null: everything.</param>
/// <param name="prerelease">Whether prereleases count; they do as well where the range itself names one.</param>
internal sealed class VersionChoice(string id, VersionRange? range, bool prerelease)
{
    private const int Shown = 5;

    /// <summary>Whether prereleases count.</summary>
    public bool Prerelease { get; } = prerelease || range is { MinVersion.IsPrerelease: true } or { MaxVersion.IsPrerelease: true } or { Float.IncludePrerelease: true };

    /// <summary>The only version of a range that allows one alone; null for any other.</summary>
    public NuGetVersion? Exact { get; } =
        range is { HasLowerAndUpperBounds: true, IsMinInclusive: true, IsMaxInclusive: true } && range.MinVersion == range.MaxVersion ? range.MinVersion : null;

    /// <summary>The highest that will do; null for none. An unlisted one will do only where nothing else is allowed, as with NuGet's restore.</summary>
    /// <param name="offered">What there is, the newest first.</param>
    public OfferedVersion? Find(IReadOnlyList<OfferedVersion> offered) =>
        offered.FirstOrDefault(one => (one.Listed || Exact is not null) && (Prerelease || !one.Version.IsPrerelease) && Satisfies(one.Version));

    /// <summary>The exception where none will do.</summary>
    /// <param name="offered">What there is, the newest first.</param>
    /// <param name="sources">The names of the sources that were asked.</param>
    /// <param name="known">Ids that the sources have, one of which may have been meant.</param>
    public FeedException NotFound(IReadOnlyList<OfferedVersion> offered, string sources, IReadOnlyList<string> known)
    {
        if (offered.Count == 0)
        {
            string near = SimilarName.Find(id, known) is { } similar ? $"Did you mean {similar}? Look for others" : "Look for its id";
            return new FeedException(sources, FeedProblem.NotFound, $"There is no package '{id}' on {sources}. {near} with 'codex-plugin search', or name another source with --source.");
        }

        string[] listed = [.. offered.Where(static one => one.Listed).Select(static one => one.Version.ToNormalizedString())];
        string have = listed.Length == 0 ? "All its versions are unlisted; name one exactly, as [1.0.0], to get it all the same"
            : $"There {(listed.Length == 1 ? "is" : "are")} {string.Join(", ", listed.Take(Shown))}{(listed.Length > Shown ? $" and {listed.Length - Shown} older ones" : "")}";
        string hint = !Prerelease && offered.Any(one => one is { Listed: true, Version.IsPrerelease: true } && Satisfies(one.Version)) ? ". Allow prereleases with --prerelease" : "";
        return new FeedException(sources, FeedProblem.NotFound, $"No version of '{id}' on {sources} is {(range is null ? "a listed release" : $"in {range.ToNormalizedString()}")}. {have}{hint}.");
    }

    /// <summary>Whether a version is in a range; a floating one has no upper end of its own.</summary>
    /// <param name="range">The range; null: everything.</param>
    /// <param name="version">The version.</param>
    public static bool Satisfies(VersionRange? range, NuGetVersion version) => range is null || (range.Satisfies(version) && (!range.IsFloating || range.Float!.Satisfies(version)));

    private bool Satisfies(NuGetVersion version) => Satisfies(range, version);
}
