using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.Install;

/// <summary>Nothing can be installed; nothing was changed.</summary>
internal sealed class InstallException(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    public Diagnostic Diagnostic { get; } = diagnostic;
}
