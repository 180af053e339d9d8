using static Codex.Plugin.Diagnostics.DiagnosticSeverity;

namespace Codex.Plugin.Diagnostics;

// 5xxx: interface and assets
public static partial class DiagnosticDescriptors
{
    /// <summary>A prompt holds a character that MSBuild takes for a wildcard.</summary>
    public static readonly DiagnosticDescriptor PromptIsWildcard = new("CXP5001", "Prompt lost to a wildcard",
        "MSBuild takes '?' and '*' in '{0}' for wildcards of file names, so the prompt is lost. Write %3F for '?' and %2A for '*'.", Error);

    private static DiagnosticDescriptor[] Interface =>
    [
        PromptIsWildcard,
    ];
}
