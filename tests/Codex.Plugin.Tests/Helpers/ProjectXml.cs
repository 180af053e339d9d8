using System.Xml.Linq;
using Codex.Plugin.Check;
using Codex.Plugin.Manifest;
using Codex.Plugin.Packaging;

namespace Codex.Plugin.Tests.Helpers;

/// <summary>Reads a project file as the SDK hands it to the compiler, as far as that goes without MSBuild: no imports, conditions or globs.</summary>
internal static class ProjectXml
{
    public static PluginProject Read(string projectFile)
    {
        XElement root = XDocument.Load(projectFile).Root!;
        string packageId = Property("PackageId") ?? Path.GetFileNameWithoutExtension(projectFile);
        string version = Property("Version") ?? ManifestProperties.Read(Path.GetDirectoryName(projectFile)!)?.Version ?? "1.0.0";
        return new PluginProject
        {
            ProjectFile = projectFile,
            Name = Property("PluginName") ?? PluginName.FromPackageId(packageId),
            Version = PackageVersions.Normalize(version),
            DeclaredVersion = version,
            Description = Property("Description"),
            Author = Property("Authors"),
            Homepage = Property("PackageProjectUrl"),
            Repository = Property("RepositoryUrl"),
            License = Property("PackageLicenseExpression"),
            Keywords = (Property("PackageTags") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries),
            Interface = new PluginInterface
            {
                DisplayName = Property("Title") ?? packageId,
                ShortDescription = Property("ShortDescription") ?? Property("Description"),
                LongDescription = Property("LongDescription"),
                DeveloperName = Property("Authors"),
                Category = Property("PluginCategory"),
                Capabilities = Includes("PluginCapability"),
                WebsiteUrl = Property("WebsiteUrl"),
                PrivacyPolicyUrl = Property("PrivacyPolicyUrl"),
                TermsOfServiceUrl = Property("TermsOfServiceUrl"),
                DefaultPrompts = Includes("DefaultPrompt"),
                BrandColor = Property("BrandColor"),
                ComposerIcon = Property("ComposerIcon"),
                Logo = Property("Logo"),
                LogoDark = Property("LogoDark"),
                Screenshots = [.. Includes("Screenshot").Select(static path => new FileItem(path))],
            },
            McpServers =
            [
                .. Items("McpServer").Select(item => new McpServerItem(Include(item)) { Settings = Settings(item), DeclaredPackageVersion = PackageVersion(item), PackageVersion = PackageVersions.Normalize(PackageVersion(item)) }),
            ],
            Hooks = [.. Items("Hook").Select(static item => new HookItem(Include(item)) { Settings = Settings(item) })],
            Apps = [.. Items("App").Select(static item => new AppItem(Include(item), (string?)item.Attribute("ConnectorId"), (string?)item.Attribute("Category")) { OtherMetadata = [.. Settings(item).Keys.Except(["ConnectorId", "Category"])] })],
            Files = [.. Includes("PluginFile").Select(static path => new FileItem(path))],
            Defaulted = DefaultedMembers(Property),
            Audience = PluginAudiences.Parse(Property("PluginAudience")) ?? default,
            UnknownAudience = PluginAudiences.Parse(Property("PluginAudience")) is null ? Property("PluginAudience") : null,
            ExcludedFiles = [.. Includes("PluginExclude").Select(path => Path.Combine(Path.GetDirectoryName(projectFile)!, path))],
        };

        string? Property(string name) => (string?)root.Elements("PropertyGroup").Elements(name).LastOrDefault();

        // Written text is escaped text.
        static Dictionary<string, string> Settings(XElement item) =>
            item.Attributes().Where(static attribute => attribute.Name.LocalName != "Include").Select(static attribute => (attribute.Name, attribute.Value))
                .Concat(item.Elements().Select(static element => (element.Name, element.Value)))
                .ToDictionary(static metadata => metadata.Name.LocalName, static metadata => metadata.Value, StringComparer.OrdinalIgnoreCase);

        string? PackageVersion(XElement server) =>
            (string?)server.Attribute("Version")
            ?? (string?)Items("PackageVersion").LastOrDefault(version => Include(version) == (string?)server.Attribute("Package"))?.Attribute("Version");

        IEnumerable<XElement> Items(string type) => root.Elements("ItemGroup").Elements(type);

        string[] Includes(string type) => [.. Items(type).Select(Include)];
    }

    /// <summary>What the project does not say itself.</summary>
    private static HashSet<string> DefaultedMembers(Func<string, string?> property)
    {
        (string Member, string Property)[] members =
        [
            ("name", "PluginName"), ("version", "Version"), ("description", "Description"), ("author.name", "Authors"),
            ("interface.displayName", "Title"), ("interface.shortDescription", "ShortDescription"), ("interface.longDescription", "LongDescription"),
            ("interface.developerName", "DeveloperName"), ("interface.websiteURL", "WebsiteUrl"),
        ];
        return [.. members.Where(member => property(member.Property) is null).Select(static member => member.Member)];
    }

    private static string Include(XElement item) => (string)item.Attribute("Include")!;
}
