namespace Codex.Plugin.PackageManager.Projects;

/// <summary>A marketplace project cannot be found, read or changed.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="inner">What it comes from; null: nothing.</param>
public sealed class ManagedProjectException(string message, Exception? inner = null) : Exception(message, inner);
