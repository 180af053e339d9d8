namespace Codex.Plugin.Write;

/// <summary>Lets one build at a time work on a project's output; a second one waits, and then finds everything done.</summary>
internal static class BuildLock
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2);

    /// <summary>Takes the lock. It ends with the process, so a killed build leaves none.</summary>
    /// <exception cref="OutputException">The file cannot be made, or another build did not end in two minutes.</exception>
    public static FileStream Take(string path)
    {
        OutputException.Guard(path, () => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
        for (long start = Environment.TickCount64; ; Thread.Sleep(20))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException exception) when (exception is not DirectoryNotFoundException && File.Exists(path))
            {
                if (Environment.TickCount64 - start > s_longestWait.TotalMilliseconds)
                {
                    throw new OutputException(path, exception);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new OutputException(path, exception);
            }
        }
    }
}
