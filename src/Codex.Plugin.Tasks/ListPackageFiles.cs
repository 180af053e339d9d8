using System.Text.Json;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Security;
using Codex.Plugin.Text;
using Codex.Plugin.Write;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Codex.Plugin.Tasks;

/// <summary>Describes the built plugin in <c>codexplugin.json</c>, lists what goes into the package, and refuses what would execute there, or what the files must not hold.</summary>
[MSBuildMultiThreadableTask]
public sealed class ListPackageFiles : PluginTask
{
    /// <summary>The built plugin. Ex: <c>bin/Release/plugin/</c>, absolute.</summary>
    [Required]
    public string PluginDirectory { get; set; } = "";

    /// <summary>Where <c>codexplugin.json</c> is written; absolute.</summary>
    [Required]
    public string PackageManifestFile { get; set; } = "";

    /// <summary>Ex: <c>Contoso.Review</c>.</summary>
    public string PackageId { get; set; } = "";

    /// <summary>Ex: <c>1.2.0</c>.</summary>
    public string Version { get; set; } = "";

    /// <summary>NuGet's folder of extracted packages.</summary>
    public string? PackagesFolder { get; set; }

    /// <summary>What else the project packs, with NuGet's metadata <c>PackagePath</c>.</summary>
    public ITaskItem[] OtherFiles { get; set; } = [];

    /// <summary>Whether the files' content is checked: the property <c>CheckPluginContent</c>.</summary>
    public bool CheckContent { get; set; } = true;

    /// <summary>The items <c>ContentSuppression</c>: findings about content that the project accepts.</summary>
    public ITaskItem[] Suppressions { get; set; } = [];

    /// <summary>The files of the plugin and <c>codexplugin.json</c>, with <c>PackagePath</c>.</summary>
    [Output]
    public ITaskItem[] PackageFiles { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        Report(OtherFiles.SelectMany(Refuse));
        try
        {
            PackageManifest manifest = CheckContent ? DescribeChecked() : PackageManifest.Describe(PluginDirectory);
            if (Log.HasLoggedErrors)
            {
                return false;
            }

            if (PackageVersions.Normalize(Version) is { } version && PublishedVersion.FindDifference(manifest, PackageId, version, PackagesFolder, ShownProjectFile) is { } taken)
            {
                Report([taken]);
                return false;
            }

            WriteWhenDifferent(manifest.ToBytes());
            PackageFiles =
            [
                Item(PackageManifestFile, ""),
                .. manifest.Files.Select(file => Item(Path.Combine(PluginDirectory, file.Path), file.Path[..(file.Path.LastIndexOf('/') + 1)], PluginPackageFormat.PluginFolder + "/")),
            ];
        }
        catch (Exception exception) when (exception is JsonException or DirectoryNotFoundException)
        {
            Report([Diagnostic.Create(DiagnosticDescriptors.PluginNotBuilt, new Location(ShownProjectFile), PluginDirectory)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report([Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, new Location(ShownProjectFile), PackageManifestFile, exception.Message)]);
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Describes the plugin and reports what its files hold.</summary>
    private PackageManifest DescribeChecked()
    {
        var suppressions = new ContentSuppressions(ContentSuppressionItem.Read(ProjectFile, Array.ConvertAll(Suppressions,
            static item => new ContentSuppressionItem(item.ItemSpec, DeclaredItem.DefiningFile(item), DeclaredItem.Settings(item)))));
        var review = new ContentReview(suppressions, ShowFile);
        PackageManifest manifest = PackageManifest.Describe(PluginDirectory, review.Add);
        Report([.. suppressions.Check(), .. review.Complete(), .. suppressions.Unused()]);
        return manifest;
    }

    // As the author knows it; what the build has made lies only in the built folder.
    private string ShowFile(string path)
    {
        string folder = Path.GetDirectoryName(ProjectFile)!;
        return File.Exists(Path.Combine(folder, path)) ? path : Path.GetRelativePath(folder, Path.Combine(PluginDirectory, path)).Replace('\\', '/');
    }

    private IEnumerable<Diagnostic> Refuse(ITaskItem item)
    {
        // Content without a path goes to content and contentFiles.
        string packagePath = item.GetMetadata("PackagePath");
        string[] targets = packagePath.Length > 0 ? packagePath.Split(';')
            : item.GetMetadata("BuildAction") == "None" ? ["/"]
            : ["contentFiles"];
        return targets.Where(PluginPackageFormat.IsExecuting)
            .Select(target => Diagnostic.Create(DiagnosticDescriptors.PackageWouldExecute, new Location(ShownProjectFile), item.ItemSpec, target));
    }

    // A folder, since NuGet takes a path without extension for one and appends the file's name.
    private static TaskItem Item(string file, string folder, string root = "")
    {
        var item = new TaskItem(Escape(file));
        item.SetMetadata("PackagePath", root + folder is { Length: > 0 } path ? path : "/");
        item.SetMetadata("BuildAction", "None");
        return item;
    }

    // MSBuild takes an item's name for escaped.
    private static string Escape(string path) => path.Replace("%", "%25", StringComparison.Ordinal);

    private void WriteWhenDifferent(byte[] bytes)
    {
        if (!File.Exists(PackageManifestFile) || !File.ReadAllBytes(PackageManifestFile).AsSpan().SequenceEqual(bytes))
        {
            AtomicFile.Write(PackageManifestFile, bytes);
        }
    }
}
