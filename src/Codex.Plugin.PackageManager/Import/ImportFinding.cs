namespace Codex.Plugin.PackageManager.Import;

/// <summary>What became of something that could not be imported as it is.</summary>
public enum ImportFindingKind
{
    /// <summary>It is not a part of the result.</summary>
    NotCarriedOver,

    /// <summary>It is a part of the result, and not as it was.</summary>
    Changed,

    /// <summary>It is a part of the result as it was, and Codex does nothing with it, there and here.</summary>
    WithoutEffect,
}

/// <summary>Something that could not be imported as it is.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Plugin">The plugin's name; null where it is about the marketplace.</param>
/// <param name="Path">The file, relative to the plugin, or to the source where it is about the marketplace; with line and column where they are known.</param>
/// <param name="Code">The code of the diagnostic that a build would have; null where there is none.</param>
/// <param name="What">What was done. Ex: <c>The member "icon" is left out.</c></param>
/// <param name="Why">What was found.</param>
/// <param name="Advice">What to do about it; null where there is nothing to do.</param>
public sealed record ImportFinding(ImportFindingKind Kind, string? Plugin, string Path, string? Code, string What, string Why, string? Advice);
