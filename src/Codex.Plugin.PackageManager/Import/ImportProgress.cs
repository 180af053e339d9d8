namespace Codex.Plugin.PackageManager.Import;

/// <summary>How far an import is.</summary>
/// <param name="Done">The number of plugins that are done.</param>
/// <param name="Total">The number of plugins; 0 while the source is still looked for.</param>
/// <param name="Activity">What is done now. Ex: <c>contoso-review</c>.</param>
public sealed record ImportProgress(int Done, int Total, string Activity);
