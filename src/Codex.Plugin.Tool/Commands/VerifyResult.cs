namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>verify</c> has found; each difference is one of the diagnostics.</summary>
/// <param name="Project">The marketplace project.</param>
/// <param name="Differences">How many errors there are.</param>
/// <param name="Summary">What was verified, in the lines of the build.</param>
internal sealed record VerifyResult(string Project, int Differences, IReadOnlyList<string> Summary);
