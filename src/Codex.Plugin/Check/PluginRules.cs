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
        NearNames.Check(sources, layout, diagnostics);
        FolderRules.Check(layout, sources.Sources, diagnostics);
        FileNames.Check(sources.Sources, diagnostics);
        ServerSet.Check(project, projectSource, layout, sources, diagnostics);
        SkillSet.Check(sources.Sources, sources.Facts, layout, diagnostics);
        SkillHosts.Check(sources.Facts, layout, diagnostics);
        SkillLinks.Check(sources.Files, sources.Facts, diagnostics);
        SkillBudget.Check(manifest, layout, sources, diagnostics);
        SkillAgents.Check(sources, layout, diagnostics);
        CommandSet.Check(sources, layout, diagnostics);
        HookRules.Check(manifest, layout, sources, diagnostics);
        InterfaceRules.Check(project, manifest, sources, diagnostics);
        AudienceRules.Check(project, projectSource, manifest, layout, sources, diagnostics);
    }
}
