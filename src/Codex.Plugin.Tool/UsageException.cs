namespace Codex.Plugin.Tool;

/// <summary>What was asked for cannot be meant.</summary>
/// <param name="message">What is wrong, and what to write instead.</param>
internal sealed class UsageException(string message) : Exception(message);
