using Codex.Plugin.Publish;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Codex.Plugin.Tasks;

/// <summary>Checks the references to projects of MCP servers, and says how each is built and published.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlanServerProjects : PluginTask
{
    /// <summary>Items <c>ProjectReference</c> with the metadata <c>McpServer</c>.</summary>
    public ITaskItem[] Servers { get; set; } = [];

    /// <summary>Those whose projects exist, as MSBuild builds them: with the metadata <c>SetConfiguration</c> and others.</summary>
    public ITaskItem[] References { get; set; } = [];

    /// <summary>What the projects' target <c>GetTargetFrameworks</c> returns.</summary>
    public ITaskItem[] Frameworks { get; set; } = [];

    /// <summary>Where servers are published. Ex: <c>obj/Debug/mcp/</c>, absolute.</summary>
    [Required]
    public string PublishDirectory { get; set; } = "";

    /// <summary>Where is remembered what was published. Ex: <c>obj/Debug/mcp.state/</c>, absolute.</summary>
    [Required]
    public string StateDirectory { get; set; } = "";

    /// <summary><see cref="References"/>, with what a build of each must know.</summary>
    [Output]
    public ITaskItem[] PlannedReferences { get; set; } = [];

    /// <summary>What to publish: an item for each reference, or for each of its machines.</summary>
    [Output]
    public ITaskItem[] Builds { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        Dictionary<string, ServerProject> projects = [];
        foreach (ITaskItem item in Frameworks)
        {
            projects[item.GetMetadata("MSBuildSourceProjectFile")] = new ServerProject
            {
                TargetFrameworks = Split(item.GetMetadata("TargetFrameworks")),
                Monikers = Split(item.GetMetadata("TargetFrameworkMonikers")),
                HasSingleTargetFramework = item.GetMetadata("HasSingleTargetFramework").Equals("true", StringComparison.OrdinalIgnoreCase),
                Properties = item.GetMetadata("AdditionalPropertiesFromProject"),
            };
        }

        Report(ServerProjectRules.Check(ProjectFile, [.. Servers.Select(ServerProjectItem.ToServer)], projects.GetValueOrDefault));
        PlannedReferences = [.. References.Select(reference => Plan(reference, projects.GetValueOrDefault(ServerProjectItem.ProjectOf(reference, ProjectFile))))];
        Builds = [.. PlannedReferences.SelectMany(BuildsOf)];
        return !Log.HasLoggedErrors;
    }

    private static string[] Split(string values) => values.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private TaskItem Plan(ITaskItem reference, ServerProject? project)
    {
        string name = reference.GetMetadata(ServerProjectItem.McpServer);
        ITaskItem? declared = Servers.FirstOrDefault(server => server.GetMetadata(ServerProjectItem.McpServer) == name);
        bool hasMachines = ServerProjectRules.MachinesOf(ServerProjectItem.ToServer(reference)).Count > 0;
        string framework = reference.GetMetadata(ServerProjectRules.TargetFramework) is { Length: > 0 } chosen ? chosen : project?.TargetFrameworks is [var only] ? only : "";
        bool isChosen = framework.Length > 0 && project is { HasSingleTargetFramework: false };
        return ServerProjectItem.With(reference,
            (ServerProjectItem.DefiningFile, declared?.GetMetadata("DefiningProjectFullPath") ?? ""),
            // A project with one framework must not be told which: that would be another build of the same files, beside the one of the solution.
            ("SetTargetFramework", isChosen ? $"TargetFramework={framework}" : reference.GetMetadata("SetTargetFramework")),
            // Where there are machines, only their builds are needed.
            ("BuildReference", hasMachines ? "false" : reference.GetMetadata("BuildReference")),
            // What the command line says about the plugin is not for the server; what is removed cannot be set again.
            ("GlobalPropertiesToRemove", reference.GetMetadata("GlobalPropertiesToRemove") + (isChosen ? "" : ";TargetFramework") + (hasMachines ? "" : ";RuntimeIdentifier;SelfContained") + ";"));
    }

    private IEnumerable<ITaskItem> BuildsOf(ITaskItem reference)
    {
        McpServerItem server = ServerProjectItem.ToServer(reference);
        IReadOnlyList<string> machines = ServerProjectRules.MachinesOf(server);
        if (machines.Count == 0)
        {
            yield return Build(null, "");
        }

        foreach (string machine in machines)
        {
            // Only these: a referenced library is told neither of them, so that it is built once.
            string selfContained = reference.GetMetadata(ServerProjectRules.SelfContained);
            yield return Build(machine, $";RuntimeIdentifier={machine}" + (selfContained.Length > 0 ? $";SelfContained={selfContained}" : ""));
        }

        ITaskItem Build(string? machine, string properties) => ServerProjectItem.With(reference,
            (ServerProjectItem.RuntimeIdentifier, machine ?? ""),
            ("AdditionalProperties", reference.GetMetadata("AdditionalProperties") + properties),
            (ServerProjectItem.PublishDirectory, Path.Combine(PublishDirectory, server.Name, machine ?? "") is var folder && Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar),
            (ServerProjectItem.StateFile, Path.Combine(StateDirectory, machine is null ? server.Name : $"{server.Name}@{machine}")));
    }
}
