namespace Codex.Plugin.PackageManager.Import;

/// <summary>A plugin that cannot be imported; the others can.</summary>
/// <param name="code">The code of the diagnostic that says so; null where there is none.</param>
/// <param name="message">What was found, as a sentence.</param>
/// <param name="path">The file, relative to the plugin; null for the whole.</param>
internal sealed class PluginRefusedException(string? code, string message, string? path = null) : Exception(message)
{
    public string? Code { get; } = code;

    public string? Path { get; } = path;
}
