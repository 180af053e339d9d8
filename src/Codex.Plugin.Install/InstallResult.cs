using System.Globalization;
using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Install;

/// <summary>What has happened, or would happen, in a user's Codex.</summary>
/// <param name="Rows">A row for each plugin, in ordinal order.</param>
/// <param name="Diagnostics">What went wrong. Where there is an error, the rows say what was meant to happen.</param>
public sealed record InstallResult(IReadOnlyList<InstallRow> Rows, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>The folder that Codex reads the marketplace from; null: none, it does not know the marketplace.</summary>
    public string? RegisteredFolder { get; init; }

    /// <summary>The Codex that was asked whether it sees the same, by its path; null where there is none, or where it was not asked.</summary>
    public string? AskedCodex { get; init; }

    /// <summary>Whether there is no error.</summary>
    public bool Succeeded => Diagnostics.All(static diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);

    /// <summary>The rows as a table, a line each.</summary>
    public IReadOnlyList<string> ToTable() => InstallTable.Format(Rows);

    /// <summary>How often what has happened. Ex: <c>2 installed, 1 updated, 1 removed, 3 unchanged in /home/me/.codex</c>.</summary>
    /// <param name="home">The home of the Codex.</param>
    /// <param name="isPlan">Whether nothing has happened yet.</param>
    public string ToSummary(CodexHome home, bool isPlan)
    {
        ArgumentNullException.ThrowIfNull(home);
        string counts = string.Join(", ", new[]
        {
            Count(" installed", InstallAction.Install),
            Count(" updated", InstallAction.Update),
            Count(" put back", InstallAction.Restore),
            Count(" removed", InstallAction.Remove),
            Count(" unchanged", InstallAction.Keep, InstallAction.Leave),
        }.OfType<string>());
        return $"{(counts.Length == 0 ? "no plugins" : counts)} in {home.Folder}{(isPlan ? ", if it were done" : "")}";
    }

    private string? Count(string word, params InstallAction[] actions) =>
        Rows.Count(row => actions.Contains(row.Action)) is > 0 and var count ? count.ToString(CultureInfo.InvariantCulture) + word : null;
}
