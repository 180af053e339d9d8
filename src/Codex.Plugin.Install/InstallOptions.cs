namespace Codex.Plugin.Install;

/// <summary>A marketplace, and where it is to be installed.</summary>
public sealed record InstallOptions
{
    /// <summary>The home of the Codex.</summary>
    public required CodexHome Home { get; init; }

    /// <summary>The marketplace's name.</summary>
    public required string Marketplace { get; init; }

    /// <summary>The absolute path of the project whose marketplace it is.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The absolute path of the folder that it is laid out in. To uninstall, it need not exist.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether Codex is to read it from that folder; else from a copy in its home, which holds no plugin that is not available and which no clean build removes.</summary>
    public bool InPlace { get; init; }

    /// <summary>What the user says where Codex is: a file, a folder that holds it, or the name of a command; null or empty: the <c>codex</c> on the <c>PATH</c>.</summary>
    public string? CodexPath { get; init; }
}
