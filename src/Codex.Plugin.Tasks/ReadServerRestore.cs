using Codex.Plugin.Publish;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Looks at what was restored for a server's project: whether it is enough, and how to ask the project for the files to publish.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadServerRestore : PluginTask
{
    // Asked for the list of files, a project would trim and compile them first.
    private const string Unprocessed = ";PublishAot=false;PublishTrimmed=false;PublishSingleFile=false;PublishReadyToRun=false;BuildProjectReferences=false";

    /// <summary>What can be published, of <see cref="PlanServerProjects"/>.</summary>
    [Required]
    public ITaskItem Build { get; set; } = null!;

    /// <summary>What the project builds: what its target <c>BuiltProjectOutputGroup</c> returns.</summary>
    public ITaskItem[] BuiltFiles { get; set; } = [];

    /// <summary><see cref="Build"/>, to ask for the files.</summary>
    [Output]
    public ITaskItem? Query { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        string project = ServerProjectItem.ProjectOf(Build, ProjectFile);
        string machine = Build.GetMetadata(ServerProjectItem.RuntimeIdentifier);
        ITaskItem? built = BuiltFiles.FirstOrDefault(static file => file.GetMetadata("IsKeyOutput").Equals("true", StringComparison.OrdinalIgnoreCase));
        RestoredProject? restored = built is null ? null : RestoredProject.Find(built.GetMetadata("FullPath"));
        McpServerItem server = ServerProjectItem.ToServer(Build);
        if (machine.Length > 0 && restored is not null && ServerProjectRules.CheckRestored(ProjectFile, server, machine, restored) is { } missing)
        {
            Report([missing]);
            return false;
        }

        bool isProcessed = restored is { HasNativeCompiler: true } or { HasTrimmer: true };
        bool isNative = machine.Length > 0 && restored is { HasNativeCompiler: true } && !Build.GetMetadata(ServerProjectRules.PublishAot).Equals("false", StringComparison.OrdinalIgnoreCase);
        Query = ServerProjectItem.With(Build,
            ("AdditionalProperties", Build.GetMetadata("AdditionalProperties") + (isProcessed ? Unprocessed : "")),
            (ServerProjectItem.Assembly, built is null ? Path.GetFileNameWithoutExtension(project) + ".dll" : Path.GetFileName(built.ItemSpec)),
            (ServerProjectItem.AssetsFile, restored?.AssetsFile ?? ""),
            // The .NET SDK makes native code, and all that it needs, only for 'dotnet publish'.
            (ServerProjectItem.PublishProperties, Build.GetMetadata("AdditionalProperties") + (isNative ? ";PublishAot=true;_IsPublishing=true" : "")));
        return true;
    }
}
