using Codex.Plugin.Packaging.Marketplace;

namespace Codex.Plugin.Install.Admin;

/// <summary>A marketplace, as an administrator allows it.</summary>
/// <param name="Name">The marketplace's name.</param>
/// <param name="Folder">The absolute folder that Codex reads it from.</param>
/// <param name="IsOfUser">Whether the folder is that of the user who builds, and another one for every other user.</param>
/// <param name="Plugins">The plugins with their policies.</param>
public sealed record AdminMarketplace(string Name, string Folder, bool IsOfUser, IReadOnlyList<MarketplacePlugin> Plugins)
{
    /// <summary>The marketplace of a project: in the folder that it names, which is registered in place, or else in the user's own.</summary>
    /// <param name="name">The marketplace's name.</param>
    /// <param name="directory">The absolute folder that the project names; null where it names none.</param>
    /// <param name="plugins">The plugins with their policies.</param>
    public static AdminMarketplace Of(string name, string? directory, IReadOnlyList<MarketplacePlugin> plugins) =>
        new(name, Path.TrimEndingDirectorySeparator(directory ?? Path.Combine(CodexHome.OfUser.OwnFolder(name), "marketplace")), directory is null, plugins);
}
