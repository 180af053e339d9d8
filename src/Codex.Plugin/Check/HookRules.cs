using Codex.Plugin.Diagnostics;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;
using Codex.Plugin.Text;

namespace Codex.Plugin.Check;

/// <summary>The rules for a plugin's hooks together; those for each file are in <see cref="HooksReader"/>.</summary>
internal static class HookRules
{
    public static void Check(PluginManifest manifest, PluginLayout layout, SourceReader sources, DiagnosticBag diagnostics)
    {
        if (sources.HookCommands is { } commands)
        {
            diagnostics.Report(DiagnosticDescriptors.HooksNeedTrust, commands);
        }

        // What the portable format loses is reported with its manifest.
        if (manifest.Adopted is { IsPortable: true })
        {
            return;
        }

        bool isDeclared = manifest.Adopted is not null && !(layout.InlineHooks.Count == 0 && layout.HookFiles is [SourceTree.HooksFile]);
        foreach (string path in (ReadOnlySpan<string>)[SourceTree.RootHooksFile, SourceTree.HooksFile])
        {
            if (!sources.Files.ContainsKey(path) || layout.HookFiles.Contains(path))
            {
                continue;
            }

            string reason = isDeclared ? "the manifest's \"hooks\" takes the place of Codex's own search. Name the file there too, or remove it"
                : $"it looks for hooks in {SourceTree.HooksFile}. Move the file there{(manifest.Adopted is null ? "" : $", or write \"hooks\": \"./{path}\" into the manifest")}";
            Diagnostic found = Diagnostic.Create(DiagnosticDescriptors.HooksFileNotRead, new Location(path), path, reason);

            // Beside hooks that Codex does read it may be another host's.
            diagnostics.Add(isDeclared || sources.HasHooks ? found with { Severity = DiagnosticSeverity.Warning } : found);
        }
    }
}
