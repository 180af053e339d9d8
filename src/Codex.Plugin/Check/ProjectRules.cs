using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>The rules for what the project says about the plugin as such.</summary>
internal static class ProjectRules
{
    public static void Check(PluginProject project, ProjectSource projectSource, PluginManifest manifest, SourceReader sources, DiagnosticBag diagnostics)
    {
        if (project.UnknownAudience is { } audience)
        {
            diagnostics.Report(DiagnosticDescriptors.AudienceUnknown, projectSource.OfProperty("PluginAudience"), audience);
        }

        if (project.RefusedPackageId is { } refused)
        {
            diagnostics.Report(DiagnosticDescriptors.PackageIdNotAccepted, projectSource.OfProperty("PackageId", "AssemblyName"), refused);
        }

        if (PluginName.FindProblem(manifest.Text("name") ?? "") is { } problem)
        {
            diagnostics.Report(DiagnosticDescriptors.PluginNameNotAccepted, manifest.At("name"), manifest.Text("name"), problem);
        }

        if (project.Version is null)
        {
            diagnostics.Report(DiagnosticDescriptors.VersionNotAccepted, manifest.At("version"), project.DeclaredVersion ?? "");
        }

        foreach ((string prompt, Location location) in projectSource.Wildcards("DefaultPrompt"))
        {
            diagnostics.Report(DiagnosticDescriptors.PromptIsWildcard, location, prompt);
        }

        if (sources.Files.ContainsKey(ManifestFile.Portable) && manifest.Adopted is not { IsPortable: true })
        {
            diagnostics.Report(DiagnosticDescriptors.ManifestWithoutEffect, new Location(ManifestFile.Portable), ManifestFile.Portable);
        }
    }
}
