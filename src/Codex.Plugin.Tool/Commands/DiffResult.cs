using Codex.Plugin.PackageManager.Differences;

namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>diff</c> has found between two versions of a plugin.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="From">The old version.</param>
/// <param name="To">The new version.</param>
/// <param name="Source">The key of the source that the new version came from; null: a file, or nobody knows.</param>
/// <param name="NeedsConsent">What somebody has to agree to before an update, in words.</param>
/// <param name="Gains">What the plugin may do more, in words.</param>
/// <param name="Losses">What it does no longer, in words.</param>
/// <param name="Metadata">What the package says otherwise about itself, and who signed it.</param>
/// <param name="Dependencies">The packages that it needs otherwise.</param>
/// <param name="Files">The files that differ, in the order of their paths.</param>
internal sealed record DiffResult(
    string Id, string From, string To, string? Source, IReadOnlyList<string> NeedsConsent, IReadOnlyList<string> Gains, IReadOnlyList<string> Losses,
    IReadOnlyList<MetadataDifference> Metadata, IReadOnlyList<DependencyDifference> Dependencies, IReadOnlyList<DiffFile> Files)
{
    /// <summary>Nothing, between a version and itself.</summary>
    public static DiffResult None(string id, string version) => new(id, version, version, null, [], [], [], [], [], []);

    /// <exception cref="OperationCanceledException">It was cancelled; comparing many lines takes a while.</exception>
    public static DiffResult Of(PluginDifference difference, string? source, DiffDetail detail, CancellationToken cancellation)
    {
        return new(
            difference.PackageId, difference.OldVersion ?? "", difference.NewVersion, source, difference.Approval.NeedsConsent, difference.Capabilities.Gains, difference.Capabilities.Losses,
            difference.Metadata, difference.Dependencies, [.. difference.Files.Select(Show)]);

        DiffFile Show(FileDifference file)
        {
            cancellation.ThrowIfCancellationRequested();
            return DiffFile.Of(file, detail);
        }
    }
}

/// <summary>How much of the files is shown.</summary>
internal enum DiffDetail
{
    /// <summary>The lines.</summary>
    Lines,

    /// <summary>How many lines.</summary>
    Counts,

    /// <summary>Only the paths.</summary>
    Names,
}

/// <summary>A file that differs.</summary>
/// <param name="Path">Relative to the plugin's folder.</param>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Old">What it was; null: it was not there.</param>
/// <param name="New">What it is; null: it is not there.</param>
/// <param name="Executable">Whether it has won or lost the execute bit; null: neither.</param>
internal sealed record DiffFile(string Path, string Change, FileState? Old, FileState? New, bool? Executable)
{
    /// <summary>How many lines are new; null: not compared, or no text.</summary>
    public int? AddedLines { get; init; }

    /// <summary>How many lines are gone; null: not compared, or no text.</summary>
    public int? RemovedLines { get; init; }

    /// <summary>Why the lines were not compared; null: they were, or nobody asked.</summary>
    public string? NotCompared { get; init; }

    /// <summary>The unified diff, with everything that nobody would see as <c>\u{XX}</c>; null: not asked for, or no lines differ.</summary>
    public string? Diff { get; init; }

    public static DiffFile Of(FileDifference file, DiffDetail detail)
    {
        var one = new DiffFile(file.Path, Word(file.Change), file.Old, file.New, file.ExecutableNow);
        if (detail == DiffDetail.Names)
        {
            return one;
        }

        return file.Text is not { } text ? one with { NotCompared = "binary" }
            : text.Problem is not null ? one with { NotCompared = text.Problem }
            : one with
            {
                AddedLines = text.AddedLines,
                RemovedLines = text.RemovedLines,
                Diff = detail == DiffDetail.Lines && text.Hunks.Count > 0 ? text.ToUnified(file.Path, file.Old is null, file.New is null) : null,
            };
    }

    private static string Word(FileChange change) => change switch { FileChange.Added => "added", FileChange.Removed => "removed", _ => "changed" };
}
