namespace Codex.Plugin.Runtime.Servers;

/// <summary>How the start of a server ended.</summary>
public enum ServerState
{
    /// <summary>It answered, and its tools are known.</summary>
    Ready,

    /// <summary>There was nothing to start: no such program or folder, not executable, or Codex refuses the declaration.</summary>
    NotStarted,

    /// <summary>Its process ended before it had answered.</summary>
    Exited,

    /// <summary>It wrote text to standard output before the protocol, and that spoilt its answer. A whole line of text by itself is skipped, by Codex too.</summary>
    SpokeBeforeProtocol,

    /// <summary>It needs an environment variable that is not set.</summary>
    VariableMissing,

    /// <summary>It did not answer within its timeout.</summary>
    NoAnswer,

    /// <summary>It answered with an error, or not as the protocol wants it.</summary>
    ProtocolError,

    /// <summary>Its URL could not be reached, or answered with an HTTP error.</summary>
    Unreachable,
}
