using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Verify;

/// <summary>The findings about one package, each with the package and the entry.</summary>
internal sealed class PackageFindings(RestoredPlugin plugin, Location location)
{
    public const string InArchive = "in the archive";
    public const string InManifest = "in codexplugin.json";
    public const string InFolder = "in the extracted folder";

    public string ArchiveName { get; } = $"{plugin.PackageId}.{plugin.PackageVersion}.nupkg".ToLowerInvariant();

    public Diagnostic Damaged(string problem) =>
        Report(DiagnosticDescriptors.ReferencedPackageDamaged, plugin.PackageFolder, problem);

    public Diagnostic Executes(string entry) => Report(DiagnosticDescriptors.ReferencedPackageExecutes, entry);

    public Diagnostic NotAsPacked(string entry, string problem) =>
        Report(DiagnosticDescriptors.PackageFileNotAsPacked, entry, problem, plugin.PackageFolder);

    public Diagnostic NotSafe(string entry, string problem, string where) =>
        Report(DiagnosticDescriptors.PackagePathNotSafe, entry, problem, where,
            where == InFolder ? $"Delete '{plugin.PackageFolder}' and restore again." : "Do not use this package.");

    public Diagnostic TooLarge(string problem, string limit) => Diagnostic.Create(
        DiagnosticDescriptors.PackageTooLarge, location, $"The plugin package {plugin.PackageId} {plugin.PackageVersion}", problem, limit);

    public Diagnostic NotItsArchive(string entry, string problem) =>
        Report(DiagnosticDescriptors.PackageNotItsArchive, entry, problem, plugin.PackageFolder);

    public Diagnostic ArchiveMissing() => Report(DiagnosticDescriptors.PackageArchiveMissing, ArchiveName, plugin.PackageFolder);

    private Diagnostic Report(DiagnosticDescriptor descriptor, params ReadOnlySpan<string> more) =>
        Diagnostic.Create(descriptor, location, [plugin.PackageId, plugin.PackageVersion, .. more]);
}
