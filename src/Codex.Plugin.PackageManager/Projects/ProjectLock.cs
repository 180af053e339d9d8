namespace Codex.Plugin.PackageManager.Projects;

/// <summary>Lets one process at a time change a project. It ends with the process, so one that is killed leaves none.</summary>
public sealed class ProjectLock : IDisposable
{
    private readonly FileStream _file;

    private ProjectLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="project">The project; its folder is made where there is none.</param>
    /// <param name="wait">How long to wait for another process.</param>
    /// <param name="onWaiting">Called once where there is something to wait for.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ProjectBusyException">The other one did not end in time.</exception>
    /// <exception cref="ManagedProjectException">The folder cannot be written.</exception>
    public static async Task<ProjectLock> TakeAsync(ManagedProject project, TimeSpan wait, Action? onWaiting, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(project);
        string path = Path.Combine(project.Folder, "obj", "codex-plugin.lock");
        long start = Environment.TickCount64;
        for (bool first = true; ; first = false)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return new ProjectLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException) when (File.Exists(path))
            {
                if (Environment.TickCount64 - start >= wait.TotalMilliseconds)
                {
                    throw new ProjectBusyException($"Another codex-plugin is changing {project.File}. Try again when it has ended, or wait longer with --wait SECONDS.");
                }

                if (first)
                {
                    onWaiting?.Invoke();
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new ManagedProjectException($"{project.Folder} cannot be written: {exception.Message}", exception);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
