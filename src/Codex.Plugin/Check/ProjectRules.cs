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

        if (sources.Files.TryGetValue(ManifestFile.Portable, out SourceEntry? portable) && ManifestFile.Find(project.Directory) != ManifestFile.Portable)
        {
            CheckForeignManifest(portable, manifest.Adopted, diagnostics);
        }

        if (manifest.Adopted is null)
        {
            CheckFolderOfManifest(project, diagnostics);
        }

        CheckReferences(project, projectSource, manifest, diagnostics);
    }

    /// <summary>A folder for a manifest in which there is none under the name that counts, so that nothing of it is adopted.</summary>
    private static void CheckFolderOfManifest(PluginProject project, DiagnosticBag diagnostics)
    {
        foreach (string path in ManifestFile.Own)
        {
            string folder = path[..path.IndexOf('/', StringComparison.Ordinal)];
            string fullPath = Path.Combine(project.Directory, folder);
            if (Directory.Exists(fullPath) && !File.Exists(Path.Combine(project.Directory, path)) && FindOther(fullPath) is { } found)
            {
                diagnostics.Report(DiagnosticDescriptors.ManifestWithoutEffect, new Location($"{folder}/{found}"), $"{folder}/{found}", $"a manifest is a file named {path}, in these letters. Rename it to have it adopted, or remove it");
            }
        }
    }

    // A folder of that name may hold nothing but a marketplace.
    private static string? FindOther(string folder) => Directory.EnumerateFileSystemEntries(folder)
        .Select(static entry => Path.GetFileName(entry))
        .Where(static name => !name.Equals("marketplace.json", StringComparison.OrdinalIgnoreCase))
        .Min(StringComparer.Ordinal);

    /// <summary>A manifest at the root that is not one of the portable format, or no longer one because of a mistake.</summary>
    private static void CheckForeignManifest(SourceEntry file, AdoptedManifest? adopted, DiagnosticBag diagnostics)
    {
        if (file.Stamp.Length <= DescriptorSize.Largest)
        {
            var text = new SourceText(file.Path, file.ReadAll());
            if (text.Bytes.IndexOf(ManifestFile.PortableSchemasUtf8) >= 0)
            {
                if (JsonSource.TryParse(text, out JsonSource? json, out string? problem, out int offset))
                {
                    JsonSyntax place = json!.Root["$schema"] ?? json.Root;
                    diagnostics.Report(DiagnosticDescriptors.PortableManifestNotAccepted, json.At(place), "has no \"$schema\" that begins with the address of the portable format, so Codex does not see that it is one");
                }
                else
                {
                    diagnostics.Report(DiagnosticDescriptors.PortableManifestNotAccepted, text.At(offset), $"is not strict JSON ({problem}), so Codex does not see that it is one");
                }

                return;
            }
        }

        if (adopted is null)
        {
            diagnostics.Report(DiagnosticDescriptors.ManifestWithoutEffect, new Location(file.Path), file.Path,
                "at the root of a plugin only a manifest with the \"$schema\" of Agent Plugins counts. Move it to .codex-plugin/plugin.json to have it adopted, or say the same in the project and delete it");
        }
    }

    /// <summary>Skills are called by the plugin's name and their own, so two plugins of one name cannot be told apart.</summary>
    private static void CheckReferences(PluginProject project, ProjectSource projectSource, PluginManifest manifest, DiagnosticBag diagnostics)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ReferencedPlugin reference in project.References)
        {
            if (reference.Name == manifest.Text("name"))
            {
                diagnostics.Report(DiagnosticDescriptors.PluginNameTaken, manifest.At("name"), reference.Name, "this project", reference.Package);
            }
            else if (!names.TryAdd(reference.Name, reference.Package))
            {
                diagnostics.Report(DiagnosticDescriptors.PluginNameTaken, projectSource.File, reference.Name, names[reference.Name], reference.Package);
            }
        }
    }
}
