using System.Xml.Linq;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>A plugin of the marketplace that is written.</summary>
/// <param name="Draft">Its project.</param>
/// <param name="Policies">What the source says about it.</param>
/// <param name="Servers">The names of its MCP servers.</param>
/// <param name="Content">What it holds.</param>
internal sealed record DraftedPlugin(PluginDraft Draft, SourcePolicies Policies, IReadOnlyList<string> Servers, PluginSummary Content)
{
    /// <summary>The folder of the plugins in the output.</summary>
    public const string Folder = "plugins";

    /// <summary>The project file, relative to the output.</summary>
    public string Project => $"{Folder}/{Draft.PackageId}/{Draft.FileName}";
}

/// <summary>Writes the project of the marketplace, and what stands beside it.</summary>
internal static class MarketplaceProject
{
    /// <summary>The name that bots which raise versions know.</summary>
    public const string FileName = "plugins.csproj";

    /// <summary>Writes the files.</summary>
    /// <param name="folder">The absolute path of the output.</param>
    /// <param name="name">The marketplace's name.</param>
    /// <param name="title">The name that people see; null: the name.</param>
    /// <param name="sdkVersion">The version of the SDK.</param>
    /// <param name="plugins">The plugins, in their order.</param>
    /// <param name="distinct">The package ids whose names look alike and are meant.</param>
    public static void Write(string folder, string name, string? title, string sdkVersion, IReadOnlyList<DraftedPlugin> plugins, IReadOnlyList<string> distinct)
    {
        var properties = new XElement("PropertyGroup", new XElement("OutputType", "Marketplace"), ProjectText.Property("MarketplaceName", name));
        if (title is not null)
        {
            properties.Add(ProjectText.Property("Title", title));
        }

        XElement project = ProjectText.Create(
            properties,
            new XElement("ItemGroup", plugins.Select(Reference)),
            new XElement("ItemGroup", distinct.Select(static id => new XElement("DistinctPlugin", new XAttribute("Include", MSBuildText.Escape(id))))));
        ProjectText.Write(project, Path.Combine(folder, FileName));
        File.WriteAllBytes(Path.Combine(folder, "global.json"), JsonText.Of(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("msbuild-sdks");
            writer.WriteString("Codex.Plugin.Sdk", sdkVersion);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }));
        File.WriteAllText(Path.Combine(folder, ".gitignore"), "bin/\nobj/\n");
    }

    private static XElement Reference(DraftedPlugin plugin)
    {
        var reference = new XElement("ProjectReference", new XAttribute("Include", MSBuildText.Escape(plugin.Project)));
        Add("InstallationPolicy", plugin.Policies.Installation);
        Add("AuthenticationPolicy", plugin.Policies.Authentication);
        Add("Category", plugin.Policies.Category);
        if (plugin.Policies.Products.Count > 0)
        {
            reference.Add(new XAttribute("Products", string.Join(';', plugin.Policies.Products)));
        }

        return reference;

        void Add(string policy, string? value)
        {
            if (value is not null)
            {
                reference.Add(new XAttribute(policy, MSBuildText.Escape(value)));
            }
        }
    }
}
