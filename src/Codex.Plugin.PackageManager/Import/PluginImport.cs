using System.Text.Json.Nodes;
using Codex.Plugin.Manifest;
using Codex.Plugin.Read;
using Codex.Plugin.Write;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Makes a project of one plugin.</summary>
/// <param name="plugin">The plugin.</param>
/// <param name="draft">The project; its folder is not there yet.</param>
/// <param name="skipped">The absolute paths of folders that the import writes to.</param>
/// <param name="findings">Where to say what is not as it was.</param>
/// <param name="cancellationToken">Ends the import.</param>
internal sealed class PluginImport(SourcePlugin plugin, PluginDraft draft, IReadOnlyList<string> skipped, FindingList findings, CancellationToken cancellationToken)
{
    // What a plugin without a manifest consists of.
    private static readonly string[] s_parts =
        [SourceTree.SkillsFolder, "hooks", "assets", SourceTree.CommandsFolder, SourceTree.ProjectMcpFile, SourceTree.ProjectAppFile, "README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE"];

    /// <summary>Copies and mends the plugin, and writes its project.</summary>
    /// <param name="scratch">The absolute path of a folder to work in.</param>
    /// <exception cref="PluginRefusedException">It cannot be imported.</exception>
    public DraftedPlugin Run(string scratch)
    {
        Copy();
        if (draft.Manifest is { } manifest)
        {
            MakeReadable(manifest);
            AgreeOnName(manifest);
        }
        else
        {
            draft.About = (plugin.Name, $"The plugin {plugin.Name}.");
        }

        if (draft.Version is null && ManifestProperties.Read(draft.Folder)?.Version is null)
        {
            draft.Version = PluginDraft.DefaultVersion;
            findings.Changed(draft.Manifest ?? ".", null, $"The version is {PluginDraft.DefaultVersion}, in the project.", "It says none. Codex keeps such a plugin as 'local' and never refreshes it, and a package has a version.", "Raise Version with every change.");
        }

        return Mend(scratch);
    }

    /// <summary>Mends the plugin, again where it was changed meanwhile, and writes its project.</summary>
    public DraftedPlugin Mend(string scratch)
    {
        var mending = new PluginMending(draft, scratch, findings, cancellationToken);
        PluginSummary content = mending.Mend();
        draft.Write();
        return new DraftedPlugin(draft, plugin.Policies, mending.Servers, content);
    }

    private void Copy()
    {
        var copy = new PluginCopy(draft.Folder, skipped, findings, cancellationToken);
        if (plugin.Skills is { } skills)
        {
            copy.Copy(plugin.Folder, "", static name => name is "LICENSE" or "LICENSE.md" or "LICENSE.txt" or "NOTICE");
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (string skill in skills)
            {
                string name = ImportNames.ForPlugin(Path.GetFileName(skill));
                if (names.Add(name))
                {
                    copy.Copy(skill, $"{SourceTree.SkillsFolder}/{name}");
                }
                else
                {
                    findings.Lost(Path.GetRelativePath(plugin.Folder, skill).Replace('\\', '/'), "CXP2006", "The skill is left out.", $"There is another one in a folder '{name}'.", "Give one of them another name, and import again.");
                }
            }
        }
        else if (ManifestFile.Find(plugin.Folder) is not null)
        {
            copy.Copy(plugin.Folder, "");
            NoteEntry();
        }
        else if (plugin.EntryManifest.Count > 0)
        {
            copy.Copy(plugin.Folder, "");
            WriteManifest();
        }
        else
        {
            copy.Copy(plugin.Folder, "", static name => s_parts.Contains(name, StringComparer.Ordinal));
            if (plugin.Path != ".")
            {
                findings.Changed(plugin.Path, null, "It becomes a plugin all the same.", "It has no manifest, so Codex does not install it.", null);
            }
        }
    }

    /// <summary>Codex makes a manifest of the marketplace's entry where there is none.</summary>
    private void WriteManifest()
    {
        var manifest = new JsonObject { ["name"] = plugin.Name };
        foreach ((string name, JsonNode? value) in plugin.EntryManifest)
        {
            manifest[name] = value?.DeepClone();
        }

        string file = Path.Combine(draft.Folder, ManifestWriter.ManifestFile);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, JsonText.Of(manifest));
        findings.Changed(ManifestWriter.ManifestFile, null, "A manifest is written.", "There is none; Codex makes one of what the marketplace's entry says, and so does this.", null);
        string[] unknown = [.. plugin.EntryParts.Where(part => !manifest.ContainsKey(part))];
        if (unknown.Length > 0)
        {
            findings.Lost(plugin.Path, null, $"What the marketplace's entry says about {string.Join(", ", unknown)} is left out.", "Codex has no such parts in plugins.", null);
        }
    }

    private void NoteEntry()
    {
        if (plugin.EntryParts.Count > 0)
        {
            findings.Lost(plugin.Path, null, $"What the marketplace's entry says about {string.Join(", ", plugin.EntryParts)} is left out.", "The plugin has a manifest, and Codex then reads nothing of that in the entry.", "Where it is meant, write it into the manifest.");
        }
    }

    private void MakeReadable(string manifest)
    {
        if (LenientJson.Read(draft.Folder, manifest, out bool mended, out string? problem) is not { } source)
        {
            throw new PluginRefusedException("CXP1011", $"The manifest cannot be read: {problem}. Codex rejects the plugin, too.", manifest);
        }

        if (mended)
        {
            File.WriteAllBytes(Path.Combine(draft.Folder, manifest), source.Text.Bytes);
            findings.Changed(manifest, "CXP1011", "It is written as strict JSON.", $"Codex rejects the plugin: {problem}.", null);
        }
    }

    /// <summary>The manifest's name is the one that the marketplace has for the plugin; Codex does not install it otherwise.</summary>
    private void AgreeOnName(string manifest)
    {
        string file = Path.Combine(draft.Folder, manifest);
        if (LenientJson.Read(draft.Folder, manifest, out _, out _) is { } source && source.Root["name"] is { } written && written.AsText() is { Length: > 0 } name && name != draft.Name)
        {
            File.WriteAllBytes(file, JsonEdit.Replace(source, written, JsonValue.Create(draft.Name)));
            findings.Changed(source.At(written).ToString(), null, $"The name is '{draft.Name}'.", $"The manifest says '{name}', the marketplace '{plugin.Name}', and Codex does not install such a plugin.", null);
        }
    }
}
