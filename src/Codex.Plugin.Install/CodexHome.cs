using Codex.Plugin.Runtime.Codex;

namespace Codex.Plugin.Install;

/// <summary>The places below <c>CODEX_HOME</c>. Codex reads and writes those of its own; ours lie in a folder that it does not know.</summary>
/// <param name="Folder">An absolute path, for instance <c>~/.codex</c>.</param>
public sealed record CodexHome(string Folder)
{
    /// <summary>The home of the current user: <c>CODEX_HOME</c>, else <c>.codex</c> in the user's folder.</summary>
    public static CodexHome OfUser => new(CodexCommand.HomeFolder);

    /// <summary>The user's settings, among them the marketplaces and the plugins that are installed.</summary>
    public string ConfigFile => Path.Combine(Folder, "config.toml");

    /// <summary>The installed versions of a plugin, a folder each.</summary>
    /// <param name="marketplace">The marketplace's name.</param>
    /// <param name="plugin">The plugin's name.</param>
    public string PluginCache(string marketplace, string plugin) => Path.Combine(MarketplaceCache(marketplace), plugin);

    /// <summary>The installed plugins of a marketplace, a folder each.</summary>
    /// <param name="marketplace">The marketplace's name.</param>
    public string MarketplaceCache(string marketplace) => Path.Combine(Folder, "plugins", "cache", marketplace);

    /// <summary>The folder that Codex reads the marketplace from, unless it is registered where it was laid out: one that no clean build removes.</summary>
    /// <param name="marketplace">The marketplace's name.</param>
    public string MirrorFolder(string marketplace) => Path.Combine(OwnFolder(marketplace), "marketplace");

    /// <summary>What we remember of a marketplace: what was there before it, and what we have installed.</summary>
    /// <param name="marketplace">The marketplace's name.</param>
    public string StateFile(string marketplace) => Path.Combine(OwnFolder(marketplace), "install.json");

    /// <summary>The versions of plugins that were in the cache before us, for as long as ours are there.</summary>
    /// <param name="marketplace">The marketplace's name.</param>
    public string BackupFolder(string marketplace) => Path.Combine(OwnFolder(marketplace), "backup");

    /// <summary>What we keep of a marketplace: the folder that Codex reads it from, and what was there before it.</summary>
    /// <param name="marketplace">The marketplace's name.</param>
    public string OwnFolder(string marketplace) => Path.Combine(Folder, "codex-plugin-sdk", marketplace);
}
