namespace Codex.Plugin.Diagnostics;

/// <summary>How much a diagnostic matters before a project's own settings change it.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing to whoever reviews the plugin; nothing needs to be done.</summary>
    Note = -1,

    /// <summary>Codex loads the plugin, though not as its author expects.</summary>
    Warning = 0,

    /// <summary>Codex drops or misreads something, or the plugin cannot be written; nothing is written.</summary>
    Error = 1,
}
