using Codex.Plugin.Text;

namespace Codex.Plugin.Diagnostics;

/// <summary>Collects the findings of one compilation.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _diagnostics = [];

    public bool HasErrors { get; private set; }

    /// <summary>Whether there is an error in a file below the folder.</summary>
    public bool HasErrorBelow(string folder) => HasErrors && _diagnostics.Any(
        diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>The number of findings.</summary>
    public int Count => _diagnostics.Count;

    public void Report(DiagnosticDescriptor descriptor, Location location, params object?[] arguments) =>
        Add(Diagnostic.Create(descriptor, location, arguments));

    public void Add(Diagnostic diagnostic)
    {
        HasErrors |= diagnostic.Severity == DiagnosticSeverity.Error;
        _diagnostics.Add(diagnostic);
    }

    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Add(diagnostic);
        }
    }

    /// <summary>Rewrites the messages of the findings from the given one on.</summary>
    public void Rewrite(int first, Func<string, string> rewrite)
    {
        for (int i = first; i < _diagnostics.Count; i++)
        {
            _diagnostics[i] = _diagnostics[i] with { Message = rewrite(_diagnostics[i].Message) };
        }
    }

    /// <summary>The findings, by file, place and id, so that two builds of the same sources print the same.</summary>
    public IReadOnlyList<Diagnostic> ToSortedList() => _diagnostics.Count < 2 ? [.. _diagnostics] :
    [
        .. _diagnostics
            .OrderBy(static d => d.Location.Path, StringComparer.Ordinal)
            .ThenBy(static d => d.Location.Line)
            .ThenBy(static d => d.Location.Column)
            .ThenBy(static d => d.Descriptor.Id, StringComparer.Ordinal)
            .ThenBy(static d => d.Message, StringComparer.Ordinal),
    ];
}
