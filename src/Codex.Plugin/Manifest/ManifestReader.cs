using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Manifest;

/// <summary>Reads a manifest written by hand, in Codex's own format or in the portable one.</summary>
/// <param name="project">The project beside the manifest.</param>
/// <param name="diagnostics">Where to report.</param>
internal sealed class ManifestReader(PluginProject project, DiagnosticBag diagnostics)
{
    /// <summary>Reads the manifest; null where it cannot be read, which is reported.</summary>
    /// <param name="path">The path, relative to the project's folder.</param>
    public AdoptedManifest? Read(string path)
    {
        if (Parse(path) is not { } source)
        {
            return null;
        }

        return path == ManifestFile.Portable ? ReadPortable(path, source) : ReadLegacy(path, source);
    }

    /// <summary>Reads a JSON file of the project.</summary>
    private JsonSource? Parse(string path)
    {
        string fullPath = Path.Combine(project.Directory, path);
        try
        {
            var file = new FileInfo(fullPath);
            if (DescriptorSize.FindProblem(path, file.Length) is { } tooLarge)
            {
                diagnostics.Add(tooLarge);
                return null;
            }

            return JsonSource.Parse(new SourceText(path, File.ReadAllBytes(fullPath)), DiagnosticDescriptors.ManifestNotReadable, diagnostics);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Report(DiagnosticDescriptors.SourceNotReadable, new Location(path), exception.Message);
            return null;
        }
    }

    private AdoptedManifest? ReadLegacy(string path, JsonSource source)
    {
        if (!source.Root.IsObject)
        {
            diagnostics.Report(DiagnosticDescriptors.ManifestNotReadable, source.At(source.Root), "it is not an object");
            return null;
        }

        Report(source, source.Root, "", ManifestShapes.Legacy(project.Audience));
        CheckOnboardingSkill(source, source.Root["extensions"]?["com.openai"]?["onboardingSkill"]);
        CheckSpellings(source);
        PluginLayout layout = ReadLayout(source);
        return new AdoptedManifest
        {
            Path = path,
            IsPortable = false,
            Json = (JsonObject)source.ToNode(source.Root)!,
            Layout = layout,
            Root = new JsonPlace(source, source.Root),
            Interface = source.Root["interface"] is { IsObject: true } shown ? new JsonPlace(source, shown) : null,
        };
    }

    private PluginLayout ReadLayout(JsonSource source)
    {
        var layout = new PluginLayout { WholeFolder = true };
        if (source.Root["skills"] is { } skills && ReadSkillRoots(source, skills) is { Count: > 0 } roots)
        {
            layout = layout with { SkillRoots = roots };
        }

        if (source.Root["mcpServers"] is { } servers)
        {
            if (servers.IsObject)
            {
                layout = layout with { McpFile = null, InlineServers = new JsonPlace(source, servers) };
            }
            else if (ReadPath(source, "mcpServers", servers, mustBeFolder: false) is { } file)
            {
                layout = layout with { McpFile = file };
            }
        }

        if (source.Root["apps"] is { } apps && ReadPath(source, "apps", apps, mustBeFolder: false) is { } appFile)
        {
            layout = layout with { AppFile = appFile };
        }

        // Whatever is written here, Codex does not look into its default folder any more.
        if (source.Root["commands"] is { Kind: not JsonValueKind.Null } commands)
        {
            layout = layout with { CommandRoots = ReadCommandRoots(source, commands) };
        }

        return source.Root["hooks"] is { Kind: not JsonValueKind.Null } hooks ? ReadHooks(source, hooks, layout) : layout;
    }

    private List<string> ReadSkillRoots(JsonSource source, JsonSyntax skills)
    {
        var roots = new List<string>();
        foreach (JsonSyntax written in skills.IsArray ? skills.Items : [skills])
        {
            if (ReadPath(source, "skills", written, mustBeFolder: true) is { } root && !roots.Contains(root))
            {
                roots.Add(root);
            }
        }

        return roots;
    }

    private List<string> ReadCommandRoots(JsonSource source, JsonSyntax commands)
    {
        var roots = new List<string>();
        foreach (JsonSyntax written in commands.IsArray ? commands.Items : [commands])
        {
            // Other types are reported as such.
            if (written.AsText() is not { } text)
            {
                continue;
            }

            if (!ManifestPath.TryRead(text, out string path, out string? problem))
            {
                diagnostics.Report(DiagnosticDescriptors.ManifestPathNotAccepted, source.At(written), text, problem);
                continue;
            }

            string fullPath = Path.Combine(project.Directory, path);
            if (!Directory.Exists(fullPath) && !(File.Exists(fullPath) && path.EndsWith(CommandReader.Extension, StringComparison.Ordinal)))
            {
                diagnostics.Report(DiagnosticDescriptors.PathDoesNotExist, source.At(written), "commands", text, File.Exists(fullPath) ? "is neither a folder nor a .md file" : "does not exist");
            }
            else if (!roots.Contains(path))
            {
                roots.Add(path);
            }
        }

        return roots;
    }

    private PluginLayout ReadHooks(JsonSource source, JsonSyntax hooks, PluginLayout layout)
    {
        var files = new List<string>();
        var inline = new List<JsonPlace>();
        foreach (JsonSyntax one in hooks.IsArray ? hooks.Items : [hooks])
        {
            if (one.IsObject)
            {
                inline.Add(new JsonPlace(source, one));
            }
            else if (ReadPath(source, "hooks", one, mustBeFolder: false) is { } file)
            {
                if (files.Contains(file))
                {
                    diagnostics.Report(DiagnosticDescriptors.HooksTwice, source.At(one), one.Text);
                    continue;
                }

                files.Add(file);
            }
        }

        if (inline.Count > 0 && hooks.Items.FirstOrDefault(static one => one.Kind == JsonValueKind.String) is { } path)
        {
            diagnostics.Report(DiagnosticDescriptors.HooksNotReadable, source.At(path), "the manifest's \"hooks\" mixes paths and objects, where all must be the one or the other");
        }

        return files.Count + inline.Count == 0 ? layout : layout with { HookFiles = files, InlineHooks = inline };
    }

    /// <summary>The path where it is one that Codex takes and that leads somewhere; else null, which is reported.</summary>
    private string? ReadPath(JsonSource source, string member, JsonSyntax value, bool mustBeFolder)
    {
        // Other types are reported as such; an empty text counts as absent.
        if (value.AsText() is not { Length: > 0 } written)
        {
            return null;
        }

        if (!ManifestPath.TryRead(written, out string path, out string? problem))
        {
            diagnostics.Report(DiagnosticDescriptors.ManifestPathNotAccepted, source.At(value), written, problem);
            return null;
        }

        string fullPath = Path.Combine(project.Directory, path);
        if (mustBeFolder ? !Directory.Exists(fullPath) : !File.Exists(fullPath))
        {
            string found = mustBeFolder && File.Exists(fullPath) ? "is a file, and Codex looks for skills in folders"
                : !mustBeFolder && Directory.Exists(fullPath) ? "is a folder, not a file"
                : "does not exist";
            diagnostics.Report(DiagnosticDescriptors.PathDoesNotExist, source.At(value), member, written, found);
        }

        return path;
    }

    /// <summary>Codex takes both spellings of these members for one, and one twice is too much.</summary>
    private void CheckSpellings(JsonSource source)
    {
        foreach (string name in (ReadOnlySpan<string>)["websiteURL", "privacyPolicyURL", "termsOfServiceURL"])
        {
            string other = name.Replace("URL", "Url", StringComparison.Ordinal);
            if (source.Root["interface"] is { } shown && shown.Find(name) is not null && shown.Find(other) is { } second)
            {
                diagnostics.Report(DiagnosticDescriptors.ManifestNotReadable, source.At(second), $"\"{name}\" and \"{other}\" are one member given twice");
            }
        }
    }

    private AdoptedManifest? ReadPortable(string path, JsonSource source)
    {
        if (source.Root["$schema"] is { } schema && schema.AsText() != ManifestFile.PortableSchema)
        {
            diagnostics.Report(DiagnosticDescriptors.PortableManifestNotAccepted, source.At(schema),
                $"has the schema '{schema.AsText()}', and Codex knows only '{ManifestFile.PortableSchema}'");
            return null;
        }

        Report(source, source.Root, "", ManifestShapes.PortableManifest);
        if (source.Root["name"] is { } name && name.AsText() is { } text && !PortableName.IsAccepted(text))
        {
            diagnostics.Report(DiagnosticDescriptors.PortableManifestNotAccepted, source.At(name),
                $"has the name '{text}', and a portable plugin's name is 1 to 64 of a-z, 0-9, single '.' and single '-', beginning and ending with a letter or digit");
        }

        const string Own = "com.openai";
        JsonSyntax? extension = source.Root["extensions"]?[Own];
        JsonPlace? shown = extension?["interface"] is { IsObject: true } own ? new JsonPlace(source, own) : null;
        if (extension is null && File.Exists(Path.Combine(project.Directory, ManifestWriter.ManifestFile)) && Parse(ManifestWriter.ManifestFile) is { } overlay)
        {
            // Codex takes what it shows from there, and nothing else that the portable manifest does not have.
            shown = overlay.Root["interface"] is { IsObject: true } overlaid ? new JsonPlace(overlay, overlaid) : null;
            CheckOverlay(overlay);
        }

        if (shown is not null)
        {
            Report(shown.Source, shown.Value, "interface", ManifestShapes.Interface(project.Audience));
        }

        CheckExtension(source, extension);
        CheckOnboardingSkill(source, extension?["onboardingSkill"]);
        CheckLostParts();
        return new AdoptedManifest
        {
            Path = path,
            IsPortable = true,
            Json = ToLegacy(source, shown, extension),
            Layout = new PluginLayout { WholeFolder = true, IsPortable = true, McpFile = PortableServers.File, HookFiles = [], CommandRoots = [] },
            Root = new JsonPlace(source, source.Root),
            Interface = shown,
        };
    }

    /// <summary>What the portable format switches off without a word.</summary>
    private void CheckLostParts()
    {
        foreach (string part in (ReadOnlySpan<string>)[SourceTree.HooksFile, SourceTree.ProjectAppFile, SourceTree.ProjectMcpFile])
        {
            if (File.Exists(Path.Combine(project.Directory, part)))
            {
                diagnostics.Report(DiagnosticDescriptors.PortableManifestLoses, new Location(part), part);
            }
        }

        if (Directory.Exists(Path.Combine(project.Directory, SourceTree.CommandsFolder)))
        {
            diagnostics.Report(DiagnosticDescriptors.PortableManifestLoses, new Location(SourceTree.CommandsFolder), SourceTree.CommandsFolder);
        }

        string skills = Path.Combine(project.Directory, SourceTree.SkillsFolder);
        if (!Directory.Exists(skills))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(skills, SkillReader.FileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string path = Path.GetRelativePath(project.Directory, file).Replace('\\', '/');
            if (path.Count(static c => c == '/') != 2)
            {
                diagnostics.Report(DiagnosticDescriptors.PortableManifestLoses, new Location(path), path);
            }
        }
    }

    private void CheckOverlay(JsonSource overlay)
    {
        foreach (string name in (ReadOnlySpan<string>)["skills", "mcpServers", "apps", "hooks"])
        {
            if (overlay.Root.Find(name) is { } member && !IsDefaultPath(name, member.Value))
            {
                diagnostics.Report(DiagnosticDescriptors.PortableManifestLoses, overlay.At(member), $"\"{name}\" in {overlay.Text.Path}");
            }
        }
    }

    // That names only what the portable format has at that place anyway.
    private static bool IsDefaultPath(string name, JsonSyntax value) => name == "skills" && value.AsText()?.TrimEnd('/') == "./skills";

    /// <summary>The path of a file; <c>./</c> may be left out here. Codex says nothing where there is none.</summary>
    private void CheckOnboardingSkill(JsonSource source, JsonSyntax? value)
    {
        if (value is null or { Kind: JsonValueKind.Null })
        {
            return;
        }

        string written = value.AsText() ?? "";
        if (!ManifestPath.TryRead(written.StartsWith("./", StringComparison.Ordinal) ? written : "./" + written, out string path, out string? problem))
        {
            diagnostics.Report(DiagnosticDescriptors.ManifestPathNotAccepted, source.At(value), written, problem);
        }
        else if (!File.Exists(Path.Combine(project.Directory, path)))
        {
            diagnostics.Report(DiagnosticDescriptors.PathDoesNotExist, source.At(value), "onboardingSkill", written, "is no file of the plugin");
        }
    }

    private void CheckExtension(JsonSource source, JsonSyntax? extension)
    {
        foreach (JsonMember member in extension?.Members ?? [])
        {
            if (member.Name is not ("interface" or "onboardingSkill"))
            {
                diagnostics.Report(DiagnosticDescriptors.PortableManifestLoses, source.At(member), $"\"{member.Name}\" in \"extensions\"");
            }
        }
    }

    private static JsonObject ToLegacy(JsonSource source, JsonPlace? shown, JsonSyntax? extension)
    {
        JsonSyntax root = source.Root;
        var json = new JsonObject();
        foreach (string name in (ReadOnlySpan<string>)["name", "version", "description", "author", "homepage", "repository", "license", "keywords"])
        {
            if (root[name] is { } value)
            {
                json[name] = source.ToNode(value);
            }
        }

        if (extension?["onboardingSkill"] is { } skill)
        {
            json["extensions"] = new JsonObject { ["com.openai"] = new JsonObject { ["onboardingSkill"] = source.ToNode(skill) } };
        }

        json["interface"] = shown is not null ? shown.Source.ToNode(shown.Value) : DefaultInterface(root);
        return json;
    }

    /// <summary>What Codex itself shows of a portable plugin that says nothing about it.</summary>
    private static JsonObject DefaultInterface(JsonSyntax root)
    {
        var shown = new JsonObject();
        Add("displayName", root["name"]);
        Add("shortDescription", root["description"]);
        Add("longDescription", root["description"]);
        Add("developerName", root["author"]?["name"]);
        shown["category"] = "Other";
        Add("websiteURL", root["homepage"]);
        return shown;

        void Add(string name, JsonSyntax? value)
        {
            if (value?.AsText() is { } text)
            {
                shown[name] = text;
            }
        }
    }

    private void Report(JsonSource source, JsonSyntax value, string prefix, JsonShape shape)
    {
        foreach (JsonProblem problem in shape.Check(value))
        {
            string path = prefix.Length == 0 || problem.Path.Length == 0 ? prefix + problem.Path : $"{prefix}.{problem.Path}";
            Location location = source.Text.At(problem.Offset);
            switch (problem.Kind)
            {
                case JsonProblemKind.UnknownMember:
                    diagnostics.Report(DiagnosticDescriptors.ManifestMemberUnknown, location, path, problem.Text);
                    break;
                case JsonProblemKind.MissingMember:
                    diagnostics.Report(DiagnosticDescriptors.PortableManifestNotAccepted, location, $"has no \"{path}\"");
                    break;
                default:
                    diagnostics.Report(DiagnosticDescriptors.ManifestMemberWrong, location, path, problem.Text);
                    break;
            }
        }
    }
}
