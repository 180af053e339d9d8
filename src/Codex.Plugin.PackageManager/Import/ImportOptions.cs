namespace Codex.Plugin.PackageManager.Import;

/// <summary>What to import, and where to.</summary>
public sealed record ImportOptions
{
    /// <summary>A folder, or the address of a git repository with an optional <c>#ref</c>. A relative path is one from <see cref="WorkingDirectory"/>.</summary>
    public required string Source { get; init; }

    /// <summary>The folder that the projects go to, empty or not there yet; null: one of the marketplace's name in <see cref="WorkingDirectory"/>.</summary>
    public string? Output { get; init; }

    /// <summary>The marketplace's name; null: made of the name that the source has.</summary>
    public string? Name { get; init; }

    /// <summary>The version of <c>Codex.Plugin.Sdk</c> that builds the projects. Ex: <c>1.0.0</c>.</summary>
    public required string SdkVersion { get; init; }

    /// <summary>The absolute path of the folder that relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Whether nothing is kept: the result says what an import would do.</summary>
    public bool DryRun { get; init; }
}
