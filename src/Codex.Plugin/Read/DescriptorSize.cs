using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>The size of a file that describes something: a manifest, servers, hooks, the settings of a skill. A larger one is something else, and is not read.</summary>
internal static class DescriptorSize
{
    /// <summary>In bytes.</summary>
    public const int Largest = 1024 * 1024;

    /// <summary>What is wrong with the size; null where nothing is.</summary>
    public static Diagnostic? FindProblem(string path, long length) =>
        length > Largest ? Diagnostic.Create(DiagnosticDescriptors.SourceTooLarge, new Location(path), path, length, Largest) : null;
}
