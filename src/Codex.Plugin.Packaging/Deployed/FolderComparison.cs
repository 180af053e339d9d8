using Codex.Plugin.Diagnostics;
using Codex.Plugin.Read;
using Codex.Plugin.Write;

namespace Codex.Plugin.Packaging.Deployed;

/// <summary>Compares what lies in a folder with what should, file by file and to the end: whoever was there is seen by all that they did.</summary>
/// <param name="label">The plugin, in words.</param>
/// <param name="place">The place.</param>
/// <param name="verification">Gets the findings.</param>
internal sealed class FolderComparison(string label, DeployedPlace place, Verification verification)
{
    /// <summary>Compares a plugin's folder.</summary>
    /// <param name="folder">The absolute path.</param>
    /// <param name="expected">The files that it must hold, and no others, by path.</param>
    /// <param name="notCompared">What a path begins with that is not looked at; null: everything is.</param>
    /// <returns>Whether it holds just that.</returns>
    public bool Compare(string folder, IReadOnlyDictionary<string, PackageFileEntry> expected, string? notCompared = null)
    {
        try
        {
            if (FolderFiles.IsLink(folder))
            {
                return Report(DiagnosticDescriptors.DeployedFileNotPlain, folder, label, place.Name, "link", place.Replace);
            }

            if (!Directory.Exists(folder))
            {
                return Report(DiagnosticDescriptors.DeployedPluginMissing, folder, label, place.Name, expected.Count, place.PutBack);
            }

            Dictionary<string, FileStamp> found = FolderFiles.Scan(folder);
            bool isSame = true;
            foreach (string path in expected.Keys.Union(found.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                if (notCompared is null || !path.StartsWith(notCompared, StringComparison.Ordinal))
                {
                    isSame &= Compare(Path.Combine(folder, path), expected.GetValueOrDefault(path), found.GetValueOrDefault(path));
                }
            }

            return isSame;
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            return Report(DiagnosticDescriptors.DeployedFileNotReadable, folder, label, exception.Message.TrimEnd('.'));
        }
    }

    /// <summary>Compares a file that stands by itself.</summary>
    /// <param name="path">The absolute path.</param>
    /// <param name="expected">What it must be.</param>
    public bool CompareFile(string path, PackageFileEntry expected)
    {
        var file = new FileInfo(path);
        return Compare(path, expected, file.LinkTarget is not null ? FolderFiles.Link : file.Exists ? FileStamp.Of(file) : null);
    }

    private bool Compare(string path, PackageFileEntry? expected, FileStamp? found)
    {
        if (found is null)
        {
            return Report(DiagnosticDescriptors.DeployedFileMissing, path, label, place.Name, expected!.Sha256, place.PutBack);
        }

        if (found == FolderFiles.Link)
        {
            return Report(DiagnosticDescriptors.DeployedFileNotPlain, path, label, place.Name, "link", place.Replace);
        }

        // A pipe or a device has no length, and to open it could mean to wait for ever.
        if (found.Length == 0 && !RegularFile.Is(path))
        {
            return Report(DiagnosticDescriptors.DeployedFileNotPlain, path, label, place.Name, "pipe or a device", place.Replace);
        }

        if (expected is null)
        {
            return Report(DiagnosticDescriptors.DeployedFileAdded, path, label, place.Name, place.Replace);
        }

        try
        {
            return CompareContent(path, expected);
        }
        catch (Exception exception) when (OutputException.Covers(exception))
        {
            return Report(DiagnosticDescriptors.DeployedFileNotReadable, path, label, exception.Message.TrimEnd('.'));
        }
    }

    private bool CompareContent(string path, PackageFileEntry expected)
    {
        FileContent content = FileContent.Read(path);
        verification.CountFile();
        if (content.Length != expected.Size || content.Sha256 != expected.Sha256)
        {
            string length = content.Length == expected.Size ? "" : $" and {content.Length} bytes";
            string wanted = content.Length == expected.Size ? "" : $" with {expected.Size} bytes";
            return Report(DiagnosticDescriptors.DeployedFileEdited, path, label, place.Name, $"has the SHA-256 {content.Sha256}{length}, and {expected.Sha256}{wanted} is expected", place.Replace);
        }

        if (place.HasModes && !OperatingSystem.IsWindows())
        {
            // A lay-out goes by the content, too.
            bool isExpected = expected.Executable || content.IsExecutable;
            bool isThere = (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;
            if (isExpected != isThere)
            {
                return Report(DiagnosticDescriptors.DeployedFileMode, path, label, place.Name,
                    isThere ? "has the execute bit, and it was packed without" : "has lost the execute bit that it was packed with", place.Replace);
            }
        }

        return true;
    }

    private bool Report(DiagnosticDescriptor descriptor, string path, params object[] arguments)
    {
        verification.Report(descriptor, path, arguments);
        return false;
    }
}
