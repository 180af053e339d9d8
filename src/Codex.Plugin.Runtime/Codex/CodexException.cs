namespace Codex.Plugin.Runtime.Codex;

/// <summary>Codex refused something, or did not answer; the message is its own.</summary>
internal sealed class CodexException(string message) : Exception(message);
