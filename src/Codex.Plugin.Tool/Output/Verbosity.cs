namespace Codex.Plugin.Tool.Output;

/// <summary>How much is said, in the words of <c>dotnet</c>.</summary>
internal enum Verbosity
{
    /// <summary>Results and errors.</summary>
    Quiet,

    /// <summary>Warnings too.</summary>
    Minimal,

    /// <summary>What was done, too.</summary>
    Normal,

    /// <summary>What the build says, too.</summary>
    Detailed,

    /// <summary>Each command that is run, too.</summary>
    Diagnostic,
}
