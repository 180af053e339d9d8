namespace Codex.Plugin.PackageManager.Differences;

/// <summary>What a line of a hunk is.</summary>
public enum TextDiffLineKind
{
    /// <summary>In both versions.</summary>
    Context,

    /// <summary>In the new version alone.</summary>
    Added,

    /// <summary>In the old version alone.</summary>
    Removed,

    /// <summary>Says that the line before it ends the file without a line feed.</summary>
    NoLineFeed,
}

/// <summary>A line of a hunk.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text without line feed, shown harmlessly: what a terminal would hide or act upon stands as <c>\u{XX}</c>, and what is longer than 1000 characters is cut and hashed.</param>
public sealed record TextDiffLine(TextDiffLineKind Kind, string Text)
{
    /// <summary>The line as a unified diff writes it.</summary>
    public override string ToString() => Kind switch
    {
        TextDiffLineKind.Added => $"+{Text}",
        TextDiffLineKind.Removed => $"-{Text}",
        TextDiffLineKind.NoLineFeed => $@"\ {Text}",
        _ => $" {Text}",
    };
}

/// <summary>Lines that differ, with three lines around them.</summary>
/// <param name="OldStart">The number of its first line in the old version, from 1; 0 where it has none.</param>
/// <param name="OldCount">How many lines of the old version it has.</param>
/// <param name="NewStart">The number of its first line in the new version, from 1; 0 where it has none.</param>
/// <param name="NewCount">How many lines of the new version it has.</param>
/// <param name="Lines">The lines.</param>
public sealed record TextHunk(int OldStart, int OldCount, int NewStart, int NewCount, IReadOnlyList<TextDiffLine> Lines)
{
    /// <summary>The line before a hunk. Ex: <c>@@ -1,4 +1,5 @@</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"@@ -{OldStart},{OldCount} +{NewStart},{NewCount} @@");
}
