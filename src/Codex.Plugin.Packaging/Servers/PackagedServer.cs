namespace Codex.Plugin.Packaging.Servers;

/// <summary>An MCP server that is started from a NuGet package.</summary>
/// <param name="Name">The server's name.</param>
/// <param name="Package">The package.</param>
public sealed record PackagedServer(string Name, ServerPackageId Package)
{
    /// <summary>The variables that the project gives values to.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The variables that Codex passes on from the user's environment.</summary>
    public IReadOnlyList<string> ForwardedVariables { get; init; } = [];

    /// <summary>The arguments that the project gives to the server.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The file that declares the item; null means the project file.</summary>
    public string? DefiningFile { get; init; }
}

/// <summary>A package in one version.</summary>
/// <param name="Id">The id as the author wrote it.</param>
/// <param name="Version">The version as NuGet normalises it.</param>
public sealed record ServerPackageId(string Id, string Version)
{
    /// <summary>The folder's path in a packages folder; equal for all ways to write the id.</summary>
    public string Path => $"{Id}/{Version}".ToLowerInvariant();

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Version}";
}
