using System.Text.Json.Nodes;
using Codex.Plugin.Check;
using Codex.Plugin.Text;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Reads a marketplace as Codex does, and what only others read of it as far as it has a meaning here.</summary>
internal sealed class MarketplaceFile
{
    // What of an entry Codex takes for a manifest where the plugin has none.
    private static readonly string[] s_manifestMembers =
        ["version", "description", "author", "homepage", "repository", "license", "keywords", "skills", "commands", "mcpServers", "apps", "hooks"];

    private static readonly string[] s_parts = ["skills", "commands", "mcpServers", "apps", "hooks", "agents", "lspServers", "outputStyles"];
    private static readonly string[] s_installation = ["AVAILABLE", "INSTALLED_BY_DEFAULT", "NOT_AVAILABLE"];
    private static readonly string[] s_authentication = ["ON_INSTALL", "ON_USE"];
    private static readonly string[] s_products = ["CHATGPT", "CODEX", "ATLAS"];

    private readonly string _folder;
    private readonly string _path;
    private readonly JsonSource _source;
    private readonly FindingList _findings;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private MarketplaceFile(string folder, string path, JsonSource source, FindingList findings)
    {
        _folder = folder;
        _path = path;
        _source = source;
        _findings = findings;
    }

    /// <summary>Reads the marketplace of the folder; null where there is none.</summary>
    /// <exception cref="ImportException">There is one, and it cannot be read.</exception>
    public static ImportSource? Read(string folder, string name, FindingList findings)
    {
        string[] files = [.. FolderRules.MarketplaceFiles.Where(file => File.Exists(Path.Combine(folder, file)))];
        if (files.Length == 0)
        {
            return null;
        }

        if (LenientJson.Read(folder, files[0], out bool mended, out string? problem) is not { Root.IsObject: true } source)
        {
            throw new ImportException($"The marketplace {files[0]} cannot be read: {problem ?? "it is not an object"}. Codex rejects it, too. Correct it, and import again.");
        }

        if (mended)
        {
            findings.Changed(files[0], null, "It is read all the same.", $"Codex rejects the whole marketplace: {problem}.", null);
        }

        foreach (string other in files.Skip(1))
        {
            findings.Lost(other, "CXP7002", "It is not read.", $"Codex reads only the first marketplace of a folder, here {files[0]}.", "Where it lists other plugins, import it from a copy of the folder without the first.");
        }

        return new MarketplaceFile(folder, files[0], source, findings).Read(name);
    }

    private ImportSource Read(string name)
    {
        JsonSyntax root = _source.Root;
        var plugins = new List<SourcePlugin>();
        foreach (JsonSyntax entry in root["plugins"]?.Items ?? [])
        {
            if (ReadEntry(entry) is { } plugin)
            {
                plugins.Add(plugin);
            }
        }

        return plugins.Count == 0
            ? throw new ImportException($"The marketplace {_path} has no plugin that can be imported. {string.Join(' ', _findings.Findings.Select(static finding => finding.Why).Distinct().Take(3))}".TrimEnd())
            : new ImportSource(ImportSourceKind.Marketplace, Text(root["name"]) ?? name, Text(root["interface"]?["displayName"]), plugins);
    }

    private SourcePlugin? ReadEntry(JsonSyntax entry)
    {
        string place = _source.At(entry).ToString();
        if (Text(entry["name"]) is not { } name)
        {
            _findings.Lost(place, null, "The entry is left out.", "It has no name, and Codex rejects the whole marketplace for it.", "Give it a name, and import again.");
            return null;
        }

        if (!_names.Add(ImportNames.ForPlugin(name)))
        {
            _findings.Lost(place, "CXP7011", $"The second entry of '{name}' is left out.", "Codex sees only the first entry of a name.", "Where both are meant, give one another name, and import again.");
            return null;
        }

        if (FindFolder(entry, name, place) is not ({ } folder, { } path))
        {
            return null;
        }

        if (!IsName(name))
        {
            _findings.Changed(place, "CXP1001", $"The plugin is called '{ImportNames.ForPlugin(name)}'.", $"Codex does not take the name '{name}'.", null);
        }

        return new SourcePlugin(ImportNames.ForPlugin(name), folder, path) { Policies = ReadPolicies(entry, place), EntryManifest = ReadManifest(entry), EntryParts = [.. s_parts.Where(part => entry[part] is not null)] };
    }

    private (string? Folder, string? Path) FindFolder(JsonSyntax entry, string name, string place)
    {
        JsonSyntax? source = entry["source"];
        string? kind = source?.IsObject == true ? Text(source["source"]) : "local";
        if ((source?.AsText() ?? (kind == "local" ? Text(source?["path"]) : null)) is not { } written)
        {
            string found = source is null ? "It has no source." : $"Its source is of the kind '{kind ?? "unknown"}', which is not fetched.";
            return Leave(found, "Import that source by itself, and reference its project or package from plugins.csproj.");
        }

        string path = written;
        if (!path.StartsWith("./", StringComparison.Ordinal) && path != ".")
        {
            // Other hosts take a bare path, below a folder that the marketplace may name.
            string pluginRoot = Text(_source.Root["metadata"]?["pluginRoot"]) ?? ".";
            path = $"{pluginRoot.TrimEnd('/')}/{written}";
            path = path.StartsWith("./", StringComparison.Ordinal) ? path : $"./{path}";
        }

        if (Path.IsPathRooted(written) || path.Contains('\\', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal) || path.Split('/').Contains(".."))
        {
            return Leave($"Its path '{written}' leads out of the marketplace, or might. Codex takes only paths below the marketplace, with '/' and without '..'.", "Move the plugin into the marketplace's folder, or import it by itself.");
        }

        string full = Path.GetFullPath(Path.Combine(_folder, path));
        if (RealPath.Resolve(full) is not { } real || !Directory.Exists(real))
        {
            return Leave($"There is no folder '{written}'.", "Correct the path (letter case counts), and import again.");
        }

        real = Path.TrimEndingDirectorySeparator(real);
        if (!RealPath.IsInside(real, _folder))
        {
            return Leave($"The folder '{written}' is a link that leaves the marketplace.", "Import the plugin by itself.");
        }

        if (path != written)
        {
            _findings.Changed(place, null, $"The plugin is taken from '{path}'.", $"The path '{written}' does not begin with './', so Codex skips the entry.", null);
        }

        return (real, path);

        (string?, string?) Leave(string why, string advice)
        {
            _findings.Lost(place, null, $"The plugin '{name}' is left out.", why, advice);
            return default;
        }
    }

    private SourcePolicies ReadPolicies(JsonSyntax entry, string place)
    {
        JsonSyntax? policy = entry["policy"];
        string[] products = [.. (policy?["products"]?.Items ?? []).Select(product => Value(product, "policy.products", s_products)).OfType<string>()];
        if (policy?["products"] is { IsArray: false } other)
        {
            _findings.Lost(_source.At(other).ToString(), "CXP7014", "\"policy.products\" is left out.", "It is no array, and Codex rejects the whole marketplace for it.", "Set Products at the reference in plugins.csproj.");
        }
        else if (policy?["products"] is { Items.Count: 0 })
        {
            _findings.Changed(place, "CXP7015", "\"policy.products\" is left out.", "It is empty, so Codex does not show the plugin.", "Set InstallationPolicy=\"NOT_AVAILABLE\" at the reference in plugins.csproj where nobody should get the plugin.");
        }

        return new SourcePolicies(
            Value(policy?["installation"], "policy.installation", s_installation),
            Value(policy?["authentication"], "policy.authentication", s_authentication),
            products,
            Text(entry["category"]));

        string? Value(JsonSyntax? value, string member, string[] known)
        {
            if (value is null)
            {
                return null;
            }

            if (Array.Find(known, one => string.Equals(one, value.AsText(), StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                return found;
            }

            _findings.Lost(_source.At(value).ToString(), "CXP7014", $"\"{member}\" is left out.", $"Its value is none of {string.Join(", ", known)}, and Codex rejects the whole marketplace for it.", "Set the policy at the reference in plugins.csproj.");
            return null;
        }
    }

    private static JsonObject ReadManifest(JsonSyntax entry)
    {
        var manifest = new JsonObject();
        foreach (JsonMember member in entry.Members.Where(static member => s_manifestMembers.Contains(member.Name, StringComparer.Ordinal)))
        {
            manifest[member.Name] = member.Value.ToNode();
        }

        return manifest;
    }

    private static bool IsName(string name) => PluginName.FindProblem(name) is null;

    private static string? Text(JsonSyntax? value) => value?.AsText()?.Trim() is { Length: > 0 } text ? text : null;
}
