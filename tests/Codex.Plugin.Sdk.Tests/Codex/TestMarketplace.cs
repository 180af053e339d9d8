using System.Globalization;
using System.Text.Json;

namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>The smallest marketplace that holds the plugins of a test.</summary>
internal static class TestMarketplace
{
    public const string Name = "codex-plugin-sdk-tests";

    private static readonly string[] Manifests = [Path.Combine(".codex-plugin", "plugin.json"), "plugin.json", Path.Combine(".claude-plugin", "plugin.json")];

    /// <returns><paramref name="folder"/>.</returns>
    public static string Create(string folder, string pluginFolder, string pluginName) => Create(folder, [(pluginFolder, pluginName)]);

    /// <returns><paramref name="folder"/>.</returns>
    public static string Create(string folder, IReadOnlyList<(string Folder, string Name)> plugins)
    {
        var manifest = Directory.CreateDirectory(Path.Combine(folder, ".agents", "plugins"));
        // Not the plugins' names: one that is no file name must reach Codex all the same.
        for (var i = 0; i < plugins.Count; i++)
        {
            CopyFolder(plugins[i].Folder, Path.Combine(folder, "plugins", FolderName(i)));
        }

        var content = new
        {
            name = Name,
            plugins = plugins.Select((plugin, i) => new { name = plugin.Name, source = new { source = "local", path = $"./plugins/{FolderName(i)}" } }),
        };
        File.WriteAllText(Path.Combine(manifest.FullName, "marketplace.json"), JsonSerializer.Serialize(content));
        return folder;
    }

    private static string FolderName(int index) => string.Create(CultureInfo.InvariantCulture, $"plugin{index:00000}");

    /// <returns>The folder's name for a manifest that cannot be read, as Codex does.</returns>
    public static string ReadPluginName(string pluginFolder)
    {
        var fallback = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(pluginFolder)));
        foreach (var manifest in Manifests)
        {
            try
            {
                var json = JsonElement.Parse(File.ReadAllText(Path.Combine(pluginFolder, manifest)));
                if (json.GetProperty("name").GetString() is { Length: > 0 } name)
                {
                    return name;
                }
            }
            catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                // A broken manifest is what some tests are about.
            }
        }

        return fallback;
    }

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
        {
            var destination = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                if (entry is DirectoryInfo)
                {
                    Directory.CreateSymbolicLink(destination, link);
                }
                else
                {
                    File.CreateSymbolicLink(destination, link);
                }
            }
            else if (entry is FileInfo file)
            {
                file.CopyTo(destination);
            }
            else
            {
                CopyFolder(entry.FullName, destination);
            }
        }
    }
}
