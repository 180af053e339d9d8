using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>The rule for versions of plugins. Whether NuGet accepts a version, NuGet says; this assembly does not load it.</summary>
public static class PluginVersion
{
    /// <summary>The finding for a version that NuGet does not accept, at the place in the project file that sets it.</summary>
    /// <param name="projectFile">The absolute path of the project file.</param>
    /// <param name="declared">The version as the project states it; may be null.</param>
    public static Diagnostic NotAccepted(string projectFile, string? declared)
    {
        ArgumentException.ThrowIfNullOrEmpty(projectFile);
        return NotAccepted(new ProjectSource(projectFile), declared);
    }

    internal static Diagnostic NotAccepted(ProjectSource projectSource, string? declared) => Diagnostic.Create(
        DiagnosticDescriptors.VersionNotAccepted,
        projectSource.OfProperty("PackageVersion", "Version", "VersionPrefix", "VersionSuffix"),
        declared ?? "");
}
