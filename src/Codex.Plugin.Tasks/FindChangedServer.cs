using Codex.Plugin.Diagnostics;
using Codex.Plugin.Publish;
using Codex.Plugin.Text;
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

    /// <summary>What can be published, of <see cref="ReadServerRestore"/>.</summary>
    [Required]
    public ITaskItem Build { get; set; } = null!;

    /// <summary>The files to publish: what the project's target <c>PublishItemsOutputGroup</c> returns.</summary>
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>Ex: <c>10.0.401</c>; another SDK may publish something else.</summary>
    public string? SdkVersion { get; set; }

    /// <summary><see cref="Build"/> with the properties to publish it with, and with its entry point where that is not needed.</summary>
    [Output]
    public ITaskItem? Found { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        string project = ServerProjectItem.ProjectOf(Build, ProjectFile);
        string folder = Build.GetMetadata(ServerProjectItem.PublishDirectory);
        string properties = Build.GetMetadata(ServerProjectItem.PublishProperties) + Lean + (Build.GetMetadata(ServerProjectItem.RuntimeIdentifier).Length == 0 ? Portable : "") + $";PublishDir={folder}";
        string state = Build.GetMetadata(ServerProjectItem.StateFile);
        string hash;
        string? entryPoint;
        try
        {
            string[] inputs =
            [
                SdkVersion ?? "", properties, Build.GetMetadata(ServerProjectItem.Assembly), PublishState.Describe(project), PublishState.Describe(Build.GetMetadata(ServerProjectItem.AssetsFile)),
                Build.GetMetadata("SetConfiguration"), Build.GetMetadata("SetPlatform"), Build.GetMetadata("SetTargetFramework"),
                .. Files.Select(file => $"{file.GetMetadata("RelativePath")}|{PublishState.Describe(Path.GetFullPath(file.ItemSpec, Path.GetDirectoryName(project)!))}").Order(StringComparer.Ordinal),
            ];
            hash = PublishState.Hash(inputs);
            entryPoint = PublishState.FindEntryPoint(state, hash, folder);
            Log.LogMessage(MessageImportance.Low, entryPoint is null ? "Publishing '{0}' of\n{1}" : "The server '{0}' is up to date.", Build.GetMetadata(ServerProjectItem.McpServer), string.Join('\n', inputs));
            if (entryPoint is null)
            {
                PublishState.Reset(state, folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report([Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, new Location(ShownProjectFile), folder, exception.Message)]);
            return false;
        }

        Found = ServerProjectItem.With(Build,
            ("AdditionalProperties", properties),
            (ServerProjectItem.Inputs, hash),
            (ServerProjectItem.EntryPoint, entryPoint ?? ""));
        return true;
    }
}
