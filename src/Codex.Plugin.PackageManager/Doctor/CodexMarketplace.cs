using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Check;
using Codex.Plugin.Packaging;
using Codex.Plugin.Packaging.Capabilities;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>A marketplace of anybody, read as Codex reads it (asked of 0.169).</summary>
/// <param name="Name">The name in its file, under which Codex lists it.</param>
/// <param name="Plugins">Its plugins by name, with the absolute path of each; null where it lies elsewhere.</param>
/// <param name="Warnings">What Codex passes over without a word.</param>
internal sealed record CodexMarketplace(string Name, IReadOnlyDictionary<string, string?> Plugins, IReadOnlyList<string> Warnings)
{
    // The first that is there counts, and no other.
    private static readonly string[] s_files = [".agents/plugins/marketplace.json", ".agents/plugins/api_marketplace.json", ".claude-plugin/marketplace.json", ".cursor-plugin/marketplace.json"];

    private static readonly string[] s_installation = ["NOT_AVAILABLE", "AVAILABLE", "INSTALLED_BY_DEFAULT"];

    private static readonly string[] s_authentication = ["ON_INSTALL", "ON_USE"];

    private static readonly string[] s_products = ["CHATGPT", "CODEX", "ATLAS", "chatgpt", "codex", "atlas"];

    private static readonly string[] s_manifests = [".codex-plugin/plugin.json", ".claude-plugin/plugin.json", ".cursor-plugin/plugin.json"];

    /// <summary>The file of the marketplace in a folder; null where there is none.</summary>
    public static string? FindFile(string folder) => s_files.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    /// <summary>What is wrong with a marketplace's name for Codex, which takes more than we do, to follow it in a sentence; null where nothing is.</summary>
    public static string? FindNameProblem(string name) =>
        name.Length == 0 ? "is empty"
        : !IsFolderName(name) ? "has other characters than letters, digits, '-' and '_'"
        : PluginName.IsReservedMarketplace(name) ? "is one that Codex keeps for itself"
        : null;

    /// <summary>Whether Codex makes a folder of the name.</summary>
    public static bool IsFolderName(string name) => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Reads the marketplace in a folder.</summary>
    /// <exception cref="JsonException">Codex rejects the whole of it; the message says why, to follow in a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public static CodexMarketplace Read(string folder)
    {
        string file = FindFile(folder) ?? throw new JsonException($"there is no {s_files[0]} in '{CapabilityText.Show(folder)}'");
        JsonObject root = StrictJson.ReadObject(file);
        string name = Text(root, "name", "") ?? throw new JsonException("\"name\" is missing");
        var warnings = new List<string>();
        if (FindNameProblem(name) is { } problem)
        {
            warnings.Add($"its name '{CapabilityText.Show(name)}' {problem}: Codex lists none of its plugins");
        }

        warnings.AddRange(s_files.Select(one => Path.Combine(folder, one)).Where(other => other != file && File.Exists(other)).Select(other => $"'{Path.GetRelativePath(folder, other)}' is not read, since '{Path.GetRelativePath(folder, file)}' is there"));
        _ = Object(root, "interface", "") is { } shown ? Text(shown, "displayName", "interface.") : null;
        var plugins = new Dictionary<string, string?>(StringComparer.Ordinal);
        JsonArray entries = root["plugins"] as JsonArray ?? throw new JsonException("\"plugins\" is missing or no array");
        for (int i = 0; i < entries.Count; i++)
        {
            ReadEntry(entries[i] as JsonObject ?? throw new JsonException($"plugins[{i}] is no object"), $"plugins[{i}].", folder, plugins, warnings);
        }

        return new CodexMarketplace(name, plugins, warnings);
    }

    /// <summary>The version of a plugin in the marketplace; null where it has none, or lies elsewhere.</summary>
    public string? FindVersion(string plugin)
    {
        try
        {
            return Plugins.GetValueOrDefault(plugin) is { } folder && s_manifests.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists) is { } manifest
                ? Text(StrictJson.ReadObject(manifest), "version", "") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void ReadEntry(JsonObject entry, string path, string folder, Dictionary<string, string?> plugins, List<string> warnings)
    {
        string name = Text(entry, "name", path) ?? throw new JsonException($"\"{path}name\" is missing");
        string? source = ReadSource(entry, path, folder, out string? problem);
        _ = Text(entry, "category", path);
        if (entry.ContainsKey("policy"))
        {
            JsonObject policy = entry["policy"] as JsonObject ?? throw new JsonException($"\"{path}policy\" is no object");
            Word(policy, "installation", s_installation, path);
            Word(policy, "authentication", s_authentication, path);
            ReadProducts(policy, path, name, warnings);
        }

        string shown = CapabilityText.Show(name);
        if (problem is not null)
        {
            warnings.Add($"'{shown}' is left out: {problem}");
        }
        else if (!plugins.TryAdd(name, source))
        {
            warnings.Add($"'{shown}' is there twice, and the first counts");
        }
        else if (source is not null && !Directory.Exists(source))
        {
            warnings.Add($"'{shown}' has no folder '{CapabilityText.Show(source)}'");
        }
    }

    private static string? ReadSource(JsonObject entry, string path, string folder, out string? problem)
    {
        problem = null;
        switch (entry["source"])
        {
            case null:
                throw new JsonException($"\"{path}source\" is missing");
            case JsonValue value when value.TryGetValue(out string? text):
                return Local(text, out problem);
            case JsonObject source:
                string? kind = Text(source, "source", path + "source.");
                problem = kind is "local" or "url" or "git-subdir" or "npm" ? null : $"'{CapabilityText.Show(kind ?? "")}' is no kind of source that Codex knows";
                return kind == "local" ? Local(Text(source, "path", path + "source.") ?? "", out problem) : null;
            default:
                problem = "its source is neither a path nor an object";
                return null;
        }

        string? Local(string relative, out string? problem)
        {
            problem = relative is "." || relative.StartsWith("./", StringComparison.Ordinal) && !relative.Split('/').Contains("..") ? null : $"its path '{CapabilityText.Show(relative)}' does not begin with './' or leads elsewhere";
            return problem is null ? Path.GetFullPath(Path.Combine(folder, relative)) : null;
        }
    }

    private static void ReadProducts(JsonObject policy, string path, string plugin, List<string> warnings)
    {
        if (policy["products"] is not { } node)
        {
            return;
        }

        JsonArray products = node as JsonArray ?? throw new JsonException($"\"{path}policy.products\" is no array");
        foreach (JsonNode? product in products)
        {
            if (product is not JsonValue value || !value.TryGetValue(out string? text) || !s_products.Contains(text))
            {
                throw new JsonException($"\"{path}policy.products\" holds {CapabilityText.Show(product?.ToJsonString() ?? "null")}, and may hold CHATGPT, CODEX, ATLAS");
            }
        }

        if (!products.Any(static product => "CODEX".Equals((string?)product, StringComparison.OrdinalIgnoreCase)))
        {
            warnings.Add($"'{CapabilityText.Show(plugin)}' is not for Codex (products), which does not list it");
        }
    }

    private static void Word(JsonObject policy, string member, string[] words, string path)
    {
        if (policy.ContainsKey(member) && !words.Contains(Text(policy, member, path + "policy.") ?? ""))
        {
            throw new JsonException($"\"{path}policy.{member}\" is {CapabilityText.Show(policy[member]?.ToJsonString() ?? "null")}, and may be {string.Join(", ", words)}");
        }
    }

    private static JsonObject? Object(JsonObject node, string member, string path) =>
        node[member] is not { } value ? null : value as JsonObject ?? throw new JsonException($"\"{path}{member}\" is no object");

    private static string? Text(JsonObject node, string member, string path) =>
        node[member] is not { } value ? null
        : value is JsonValue one && one.TryGetValue(out string? text) ? text
        : throw new JsonException($"\"{path}{member}\" is no text");
}
