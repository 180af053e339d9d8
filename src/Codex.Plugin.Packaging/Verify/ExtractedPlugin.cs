using System.IO.Enumeration;
using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;

namespace Codex.Plugin.Packaging.Verify;

/// <summary>The files of an extracted package, as they lie in the packages folder.</summary>
internal static class ExtractedPlugin
{
    // A tree that deep is none of ours, and its files are not listed.
    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, RecurseSubdirectories = true, MaxRecursionDepth = 256 };

    /// <summary>What is there and not listed, or listed and not there, or of another size; and what is no plain file.</summary>
    public static IEnumerable<Diagnostic> Compare(string folder, IReadOnlyDictionary<string, PackageFileEntry> files, PackageFindings findings)
    {
        if (new DirectoryInfo(folder).LinkTarget is not null)
        {
            yield return findings.NotSafe(PluginPackageFormat.PluginFolder, "is a link", PackageFindings.InFolder);
            yield break;
        }

        var missing = new HashSet<string>(files.Keys, StringComparer.Ordinal);
        var found = new FileSystemEnumerable<(string Path, long Size, bool IsLink)>(
            folder,
            (ref entry) => (entry.ToSpecifiedFullPath()[(folder.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/'), entry.Length, IsLink(entry.Attributes)),
            s_everything)
        {
            ShouldRecursePredicate = static (ref entry) => !IsLink(entry.Attributes),
            ShouldIncludePredicate = static (ref entry) => !entry.IsDirectory || IsLink(entry.Attributes),
        };
        foreach ((string path, long size, bool isLink) in found)
        {
            string shown = $"{PluginPackageFormat.PluginFolder}/{path}";
            if (isLink)
            {
                yield return findings.NotSafe(shown, "is a link", PackageFindings.InFolder);
            }
            else if (!missing.Remove(path))
            {
                yield return findings.NotAsPacked(shown, "is not listed in codexplugin.json");
            }
            else if (size != files[path].Size)
            {
                yield return findings.NotAsPacked(shown, $"has {size} bytes, and {files[path].Size} according to codexplugin.json");
            }
            else if (size == 0 && !RegularFile.Is(Path.Combine(folder, path)))
            {
                yield return findings.NotSafe(shown, "is a pipe or a device", PackageFindings.InFolder);
            }
        }

        foreach (string path in missing.Order(StringComparer.Ordinal))
        {
            yield return findings.NotAsPacked($"{PluginPackageFormat.PluginFolder}/{path}", "is missing");
        }
    }

    private static bool IsLink(FileAttributes attributes) => (attributes & FileAttributes.ReparsePoint) != 0;
}
