using System.Buffers;
using System.Text;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Check;

/// <summary>Names that get lost or changed in a <c>.nupkg</c> or on another operating system (measured with NuGet 7.9).</summary>
internal static class FileNames
{
    /// <summary>Leaves room for the folder of a marketplace and for Codex's copy on every operating system.</summary>
    public const int LongestPath = 400;

    // In bytes of UTF-8, which is what Linux counts.
    private const int LongestName = 255;

    private static readonly SearchValues<char> s_notPortable = SearchValues.Create("\\:*?\"<>|;\uFFFD");

    public static void Check(IReadOnlyList<SourceEntry> entries, DiagnosticBag diagnostics)
    {
        var paths = new PathSet(entries.Count);
        foreach (string generated in (ReadOnlySpan<string>)[ManifestWriter.ManifestFile, ManifestWriter.McpFile, ManifestWriter.AppFile])
        {
            paths.AddUnchecked(generated);
        }

        foreach (SourceEntry entry in entries)
        {
            // The folders on the way too: where only a file below them is declared, they are no entries themselves.
            foreach ((string path, string? twin, string? problem) in paths.Add(entry.Path))
            {
                if (twin is not null)
                {
                    diagnostics.Report(DiagnosticDescriptors.FileNamesDifferByCase, new Location(path), path, twin);
                }

                if (problem is not null)
                {
                    diagnostics.Report(DiagnosticDescriptors.FileNameNotPortable, new Location(path), path[(path.LastIndexOf('/') + 1)..], problem);
                }
            }

            if (entry.Path.Length > LongestPath)
            {
                diagnostics.Report(DiagnosticDescriptors.FileNameNotPortable, new Location(entry.Path), entry.Path, TooLong(entry.Path));
            }
        }
    }

    /// <summary>What is wrong with a path inside a plugin, to follow it in a sentence; null where nothing is.</summary>
    public static string? FindPathProblem(string path)
    {
        if (path.Length > LongestPath)
        {
            return TooLong(path);
        }

        foreach (Range part in path.AsSpan().Split('/'))
        {
            if (FindProblem(path[part]) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>What is wrong with a file's or folder's name, to follow it in a sentence; null where nothing is.</summary>
    public static string? FindProblem(string name)
    {
        if (name is "" or "." or "..")
        {
            return name.Length == 0 ? "is absolute or has an empty part" : $"leads elsewhere by '{name}'";
        }

        int special = name.AsSpan().IndexOfAny(s_notPortable);
        if (special >= 0)
        {
            return $"contains '{name[special]}'";
        }

        if (name.AsSpan().ContainsAnyInRange('\0', '\x1f') || name.AsSpan().ContainsAnyInRange('\x7f', '\x9f'))
        {
            return "contains a control character";
        }

        if (!Ascii.IsValid(name) && name.EnumerateRunes().Contains(Rune.ReplacementChar))
        {
            return "is not valid Unicode";
        }

        if (Encoding.UTF8.GetByteCount(name) > LongestName)
        {
            return $"is longer than {LongestName} bytes";
        }

        if (name[^1] is '.' or ' ')
        {
            return "ends with a dot or a space";
        }

        for (int percent = name.IndexOf('%', StringComparison.Ordinal); percent >= 0 && percent + 2 < name.Length; percent = name.IndexOf('%', percent + 1))
        {
            if (char.IsAsciiHexDigit(name[percent + 1]) && char.IsAsciiHexDigit(name[percent + 2]))
            {
                return $"contains '{name.Substring(percent, 3)}', which NuGet decodes";
            }
        }

        if (name.Equals("_rels", StringComparison.OrdinalIgnoreCase)
            || name.Equals("[Content_Types].xml", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".psmdcp", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase))
        {
            return "has a meaning of its own in a package";
        }

        return IsWindowsDevice(name) ? "is the name of a device on Windows" : null;
    }

    private static string TooLong(string path) => $"is a path of {path.Length} characters, and {LongestPath} is the limit";

    private static bool IsWindowsDevice(string name)
    {
        // Windows looks at what stands before the first dot, and drops blanks at its end. It takes COM¹ for COM1.
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ').ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || stem.Length == 4 && stem[..3] is "COM" or "LPT" && stem[3] is >= '1' and <= '9' or '\u00B9' or '\u00B2' or '\u00B3';
    }
}
