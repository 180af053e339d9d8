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
    public static (IReadOnlyList<RestoredPlugin> Plugins, IReadOnlyList<Diagnostic> Diagnostics) Read(string assetsFile, string projectFile)
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

        return (plugins, diagnostics);
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
