using System.Text.Json;
using System.Text.Json.Nodes;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Marketplace;

/// <summary><c>.agents/plugins/marketplace.json</c>, as Codex reads it.</summary>
/// <param name="Name">The marketplace's name.</param>
/// <param name="Title">What people see.</param>
/// <param name="Plugins">The plugins, in ordinal order of their names.</param>
public sealed record MarketplaceDocument(string Name, string Title, IReadOnlyList<MarketplaceEntry> Plugins)
{
    /// <summary>Where it lies, relative to the marketplace's folder.</summary>
    public const string File = ".agents/plugins/marketplace.json";

    private static readonly Dictionary<InstallationPolicy, string> s_installation = new()
    {
        [InstallationPolicy.NotAvailable] = "NOT_AVAILABLE",
        [InstallationPolicy.Available] = "AVAILABLE",
        [InstallationPolicy.InstalledByDefault] = "INSTALLED_BY_DEFAULT",
    };

    private static readonly Dictionary<AuthenticationPolicy, string> s_authentication = new()
    {
        [AuthenticationPolicy.OnUse] = "ON_USE",
        [AuthenticationPolicy.OnInstall] = "ON_INSTALL",
    };

    /// <summary>Codex's words for the policies, the strongest last.</summary>
    public static IReadOnlyDictionary<InstallationPolicy, string> InstallationWords => s_installation;

    /// <summary>Codex's words for the policies, the strongest last.</summary>
    public static IReadOnlyDictionary<AuthenticationPolicy, string> AuthenticationWords => s_authentication;

    /// <summary>Reads a file that <see cref="ToBytes"/> has written.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="JsonException">The file is not such a one.</exception>
    public static MarketplaceDocument Load(string path)
    {
        JsonObject root = StrictJson.ReadObject(path);
        try
        {
            string name = StrictJson.Text(root, "name");
            return new MarketplaceDocument(
                name,
                (string?)root["interface"]?["displayName"] ?? name,
                [.. root["plugins"]!.AsArray().Select(static entry => ReadEntry(entry!))]);
        }
        catch (Exception exception) when (exception is NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException($"a member of {File} is missing or has a wrong type", exception);
        }
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] ToBytes() => JsonOutput.ToBytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteStartObject("interface");
        writer.WriteString("displayName", Title);
        writer.WriteEndObject();
        writer.WriteStartArray("plugins");
        foreach (MarketplaceEntry entry in Plugins)
        {
            Write(writer, entry);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, MarketplaceEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("name", entry.Name);
        writer.WriteStartObject("source");
        writer.WriteString("source", "local");
        writer.WriteString("path", "./" + entry.Path);
        writer.WriteEndObject();
        WritePolicy(writer, entry.Policy, entry.RequiredBy, entry.IsTransitive);
        writer.WriteEndObject();
    }

    /// <summary>The members that say what a marketplace says about a plugin, and why it is there.</summary>
    internal static void WritePolicy(Utf8JsonWriter writer, PluginPolicy policy, IReadOnlyList<string> requiredBy, bool isTransitive)
    {
        writer.WriteStartObject("policy");
        writer.WriteString("installation", s_installation[policy.Installation]);
        writer.WriteString("authentication", s_authentication[policy.Authentication]);
        WriteTexts(writer, "products", policy.Products);
        writer.WriteEndObject();
        if (policy.Category is { } category)
        {
            writer.WriteString("category", category);
        }

        WriteTexts(writer, "requiredBy", requiredBy.Count > 0 ? requiredBy : null);
        if (isTransitive)
        {
            writer.WriteBoolean("transitive", true);
        }
    }

    /// <summary>Reads what <see cref="WritePolicy"/> has written.</summary>
    internal static (PluginPolicy Policy, IReadOnlyList<string> RequiredBy, bool IsTransitive) ReadPolicy(JsonNode entry)
    {
        JsonNode policy = entry["policy"]!;
        return (new PluginPolicy
        {
            Installation = Find(s_installation, StrictJson.Text(policy, "installation")),
            Authentication = Find(s_authentication, StrictJson.Text(policy, "authentication")),
            Products = policy["products"] is JsonArray products ? Texts(products) : null,
            Category = (string?)entry["category"],
        }, entry["requiredBy"] is JsonArray requiredBy ? Texts(requiredBy) : [], (bool?)entry["transitive"] ?? false);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string>? texts)
    {
        if (texts is not null)
        {
            writer.WriteStartArray(name);
            foreach (string text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }
    }

    private static MarketplaceEntry ReadEntry(JsonNode entry)
    {
        string path = StrictJson.Text(entry["source"], "path");
        (PluginPolicy policy, IReadOnlyList<string> requiredBy, bool isTransitive) = ReadPolicy(entry);
        return new MarketplaceEntry(StrictJson.Text(entry, "name"), path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path, policy)
        {
            RequiredBy = requiredBy,
            IsTransitive = isTransitive,
        };
    }

    private static T Find<T>(Dictionary<T, string> words, string word)
        where T : struct, Enum
    {
        foreach ((T policy, string written) in words)
        {
            if (written == word)
            {
                return policy;
            }
        }

        throw new JsonException($"'{word}' is no policy");
    }

    private static string[] Texts(JsonArray array) => [.. array.Select(static text => text!.GetValue<string>())];
}
