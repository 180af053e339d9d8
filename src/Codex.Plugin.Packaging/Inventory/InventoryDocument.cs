using Codex.Plugin.Packaging.Restore;
using Codex.Plugin.Packaging.Trust;

namespace Codex.Plugin.Packaging.Inventory;

/// <summary>A plugin of an inventory.</summary>
/// <param name="Reviewed">Where it comes from, who signed it, and what it may do.</param>
/// <param name="Description">What its author says about it.</param>
public sealed record InventoryPlugin(ReviewedPlugin Reviewed, PluginDescription Description)
{
    internal RestoredPlugin Restored => Reviewed.Plugin.Plugin;

    internal bool IsPackage => Restored.PackageFolder.Length > 0;

    /// <summary>What people know it by.</summary>
    internal string Title => InventoryText.Clean(Description.Title) is { Length: > 0 } title ? title : Restored.Name;
}

/// <summary>All that an inventory says: nothing of the time, and nothing of the machine.</summary>
/// <param name="Name">The marketplace's name.</param>
/// <param name="Title">What people see.</param>
/// <param name="Plugins">The plugins, in ordinal order of their names.</param>
public sealed record InventoryDocument(string Name, string Title, IReadOnlyList<InventoryPlugin> Plugins)
{
    /// <summary>Reads what the authors say about the plugins.</summary>
    /// <param name="name">The marketplace's name.</param>
    /// <param name="title">What people see; null or empty: the name.</param>
    /// <param name="plugins">The plugins, in any order.</param>
    /// <exception cref="IOException">A package cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    /// <exception cref="System.Text.Json.JsonException">A manifest is none.</exception>
    public static InventoryDocument Of(string name, string? title, IEnumerable<ReviewedPlugin> plugins) => new(
        name,
        string.IsNullOrWhiteSpace(title) ? name : title,
        [.. plugins.OrderBy(static plugin => plugin.Plugin.Plugin.Name, StringComparer.Ordinal).Select(static plugin => new InventoryPlugin(plugin, PluginDescription.Read(plugin.Plugin.Plugin)))]);
}
