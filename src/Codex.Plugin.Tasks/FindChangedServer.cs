using Codex.Plugin.Publish;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Tells whether a server must be published again, and empties its folder where it must.</summary>
[MSBuildMultiThreadableTask]
public sealed class FindChangedServer : PluginTask
{
    // What a plugin has no use for. A value cannot be a list: the MSBuild task would split it.
    private const string Lean =
        ";NoBuild=true;CopyOutputSymbolsToPublishDirectory=false;PublishDocumentationFile=false;PublishDocumentationFiles=false;PublishReferencesDocumentationFiles=false"
        + ";CopyDebugSymbolFilesFromPackages=false;CopyDocumentationFilesFromPackages=false;AllowedReferenceRelatedFileExtensions=.dll.config";

    // 'dotnet' starts the assembly; the rest would be for one kind of machine.
    private const string Portable = ";UseAppHost=false;PublishSingleFile=false;PublishTrimmed=false;PublishReadyToRun=false;PublishAot=false";

    /// <summary>What can be published, of <see cref="PlanServerProjects"/>.</summary>
    [Required]
    public ITaskItem Build { get; set; } = null!;

    /// <summary>The files to publish: what the project's target <c>PublishItemsOutputGroup</c> returns.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>What the project builds: what its target <c>BuiltProjectOutputGroup</c> returns.</summary>
    public ITaskItem[] BuiltFiles { get; set; } = [];

    /// <summary>Ex: <c>10.0.401</c>; another SDK may publish something else.</summary>
    public string? SdkVersion { get; set; }

    /// <summary><see cref="Build"/> with the properties to publish it with, and with its entry point where that is not needed.</summary>
    [Output]
    public ITaskItem? Found { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        string project = ServerProjectItem.ProjectOf(Build, ProjectFile);
        string aot = Build.GetMetadata(ServerProjectRules.PublishAot);
        string properties = Build.GetMetadata("AdditionalProperties") + Lean
            + (Build.GetMetadata(ServerProjectItem.RuntimeIdentifier).Length == 0 ? Portable : aot.Length > 0 ? $";PublishAot={aot}" : "")
            + $";PublishDir={Build.GetMetadata(ServerProjectItem.PublishDirectory)}";
        string assembly = BuiltFiles.FirstOrDefault(static file => file.GetMetadata("IsKeyOutput").Equals("true", StringComparison.OrdinalIgnoreCase)) is { } built
            ? Path.GetFileName(built.ItemSpec)
            : Path.GetFileNameWithoutExtension(project) + ".dll";
        string inputs = PublishState.Hash(
        [
            SdkVersion ?? "", properties, assembly, PublishState.Describe(project),
            Build.GetMetadata("SetConfiguration"), Build.GetMetadata("SetPlatform"), Build.GetMetadata("SetTargetFramework"),
            .. Files.Select(file => $"{file.GetMetadata("RelativePath")}|{PublishState.Describe(Path.GetFullPath(file.ItemSpec, Path.GetDirectoryName(project)!))}").Order(StringComparer.Ordinal),
        ]);
        string folder = Build.GetMetadata(ServerProjectItem.PublishDirectory);
        string state = Build.GetMetadata(ServerProjectItem.StateFile);
        string? entryPoint = PublishState.FindEntryPoint(state, inputs, folder);
        if (entryPoint is null)
        {
            try
            {
                PublishState.Reset(state, folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Report([Diagnostics.Diagnostic.Create(Diagnostics.DiagnosticDescriptors.OutputNotWritable, new Text.Location(ShownProjectFile), folder, exception.Message)]);
                return false;
            }
        }

        Found = ServerProjectItem.With(Build,
            ("AdditionalProperties", properties),
            (ServerProjectItem.Assembly, assembly),
            (ServerProjectItem.Inputs, inputs),
            (ServerProjectItem.EntryPoint, entryPoint ?? ""));
        return true;
    }
}
