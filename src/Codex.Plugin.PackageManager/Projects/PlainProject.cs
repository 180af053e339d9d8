using System.Buffers;
using Codex.Plugin.PackageManager.Engine;
using Microsoft.Build.Construction;

namespace Codex.Plugin.PackageManager.Projects;

/// <summary>Tells projects that say in their own file, and without conditions, all that they reference: as <see cref="NewProject"/> writes them.</summary>
internal static class PlainProject
{
    // Read by the SDK above the project's folder, or beside it.
    private static readonly string[] s_filesAbove = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    // What moves the restore, or the versions, where the environment sets it; the project itself then says so.
    private static readonly string[] s_foreign =
    [
        "MSBuildProjectExtensionsPath", "BaseIntermediateOutputPath", "UseArtifactsOutput", "ArtifactsPath", "ManagePackageVersionsCentrally",
        "DirectoryBuildPropsPath", "DirectoryBuildTargetsPath", "DirectoryPackagesPropsPath", "OutputType",
    ];

    // Properties that may stand in such a project: those that say nothing about references.
    private static readonly HashSet<string> s_properties = new(StringComparer.OrdinalIgnoreCase)
    {
        "OutputType", "MarketplaceName", "MarketplaceDirectory", "Title", "Description", "RestorePackagesWithLockFile", "WarningsAsErrors", "TreatWarningsAsErrors",
    };

    // What MSBuild would make something else of.
    private static readonly SearchValues<char> s_expanded = SearchValues.Create("$@%*?;");

    /// <summary>Whether an evaluation of the file alone gives the references of the project.</summary>
    /// <param name="root">The project's file.</param>
    public static bool Is(ProjectRootElement root) =>
        root.Sdk.StartsWith(SdkPackage.Id + "/", StringComparison.OrdinalIgnoreCase)
        && !root.Sdk.Contains(';', StringComparison.Ordinal)
        && root.DefaultTargets.Length + root.InitialTargets.Length + root.TreatAsLocalProperty.Length == 0
        && root.Properties.LastOrDefault(static property => property.Name.Equals("OutputType", StringComparison.OrdinalIgnoreCase))?.Value == "Marketplace"
        && root.AllChildren.All(IsPlain)
        && !File.Exists(root.FullPath + ".user")
        && !s_foreign.Any(static name => Environment.GetEnvironmentVariable(name) is { Length: > 0 })
        && !IsReachedFromAbove(root.DirectoryPath);

    private static bool IsPlain(ProjectElement element) => element.Condition.Length == 0 && element switch
    {
        ProjectPropertyGroupElement or ProjectItemGroupElement => true,
        ProjectPropertyElement property => s_properties.Contains(property.Name),
        ProjectItemElement item => item.Include.Length > 0 && item.Exclude.Length == 0 && IsText(item.Include),
        ProjectMetadataElement metadata => IsText(metadata.Value),
        _ => false,
    };

    private static bool IsText(string value) => !value.AsSpan().ContainsAny(s_expanded);

    private static bool IsReachedFromAbove(string folder)
    {
        for (string? above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (s_filesAbove.Any(name => File.Exists(Path.Combine(above, name))))
            {
                return true;
            }
        }

        return false;
    }
}
