using System.Text.Json.Serialization;

namespace Codex.Plugin.Tool.Output;

/// <summary>What <c>--json</c> prints: one document a command, of this shape always (<c>docs/json</c>).</summary>
/// <typeparam name="T">What the command has found or done.</typeparam>
/// <param name="Command">The command's name.</param>
/// <param name="ExitCode">As the process ends.</param>
/// <param name="Diagnostics">What went wrong or should be known, in its order.</param>
/// <param name="Result">The result; null where the command failed before there was one.</param>
internal sealed record ToolAnswer<T>(string Command, int ExitCode, IReadOnlyList<ToolDiagnostic> Diagnostics, T? Result)
    where T : class
{
    /// <summary>Rises when a reader of an earlier one could no longer read it.</summary>
    [JsonPropertyOrder(-2)]
    public int Format { get; } = 1;

    /// <summary>Whether the exit code is 0.</summary>
    [JsonPropertyOrder(-1)]
    public bool Success => ExitCode == 0;
}
