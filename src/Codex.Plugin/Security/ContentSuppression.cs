using Codex.Plugin.Text;

namespace Codex.Plugin.Security;

/// <summary>That a rule about content is not to be applied to one file, and why: an item <c>ContentSuppression</c> of a project.</summary>
/// <param name="Path">The file relative to the plugin's folder, with <c>/</c>; no pattern.</param>
/// <param name="Rule">The rule's id. Ex: <c>CXP8001</c>.</param>
/// <param name="Reason">Why, for whoever reads the project.</param>
/// <param name="Location">Where the project declares it.</param>
public sealed record ContentSuppression(string Path, string Rule, string Reason, Location Location)
{
    /// <summary>The package whose file it is, in a project that lays plugins out; null: the plugin that the project builds.</summary>
    public string? PackageId { get; init; }
}
