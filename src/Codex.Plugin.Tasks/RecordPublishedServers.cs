using Codex.Plugin.Diagnostics;
using Codex.Plugin.Publish;
using Codex.Plugin.Text;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Finds what starts each published server, and remembers what was published.</summary>
[MSBuildMultiThreadableTask]
public sealed class RecordPublishedServers : PluginTask
{
    /// <summary>What was published now or before, of <see cref="FindChangedServer"/>.</summary>
    public ITaskItem[] Builds { get; set; } = [];

    /// <summary>The published folders, with the metadata <c>McpServer</c>, <c>EntryPoint</c> and <c>ServerRuntimeIdentifier</c>.</summary>
    [Output]
    public ITaskItem[] Published { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        Published = [.. Builds.Select(Record).OfType<ITaskItem>()];
        return !Log.HasLoggedErrors;
    }

    private Microsoft.Build.Utilities.TaskItem? Record(ITaskItem build)
    {
        string folder = build.GetMetadata(ServerProjectItem.PublishDirectory);
        string machine = build.GetMetadata(ServerProjectItem.RuntimeIdentifier);
        string? entryPoint = build.GetMetadata(ServerProjectItem.EntryPoint);
        if (entryPoint.Length == 0)
        {
            string assembly = build.GetMetadata(ServerProjectItem.Assembly);
            entryPoint = PublishState.FindPublished(folder, assembly, machine.Length == 0 ? null : machine);
            if (entryPoint is null)
            {
                Report([ServerProjectRules.NotStartable(ProjectFile, ServerProjectItem.ToServer(build), $"publishing it makes no {assembly} that can be started")]);
                return null;
            }

            try
            {
                PublishState.Save(build.GetMetadata(ServerProjectItem.StateFile), build.GetMetadata(ServerProjectItem.Inputs), folder, entryPoint);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Report([Diagnostic.Create(DiagnosticDescriptors.OutputNotWritable, new Location(ShownProjectFile), folder, exception.Message)]);
                return null;
            }
        }

        var published = new Microsoft.Build.Utilities.TaskItem(folder.Replace("%", "%25", StringComparison.Ordinal));
        return ServerProjectItem.With(published,
            (ServerProjectItem.McpServer, build.GetMetadata(ServerProjectItem.McpServer)),
            (ServerProjectItem.RuntimeIdentifier, machine),
            (ServerProjectItem.EntryPoint, entryPoint));
    }
}
