using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Codex.Plugin.Tests.Hostile;

/// <summary>A plugin package, made without any of our code: honest at first.</summary>
internal sealed class HostilePackage
{
    public const string ManifestFile = "codexplugin.json";

    private readonly List<RawEntry> _entries = [];

    public HostilePackage(string id, string version = "1.0.0")
    {
        Id = id;
        Version = version;
        Name = id.ToLowerInvariant().Replace('.', '-');
        Skill = $"skills/{Name}/SKILL.md";
        Manifest = new JsonObject { ["format"] = 1, ["name"] = Name, ["version"] = version, ["capabilities"] = new JsonObject(), ["files"] = new JsonArray() };
        AddFile(".codex-plugin/plugin.json", PluginJson(Name, version));
        AddFile(Skill, $"---\nname: {Name}\ndescription: Helps.\n---\nHelp.\n");
    }

    public string Id { get; }

    public string Version { get; }

    public string Name { get; }

    /// <summary>The path of its skill, relative to the plugin.</summary>
    public string Skill { get; }

    /// <summary>The file that shows that something of it ran.</summary>
    public string Marker { get; init; } = "ran";

    public string Types { get; set; } = "<packageType name=\"CodexPlugin\" />";

    /// <summary>What <c>codexplugin.json</c> says.</summary>
    public JsonObject Manifest { get; }

    /// <summary>The bytes of <c>codexplugin.json</c> where they are not those of <see cref="Manifest"/>.</summary>
    public byte[]? ManifestBytes { get; set; }

    public static string PluginJson(string name, string version) =>
        $$"""{ "name": "{{name}}", "version": "{{version}}", "description": "Helps.", "skills": "./skills/" }""";

    /// <summary>A file of the plugin, listed as it is.</summary>
    public HostilePackage AddFile(string path, string text)
    {
        Pack($"plugin/{path}", text);
        return List(path, text);
    }

    /// <summary>Something in the archive, listed nowhere.</summary>
    public HostilePackage Pack(string entry, string text, int mode = 0)
    {
        _entries.Add(RawEntry.Of(entry, Encoding.UTF8.GetBytes(text)) with { Mode = mode });
        return this;
    }

    public HostilePackage Pack(RawEntry entry)
    {
        _entries.Add(entry);
        return this;
    }

    /// <summary>A line of <c>codexplugin.json</c>, whether there is such a file or not.</summary>
    public HostilePackage List(string path, string text, long? size = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Manifest["files"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["path"] = path,
            ["size"] = size ?? bytes.Length,
            ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        });
        return this;
    }

    /// <summary>Replaces a file of the plugin and leaves its line in <c>codexplugin.json</c>.</summary>
    public HostilePackage Replace(string path, string text)
    {
        _entries.RemoveAll(entry => entry.Name == $"plugin/{path}");
        return Pack($"plugin/{path}", text);
    }

    /// <summary>Replaces a file of the plugin and its line in <c>codexplugin.json</c>.</summary>
    public HostilePackage ReplaceListed(string path, string text)
    {
        JsonArray files = Manifest["files"]!.AsArray();
        files.Remove(files.Single(file => (string)file!["path"]! == path));
        return Replace(path, text).List(path, text);
    }

    public HostilePackage RemoveManifest()
    {
        ManifestBytes = [];
        return this;
    }

    /// <summary>The entries in their order.</summary>
    public IReadOnlyList<RawEntry> Entries()
    {
        byte[] manifest = ManifestBytes ?? Encoding.UTF8.GetBytes(Manifest.ToJsonString());
        string nuspec = $"""
            <?xml version="1.0" encoding="utf-8"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{Id}</id>
                <version>{Version}</version>
                <authors>Contoso</authors>
                <description>A plugin.</description>
                <packageTypes>{Types}</packageTypes>
              </metadata>
            </package>
            """;
        IEnumerable<RawEntry> all = [RawEntry.Of($"{Id}.nuspec", Encoding.UTF8.GetBytes(nuspec)), .. _entries];
        return [.. manifest.Length == 0 ? all : all.Append(RawEntry.Of(ManifestFile, manifest))];
    }

    public byte[] ToBytes() => RawArchive.ToBytes(Entries());
}
