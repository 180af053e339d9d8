namespace Codex.Plugin.Diagnostics;

/// <summary>How much a diagnostic matters before a project's own settings change it.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Codex loads the plugin, though not as its author expects.</summary>
    Warning,

    /// <summary>Codex drops or misreads something, or the plugin cannot be written; nothing is written.</summary>
    Error,
}
