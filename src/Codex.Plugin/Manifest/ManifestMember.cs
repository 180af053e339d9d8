using System.Text.Json.Nodes;
using Codex.Plugin.Read;

namespace Codex.Plugin.Manifest;

/// <summary>A value of the manifest that the project can declare: the one table of what becomes what.</summary>
/// <param name="Path">In the manifest, for instance <c>interface.logo</c>.</param>
/// <param name="Declared">The project's value; null where it declares none.</param>
/// <param name="ItemType">The items that declare it; null where properties do.</param>
/// <param name="Properties">The properties that declare it, the decisive one first.</param>
internal sealed record ManifestMember(string Path, Func<PluginProject, JsonNode?> Declared, string? ItemType, params string[] Properties)
{
    /// <summary>The members before the parts of the plugin, in the order in which they are written.</summary>
    public static IReadOnlyList<ManifestMember> About { get; } =
    [
        Text("name", static project => project.Name, "PluginName", "PackageId", "AssemblyName"),
        Text("version", static project => project.Version, "PackageVersion", "Version", "VersionPrefix", "VersionSuffix"),
        Text("description", static project => project.Description, "PackageDescription", "Description"),
        Text("author.name", static project => project.Author, "Authors"),
        Text("homepage", static project => project.Homepage, "PackageProjectUrl"),
        Text("repository", static project => project.Repository, "RepositoryUrl"),
        Text("license", static project => project.License, "PackageLicenseExpression"),
        new("keywords", static project => Array(project.Keywords), null, "PackageTags"),
    ];

    /// <summary>The members of <c>interface</c>.</summary>
    public static IReadOnlyList<ManifestMember> Interface { get; } =
    [
        Text("interface.displayName", static project => project.Interface.DisplayName, "Title"),
        Text("interface.shortDescription", static project => project.Interface.ShortDescription, "ShortDescription", "Description"),
        Text("interface.longDescription", static project => project.Interface.LongDescription, "LongDescription", "Description"),
        Text("interface.developerName", static project => project.Interface.DeveloperName, "DeveloperName", "Authors"),
        Text("interface.category", static project => project.Interface.Category, "PluginCategory"),
        Items("interface.capabilities", static project => Array(project.Interface.Capabilities), "PluginCapability"),
        Text("interface.websiteURL", static project => project.Interface.WebsiteUrl, "WebsiteUrl", "PackageProjectUrl"),
        Text("interface.privacyPolicyURL", static project => project.Interface.PrivacyPolicyUrl, "PrivacyPolicyUrl"),
        Text("interface.termsOfServiceURL", static project => project.Interface.TermsOfServiceUrl, "TermsOfServiceUrl"),
        Items("interface.defaultPrompt", static project => Array(project.Interface.DefaultPrompts), "DefaultPrompt"),
        Text("interface.brandColor", static project => project.Interface.BrandColor, "BrandColor"),
        Text("interface.composerIcon", static project => Asset(project, project.Interface.ComposerIcon), "ComposerIcon"),
        Text("interface.logo", static project => Asset(project, project.Interface.Logo), "Logo"),
        Text("interface.logoDark", static project => Asset(project, project.Interface.LogoDark), "LogoDark"),
        Items("interface.screenshots", static project => Array([.. project.Interface.Screenshots.Select(file => Asset(project, file.Path)).OfType<string>()]), "Screenshot"),
    ];

    private static ManifestMember Text(string path, Func<PluginProject, string?> declared, params string[] properties) =>
        new(path, project => declared(project) is { Length: > 0 } text ? JsonValue.Create(text) : null, null, properties);

    private static ManifestMember Items(string path, Func<PluginProject, JsonNode?> declared, string itemType) => new(path, declared, itemType);

    private static JsonArray? Array(IReadOnlyList<string> texts) => texts.Count == 0 ? null : [.. texts.Select(static text => JsonValue.Create(text))];

    // Codex drops a path that does not begin with './'.
    private static string? Asset(PluginProject project, string? declared) =>
        string.IsNullOrEmpty(declared) ? null
        : DeclaredPath.TryNormalize(declared, project.Directory, out string path, out _) ? $"./{path}"
        : null;
}
