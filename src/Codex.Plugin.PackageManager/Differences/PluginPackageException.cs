namespace Codex.Plugin.PackageManager.Differences;

/// <summary>A file is not a plugin package that can be read and believed.</summary>
/// <param name="message">A whole sentence: the package, what is wrong and what to do.</param>
/// <param name="innerException">What lies behind it; null for nothing.</param>
public sealed class PluginPackageException(string message, Exception? innerException = null) : Exception(message, innerException);
