using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Verify;

/// <summary>The files of an extracted package, as they lie in the packages folder.</summary>
internal static class ExtractedPlugin
{
    /// <summary>What is there and not listed, or listed and not there, or of another size; and what is no plain file.</summary>
    public static IEnumerable<Diagnostic> Compare(
        string folder, IReadOnlyDictionary<string, FileStamp> found, IReadOnlyDictionary<string, PackageFileEntry> listed, PackageFindings findings)
    {
        foreach ((string path, FileStamp stamp) in found)
        {
            string shown = $"{PluginPackageFormat.PluginFolder}/{path}";
            if (stamp == FolderFiles.Link)
            {
                yield return findings.NotSafe(shown, "is a link", PackageFindings.InFolder);
            }
            else if (!listed.TryGetValue(path, out PackageFileEntry? file))
            {
                yield return findings.NotAsPacked(shown, "is not listed in codexplugin.json");
            }
            else if (stamp.Length != file.Size)
            {
                yield return findings.NotAsPacked(shown, $"has {stamp.Length} bytes, and {file.Size} according to codexplugin.json");
            }
            else if (stamp.Length == 0 && !RegularFile.Is(Path.Combine(folder, path)))
            {
                yield return findings.NotSafe(shown, "is a pipe or a device", PackageFindings.InFolder);
            }
        }

        foreach (string path in listed.Keys.Where(path => !found.ContainsKey(path)))
        {
            yield return findings.NotAsPacked($"{PluginPackageFormat.PluginFolder}/{path}", "is missing");
        }
    }
}
