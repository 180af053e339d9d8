using System.Text.Json.Nodes;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>A plugin as the source has it.</summary>
/// <param name="Name">The name by which it is asked for.</param>
/// <param name="Folder">The absolute path of its folder, without links.</param>
/// <param name="Path">The folder as the source names it, for messages.</param>
internal sealed record SourcePlugin(string Name, string Folder, string Path)
{
    /// <summary>What the marketplace says about it.</summary>
    public SourcePolicies Policies { get; init; } = new(null, null, [], null);

    /// <summary>What the marketplace's entry says that belongs into a manifest; Codex makes one of it where the folder has none.</summary>
    public JsonObject EntryManifest { get; init; } = [];

    /// <summary>The members of the marketplace's entry that say what the plugin consists of, for Codex and for others.</summary>
    public IReadOnlyList<string> EntryParts { get; init; } = [];

    /// <summary>The folders with a skill each, for a plugin that is made of skills; null: the folder is the plugin.</summary>
    public IReadOnlyList<string>? Skills { get; init; }
}

/// <summary>What a marketplace says about a plugin; null and empty: nothing.</summary>
/// <param name="Installation"><c>AVAILABLE</c> and the like.</param>
/// <param name="Authentication"><c>ON_INSTALL</c> or <c>ON_USE</c>.</param>
/// <param name="Products"><c>CODEX</c> and the like.</param>
/// <param name="Category">Any text.</param>
internal sealed record SourcePolicies(string? Installation, string? Authentication, IReadOnlyList<string> Products, string? Category);
