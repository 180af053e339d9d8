namespace Codex.Plugin.PackageManager.Projects;

/// <summary>Another process works on the project.</summary>
/// <param name="message">Who, and what to do.</param>
public sealed class ProjectBusyException(string message) : Exception(message);
