using System.Text.Json;
using System.Xml;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Restore;

/// <summary>Finds the plugins among the packages of a restored project, without importing anything of them.</summary>
public static class RestoredPlugins
{
    private const string Manifest = PluginPackageFormat.PluginFolder + "/.codex-plugin/plugin.json";

    /// <summary>The plugins in NuGet's order of the file, which is that of their ids, and what is wrong with them.</summary>
    /// <param name="assetsFile">The absolute path of <c>project.assets.json</c>.</param>
    /// <param name="projectFile">The path of the project, as diagnostics show it.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is not what NuGet writes.</exception>
    public static (IReadOnlyList<RestoredPlugin> Plugins, IReadOnlyList<Diagnostic> Diagnostics) Read(string assetsFile, string projectFile) =>
        Read(assetsFile, projectFile, out _, out _);

    /// <summary>The plugins in NuGet's order of the file, which is that of their ids, and what is wrong with them.</summary>
    /// <param name="assetsFile">The absolute path of <c>project.assets.json</c>.</param>
    /// <param name="projectFile">The path of the project, as diagnostics show it.</param>
    /// <param name="projects">The projects that it references, directly or not.</param>
    /// <param name="others">The ids of the packages that it references itself and that are no plugins.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is not what NuGet writes.</exception>
    public static (IReadOnlyList<RestoredPlugin> Plugins, IReadOnlyList<Diagnostic> Diagnostics) Read(
        string assetsFile, string projectFile, out IReadOnlyList<RestoredProject> projects, out IReadOnlyList<string> others)
    {
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        var plugins = new List<RestoredPlugin>();
        var diagnostics = new List<Diagnostic>();
        var location = new Location(projectFile);
        if (!assets.RootElement.TryGetProperty("libraries", out JsonElement libraries) || !assets.RootElement.TryGetProperty("packageFolders", out JsonElement folders))
        {
            throw new JsonException("it has no libraries or packageFolders");
        }

        HashSet<string> direct = DirectReferences(assets.RootElement);
        foreach (JsonProperty library in libraries.EnumerateObject().Where(static library => library.Value.GetProperty("type").GetString() == "package"))
        {
            int slash = library.Name.IndexOf('/', StringComparison.Ordinal);
            string id = library.Name[..slash];
            string version = library.Name[(slash + 1)..];
            string path = library.Value.GetProperty("path").GetString()!;
            string? folder = folders.EnumerateObject().Select(root => Path.Combine(root.Name, path)).FirstOrDefault(Directory.Exists);
            try
            {
                bool hasManifest = HasFile(library.Value, Manifest);
                if (folder is null ? !hasManifest : !IsPlugin(Path.Combine(folder, id.ToLowerInvariant() + ".nuspec"), hasManifest))
                {
                    continue;
                }

                if (Refuse(library.Value, new PackageFindings(id, version, folder ?? path, location)) is { } refused)
                {
                    diagnostics.Add(refused);
                    continue;
                }

                if (folder is null)
                {
                    throw new JsonException("the folder is gone");
                }

                string plugin = Path.Combine(folder, PluginPackageFormat.PluginFolder);
                PluginContent content = PluginContent.Read(plugin);
                if (PluginName.FindProblem(content.Name) is { } problem)
                {
                    throw new JsonException($"the plugin's name '{content.Name}' {problem}");
                }

                plugins.Add(new RestoredPlugin(
                    content.Name, content.Version, plugin,
                    id, version, folder, direct.Contains(id), library.Value.TryGetProperty("sha512", out JsonElement sha512) ? sha512.GetString()! : ""));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or XmlException)
            {
                diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.ReferencedPackageDamaged, location, id, version, folder ?? path, exception.Message));
            }
        }

        var graph = new RestoredGraph(assets.RootElement, assetsFile, libraries);
        var nodes = plugins.Select(static plugin => plugin.PackageId).Concat(graph.Projects.Select(static project => project.PackageId)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        projects = [.. graph.Projects.Select(project => project with { Dependencies = graph.Needs(project.PackageId, nodes) })];
        others = [.. direct.Where(id => !nodes.Contains(id))];
        return ([.. plugins.Select(plugin => plugin with { Dependencies = graph.Needs(plugin.PackageId, nodes) })], diagnostics);
    }

    /// <summary>The plugin that another project has built.</summary>
    /// <param name="project">The project.</param>
    /// <param name="folder">The absolute path of the plugin's folder.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="JsonException">The folder holds no plugin.</exception>
    public static RestoredPlugin ReadProject(RestoredProject project, string folder)
    {
        ArgumentNullException.ThrowIfNull(project);
        PluginContent content = PluginContent.Read(folder);
        return new RestoredPlugin(content.Name, content.Version, folder, project.PackageId, content.Version, "", project.Direct, "")
        {
            Dependencies = project.Dependencies,
            ProjectFile = project.ProjectFile,
        };
    }

    /// <summary>That the project has built no plugin yet.</summary>
    /// <param name="project">The project.</param>
    /// <param name="projectFile">The path of the project that references it, as diagnostics show it.</param>
    public static Diagnostic NotBuilt(RestoredProject project, string projectFile)
    {
        ArgumentNullException.ThrowIfNull(project);
        return Diagnostic.Create(DiagnosticDescriptors.ReferenceNotThere, new Location(projectFile),
            $"The plugin of {Path.GetFileName(project.ProjectFile)}", "the project has not been built. Build it, or build without --no-build and --no-dependencies");
    }

    /// <summary>Whether the nuspec names the type. Most packages are no plugins and look like none; of those the text is searched before it is parsed.</summary>
    private static bool IsPlugin(string nuspec, bool hasManifest)
    {
        if (!hasManifest && !File.ReadAllText(nuspec).Contains(PluginPackageFormat.PackageType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // Every build asks this of every plugin: NuGet's own reader would load it, and build a tree of each nuspec.
        bool hasMetadata = false;
        using var reader = XmlReader.Create(nuspec);
        while (reader.Read())
        {
            hasMetadata |= reader.NodeType == XmlNodeType.Element && reader.LocalName == "metadata";
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "packageType"
                && PluginPackageFormat.PackageType.Equals(reader.GetAttribute("name"), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return hasMetadata ? false : throw new XmlException("the nuspec has no metadata");
    }

    // Before anything else is done with the package: another target of the build may use what lies there.
    private static Diagnostic? Refuse(JsonElement library, PackageFindings findings) =>
        FindFile(library, static file => PluginPackageFormat.FindEscape(file) is not null) is { } escape
            ? findings.NotSafe(escape, PluginPackageFormat.FindEscape(escape)!, PackageFindings.InArchive)
        : FindFile(library, PluginPackageFormat.IsExecuting) is { } executing ? findings.Executes(executing)
        : null;

    private static bool HasFile(JsonElement library, string path) => FindFile(library, file => file == path) is not null;

    private static string? FindFile(JsonElement library, Func<string, bool> matches) =>
        library.TryGetProperty("files", out JsonElement files) ? files.EnumerateArray().Select(static file => file.GetString()!).FirstOrDefault(matches) : null;

    private static HashSet<string> DirectReferences(JsonElement assets)
    {
        var direct = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (assets.TryGetProperty("project", out JsonElement project) && project.TryGetProperty("frameworks", out JsonElement frameworks))
        {
            foreach (JsonProperty framework in frameworks.EnumerateObject())
            {
                if (framework.Value.TryGetProperty("dependencies", out JsonElement dependencies))
                {
                    direct.UnionWith(dependencies.EnumerateObject().Select(static dependency => dependency.Name));
                }
            }
        }

        return direct;
    }
}
