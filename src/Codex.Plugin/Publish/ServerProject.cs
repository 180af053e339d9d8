namespace Codex.Plugin.Publish;

/// <summary>What the project of a server says about itself: the answer of MSBuild's target <c>GetTargetFrameworks</c>.</summary>
public sealed record ServerProject
{
    /// <summary>The frameworks, for instance <c>net10.0</c>.</summary>
    public IReadOnlyList<string> TargetFrameworks { get; init; } = [];

    /// <summary>The long names of the frameworks, for instance <c>.NETCoreApp,Version=v10.0</c>.</summary>
    public IReadOnlyList<string> Monikers { get; init; } = [];

    /// <summary>Whether the project says <c>TargetFramework</c> and not <c>TargetFrameworks</c>.</summary>
    public bool HasSingleTargetFramework { get; init; }

    /// <summary>The properties that the project tells the projects that reference it, for each framework; empty where it tells none.</summary>
    public string Properties { get; init; } = "";
}
