using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>The rules that concern a plugin as a whole, asked anew in every build.</summary>
internal static class PluginRules
{
    public static void Check(PluginProject project, ProjectSource projectSource, PluginManifest manifest, PluginLayout layout, SourceReader sources, DiagnosticBag diagnostics)
    {
        ProjectRules.Check(project, projectSource, manifest, sources, diagnostics);
        FileNames.Check(sources.Sources, diagnostics);
        SkillSet.Check(sources.Sources, sources.Facts, layout, diagnostics);
        SkillHosts.Check(sources.Facts, layout, diagnostics);
        SkillLinks.Check(sources.Files, sources.Facts, diagnostics);
        SkillBudget.Check(manifest, layout, sources, diagnostics);
    }
}
