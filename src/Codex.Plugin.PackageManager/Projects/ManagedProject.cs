using Codex.Plugin.Check;
using Codex.Plugin.Packaging.Marketplace;

namespace Codex.Plugin.PackageManager.Projects;

/// <summary>Where a marketplace project is, and what lies beside it. An ordinary project: <c>dotnet build</c> in its folder does the same.</summary>
/// <param name="File">The absolute path of the project file, whether it is there or not.</param>
/// <param name="MarketplaceName">The name that a new one gets; null: the project says it.</param>
/// <param name="Scope">Whose it is.</param>
public sealed record ManagedProject(string File, string? MarketplaceName, ProjectScope Scope)
{
    private const string Assets = "project.assets.json";

    private string? _restoreFolder;

    /// <summary>The marketplace of a user who has not named one.</summary>
    public const string DefaultMarketplace = "my-plugins";

    /// <summary>The project's folder.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>Whether there is such a project.</summary>
    public bool Exists => System.IO.File.Exists(File);

    /// <summary>What NuGet has restored.</summary>
    public string AssetsFile => Path.Combine(RestoreFolder, Assets);

    /// <summary>What the last installation has done.</summary>
    public string InstallReportFile => Path.Combine(RestoreFolder, "codexplugin.install.json");

    // A repository may have it elsewhere, as with UseArtifactsOutput; that takes an evaluation, so the usual place is looked at first.
    internal string RestoreFolder
    {
        get
        {
            string usual = Path.Combine(Folder, "obj");
            if (Scope == ProjectScope.User || !Exists || System.IO.File.Exists(Path.Combine(usual, Assets)))
            {
                return usual;
            }

            if (_restoreFolder is null)
            {
                try
                {
                    _ = MarketplaceProjectFile.Read(this);
                }
                catch (ManagedProjectException)
                {
                    // Whoever changes or builds it says why.
                    _restoreFolder = usual;
                }
            }

            return _restoreFolder!;
        }

        set => _restoreFolder = value;
    }

    /// <summary>Which package has which content.</summary>
    public string LockFile => Path.Combine(Folder, "packages.lock.json");

    /// <summary>What somebody has agreed to.</summary>
    public string ApprovalsFile => Path.Combine(Folder, "plugins.approved.json");

    /// <summary>The sources that only this project has.</summary>
    public string ConfigFile => Path.Combine(Folder, "nuget.config");

    /// <summary>The folder with the projects that we keep for the user.</summary>
    public static string UserFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "codex-plugin");

    /// <summary>The project that we keep for the user.</summary>
    /// <param name="marketplace">The marketplace's name; null: <see cref="DefaultMarketplace"/>.</param>
    /// <exception cref="ManagedProjectException">Codex does not take the name.</exception>
    public static ManagedProject OfUser(string? marketplace)
    {
        string name = marketplace ?? DefaultMarketplace;
        return PluginName.FindMarketplaceProblem(name) is { } problem
            ? throw new ManagedProjectException($"The marketplace's name '{name}' {problem}. Use 1 to {PluginName.LongestLength} of a-z, 0-9 and '-'.")
            : new ManagedProject(Path.Combine(UserFolder, name, "plugins.csproj"), name, ProjectScope.User);
    }

    /// <summary>The project of the repository that the folder is in: <c>.agents/plugins.csproj</c>.</summary>
    /// <param name="folder">An absolute path.</param>
    /// <param name="marketplace">The name that a new one gets; null: made of the repository's name.</param>
    /// <exception cref="ManagedProjectException">The folder is in no repository, or Codex does not take the name.</exception>
    public static ManagedProject OfRepository(string folder, string? marketplace)
    {
        string root = RepositoryRoot.Find(folder);
        if (!Path.Exists(Path.Combine(root, ".git")))
        {
            throw new ManagedProjectException($"{folder} is in no git repository. Run 'git init' first, or use --global.");
        }

        string name = marketplace ?? RepositoryRoot.NameOf(root);
        return PluginName.FindMarketplaceProblem(name) is { } problem
            ? throw new ManagedProjectException($"The marketplace's name '{name}' {problem}. Use 1 to {PluginName.LongestLength} of a-z, 0-9 and '-'.")
            : new ManagedProject(Path.Combine(root, ".agents", "plugins.csproj"), name, ProjectScope.Repository);
    }

    /// <summary>A project that the user names.</summary>
    /// <param name="path">The file, or the folder that holds one project.</param>
    /// <exception cref="ManagedProjectException">There is no such project, or more than one.</exception>
    public static ManagedProject At(string path)
    {
        string full = Path.GetFullPath(path);
        if (!Directory.Exists(full))
        {
            return System.IO.File.Exists(full) ? new ManagedProject(full, null, ProjectScope.Named) : throw new ManagedProjectException($"There is no project {full}.");
        }

        string[] projects = [.. Directory.EnumerateFiles(full, "*.*proj").Where(static file => Path.GetExtension(file) is ".csproj" or ".cxproj" or ".proj").Order(StringComparer.Ordinal)];
        return projects.Length == 1
            ? new ManagedProject(projects[0], null, ProjectScope.Named)
            : throw new ManagedProjectException(projects.Length == 0 ? $"There is no project in {full}." : $"There are {projects.Length} projects in {full}. Name one: --project {projects[0]}");
    }
}
