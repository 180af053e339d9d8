using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Check;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary>A plugin that a project has brought into a marketplace.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">The plugin's version.</param>
/// <param name="PackageId">The package's id.</param>
/// <param name="PackageVersion">The package's version.</param>
/// <param name="Policy">What the project says about it.</param>
/// <param name="RequiredBy">The names of the plugins that need it directly.</param>
public sealed record RecordedPlugin(string Name, string Version, string PackageId, string PackageVersion, PluginPolicy Policy, IReadOnlyList<string> RequiredBy)
{
    /// <summary>The hash of the <c>.nupkg</c>, in base 64; empty for a plugin that a project builds.</summary>
    public string Sha512 { get; init; } = "";

    /// <summary>Whether only other plugins have brought it, and not the project itself.</summary>
    public bool IsTransitive { get; init; }
}

/// <summary>
/// Our own file beside <c>marketplace.json</c>: which folders below <c>plugins/</c> are ours to replace and to remove, and which project brought what.
/// It travels with the folder, also into a repository: no machine path, no time.
/// </summary>
/// <param name="Owned">The names of the folders below <c>plugins/</c> that are ours, in ordinal order.</param>
/// <param name="Projects">By the project's path relative to the marketplace's folder, with <c>/</c>: what it brings.</param>
public sealed record MarketplaceRecord(IReadOnlyList<string> Owned, IReadOnlyDictionary<string, RecordedProject> Projects)
{
    /// <summary>Where it lies, relative to the marketplace's folder.</summary>
    public const string File = ".agents/plugins/codexmarketplace.json";

    private const int Format = 1;

    /// <summary>That of a folder without one.</summary>
    public static MarketplaceRecord Empty { get; } = new([], new Dictionary<string, RecordedProject>());

    /// <summary>Reads a file that <see cref="ToBytes()"/> has written.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is not such a one.</exception>
    public static MarketplaceRecord Load(string file)
    {
        JsonObject root = StrictJson.ReadObject(file);
        try
        {
            if ((int)root["format"]! != Format)
            {
                throw new JsonException($"its format is {root["format"]}, and this version reads {Format}");
            }

            var projects = new SortedDictionary<string, RecordedProject>(StringComparer.Ordinal);
            foreach ((string name, JsonNode? project) in root["projects"]!.AsObject())
            {
                projects.Add(name, ReadProject(project!));
            }

            return new MarketplaceRecord([.. root["plugins"]!.AsArray().Select(static plugin => ReadName(plugin!.GetValue<string>()))], projects);
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException("a member is missing or has a wrong type", exception);
        }
    }

    /// <summary>The bytes of the file: equal for equal records.</summary>
    public byte[] ToBytes() => JsonOutput.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteStartArray("plugins");
        foreach (string name in Owned)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("projects");
        foreach ((string path, RecordedProject project) in Projects.OrderBy(static project => project.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(path);
            Write(writer, project);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>What the record says about a project: equal bytes for equal projects. Not by reflection, which costs every build more than all the rest of a lay-out that has nothing to do.</summary>
    internal static byte[] ToBytes(RecordedProject project) => JsonOutput.ToBytes(writer =>
    {
        writer.WriteStartObject();
        Write(writer, project);
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, RecordedProject project)
    {
        WriteText(writer, "marketplaceName", project.MarketplaceName);
        WriteText(writer, "title", project.Title);
        WriteText(writer, "intermediateFolder", project.IntermediateFolder);
        writer.WriteStartArray("plugins");
        foreach (RecordedPlugin plugin in project.Plugins)
        {
            Write(writer, plugin);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, RecordedPlugin plugin)
    {
        writer.WriteStartObject();
        writer.WriteString("name", plugin.Name);
        writer.WriteString("version", plugin.Version);
        writer.WriteString("packageId", plugin.PackageId);
        writer.WriteString("packageVersion", plugin.PackageVersion);
        WriteText(writer, "sha512", plugin.Sha512.Length > 0 ? plugin.Sha512 : null);
        MarketplaceDocument.WritePolicy(writer, plugin.Policy, plugin.RequiredBy, plugin.IsTransitive);
        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static RecordedProject ReadProject(JsonNode project) => new([.. project["plugins"]!.AsArray().Select(static plugin => ReadPlugin(plugin!))])
    {
        MarketplaceName = (string?)project["marketplaceName"],
        Title = (string?)project["title"],
        IntermediateFolder = (string?)project["intermediateFolder"],
    };

    private static RecordedPlugin ReadPlugin(JsonNode plugin)
    {
        (PluginPolicy policy, IReadOnlyList<string> requiredBy, bool isTransitive) = MarketplaceDocument.ReadPolicy(plugin);
        return new RecordedPlugin(
            ReadName(StrictJson.Text(plugin, "name")), StrictJson.Text(plugin, "version"),
            StrictJson.Text(plugin, "packageId"), StrictJson.Text(plugin, "packageVersion"), policy, requiredBy)
        {
            Sha512 = (string?)plugin["sha512"] ?? "",
            IsTransitive = isTransitive,
        };
    }

    // What is ours gets removed: a name must never lead anywhere else.
    private static string ReadName(string name) =>
        PluginName.FindProblem(name) is { } problem ? throw new JsonException($"the plugin's name '{name}' {problem}") : name;
}
