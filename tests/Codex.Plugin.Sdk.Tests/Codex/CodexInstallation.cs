using System.Diagnostics.CodeAnalysis;

namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>The pinned Codex on this machine, or the reason why there is none.</summary>
internal sealed record CodexInstallation(string Version, string? Executable, string? Reason)
{
    [MemberNotNullWhen(true, nameof(Executable))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsAvailable => Executable is not null;
}
