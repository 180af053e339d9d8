namespace Codex.Plugin.Text;

/// <summary>A place in a source file, as MSBuild and editors show it.</summary>
/// <param name="Path">The file, relative to the project's folder with <c>/</c>, or absolute where it lies outside.</param>
/// <param name="Line">The 1-based line; 0 where the whole file is meant.</param>
/// <param name="Column">The 1-based column in UTF-16 units; 0 where the whole line or file is meant.</param>
public readonly record struct Location(string Path, int Line = 0, int Column = 0)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{Path}({Line},{Column})" : Path;
}
