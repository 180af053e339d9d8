using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Trust;
using NuGet.Configuration;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>Whether NuGet can keep packages and answers.</summary>
internal static class PackageFoldersCheck
{
    private const string Area = "folders";

    public static IReadOnlyList<CheckResult> Run(DoctorOptions options)
    {
        ISettings settings = new NuGetConfig(options.Folder).Settings;
        return
        [
            Check("packages", () => SettingsUtility.GetGlobalPackagesFolder(settings), options.Variable("NUGET_PACKAGES") is { Length: > 0 } ? " (NUGET_PACKAGES)" : "", "Make it writable, or name another in NUGET_PACKAGES or globalPackagesFolder."),
            Check("http cache", SettingsUtility.GetHttpCacheFolder, options.Variable("NUGET_HTTP_CACHE_PATH") is { Length: > 0 } ? " (NUGET_HTTP_CACHE_PATH)" : "", "Make it writable, or name another in NUGET_HTTP_CACHE_PATH."),
        ];
    }

    private static CheckResult Check(string subject, Func<string> find, string said, string next)
    {
        string folder;
        try
        {
            folder = find();
        }
        catch (NuGetConfigurationException exception)
        {
            return new CheckResult(Area, subject, CheckState.Error, CapabilityText.Show(exception.Message.TrimEnd('.')), next);
        }

        return FindProblem(folder) is { } problem ? new CheckResult(Area, subject, CheckState.Error, $"'{CapabilityText.Show(folder)}'{said} cannot be written: {CapabilityText.Show(problem)}", next)
            : new CheckResult(Area, subject, CheckState.Ok, $"'{CapabilityText.Show(folder)}'{said}");
    }

    /// <summary>Why nothing can be written into the folder, or into the nearest one above that is there; null where it can.</summary>
    private static string? FindProblem(string folder)
    {
        try
        {
            string? nearest = Path.TrimEndingDirectorySeparator(folder);
            while (nearest is not null && !Path.Exists(nearest))
            {
                nearest = Path.GetDirectoryName(nearest);
            }

            string file = Path.Combine(nearest ?? folder, $"codex-plugin-doctor-{Guid.NewGuid():N}");
            using (new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                return null;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message.TrimEnd('.');
        }
    }
}
