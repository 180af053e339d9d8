using Codex.Plugin.Manifest;
using Codex.Plugin.Packaging;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Reads from a manifest written by hand what the package says too. What is wrong with it, the compiler reports.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadPluginManifest : PluginTask
{
    /// <summary>The members of the manifest that the project says nothing about; only those are taken. Ex: <c>version;description</c>.</summary>
    public string[] Defaulted { get; set; } = [];

    /// <summary>Empty: the project's own holds, as for all others.</summary>
    [Output]
    public string? Version { get; set; }

    /// <summary>Ex: <c>Reviews branches.</c></summary>
    [Output]
    public string? Description { get; set; }

    /// <summary>Ex: <c>Contoso</c>.</summary>
    [Output]
    public string? Authors { get; set; }

    /// <summary>Ex: <c>Contoso Review</c>.</summary>
    [Output]
    public string? Title { get; set; }

    /// <summary>An absolute http or https URL.</summary>
    [Output]
    public string? ProjectUrl { get; set; }

    /// <summary>An absolute http or https URL.</summary>
    [Output]
    public string? RepositoryUrl { get; set; }

    /// <summary>An SPDX expression; a licence that is none stays in the manifest alone.</summary>
    [Output]
    public string? LicenseExpression { get; set; }

    /// <summary>Separated by blanks, which NuGet's tags cannot hold themselves.</summary>
    [Output]
    public string? Tags { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (ManifestProperties.Read(Path.GetDirectoryName(ProjectFile)!) is { } manifest)
        {
            Version = Take("version", manifest.Version);
            Description = Take("description", manifest.Description);
            Authors = Take("author.name", manifest.Author);
            Title = Take("interface.displayName", manifest.DisplayName);
            ProjectUrl = Take("homepage", manifest.Homepage);
            RepositoryUrl = Take("repository", manifest.Repository);
            LicenseExpression = manifest.License is { } license && PackageLicenses.IsExpression(license) ? Take("license", license) : null;
            Tags = Take("keywords", string.Join(' ', manifest.Keywords.Select(static keyword => keyword.Trim().Replace(' ', '-'))));
        }

        return true;
    }

    private string? Take(string member, string? value) => Defaulted.Contains(member, StringComparer.Ordinal) ? value : null;
}
