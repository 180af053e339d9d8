namespace Codex.Plugin.Packaging.Deployed;

/// <summary>A place where plugins lie, in words for messages.</summary>
/// <param name="Name">Ex: <c>the marketplace</c>.</param>
/// <param name="PutBack">How what is missing comes back, as a sentence.</param>
/// <param name="Replace">How what is wrong is replaced, as a sentence.</param>
internal sealed record DeployedPlace(string Name, string PutBack, string Replace)
{
    /// <summary>The folder that a project lays out. A build looks at times and lengths, so what is wrong has to go first.</summary>
    public static DeployedPlace Marketplace { get; } = new("the marketplace", "Build the project again.", "Delete it and build the project again.");

    /// <summary>Whether execute bits mean something there; NuGet does not keep any.</summary>
    public bool HasModes { get; init; } = true;

    /// <summary>The packages folder.</summary>
    /// <param name="folder">The absolute path of the extracted package.</param>
    public static DeployedPlace Package(string folder) => new("NuGet's packages folder", $"Delete '{folder}' and restore again.", $"Delete '{folder}' and restore again.") { HasModes = false };
}
