using Codex.Plugin.Diagnostics;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>What the tasks have in common: the project, and the way a finding becomes an MSBuild error or warning.</summary>
public abstract class PluginTask : Microsoft.Build.Utilities.Task
{
    /// <summary>The absolute path of the project file. Ex: <c>$(MSBuildProjectFullPath)</c>.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Whether paths in messages are absolute, as the property of this name asks of every compiler.</summary>
    public bool GenerateFullPaths { get; set; }

    /// <summary>The SARIF file to write; empty: none. Ex: <c>out.sarif</c>, <c>out.sarif,version=2.1</c>.</summary>
    public string? ErrorLog { get; set; }

    /// <summary>The value of the property of this name, for <see cref="ErrorLog"/>.</summary>
    public string? NoWarn { get; set; }

    /// <summary>The value of the property <c>MSBuildWarningsAsMessages</c>, for <see cref="ErrorLog"/>.</summary>
    public string? WarningsAsMessages { get; set; }

    /// <summary>The project file as messages show it.</summary>
    protected string ShownProjectFile => Path.GetFileName(ProjectFile);

    /// <summary>Logs the findings, and writes them to <see cref="ErrorLog"/> where the project asks for it.</summary>
    /// <param name="diagnostics">All findings of the build.</param>
    protected void ReportAll(IReadOnlyList<Diagnostic> diagnostics)
    {
        Report(diagnostics);
        if (!string.IsNullOrWhiteSpace(ErrorLog)
            && Diagnostics.ErrorLog.Write(ErrorLog, ProjectFile, diagnostics, new WarningSettings(NoWarn, WarningsAsMessages, IsError)) is { } notWritten)
        {
            Report([notWritten]);
        }
    }

    // Knows the properties and the command line's -warnaserror.
    private bool IsError(string code) => BuildEngine is IBuildEngine8 engine && engine.ShouldTreatWarningAsError(code);

    /// <summary>Logs the findings.</summary>
    /// <param name="diagnostics">In the order in which they appear.</param>
    protected void Report(IEnumerable<Diagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            string file = Diagnostic.Printable(GenerateFullPaths
                ? Path.GetFullPath(diagnostic.Location.Path, Path.GetDirectoryName(ProjectFile)!)
                : diagnostic.Location.Path);
            switch (diagnostic.Severity)
            {
                case DiagnosticSeverity.Error:
                    Log.LogError(null, diagnostic.Descriptor.Id, null, diagnostic.Descriptor.HelpLink, file, diagnostic.Location.Line, diagnostic.Location.Column, 0, 0, diagnostic.Message);
                    break;
                case DiagnosticSeverity.Warning:
                    Log.LogWarning(null, diagnostic.Descriptor.Id, null, diagnostic.Descriptor.HelpLink, file, diagnostic.Location.Line, diagnostic.Location.Column, 0, 0, diagnostic.Message);
                    break;
                default:
                    // MSBuild calls it a message, as it does with a warning that the project turns into one.
                    Log.LogMessage(null, diagnostic.Descriptor.Id, null, file, diagnostic.Location.Line, diagnostic.Location.Column, 0, 0, MessageImportance.Normal, diagnostic.Message);
                    break;
            }
        }
    }
}
