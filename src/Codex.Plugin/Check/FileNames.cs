using System.Buffers;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Check;

/// <summary>Names that get lost or changed in a <c>.nupkg</c> or on another operating system (measured with NuGet 7.9).</summary>
internal static class FileNames
{
    private static readonly SearchValues<char> s_notPortable = SearchValues.Create("\\:*?\"<>|;\uFFFD");

    public static void Check(IReadOnlyList<SourceEntry> entries, DiagnosticBag diagnostics)
    {
        var seen = new Dictionary<string, string>(entries.Count, StringComparer.OrdinalIgnoreCase);
        var done = new HashSet<string>(entries.Count, StringComparer.Ordinal);
        foreach (string generated in (ReadOnlySpan<string>)[ManifestWriter.ManifestFile, ManifestWriter.McpFile, ManifestWriter.AppFile])
        {
            seen.Add(generated, generated);
        }

        foreach (SourceEntry entry in entries)
        {
            CheckPath(entry.Path);
        }

        // The folders on the way too: where only a file below them is declared, they are no entries themselves.
        void CheckPath(string path)
        {
            if (!done.Add(path))
            {
                return;
            }

            int slash = path.LastIndexOf('/');
            if (slash >= 0)
            {
                CheckPath(path[..slash]);
            }

            if (!seen.TryAdd(path, path) && seen[path] != path)
            {
                diagnostics.Report(DiagnosticDescriptors.FileNamesDifferByCase, new Location(path), path, seen[path]);
            }

            string name = path[(slash + 1)..];
            if (FindProblem(name) is { } problem)
            {
                diagnostics.Report(DiagnosticDescriptors.FileNameNotPortable, new Location(path), name, problem);
            }
        }
    }

    /// <summary>What is wrong with a file's or folder's name, to follow it in a sentence; null where nothing is.</summary>
    public static string? FindProblem(string name)
    {
        int special = name.AsSpan().IndexOfAny(s_notPortable);
        if (special >= 0)
        {
            return $"contains '{name[special]}'";
        }

        if (name.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            return "contains a control character";
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

    private static bool IsWindowsDevice(string name)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        ReadOnlySpan<char> stem = dot < 0 ? name : name.AsSpan(0, dot);
        if (stem.Length == 4 && char.IsBetween(stem[3], '1', '9'))
        {
            stem = stem[..3];
            return stem.Equals("COM", StringComparison.OrdinalIgnoreCase) || stem.Equals("LPT", StringComparison.OrdinalIgnoreCase);
        }

        return stem.Length == 3
            && (stem.Equals("CON", StringComparison.OrdinalIgnoreCase) || stem.Equals("PRN", StringComparison.OrdinalIgnoreCase)
                || stem.Equals("AUX", StringComparison.OrdinalIgnoreCase) || stem.Equals("NUL", StringComparison.OrdinalIgnoreCase));
    }
}
