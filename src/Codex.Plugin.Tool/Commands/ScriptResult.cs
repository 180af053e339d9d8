namespace Codex.Plugin.Tool.Commands;

/// <summary>A script for a shell.</summary>
/// <param name="Shell">Ex: <c>bash</c>.</param>
/// <param name="Script">Its text.</param>
internal sealed record ScriptResult(string Shell, string Script);
