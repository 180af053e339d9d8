using Codex.Plugin.Install;
using Codex.Plugin.PackageManager.Engine;
using Codex.Plugin.PackageManager.Installed;

namespace Codex.Plugin.PackageManager.Operations;

/// <summary>What a change has done.</summary>
/// <param name="Build">How the build ended.</param>
/// <param name="Before">The plugins before it.</param>
/// <param name="After">The plugins now; those of before where it failed.</param>
/// <param name="Report">What has happened in Codex; null: nothing.</param>
public sealed record ChangeOutcome(BuildOutcome Build, IReadOnlyList<InstalledPackage> Before, IReadOnlyList<InstalledPackage> After, InstallReport? Report)
{
    /// <summary>Whether it failed only because nobody has agreed to what a plugin may do now.</summary>
    public bool NeedsConsent { get; init; }
}
