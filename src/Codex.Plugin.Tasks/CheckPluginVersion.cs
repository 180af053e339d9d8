using Codex.Plugin.Check;
using Codex.Plugin.Packaging;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Reports a version that NuGet does not accept, before restore fails on it without a word.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckPluginVersion : PluginTask
{
    /// <summary>Ex: <c>1.2.0-beta.1</c>.</summary>
    public string? Version { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (PackageVersions.Normalize(Version) is null)
        {
            ReportAll([PluginVersion.NotAccepted(ProjectFile, Version)]);
        }

        return !Log.HasLoggedErrors;
    }
}
