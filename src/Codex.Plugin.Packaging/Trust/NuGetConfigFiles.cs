namespace Codex.Plugin.Packaging.Trust;

/// <summary>Where <c>nuget.config</c> files of a project are or may come to be; without NuGet's assemblies, for the task that every build runs.</summary>
public static class NuGetConfigFiles
{
    // The spellings that NuGet finds where letter case matters.
    private static readonly string[] s_names = ["nuget.config", "NuGet.config", "NuGet.Config"];

    /// <summary>The absolute paths, whether there is a file or not; those of the machine are left out.</summary>
    /// <param name="projectFile">The absolute path of the project file.</param>
    /// <param name="configDirectory">What <c>RestoreRootConfigDirectory</c> says; null or empty: nothing.</param>
    /// <param name="configFile">What <c>RestoreConfigFile</c> says; null or empty: nothing.</param>
    public static IEnumerable<string> Candidates(string projectFile, string? configDirectory, string? configFile)
    {
        string directory = DirectoryOf(projectFile, configDirectory);
        if (!string.IsNullOrEmpty(configFile))
        {
            return [Path.GetFullPath(configFile, directory)];
        }

        var directories = new List<string>();
        for (string? above = directory; above is not null; above = Path.GetDirectoryName(above))
        {
            directories.Add(above);
        }

        string home = Environment.GetEnvironmentVariable("DOTNET_CLI_HOME") is { Length: > 0 } cli ? cli : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        directories.Add(OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "NuGet") : Path.Combine(home, ".nuget", "NuGet"));
        return OperatingSystem.IsWindows() ? directories.Select(static one => Path.Combine(one, s_names[0])) : directories.SelectMany(static one => s_names.Select(name => Path.Combine(one, name)));
    }

    /// <summary>The folder from which NuGet looks for the files of a project.</summary>
    /// <param name="projectFile">The absolute path of the project file.</param>
    /// <param name="configDirectory">What <c>RestoreRootConfigDirectory</c> says; null or empty: nothing.</param>
    public static string DirectoryOf(string projectFile, string? configDirectory)
    {
        string directory = Path.GetDirectoryName(projectFile)!;
        return string.IsNullOrEmpty(configDirectory) ? directory : Path.GetFullPath(configDirectory, directory);
    }
}
