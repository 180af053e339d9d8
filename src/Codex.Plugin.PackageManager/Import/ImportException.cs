namespace Codex.Plugin.PackageManager.Import;

/// <summary>An import that cannot be done; nothing was written.</summary>
/// <param name="message">What was found, and what to do.</param>
public sealed class ImportException(string message) : Exception(message);
