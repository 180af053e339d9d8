using System.Text;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Packaging.Policies;
using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Trust;

namespace Codex.Plugin.Tests.Trust;

/// <summary>Plugins as their files, and as what a marketplace knows of them.</summary>
internal static class TrustScene
{
    public const string ManifestFile = ".codex-plugin/plugin.json";

    public const string PlainManifest = """{ "name": "contoso-review", "version": "1.0.0" }""";

    public const string Skill = "---\nname: review\ndescription: Reviews.\n---\nRead the diff.\n";

    /// <summary>What a plugin may do that has these files; without a manifest of its own it gets a plain one.</summary>
    public static PluginCapabilities Compute(params (string Path, string Content)[] files) =>
        ComputeBytes([.. files.Select(static file => (file.Path, Encoding.UTF8.GetBytes(file.Content)))]);

    public static PluginCapabilities ComputeBytes(params (string Path, byte[] Content)[] files)
    {
        var contents = files.ToDictionary(static file => file.Path, static file => file.Content, StringComparer.Ordinal);
        contents.TryAdd(ManifestFile, Encoding.UTF8.GetBytes(PlainManifest));
        return CapabilityReader.Compute([.. contents.Keys], path => contents[path]);
    }

    /// <summary>The one server of a plugin with these files beside it.</summary>
    public static ServerCapability Server(string json, params (string Path, string Content)[] files) =>
        Compute([(".mcp.json", $$"""{ "mcpServers": { "docs": {{json}} } }"""), .. files]).Servers.Single();

    /// <summary>A plugin of a package.</summary>
    public static ReviewedPlugin Review(string id, PluginCapabilities capabilities, string? feed = "contoso", PackageSigner? author = null, string? name = null, string version = "1.0.0", string? project = null)
    {
        var plugin = new RestoredPlugin(name ?? Check.PluginName.FromPackageId(id), version, "/plugin", id, version, project is null ? "/package" : "", Direct: true, "hash") { ProjectFile = project };
        return new ReviewedPlugin(new MarketplacePlugin(plugin, PluginPolicy.Default, []), capabilities, new PackageSignatures(author, null), feed is null ? null : new PackageFeed(feed));
    }
}
