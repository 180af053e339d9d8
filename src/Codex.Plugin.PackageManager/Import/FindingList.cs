using Codex.Plugin.Diagnostics;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Collects the findings about one plugin, or about the marketplace.</summary>
/// <param name="plugin">The plugin's name; null for the marketplace.</param>
internal sealed class FindingList(string? plugin)
{
    // More of one kind in one plugin would bury the others.
    private const int Most = 500;

    private readonly List<ImportFinding> _findings = [];
    private readonly HashSet<ImportFinding> _known = [];

    /// <summary>The findings, in their order.</summary>
    public IReadOnlyList<ImportFinding> Findings => _findings;

    public void Lost(string path, string? code, string what, string why, string? advice) => Add(ImportFindingKind.NotCarriedOver, path, code, what, why, advice);

    public void Changed(string path, string? code, string what, string why, string? advice) => Add(ImportFindingKind.Changed, path, code, what, why, advice);

    public void WithoutEffect(string path, string? code, string what, string why, string? advice) => Add(ImportFindingKind.WithoutEffect, path, code, what, why, advice);

    private void Add(ImportFindingKind kind, string path, string? code, string what, string why, string? advice)
    {
        var finding = new ImportFinding(kind, plugin, Diagnostic.Printable(path), code, Diagnostic.Printable(what), Diagnostic.Printable(why), advice is null ? null : Diagnostic.Printable(advice));
        if (_findings.Count < Most && _known.Add(finding))
        {
            _findings.Add(finding);
        }
    }
}
