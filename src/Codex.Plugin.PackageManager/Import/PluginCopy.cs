using System.IO.Enumeration;
using System.Security;
using Codex.Plugin.Check;
using Codex.Plugin.Packaging.Verify;
using Codex.Plugin.Read;

namespace Codex.Plugin.PackageManager.Import;

/// <summary>Copies a plugin's folder, byte for byte, without what a plugin cannot have. No link is followed.</summary>
/// <param name="target">The absolute path of the folder to copy to.</param>
/// <param name="skipped">The absolute paths of folders that are not read: those that the import writes to.</param>
/// <param name="findings">Where to say what is left out.</param>
/// <param name="cancellationToken">Ends the copy.</param>
internal sealed class PluginCopy(string target, IReadOnlyList<string> skipped, FindingList findings, CancellationToken cancellationToken)
{
    // Of version control, editors and operating systems. The SDK leaves them out too.
    private static readonly HashSet<string> s_nobodys = new(StringComparer.OrdinalIgnoreCase) { ".git", ".hg", ".svn", ".vs", ".idea", ".DS_Store", "Thumbs.db", "desktop.ini" };

    // At the root of a project MSBuild and NuGet obey them; what a stranger has written there would run in the build.
    private static readonly string[] s_buildFiles =
        ["*.*proj", "*.proj", "*.user", "*.sln", "*.slnx", "*.slnf", "*.rsp", "*.binlog", "*.sarif", "*.nupkg", "*.targets", "*.props", "nuget.config", "global.json", "packages.lock.json", "packages.config"];

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private int _files;
    private long _bytes;

    /// <summary>Copies a folder.</summary>
    /// <param name="source">The absolute path, without links.</param>
    /// <param name="below">The path in the plugin that it goes to; empty: it is the plugin.</param>
    /// <param name="isWanted">Which of the folder's own entries are copied, by name; null: all.</param>
    /// <exception cref="PluginRefusedException">There is too much.</exception>
    public void Copy(string source, string below, Func<string, bool>? isWanted = null) => CopyFolder(new DirectoryInfo(source), below, isWanted);

    private void CopyFolder(DirectoryInfo folder, string path, Func<string, bool>? isWanted)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(target, path));
            foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos("*", s_everything).OrderBy(static entry => entry.Name, StringComparer.Ordinal))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (isWanted?.Invoke(entry.Name) != false && !s_nobodys.Contains(entry.Name) && !skipped.Contains(entry.FullName, StringComparer.Ordinal))
                {
                    CopyEntry(entry, path.Length == 0 ? entry.Name : $"{path}/{entry.Name}");
                }
            }
        }
        catch (Exception exception) when (IsOfFile(exception))
        {
            Leave(path.Length == 0 ? "." : path, "CXP1007", $"It cannot be read: {exception.Message}", "Make it readable, and import again.");
        }
    }

    private void CopyEntry(FileSystemInfo entry, string path)
    {
        if (entry.LinkTarget is { } link)
        {
            Leave(path, "CXP1006", $"It is a symbolic link to '{link}', and Codex drops links when it installs a plugin.", "Put the files themselves there.");
        }
        else if (FindNameProblem(entry.Name, path) is { } problem)
        {
            Leave(path, problem.Code, problem.Why, "Rename it in the source, and import again.");
        }
        else if (IsOfBuild(entry, path))
        {
            Leave(path, null, "At the root of a project it would take part in the build, and Codex has no use for it.", null);
        }
        else if (entry is DirectoryInfo folder)
        {
            CopyFolder(folder, path, null);
        }
        else
        {
            CopyFile((FileInfo)entry, path);
        }
    }

    private void CopyFile(FileInfo file, string path)
    {
        if (file.Length == 0 && !RegularFile.Is(file.FullName))
        {
            Leave(path, "CXP1007", "It is a pipe, a socket or a device.", "Remove it.");
            return;
        }

        if (file.Length > PackageLimits.BytesPerFile)
        {
            Leave(path, "CXP7005", $"It has {file.Length:N0} bytes, and {PackageLimits.BytesPerFile:N0} are the limit of a file in a plugin's package.", "Let the plugin fetch it, or leave it out.");
            return;
        }

        _files++;
        _bytes += file.Length;
        if (_files > PackageLimits.Files || _bytes > PackageLimits.BytesPerPackage)
        {
            throw new PluginRefusedException("CXP7005", $"It has more than {PackageLimits.Files:N0} files or {PackageLimits.BytesPerPackage:N0} bytes, the limits of a plugin's package.");
        }

        try
        {
            string copy = Path.Combine(target, path);
            file.CopyTo(copy);
            if (!OperatingSystem.IsWindows())
            {
                // What follows may have to change it.
                File.SetUnixFileMode(copy, File.GetUnixFileMode(copy) & (UnixFileMode)0x1FF | UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            else if ((File.GetAttributes(copy) & FileAttributes.ReadOnly) != 0)
            {
                File.SetAttributes(copy, FileAttributes.Normal);
            }
        }
        catch (Exception exception) when (IsOfFile(exception) && !File.Exists(Path.Combine(target, path)))
        {
            Leave(path, "CXP1007", $"It cannot be read: {exception.Message}", "Make it readable, and import again.");
        }
    }

    private (string Code, string Why)? FindNameProblem(string name, string path) =>
        FileNames.FindProblem(name) is { } problem ? ("CXP6001", $"The name {problem}, and would be lost or changed in a package.")
        : path.Length > FileNames.LongestPath ? ("CXP6001", $"The path has {path.Length} characters, and {FileNames.LongestPath} are the limit.")
        : !_names.Add(path.Normalize()) ? ("CXP6002", "Another name differs from it only in letter case or in how an accent is written, and one would overwrite the other on Windows and macOS.")
        : null;

    private static bool IsOfBuild(FileSystemInfo entry, string path) => entry is FileInfo
        ? entry.Name == path && s_buildFiles.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, entry.Name))
        : path.ToLowerInvariant() is "obj" or "bin/debug" or "bin/release";

    private static bool IsOfFile(Exception exception) => exception is IOException or UnauthorizedAccessException or SecurityException;

    private void Leave(string path, string? code, string why, string? advice) => findings.Lost(path, code, "It is not copied.", why, advice);
}
