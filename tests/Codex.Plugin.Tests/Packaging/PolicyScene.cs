using System.Xml;
using System.Xml.Linq;
using Codex.Plugin.Check;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Tests.Helpers;
using Codex.Plugin.Text;

namespace Codex.Plugin.Tests.Packaging;

/// <summary>A marketplace project with plugins; its items come as MSBuild would hand them over, without the patterns that it loses.</summary>
internal sealed class PolicyScene
{
    private readonly string _root = Path.Combine(Directory.CreateTempSubdirectory("codex-policy-").FullName, "mk");
    private readonly List<RestoredPlugin> _plugins = [];
    private readonly List<RestoredProject> _projects = [];

    public PolicyScene(string xml) => Write("plugins.csproj", $"<Project>{(xml.Contains('\n', StringComparison.Ordinal) && !xml.StartsWith("<ItemGroup>\n<", StringComparison.Ordinal) && !xml.Contains("\n<Plugin", StringComparison.Ordinal) ? "\n" : "")}{xml}</Project>");

    public bool IsMarketplace { get; init; } = true;

    public IReadOnlyList<string> OtherPackages { get; init; } = [];

    /// <summary>The files that MSBuild finds for a pattern.</summary>
    public (string Pattern, string[] Files) ExpandsTo { get; init; } = ("", []);

    private string ProjectFile => Path.Combine(_root, "plugins.csproj");

    public void Write(string path, string text)
    {
        string full = Path.GetFullPath(path, _root);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>A package with a plugin; <c>!</c> after the id: another plugin brings it.</summary>
    public PolicyScene Plugin(string id, params string[] dependencies)
    {
        string plain = id.TrimEnd('!');
        _plugins.Add(new RestoredPlugin(PluginName.FromPackageId(plain), "1.0.0", _root, plain, "1.0.0", _root, plain == id, "") { Dependencies = dependencies });
        return this;
    }

    public PolicyScene Project(string id, string path, params string[] dependencies)
    {
        Library(id, path, dependencies);
        _plugins.Add(new RestoredPlugin(PluginName.FromPackageId(id), "1.0.0", _root, id, "1.0.0", "", Direct: true, "") { Dependencies = dependencies, ProjectFile = _projects[^1].ProjectFile });
        return this;
    }

    public PolicyScene Library(string id, string path, params string[] dependencies)
    {
        _projects.Add(new RestoredProject(id, Path.GetFullPath(path, _root), Direct: true, dependencies));
        return this;
    }

    /// <summary>The plugins as <c>NAME INSTALLATION AUTHENTICATION CATEGORY [PRODUCTS] &lt;REQUIRED BY&gt;</c>, where there is no error, and the findings.</summary>
    public void Has(params string[] expected)
    {
        (IReadOnlyList<MarketplacePlugin> plugins, IReadOnlyList<Diagnostic> diagnostics) = Apply();
        bool hasErrors = diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        TextAssert.AreLines([.. hasErrors ? [] : plugins.Select(Show), .. diagnostics.Select(static diagnostic => $"{diagnostic.Descriptor.Id} {diagnostic.Location}")], expected);
    }

    /// <summary>The plugin of that id; there is no error.</summary>
    public MarketplacePlugin Find(string id)
    {
        (IReadOnlyList<MarketplacePlugin> plugins, IReadOnlyList<Diagnostic> diagnostics) = Apply();
        CompilationAssert.AreOnly(diagnostics);
        return plugins.Single(plugin => plugin.Plugin.PackageId == id);
    }

    public Diagnostic Finds(string expected)
    {
        IReadOnlyList<Diagnostic> diagnostics = Apply().Diagnostics;
        CompilationAssert.AreOnly(diagnostics, expected);
        return diagnostics[0];
    }

    private static string Show(MarketplacePlugin plugin)
    {
        PluginPolicy policy = plugin.Policy;
        return $"{plugin.Plugin.Name} {MarketplaceDocument.InstallationWords[policy.Installation]} {MarketplaceDocument.AuthenticationWords[policy.Authentication]}"
            + (policy.Category is { } category ? $" {category}" : "")
            + (policy.Products is { } products ? $" [{string.Join(';', products)}]" : "")
            + (plugin.RequiredBy.Count > 0 ? $" <{string.Join(';', plugin.RequiredBy)}>" : "")
            + (plugin.IsTransitive ? " transitive" : "");
    }

    private (IReadOnlyList<MarketplacePlugin> Plugins, IReadOnlyList<Diagnostic> Diagnostics) Apply()
    {
        string[] files = [.. ((string[])["Directory.Build.props", "plugins.csproj", "Directory.Build.targets"]).Select(file => Path.Combine(_root, file))];
        List<(string File, XElement Element)> elements = [.. files.SelectMany(static file => Elements(file).Select(element => (file, element)))];
        PolicyItem[] Items(string type) => [.. from one in elements where one.Element.Name == type from include in Evaluate((string?)one.Element.Attribute("Include") ?? "")
            select new PolicyItem(type, include) { DefiningFile = one.File, Settings = one.Element.Attributes().Where(static a => a.Name != "Include" && a.Name != "Condition").ToDictionary(static a => a.Name.LocalName, static a => a.Value) }];
        var project = new MarketplaceProject
        {
            ProjectFile = ProjectFile,
            IsMarketplace = IsMarketplace,
            References = [.. Items(PolicyItem.PackageReference), .. Items(PolicyItem.ProjectReference)],
            Policies = Items(PolicyItem.PluginPolicy),
            Defaults = elements.Where(static one => one.Element.Parent?.Name == "PropertyGroup" && one.Element.Name.LocalName.StartsWith("Default", StringComparison.Ordinal))
                .ToDictionary(static one => one.Element.Name.LocalName["Default".Length..], static one => one.Element.Value),
            PolicyFiles = files,
            OtherPackages = OtherPackages,
        };
        return PluginPolicies.Apply(project, _plugins, _projects);
    }

    private IEnumerable<string> Evaluate(string include) => include.Split(';', StringSplitOptions.RemoveEmptyEntries).SelectMany(part =>
        part == ExpandsTo.Pattern ? ExpandsTo.Files : part.AsSpan().ContainsAny("*?$") ? [] : [EscapedText.Unescape(part)]);

    private static IEnumerable<XElement> Elements(string file)
    {
        try
        {
            return File.Exists(file) ? XDocument.Load(file).Descendants().Where(static element => !element.Ancestors("Target").Any()) : [];
        }
        catch (XmlException)
        {
            return [];
        }
    }
}
