using System.Xml.Linq;
using Codex.Plugin.Check;
using Codex.Plugin.Manifest;
using Codex.Plugin.Packaging;
using Codex.Plugin.Read;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>The project of a plugin while it is made: what its file says, and the same for the compiler.</summary>
/// <param name="folder">The absolute path of the project's folder, with the plugin's files.</param>
/// <param name="name">The plugin's name.</param>
/// <param name="packageId">The package's id, also the project's name.</param>
internal sealed class PluginDraft(string folder, string name, string packageId)
{
    /// <summary>What counts for a plugin that says no version; the SDK's own default.</summary>
    public const string DefaultVersion = "1.0.0";

    private readonly SortedDictionary<string, string> _excluded = new(StringComparer.Ordinal);

    /// <summary>The absolute path of the project's folder.</summary>
    public string Folder => folder;

    /// <summary>The plugin's name.</summary>
    public string Name => name;

    /// <summary>The package's id.</summary>
    public string PackageId => packageId;

    /// <summary>The name of the project file.</summary>
    public string FileName => packageId + ".cxproj";

    /// <summary>The manifest of the plugin, relative to the folder; null where there is none.</summary>
    public string? Manifest => ManifestFile.Find(folder);

    /// <summary>The version that the project says; null: the manifest says it.</summary>
    public string? Version { get; set; }

    /// <summary>What the project says about a plugin without a manifest; null where the manifest does.</summary>
    public (string Title, string Description)? About { get; set; }

    /// <summary>Keeps a file or folder out of the plugin.</summary>
    /// <param name="path">Relative to the folder.</param>
    /// <param name="reason">The code of the diagnostic that it would have.</param>
    /// <returns>Whether it was in.</returns>
    public bool Exclude(string path, string reason) => _excluded.TryAdd(path, reason);

    /// <summary>The project as the SDK hands it to the compiler.</summary>
    public PluginProject ToProject()
    {
        string? written = Version ?? ManifestProperties.Read(folder)?.Version ?? DefaultVersion;
        return new PluginProject
        {
            ProjectFile = Path.Combine(folder, FileName),
            Name = name,
            Version = PackageVersions.Normalize(written),
            DeclaredVersion = written,
            RefusedPackageId = PackageIds.IsAccepted(packageId) ? null : packageId,
            Description = About?.Description ?? name,
            Author = packageId,
            Interface = new PluginInterface { DisplayName = About?.Title ?? packageId, DeveloperName = packageId, ShortDescription = About?.Description ?? name, LongDescription = About?.Description ?? name },
            ExcludedFiles = [.. _excluded.Keys.Select(path => Path.Combine(folder, path))],
            Defaulted = new HashSet<string>(Defaulted(), StringComparer.Ordinal),
        };
    }

    /// <summary>Writes the project file.</summary>
    public void Write()
    {
        var properties = new XElement("PropertyGroup");
        if (PluginName.FromPackageId(packageId) != name && (Manifest is not { } manifest || LenientJson.Read(folder, manifest, out _, out _)?.Root["name"] is null))
        {
            properties.Add(ProjectText.Property("PluginName", name));
        }

        if (Version is not null)
        {
            properties.Add(ProjectText.Property("Version", Version));
        }

        if (About is { } about)
        {
            properties.Add(ProjectText.Property("Title", about.Title), ProjectText.Property("Description", about.Description));
        }

        var excluded = new XElement("ItemGroup");
        foreach (IGrouping<string, KeyValuePair<string, string>> group in _excluded.GroupBy(static one => one.Value, StringComparer.Ordinal))
        {
            excluded.Add(new XComment(MSBuildText.Comment($"{group.Key}: import-report.md says why.")));
            excluded.Add(group.Select(static one => new XElement("PluginExclude", new XAttribute("Include", MSBuildText.Escape(one.Key)))));
        }

        ProjectText.Write(ProjectText.Create(properties, excluded), Path.Combine(folder, FileName));
    }

    // What the project does not say, a manifest does.
    private IEnumerable<string> Defaulted()
    {
        IEnumerable<string> members = ["name", "author.name", "homepage", "repository", "license", "keywords", "interface.shortDescription", "interface.longDescription", "interface.developerName", "interface.websiteURL"];
        members = Version is null ? members.Append("version") : members;
        return About is null ? members.Concat(["description", "interface.displayName"]) : members;
    }
}
