using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Policies;

/// <summary>What a project says about the plugins that it brings into a marketplace.</summary>
public sealed record MarketplaceProject
{
    /// <summary>The names of the metadata that say how Codex offers a plugin; what it may be and do is another matter, <see cref="TrustPolicy"/>.</summary>
    public static IReadOnlyList<string> PolicyNames { get; } = ["InstallationPolicy", "AuthenticationPolicy", "Products", "Category"];

    /// <summary>The absolute path of the project file.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>Whether it is a marketplace project, of which an installation can make the policies true.</summary>
    public bool IsMarketplace { get; init; }

    /// <summary>The items <c>PackageReference</c> and <c>ProjectReference</c>.</summary>
    public IReadOnlyList<PolicyItem> References { get; init; } = [];

    /// <summary>The items <c>PluginPolicy</c> as MSBuild has evaluated them, in its order.</summary>
    public IReadOnlyList<PolicyItem> Policies { get; init; } = [];

    /// <summary>By the names of <see cref="PolicyNames"/> and <see cref="TrustPolicy.Names"/>: the values of the properties <c>DefaultInstallationPolicy</c> and so on, escaped.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    /// <summary>The absolute paths of the files that may declare policies, in the order in which MSBuild reads them; those that they import are found.</summary>
    public IReadOnlyList<string> PolicyFiles { get; init; } = [];

    /// <summary>The ids of the restored packages that are no plugins and that the project references itself.</summary>
    public IReadOnlyList<string> OtherPackages { get; init; } = [];

    /// <summary>That a marketplace project has nothing to run, and makes no package.</summary>
    /// <param name="projectFile">The path of the project, as diagnostics show it.</param>
    /// <param name="verb">What was to be done with it, after "cannot be".</param>
    public static Diagnostic Refuse(string projectFile, string verb) => Diagnostic.Create(DiagnosticDescriptors.MarketplaceVerb, new Location(projectFile), verb);
}

/// <summary>An item that says something about plugins.</summary>
/// <param name="ItemType"><c>PackageReference</c>, <c>ProjectReference</c> or <c>PluginPolicy</c>.</param>
/// <param name="Include">The item's identity: a package's id, a project's path, a pattern of package ids.</param>
public sealed record PolicyItem(string ItemType, string Include)
{
    /// <summary>The item that references a package.</summary>
    public const string PackageReference = nameof(PackageReference);

    /// <summary>The item that references a project.</summary>
    public const string ProjectReference = nameof(ProjectReference);

    /// <summary>The item with a policy for all packages whose ids match.</summary>
    public const string PluginPolicy = nameof(PluginPolicy);

    /// <summary>The file that declares the item; null means the project file.</summary>
    public string? DefiningFile { get; init; }

    /// <summary>The item's metadata by name; names differ by more than case. The values are as MSBuild keeps them, with <c>%3B</c> for a semicolon that does not separate.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
