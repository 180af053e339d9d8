namespace Codex.Plugin.PackageManager.Installed;

/// <summary>A plugin that a project has.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">The package's version, normalised.</param>
/// <param name="Name">The plugin's name in Codex.</param>
/// <param name="IsDirect">Whether the project itself references it; else another plugin needs it.</param>
/// <param name="Source">The key of the source that it came from in <c>nuget.config</c>; null: nobody knows.</param>
/// <param name="PackageFolder">The absolute path of the extracted package.</param>
public sealed record InstalledPackage(string Id, string Version, string Name, bool IsDirect, string? Source, string PackageFolder)
{
    /// <summary>The version that Codex has loaded since the last installation; null: none.</summary>
    public string? InCodex { get; init; }

    /// <summary>Whether the user has switched it off in Codex.</summary>
    public bool IsOff { get; init; }

    /// <summary>The package itself; null where NuGet does not keep it.</summary>
    public string? PackageFile
    {
        get
        {
            string file = Path.Combine(PackageFolder, $"{Id}.{Version}.nupkg".ToLowerInvariant());
            return File.Exists(file) ? file : null;
        }
    }
}
