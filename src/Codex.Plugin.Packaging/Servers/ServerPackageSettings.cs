namespace Codex.Plugin.Packaging.Servers;

/// <summary>How a project looks for the packages of its servers.</summary>
public sealed record ServerPackageSettings
{
    /// <summary>The absolute path of the plugin's project file. Its folder decides which <c>nuget.config</c> and which <c>global.json</c> hold.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The absolute path of a folder of the check's own.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>The absolute paths of the folders that NuGet extracts packages into, the one that it writes first.</summary>
    public IReadOnlyList<string> PackagesFolders { get; init; } = [];

    /// <summary>The plugin's own <c>project.assets.json</c>, which names sources and configuration files.</summary>
    public string? AssetsFile { get; init; }

    /// <summary>Properties of the project that NuGet's restore goes by, as <c>RestoreSources</c>.</summary>
    public IReadOnlyDictionary<string, string> RestoreProperties { get; init; } = new Dictionary<string, string>();

    /// <summary>The <c>dotnet</c> to restore with.</summary>
    public string Dotnet { get; init; } = "dotnet";

    /// <summary>How long the feeds may take, all together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The project's folder.</summary>
    public string ProjectFolder => Path.GetDirectoryName(ProjectFile)!;
}
