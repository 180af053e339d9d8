using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Install.Config;

/// <summary>Codex's configuration cannot be read, edited or written; the file is as it was.</summary>
public sealed class CodexConfigException : Exception
{
    /// <summary>An exception that carries a finding.</summary>
    /// <param name="diagnostic">What is the matter, and where.</param>
    /// <param name="inner">What the file system or the parser said.</param>
    public CodexConfigException(Diagnostic diagnostic, Exception? inner = null)
        : base((diagnostic ?? throw new ArgumentNullException(nameof(diagnostic))).Message, inner) => Diagnostic = diagnostic;

    /// <summary>What is the matter, and where.</summary>
    public Diagnostic Diagnostic { get; }
}
