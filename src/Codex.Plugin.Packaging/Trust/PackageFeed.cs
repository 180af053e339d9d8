namespace Codex.Plugin.Packaging.Trust;

/// <summary>Where a package came from, without anything of the machine.</summary>
/// <param name="Name">The key of the source in <c>nuget.config</c>, or words for one that is not named there.</param>
/// <param name="Address">The address without user and query; null for a folder and for a server of this machine, which are elsewhere for everybody else.</param>
public sealed record PackageFeed(string Name, string? Address = null)
{
    /// <inheritdoc/>
    public override string ToString() => Address is null ? Name : $"{Name} ({Address})";
}
