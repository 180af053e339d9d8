namespace Codex.Plugin.PackageManager.Projects;

/// <summary>
/// What a project was before a change, kept beside it until the change is through. A process that is killed leaves it behind, and the next one puts
/// everything back.
/// </summary>
public sealed class ProjectTransaction
{
    // Moved here when it is whole: a folder of this name is always a complete copy.
    private const string FolderName = "codex-plugin.undo";

    // A file that was not there has a name with this ending, and no content.
    private const string Absent = ".absent";

    private readonly string _folder;
    private readonly IReadOnlyList<string> _files;

    private ProjectTransaction(ManagedProject project, IReadOnlyList<string> files)
    {
        _folder = FolderOf(project);
        _files = files;
    }

    /// <summary>Whether an earlier change was not brought to its end.</summary>
    /// <param name="project">The project.</param>
    public static bool IsPending(ManagedProject project) => Directory.Exists(FolderOf(project));

    /// <summary>Keeps the files as they are. The project's lock must be held.</summary>
    /// <param name="project">The project.</param>
    /// <param name="more">The absolute paths of files elsewhere that will change too, for instance <c>Directory.Packages.props</c>.</param>
    /// <exception cref="ManagedProjectException">They cannot be kept; nothing has changed.</exception>
    public static ProjectTransaction Begin(ManagedProject project, IEnumerable<string> more)
    {
        ArgumentNullException.ThrowIfNull(project);
        string[] files =
        [
            .. new[] { project.File, project.ConfigFile, project.LockFile, project.ApprovalsFile, project.AssetsFile, project.InstallReportFile }
                .Concat(more).Concat(CentralVersions(project.Folder)).Distinct(StringComparer.Ordinal),
        ];
        var transaction = new ProjectTransaction(project, files);
        string building = transaction._folder + ".writing";
        try
        {
            if (Directory.Exists(building))
            {
                Directory.Delete(building, recursive: true);
            }

            Directory.CreateDirectory(building);
            for (int i = 0; i < files.Length; i++)
            {
                string copy = Path.Combine(building, $"{i}");
                if (File.Exists(files[i]))
                {
                    File.Copy(files[i], copy);
                }
                else
                {
                    File.WriteAllBytes(copy + Absent, []);
                }
            }

            File.WriteAllLines(Path.Combine(building, "files"), files);
            Directory.Move(building, transaction._folder);
            return transaction;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ManagedProjectException($"{project.Folder} cannot be written: {exception.Message} Nothing was changed.", exception);
        }
    }

    /// <summary>Puts back what a process that was killed has left. The project's lock must be held.</summary>
    /// <param name="project">The project.</param>
    /// <returns>Whether there was something.</returns>
    /// <exception cref="ManagedProjectException">It cannot be put back.</exception>
    public static bool Recover(ManagedProject project)
    {
        if (!IsPending(project))
        {
            return false;
        }

        new ProjectTransaction(project, File.ReadAllLines(Path.Combine(FolderOf(project), "files"))).RollBack();
        return true;
    }

    /// <summary>The change is through.</summary>
    public void Commit()
    {
        // Under another name first: a kill in the middle must not leave half of it under this one.
        string done = _folder + ".done";
        if (Directory.Exists(done))
        {
            Directory.Delete(done, recursive: true);
        }

        Directory.Move(_folder, done);
        Directory.Delete(done, recursive: true);
    }

    /// <summary>Everything is as it was. Moves what was kept, so it needs no room on the disk.</summary>
    /// <exception cref="ManagedProjectException">A file cannot be put back; what was kept stays.</exception>
    public void RollBack()
    {
        try
        {
            for (int i = 0; i < _files.Count; i++)
            {
                string copy = Path.Combine(_folder, $"{i}");
                if (File.Exists(copy))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(_files[i])!);
                    File.Move(copy, _files[i], overwrite: true);
                }
                else if (File.Exists(copy + Absent) && File.Exists(_files[i]))
                {
                    File.Delete(_files[i]);
                }
            }

            Commit();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ManagedProjectException($"What was there before could not be put back: {exception.Message} It is kept in {_folder}; the next command tries again.", exception);
        }
    }

    // The nearest one above: a first reference may be written there.
    private static IEnumerable<string> CentralVersions(string folder)
    {
        for (string? above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            string file = Path.Combine(above, "Directory.Packages.props");
            if (File.Exists(file))
            {
                return [file];
            }
        }

        return [];
    }

    private static string FolderOf(ManagedProject project) => Path.Combine(project.Folder, "obj", FolderName);
}
