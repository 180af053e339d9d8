using Codex.Plugin.Diagnostics;

namespace Codex.Plugin;

/// <summary>The result of compiling a project.</summary>
/// <param name="Diagnostics">All findings, in a stable order; those of the last build where nothing changed.</param>
/// <param name="UpToDate">Whether nothing had to be done.</param>
public sealed record PluginCompilation(IReadOnlyList<Diagnostic> Diagnostics, bool UpToDate)
{
    /// <summary>What the plugin holds; null where it could not be built.</summary>
    public PluginSummary? Summary { get; init; }

    /// <summary>Whether the plugin's folder holds what the project declares.</summary>
    public bool Success { get; } = Diagnostics.All(static diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
}
