using Codex.Plugin.Publish;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Says that a server's project was restored without the machine that it shall be published for; the .NET SDK's own error does not know the plugin.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckServerRestore : PluginTask
{
    /// <summary>What can be published, of <see cref="PlanServerProjects"/>.</summary>
    [Required]
    public ITaskItem Build { get; set; } = null!;

    /// <summary>What the project builds: what its target <c>BuiltProjectOutputGroup</c> returns.</summary>
    public ITaskItem[] BuiltFiles { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (BuiltFiles.FirstOrDefault(static file => file.GetMetadata("IsKeyOutput").Equals("true", StringComparison.OrdinalIgnoreCase)) is { } built
            && ServerProjectRules.CheckRestored(ProjectFile, ServerProjectItem.ToServer(Build), Build.GetMetadata(ServerProjectItem.RuntimeIdentifier), built.GetMetadata("FullPath")) is { } missing)
        {
            Report([missing]);
        }

        return !Log.HasLoggedErrors;
    }
}
