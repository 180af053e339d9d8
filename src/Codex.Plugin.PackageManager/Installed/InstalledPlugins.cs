using System.Text.Json;
using Codex.Plugin.Install;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Trust;
using Codex.Plugin.PackageManager.Projects;

namespace Codex.Plugin.PackageManager.Installed;

/// <summary>What a project has, as its last restore and its last installation have left it. Read without MSBuild, so it takes no time.</summary>
public static class InstalledPlugins
{
    /// <summary>The plugins, in ordinal order of their ids; empty where nothing was restored.</summary>
    /// <param name="project">The project.</param>
    /// <exception cref="ManagedProjectException">What was restored cannot be read.</exception>
    public static IReadOnlyList<InstalledPackage> Read(ManagedProject project)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (!project.Exists || !File.Exists(project.AssetsFile))
        {
            return [];
        }

        try
        {
            Dictionary<string, InstallReportRow> installed = (InstallReport.Load(project.InstallReportFile)?.Plugins ?? []).ToDictionary(static row => row.Plugin, StringComparer.Ordinal);
            PackageFeeds feeds = PackageFeeds.Read(project.AssetsFile);
            return
            [
                .. from plugin in RestoredPlugins.Read(project.AssetsFile, project.File).Plugins
                   let row = installed.GetValueOrDefault(plugin.Name)
                   orderby plugin.PackageId.ToUpperInvariant()
                   select new InstalledPackage(plugin.PackageId, plugin.PackageVersion, plugin.Name, plugin.Direct, feeds.Find(plugin.PackageFolder)?.Name, plugin.PackageFolder)
                   {
                       InCodex = row?.After,
                       IsOff = row?.IsOff == true,
                   },
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ManagedProjectException($"What {project.File} has restored cannot be read: {exception.Message} Run 'codex-plugin restore'.", exception);
        }
    }
}
