using Codex.Plugin.Packaging.Restore;

namespace Codex.Plugin.Packaging;

/// <summary>The places and names that make a <c>.nupkg</c> a plugin package.</summary>
public static class PluginPackageFormat
{
    /// <summary>The package type in the nuspec.</summary>
    public const string PackageType = "CodexPlugin";

    /// <summary>The folder whose content is exactly what Codex gets.</summary>
    public const string PluginFolder = "plugin";

    /// <summary>The description of the plugin at the package's root.</summary>
    public const string PackageManifestFile = "codexplugin.json";

    // Everything that NuGet selects as an asset of a project: code of the build, assemblies, analyzers, content that is compiled in.
    private static readonly HashSet<string> s_executingFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "build", "buildMultiTargeting", "buildCrossTargeting", "buildTransitive",
        "lib", "ref", "runtimes", "native", "embed", "tools", "analyzers", "content", "contentFiles",
    };

    /// <summary>Whether a file at this place of a package takes part in the build of whoever references the package.</summary>
    /// <param name="packagePath">The path inside the package, with either slash.</param>
    public static bool IsExecuting(string packagePath)
    {
        ArgumentNullException.ThrowIfNull(packagePath);
        string[] names = packagePath.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // Where '..' leads is NuGet's business; a package has no need of it.
        return names.Contains("..") || names.FirstOrDefault(static name => name != ".") is { } first && s_executingFolders.Contains(first);
    }

    /// <summary>The absolute path of the <c>.nupkg</c> that NuGet keeps beside an extracted package.</summary>
    /// <param name="plugin">A plugin of a package.</param>
    public static string ArchiveOf(RestoredPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return Path.Combine(plugin.PackageFolder, ArchiveName(plugin.PackageId, plugin.PackageVersion));
    }

    /// <summary>The name of a package's file, as NuGet writes it.</summary>
    internal static string ArchiveName(string id, string version) => $"{id}.{version}.nupkg".ToLowerInvariant();

    /// <summary>How the path of an entry leads out of a package, here or on another operating system, to follow it in a sentence; null where it does not.</summary>
    internal static string? FindEscape(string path) =>
        path.AsSpan().ContainsAny('\\', ':') ? "contains '\\' or ':'"
        : path.Any(char.IsControl) ? "contains a control character"
        : path.Split('/').Any(static name => name is "" or "." or "..") ? "is absolute or leads elsewhere"
        : null;
}
