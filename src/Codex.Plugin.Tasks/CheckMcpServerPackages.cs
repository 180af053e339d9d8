using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Servers;
using Codex.Plugin.Text;
using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>Looks whether the packages that MCP servers are started from are there, are tools, and get what they need.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckMcpServerPackages : PluginTask, ICancelableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The items <c>McpServer</c>; those without <c>Package</c> are left alone.</summary>
    [Required]
    public ITaskItem[] Servers { get; set; } = [];

    /// <summary>Central versions, for a server without one. Ex: <c>@(PackageVersion)</c>.</summary>
    public ITaskItem[] CentralVersions { get; set; } = [];

    /// <summary>A folder of the task's own. Ex: <c>obj/Debug/codexplugin.servers/</c>.</summary>
    [Required]
    public string WorkFolder { get; set; } = "";

    /// <summary>Where NuGet extracts packages, the folder that it writes first. Ex: <c>$(NuGetPackageRoot);$(NuGetPackageFolders)</c>.</summary>
    public string[] PackagesFolders { get; set; } = [];

    /// <summary>The absolute path of the plugin's own <c>project.assets.json</c>.</summary>
    public string? AssetsFile { get; set; }

    /// <summary>Properties that NuGet's restore goes by, by name, with the metadata <c>Value</c>.</summary>
    public ITaskItem[] RestoreProperties { get; set; } = [];

    /// <summary>The <c>dotnet</c> to restore with. Ex: <c>$(DOTNET_HOST_PATH)</c>.</summary>
    public string? Dotnet { get; set; }

    /// <summary>How many seconds the feeds may take. Ex: <c>20</c>.</summary>
    public string? Timeout { get; set; }

    /// <summary>The warnings, for the task that reports all of the build. Errors are reported here, and end it.</summary>
    [Output]
    public ITaskItem[] Findings { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        if (!double.TryParse(Timeout, System.Globalization.CultureInfo.InvariantCulture, out double seconds) || seconds is not (> 0 and <= 3600))
        {
            Log.LogError("CheckMcpServerPackagesTimeout must be a number of seconds above 0 and up to 3600, and is '{0}'.", Timeout);
            return false;
        }

        PackagedServer[] servers = [.. Servers.Select(ReadServer).OfType<PackagedServer>()];
        try
        {
            var finder = new ServerPackageFinder(new ServerPackageSettings
            {
                ProjectFile = ProjectFile,
                WorkFolder = WorkFolder,
                PackagesFolders = [.. PackagesFolders.Where(Path.IsPathFullyQualified).Distinct()],
                AssetsFile = AssetsFile,
                RestoreProperties = RestoreProperties.ToDictionary(static property => property.ItemSpec, static property => property.GetMetadata("Value")),
                Dotnet = string.IsNullOrEmpty(Dotnet) ? "dotnet" : Dotnet,
                Timeout = TimeSpan.FromSeconds(seconds),
            });
            IReadOnlyList<Diagnostic> diagnostics = ServerPackageCheck.Check(servers, finder.Find(servers.Select(static server => server.Package), _cancellation.Token), ProjectFile);
            if (diagnostics.Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                // The build ends here, before the compiler could write them.
                ReportAll(diagnostics);
            }
            else
            {
                Findings = [.. diagnostics.Select(FindingItem.From)];
            }
        }
        catch (OperationCanceledException)
        {
            Log.LogMessage(MessageImportance.Low, "Cancelled.");
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <summary>The server; null where it has no package, or none that can be asked for, which the compiler reports.</summary>
    private PackagedServer? ReadServer(ITaskItem item)
    {
        string id = item.GetMetadata("Package").Trim();
        if (!PackageIds.IsAccepted(id) || PackageVersions.Normalize(DeclaredItem.PackageVersion(item, CentralVersions)) is not { } exact)
        {
            return null;
        }

        return new PackagedServer(item.ItemSpec, new ServerPackageId(id, exact))
        {
            Environment = EscapedText.SplitPairs(Escaped("Environment")).DistinctBy(static pair => pair.Name).ToDictionary(static pair => pair.Name, static pair => pair.Value ?? ""),
            ForwardedVariables = [.. EscapedText.Split(Escaped("EnvVars"))],
            Arguments = [.. EscapedText.Split(Escaped("Arguments"))],
            DefiningFile = DeclaredItem.DefiningFile(item),
        };

        string Escaped(string name) => ((ITaskItem2)item).GetMetadataValueEscaped(name);
    }
}
