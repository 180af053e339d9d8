using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Check;
using Codex.Plugin.Write;

namespace Codex.Plugin.Runtime.Development;

/// <summary>A plugin as the development marketplace holds it.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">Its version, with the hash of its content.</param>
/// <param name="Folder">Where it lies.</param>
internal sealed record DevelopmentPlugin(string Name, string Version, string Folder)
{
    /// <summary>Whether the marketplace held something else before, or nothing.</summary>
    public bool Changed { get; init; }

    /// <summary>The files that were added, removed or changed; null where there was no other content to compare with.</summary>
    public IReadOnlyList<string>? ChangedFiles { get; init; }

    /// <summary>Another project that has put a plugin of this name here, and is still there.</summary>
    public string? OtherProject { get; init; }

    /// <summary>The id by which Codex knows it.</summary>
    public string Id => $"{Name}@{DevelopmentMarketplace.Name}";
}

/// <summary>
/// The marketplace of the plugins that a user is working on: one folder for each user, since Codex refuses a marketplace's name from a second one.
/// A content has a folder of its own, and the marketplace's file, replaced as a whole, says which counts: whoever is killed leaves the old or the new.
/// </summary>
internal sealed class DevelopmentMarketplace(string folder)
{
    public const string Name = "codex-plugin-development";

    private const string Title = "Plugins under development";
    private const string OwnerFile = "project.json";

    /// <summary>The folder of the current user; null where the user has none for data of applications.</summary>
    public static string? DefaultFolder =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
            ? Path.Combine(data, "codex-plugin-sdk", "development")
            : null;

    public string Folder { get; } = folder;

    /// <summary>What Codex reads.</summary>
    public string File => Path.Combine(Folder, ".agents", "plugins", "marketplace.json");

    /// <summary>Adds the built plugin, or replaces what the marketplace holds of it; the other plugins stay. Writes nothing where nothing has changed.</summary>
    /// <exception cref="OutputException">The marketplace cannot be written.</exception>
    /// <exception cref="IOException">The built plugin cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The built plugin cannot be read.</exception>
    public DevelopmentPlugin Put(BuiltPlugin plugin, string projectFile)
    {
        using FileStream exclusive = BuildLock.Take(Path.Combine(Folder, ".lock"));
        PluginFiles files = PluginFiles.Read(plugin.Folder);
        string hash = files.Hash;
        string home = Path.Combine(Folder, "plugins", FolderName(plugin.Name));
        string target = Path.Combine(home, hash);
        SortedDictionary<string, string> entries = ReadEntries();
        string path = $"./plugins/{FolderName(plugin.Name)}/{hash}";
        string version = WithoutBuildMetadata(plugin.Version) + "+codex." + hash;

        string? former = entries.GetValueOrDefault(plugin.Name);
        string? formerFolder = former is null ? null : Path.Combine(Folder, former);
        string? other = OutputException.Guard(home, () => TakeOver(home, projectFile));
        var result = new DevelopmentPlugin(plugin.Name, version, target) { OtherProject = other };
        bool complete = IsComplete(target, files);
        if (complete && former == path)
        {
            return result;
        }

        IReadOnlyList<string>? changes = former == path || !Directory.Exists(formerFolder) ? null : Changes(plugin, files, formerFolder);
        OutputException.Guard(home, () =>
        {
            if (!complete)
            {
                Copy(plugin, files, version, target);
            }

            entries[plugin.Name] = path;
            AtomicFile.Write(File, Document(entries));
        });
        RemoveOthers(home, hash);
        return result with { Changed = true, ChangedFiles = changes };
    }

    /// <summary>The name of a plugin's folder: on a disk that does not tell <c>A</c> from <c>a</c>, two plugins must not share one.</summary>
    internal static string FolderName(string plugin) =>
        plugin.Any(char.IsAsciiLetterUpper)
            ? plugin.ToLowerInvariant() + "-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(plugin)))[..8]
            : plugin;

    private static string WithoutBuildMetadata(string version) => version.IndexOf('+', StringComparison.Ordinal) is >= 0 and var plus ? version[..plus] : version;

    // All files, each with its size: that the hash in the folder's name is true was seen when it was written.
    private static bool IsComplete(string folder, PluginFiles files) =>
        Directory.Exists(folder)
        && PluginFiles.Paths(folder).SequenceEqual(files.Files.Select(static file => file.Path))
        && files.Files.All(file => file.Path == ManifestWriter.ManifestFile || new FileInfo(Path.Combine(folder, file.Path)).Length == file.Length);

    private static void Copy(BuiltPlugin plugin, PluginFiles files, string version, string target)
    {
        string staging = target + ".writing";
        foreach (string rest in (ReadOnlySpan<string>)[staging, target])
        {
            // Left by a run that was killed, or damaged by somebody.
            if (Directory.Exists(rest))
            {
                Directory.Delete(rest, recursive: true);
            }
        }

        foreach (PluginFile file in files.Files)
        {
            string copy = Path.Combine(staging, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(Path.Combine(plugin.Folder, file.Path), copy);
            if (file.Executable && !OperatingSystem.IsWindows())
            {
                System.IO.File.SetUnixFileMode(copy, System.IO.File.GetUnixFileMode(copy) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            }
        }

        var manifest = (JsonObject)plugin.Manifest.DeepClone();
        manifest["version"] = version;
        System.IO.File.WriteAllBytes(Path.Combine(staging, ManifestWriter.ManifestFile), JsonOutput.ToBytes(writer => manifest.WriteTo(writer)));
        Directory.Move(staging, target);
    }

    private static void RemoveOthers(string home, string hash)
    {
        foreach (string folder in Directory.EnumerateDirectories(home).Where(folder => Path.GetFileName(folder) != hash))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody reads in it. No entry names it any more, and the next change removes it.
            }
        }
    }

    private static List<string> Changes(BuiltPlugin plugin, PluginFiles files, string formerFolder)
    {
        try
        {
            Dictionary<string, PluginFile> former = PluginFiles.Read(formerFolder).Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
            var changes = files.Files.Where(file => file.Path != ManifestWriter.ManifestFile && former.GetValueOrDefault(file.Path) != file).Select(static file => file.Path).ToList();
            changes.AddRange(former.Keys.Except(files.Files.Select(static file => file.Path), StringComparer.Ordinal));
            // Its version is another one in any case.
            JsonObject manifest = BuiltPlugin.Read(formerFolder).Manifest;
            manifest["version"] = plugin.Manifest["version"]?.DeepClone();
            if (!JsonNode.DeepEquals(manifest, plugin.Manifest))
            {
                changes.Add(ManifestWriter.ManifestFile);
            }

            changes.Sort(StringComparer.Ordinal);
            return changes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return [.. files.Files.Select(static file => file.Path)];
        }
    }

    /// <summary>Remembers the project as the plugin's.</summary>
    /// <returns>The project that it belonged to, where that is another one that still exists.</returns>
    private static string? TakeOver(string home, string projectFile)
    {
        string file = Path.Combine(home, OwnerFile);
        string? owner = null;
        try
        {
            owner = JsonNode.Parse(System.IO.File.ReadAllBytes(file)) is JsonObject json ? BuiltPlugin.Text(json, "project") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Nobody's then.
        }

        if (owner == projectFile)
        {
            return null;
        }

        AtomicFile.Write(file, JsonOutput.ToBytes(writer => new JsonObject { ["project"] = projectFile }.WriteTo(writer)));
        return owner is not null && System.IO.File.Exists(owner) ? owner : null;
    }

    private SortedDictionary<string, string> ReadEntries()
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (JsonNode? entry in JsonNode.Parse(System.IO.File.ReadAllBytes(File))?["plugins"] as JsonArray ?? [])
            {
                if (entry is JsonObject plugin && BuiltPlugin.Text(plugin, "name") is { } name && plugin["source"] is JsonObject source
                    && BuiltPlugin.Text(source, "path") is { } path && PluginName.FindProblem(name) is null && Directory.Exists(Path.Combine(Folder, path)))
                {
                    entries[name] = path;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // None yet, or damaged: the other plugins come back with their next run.
        }

        return entries;
    }

    private static byte[] Document(IEnumerable<KeyValuePair<string, string>> entries) => JsonOutput.ToBytes(writer => new JsonObject
    {
        ["name"] = Name,
        ["interface"] = new JsonObject { ["displayName"] = Title },
        ["plugins"] = new JsonArray([.. entries.Select(static entry => new JsonObject
        {
            ["name"] = entry.Key,
            ["source"] = new JsonObject { ["source"] = "local", ["path"] = entry.Value },
            ["policy"] = new JsonObject { ["installation"] = "AVAILABLE", ["authentication"] = "ON_INSTALL" },
        })]),
    }.WriteTo(writer));
}
