using Codex.Plugin.PackageManager.Doctor;

namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>doctor</c> has found.</summary>
/// <param name="Checks">Each check, in the order in which one thing needs the other.</param>
internal sealed record DoctorResult(IReadOnlyList<DoctorCheck> Checks)
{
    public static DoctorResult Of(IEnumerable<CheckResult> results) => new([.. results.Select(static one => new DoctorCheck(one.Area, one.Subject, Word(one.State), one.Found, one.Next))]);

    private static string Word(CheckState state) => state switch
    {
        CheckState.Ok => "ok",
        CheckState.Note => "note",
        CheckState.Warning => "warning",
        CheckState.Error => "error",
        _ => "unknown",
    };
}

/// <summary>One check.</summary>
/// <param name="Area">What it is about: <c>dotnet</c>, <c>codex</c>, <c>codex home</c>, <c>marketplace</c>, <c>plugin</c>, <c>project</c>, <c>feed</c>, <c>nuget.config</c>, <c>signatures</c>, <c>folders</c>.</param>
/// <param name="Subject">Which of them; null where there is only one.</param>
/// <param name="State"><c>ok</c>, <c>note</c>, <c>warning</c>, <c>error</c> or <c>unknown</c>.</param>
/// <param name="Found">What was found.</param>
/// <param name="Next">What to do; null: nothing.</param>
internal sealed record DoctorCheck(string Area, string? Subject, string State, string Found, string? Next);
