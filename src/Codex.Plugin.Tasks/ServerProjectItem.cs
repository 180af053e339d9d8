using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Codex.Plugin.Tasks;

/// <summary>The items that lead from a <c>ProjectReference</c> with the metadata <c>McpServer</c> to what is published of it.</summary>
internal static class ServerProjectItem
{
    /// <summary>The metadata with the server's name.</summary>
    public const string McpServer = "McpServer";

    /// <summary>The metadata with the machine that a build is for.</summary>
    public const string RuntimeIdentifier = "ServerRuntimeIdentifier";

    /// <summary>The metadata with the folder to publish into.</summary>
    public const string PublishDirectory = "PublishDirectory";

    /// <summary>The metadata with the file that remembers what was published.</summary>
    public const string StateFile = "PublishStateFile";

    /// <summary>The metadata with the file that starts the published server.</summary>
    public const string EntryPoint = "EntryPoint";

    /// <summary>The metadata with the name of the assembly that the project builds.</summary>
    public const string Assembly = "ServerAssembly";

    /// <summary>The metadata with the project's <c>project.assets.json</c>.</summary>
    public const string AssetsFile = "ServerAssetsFile";

    /// <summary>The metadata with the global properties that publish the project.</summary>
    public const string PublishProperties = "PublishProperties";

    /// <summary>The metadata with the hash of everything that decides what is published.</summary>
    public const string Inputs = "PublishInputs";

    /// <summary>The metadata with the file that declares the reference: an item that a target has made was defined by the target.</summary>
    public const string DefiningFile = "ServerDefiningFile";

    /// <summary>The server that the reference declares, with the metadata of publishing.</summary>
    public static McpServerItem ToServer(ITaskItem reference) =>
        ToServer(reference, reference.CloneCustomMetadata().Keys.Cast<string>().ToDictionary(static name => name, reference.GetMetadata, StringComparer.OrdinalIgnoreCase));

    /// <summary>The server that the reference declares, with the metadata about its entry.</summary>
    public static McpServerItem ToEntry(ITaskItem reference, IEnumerable<ITaskItem> published) =>
        ToServer(reference, DeclaredItem.Settings(reference, McpServerItem.IsSettingOfProject)) with
        {
            Published =
            [
                .. published.Where(item => item.GetMetadata(McpServer) == reference.GetMetadata(McpServer))
                    .Select(static item => new PublishedServer(item.ItemSpec, item.GetMetadata(EntryPoint), item.GetMetadata(RuntimeIdentifier) is { Length: > 0 } machine ? machine : null)),
            ],
        };

    /// <summary>The project's absolute path.</summary>
    public static string ProjectOf(ITaskItem reference, string projectFile) => Path.GetFullPath(reference.ItemSpec, Path.GetDirectoryName(projectFile)!);

    /// <summary>A copy of the item with further metadata.</summary>
    public static TaskItem With(ITaskItem item, params ReadOnlySpan<(string Name, string Value)> metadata)
    {
        var copy = new TaskItem(item);
        foreach ((string name, string value) in metadata)
        {
            // MSBuild takes a value for escaped.
            copy.SetMetadata(name, value.Replace("%", "%25", StringComparison.Ordinal));
        }

        return copy;
    }

    private static McpServerItem ToServer(ITaskItem reference, Dictionary<string, string> settings) => new(reference.GetMetadata(McpServer))
    {
        ItemType = "ProjectReference",
        Include = reference.ItemSpec,
        DefiningFile = reference.GetMetadata(DefiningFile) is { Length: > 0 } file ? file : DeclaredItem.DefiningFile(reference),
        Settings = settings,
    };
}
