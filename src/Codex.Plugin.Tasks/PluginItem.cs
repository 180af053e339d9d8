using Codex.Plugin.Packaging.Restore;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Codex.Plugin.Tasks;

/// <summary>The item <c>CodexPlugin</c>: a restored plugin, with its name as identity.</summary>
internal static class PluginItem
{
    public static ITaskItem From(RestoredPlugin plugin) => new TaskItem(plugin.Name, new Dictionary<string, string>
    {
        [nameof(plugin.Name)] = plugin.Name,
        [nameof(plugin.Version)] = plugin.Version,
        [nameof(plugin.Folder)] = plugin.Folder,
        [nameof(plugin.PackageId)] = plugin.PackageId,
        [nameof(plugin.PackageVersion)] = plugin.PackageVersion,
        [nameof(plugin.PackageFolder)] = plugin.PackageFolder,
        [nameof(plugin.Direct)] = plugin.Direct ? "true" : "false",
        [nameof(plugin.Sha512)] = plugin.Sha512,
    });

    public static RestoredPlugin ToPlugin(ITaskItem item) => new(
        item.GetMetadata(nameof(RestoredPlugin.Name)),
        item.GetMetadata(nameof(RestoredPlugin.Version)),
        item.GetMetadata(nameof(RestoredPlugin.Folder)),
        item.GetMetadata(nameof(RestoredPlugin.PackageId)),
        item.GetMetadata(nameof(RestoredPlugin.PackageVersion)),
        item.GetMetadata(nameof(RestoredPlugin.PackageFolder)),
        item.GetMetadata(nameof(RestoredPlugin.Direct)) == "true",
        item.GetMetadata(nameof(RestoredPlugin.Sha512)));
}
