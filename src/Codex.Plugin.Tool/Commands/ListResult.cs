namespace Codex.Plugin.Tool.Commands;

/// <summary>What <c>list</c> has found.</summary>
/// <param name="Project">The marketplace project; it need not exist.</param>
/// <param name="Plugins">In ordinal order of their ids.</param>
internal sealed record ListResult(string Project, IReadOnlyList<ListedPlugin> Plugins);

/// <summary>A plugin that is there.</summary>
/// <param name="Id">The package's id.</param>
/// <param name="Version">The package's version.</param>
/// <param name="Name">The plugin's name in Codex.</param>
/// <param name="Direct">Whether the project itself references it; else another plugin needs it.</param>
/// <param name="Source">The key of the source that it came from; null: nobody knows.</param>
/// <param name="InCodex">The version in Codex since the last installation; null: none.</param>
/// <param name="Enabled">Whether it was not switched off in Codex then.</param>
internal sealed record ListedPlugin(string Id, string Version, string Name, bool Direct, string? Source, string? InCodex, bool Enabled)
{
    /// <summary>The version that an update would take; null: none, or nobody asked.</summary>
    public string? Latest { get; init; }

    /// <summary>The key of the source that has it.</summary>
    public string? LatestSource { get; init; }

    /// <summary>Why nobody should use this version any more; null: no reason, or nobody asked.</summary>
    public string? Deprecated { get; init; }

    /// <summary>The known vulnerabilities of this version; empty: none, or nobody asked.</summary>
    public IReadOnlyList<ListedVulnerability> Vulnerabilities { get; init; } = [];
}

/// <summary>A known vulnerability.</summary>
/// <param name="Severity">In the words of NuGet.</param>
/// <param name="Advisory">The address of the advisory.</param>
internal sealed record ListedVulnerability(string Severity, string Advisory);
