using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Diagnostics;

/// <summary>The file that a project asks for by the property <c>ErrorLog</c>, as Roslyn reads it: <c>PATH</c> or <c>PATH,version=2.1</c>.</summary>
public static class ErrorLog
{
    /// <summary>Writes the findings.</summary>
    /// <param name="errorLog">The value of the property; a relative path is relative to the project's folder.</param>
    /// <param name="projectFile">The absolute path of the project file.</param>
    /// <param name="diagnostics">All findings of the build.</param>
    /// <param name="settings">What the project makes of warnings.</param>
    /// <returns>Why the file could not be written, or null.</returns>
    public static Diagnostic? Write(string errorLog, string projectFile, IReadOnlyList<Diagnostic> diagnostics, WarningSettings settings)
    {
        ArgumentNullException.ThrowIfNull(errorLog);
        string[] parts = errorLog.Split(',', ';');
        string path = parts[0].Trim();
        string? version = parts.Length > 1 ? parts[1].Trim() : null;
        if (path.Length == 0 || parts.Length > 2 || version?.ToUpperInvariant() is not (null or "VERSION=2" or "VERSION=2.1"))
        {
            return NotWritable("ErrorLog is a path, or a path and ',version=2.1'; there is no other version of SARIF here.");
        }

        try
        {
            string folder = Path.GetDirectoryName(projectFile)!;
            AtomicFile.Write(FullPath(path, folder), SarifLog.ToBytes(diagnostics, folder, settings));
            return null;
        }
        catch (Exception exception) when (OutputException.Covers(exception) || exception is ArgumentException)
        {
            return NotWritable(exception.Message);
        }

        Diagnostic NotWritable(string reason) =>
            Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, new Location(Path.GetFileName(projectFile)), errorLog, reason);
    }

    /// <summary>The absolute path of the file that <see cref="Write"/> writes; null where the property names none, or a folder.</summary>
    /// <param name="errorLog">The value of the property.</param>
    /// <param name="projectFolder">The absolute path of the project's folder.</param>
    public static string? FindFile(string? errorLog, string projectFolder) =>
        errorLog?.Split(',', ';')[0].Trim() is { Length: > 0 } path && !path.Contains('\0', StringComparison.Ordinal) && FullPath(path, projectFolder) is var file && !Directory.Exists(file) ? file : null;

    // As MSBuild does it with the paths of a project.
    private static string FullPath(string path, string folder) => Path.GetFullPath(path.Replace('\\', Path.DirectorySeparatorChar), folder);
}
