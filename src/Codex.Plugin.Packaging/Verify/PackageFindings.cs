using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Verify;

/// <summary>The findings about one package, each with the package and the entry.</summary>
/// <param name="id">The package's id.</param>
/// <param name="version">The package's version.</param>
/// <param name="folder">The absolute path of the extracted package.</param>
/// <param name="location">Where the project references it.</param>
internal sealed class PackageFindings(string id, string version, string folder, Location location)
{
    public const string InArchive = "in the archive";
    public const string InManifest = "in codexplugin.json";
    public const string InFolder = "in the extracted folder";

    public PackageFindings(RestoredPlugin plugin, Location location)
        : this(plugin.PackageId, plugin.PackageVersion, plugin.PackageFolder, location)
    {
    }

    public string ArchiveName { get; } = PluginPackageFormat.ArchiveName(id, version);

    public string ArchivePath => Path.Combine(folder, ArchiveName);

    public Diagnostic Damaged(string problem) =>
        Report(DiagnosticDescriptors.ReferencedPackageDamaged, folder, problem);

    public Diagnostic Executes(string entry) => Report(DiagnosticDescriptors.ReferencedPackageExecutes, entry);

    public Diagnostic NotAsPacked(string entry, string problem) =>
        Report(DiagnosticDescriptors.PackageFileNotAsPacked, entry, problem, folder);

    public Diagnostic NotSafe(string entry, string problem, string where) =>
        Report(DiagnosticDescriptors.PackagePathNotSafe, entry, problem, where,
            where == InFolder ? $"Delete '{folder}' and restore again." : "Do not use this package.");

    public Diagnostic TooLarge(string problem, string limit) => Diagnostic.Create(
        DiagnosticDescriptors.PackageTooLarge, location, $"The plugin package {id} {version}", problem, limit);

    public Diagnostic NotItsArchive(string entry, string problem) =>
        Report(DiagnosticDescriptors.PackageNotItsArchive, entry, problem, folder);

    public Diagnostic ArchiveMissing() => Report(DiagnosticDescriptors.PackageArchiveMissing, ArchiveName, folder);

    private Diagnostic Report(DiagnosticDescriptor descriptor, params ReadOnlySpan<string> more) =>
        Diagnostic.Create(descriptor, location, [id, version, .. more]);
}
