namespace Codex.Plugin.PackageManager.Differences;

/// <summary>Something that a package says about itself and has said otherwise before. Everything is shown harmlessly, on one line.</summary>
/// <param name="Name">What it is about, in words. Ex: <c>description</c>, <c>author's signature</c>.</param>
/// <param name="Old">What it was; null: nothing.</param>
/// <param name="New">What it is; null: nothing.</param>
public sealed record MetadataDifference(string Name, string? Old, string? New);

/// <summary>A package that a plugin needs and has needed otherwise, or not at all.</summary>
/// <param name="PackageId">The id of the other package.</param>
/// <param name="Old">The range of versions as NuGet writes it; null: it was not needed.</param>
/// <param name="New">The range of versions as NuGet writes it; null: it is no longer needed.</param>
public sealed record DependencyDifference(string PackageId, string? Old, string? New);
