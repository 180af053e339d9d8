namespace Codex.Plugin.Tool;

/// <summary>How a command ends; documented in <c>docs/tool.md</c>, and stable.</summary>
internal enum ExitCode
{
    /// <summary>Everything that was asked for is done.</summary>
    Success = 0,

    /// <summary>There is an error; nothing has changed.</summary>
    Failed = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>A feed does not answer, refuses, or answers what cannot be.</summary>
    Feed = 3,

    /// <summary>A plugin may do more than somebody has agreed to, and nobody has agreed now.</summary>
    NeedsConsent = 4,

    /// <summary>Another process works on the same project.</summary>
    Busy = 5,

    /// <summary>It was cancelled, as by Ctrl+C.</summary>
    Cancelled = 130,
}
