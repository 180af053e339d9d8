using System.Globalization;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Packaging.Marketplace;
using Codex.Plugin.Text;

namespace Codex.Plugin.Packaging.Deployed;

/// <summary>What was compared, and what was found. Nothing is ever changed.</summary>
public sealed class Verification
{
    private readonly DiagnosticBag _diagnostics = new();
    private readonly List<string> _places = [];
    private readonly List<string> _notes = [];
    private readonly string _projectFolder;
    private int _files;

    internal Verification(string projectFile) => _projectFolder = Path.GetDirectoryName(projectFile)!;

    /// <summary>The findings, by file.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics.ToSortedList();

    /// <summary>Whether there is no difference; a warning is none.</summary>
    public bool Succeeded => !_diagnostics.HasErrors;

    /// <summary>The marketplace as it must be; null where the project takes no part in one, or cannot say.</summary>
    internal MarketplaceDocument? Document { get; set; }

    /// <summary>The plugins that the project brings.</summary>
    internal IReadOnlyList<PackedPlugin> Plugins { get; set; } = [];

    /// <summary>How much was compared, where, and with which result, a line each. Ex: <c>contoso: 12 plugins, 340 files verified in bin/Debug, in /home/me/.codex: 3 differences</c>.</summary>
    public IReadOnlyList<string> ToLines()
    {
        int differences = Diagnostics.Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        string places = _places.Count == 0 ? "" : " in " + string.Join(", in ", _places);
        string name = Document is null ? "" : Document.Name + ": ";
        return
        [
            Diagnostic.Printable($"{name}{Count(Plugins.Count, "plugin")}, {Count(_files, "file")} verified{places}: {(differences == 0 ? "no difference" : Count(differences, "difference"))}"),
            .. _notes.Select(Diagnostic.Printable),
        ];
    }

    /// <summary>The path as findings show it.</summary>
    internal string Show(string path) =>
        Path.GetRelativePath(_projectFolder, path) is var relative && (Path.IsPathRooted(relative) || relative is ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            ? path : relative.Replace(Path.DirectorySeparatorChar, '/');

    internal void Report(DiagnosticDescriptor descriptor, string path, params object[] arguments) =>
        _diagnostics.Report(descriptor, new Location(Show(path)), arguments);

    internal void Add(IEnumerable<Diagnostic> diagnostics) => _diagnostics.AddRange(diagnostics);

    internal void CountFile() => _files++;

    internal void AddPlace(string folder) => _places.Add(Show(folder));

    internal void AddNote(string note) => _notes.Add(note);

    private static string Count(int count, string word) => $"{count.ToString(CultureInfo.InvariantCulture)} {word}{(count == 1 ? "" : "s")}";
}
