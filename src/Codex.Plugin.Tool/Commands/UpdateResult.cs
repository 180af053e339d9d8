namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>update</c> has found and done.</summary>
/// <param name="DryRun">Whether it only says what it would do.</param>
/// <param name="Updates">The plugins with a later version.</param>
/// <param name="Change">What was done; null: nothing.</param>
internal sealed record UpdateResult(bool DryRun, IReadOnlyList<PluginUpdate> Updates, ChangeResult? Change);

/// <summary>An update of one plugin.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="From">The version that is there.</param>
/// <param name="To">The version to come.</param>
/// <param name="Source">The key of the source that has it.</param>
/// <param name="Difference">What changes.</param>
internal sealed record PluginUpdate(string Id, string From, string To, string Source, UpdateDifference Difference);

/// <summary>What an update changes, in short; <c>diff</c> says all of it.</summary>
/// <param name="NeedsConsent">What somebody has to agree to, in words.</param>
/// <param name="Gains">What the plugin may do more.</param>
/// <param name="Losses">What it does no longer.</param>
/// <param name="FilesAdded">The paths of new files.</param>
/// <param name="FilesRemoved">The paths of files that are gone.</param>
/// <param name="FilesChanged">The paths of files with other content.</param>
internal sealed record UpdateDifference(
    IReadOnlyList<string> NeedsConsent, IReadOnlyList<string> Gains, IReadOnlyList<string> Losses, IReadOnlyList<string> FilesAdded, IReadOnlyList<string> FilesRemoved, IReadOnlyList<string> FilesChanged);
