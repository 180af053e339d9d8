using System.Text.Json;

namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>The smallest marketplace that holds one plugin.</summary>
internal static class TestMarketplace
{
    public const string Name = "codex-plugin-sdk-tests";

    private static readonly string[] Manifests = [Path.Combine(".codex-plugin", "plugin.json"), "plugin.json", Path.Combine(".claude-plugin", "plugin.json")];

    /// <returns><paramref name="folder"/>.</returns>
    public static string Create(string folder, string pluginFolder, string pluginName)
    {
        var manifest = Directory.CreateDirectory(Path.Combine(folder, ".agents", "plugins"));
        // Not the plugin's name: one that is no file name must reach Codex all the same.
        CopyFolder(pluginFolder, Path.Combine(folder, "plugins", "plugin"));
        var content = new
        {
            name = Name,
            plugins = new[] { new { name = pluginName, source = new { source = "local", path = "./plugins/plugin" } } },
        };
        File.WriteAllText(Path.Combine(manifest.FullName, "marketplace.json"), JsonSerializer.Serialize(content));
        return folder;
    }

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
