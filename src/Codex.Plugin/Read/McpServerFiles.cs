using Codex.Plugin.Diagnostics;
using Codex.Plugin.Text;
using Codex.Plugin.Write;

namespace Codex.Plugin.Read;

/// <summary>The files of the plugin that a server names: whether they are there, and whether they can be executed.</summary>
/// <param name="files">The files of the plugin, by path.</param>
/// <param name="diagnostics">Where to report.</param>
/// <param name="generated">The paths of further files, which the compiler writes.</param>
internal sealed class McpServerFiles(IReadOnlyDictionary<string, SourceEntry> files, DiagnosticBag diagnostics, IReadOnlySet<string>? generated = null)
{
    private static readonly HashSet<string> s_scripts = new(StringComparer.OrdinalIgnoreCase)
    {
        ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".py", ".rb", ".pl", ".php", ".sh", ".bash", ".ps1", ".jar", ".dll",
    };

    // Windows goes by the name.
    private static readonly HashSet<string> s_programsOfWindows = new(StringComparer.OrdinalIgnoreCase) { ".exe", ".com", ".cmd", ".bat" };

    /// <summary>Whether the server needs the plugin's folder as its current one and says nothing about it.</summary>
    public bool NeedsPluginFolder(McpServer server) =>
        server["cwd"] is null
        && server.Text("command") is { } command
        && (IsPluginFile(command, orRelative: true) || server.Arguments.Any(argument => IsPluginFile(argument.Text!, orRelative: false)));

    /// <summary>Reports the files and folders that are not there, and a command that cannot be executed.</summary>
    public void Check(McpServer server)
    {
        if (server.Text("command") is not { } command)
        {
            return;
        }

        string? folder = server.Text("cwd") ?? (NeedsPluginFolder(server) ? "." : null);
        if (folder is null || IsAbsolute(folder) || McpPlaceholders.Find(folder) is not null)
        {
            // The folder of the session, or one of the user's: nothing to find in the plugin.
            return;
        }

        if (server["cwd"] is { } cwd && FindFolderProblem(folder) is { } problem)
        {
            Report(cwd, "cwd", folder, problem);
            return;
        }

        CheckCommand(command);
        foreach ((int number, JsonSyntax argument) in FileArguments(server, command))
        {
            if (FindProblem(argument.Text!, folder) is { } missing)
            {
                Report(argument, $"args[{number}]", argument.Text!, missing);
            }
        }

        void CheckCommand(string written)
        {
            // A bare name is one of the PATH.
            if (written.AsSpan().IndexOfAny('/', '\\') < 0 || IsAbsolute(written) || McpPlaceholders.Find(written) is not null)
            {
                return;
            }

            if (FindProblem(written, folder) is { } missing)
            {
                Report(server["command"]!, "command", written, missing);
            }
            else if (Resolve(folder, written) is { } path && !IsExecutable(path))
            {
                diagnostics.Report(DiagnosticDescriptors.McpServerNotExecutable, server.At(server["command"]!.Start), server.Name, path);
            }
        }

        void Report(JsonSyntax value, string member, string written, string found) =>
            diagnostics.Report(DiagnosticDescriptors.McpServerFileMissing, server.At(value.Start), server.Name, member, written, found);
    }

    /// <summary>The arguments that are meant to be files with a program: those that look like one, and the first of an interpreter.</summary>
    private static IEnumerable<(int Number, JsonSyntax Argument)> FileArguments(McpServer server, string command)
    {
        IReadOnlyList<JsonSyntax> arguments = server["args"]?.Items ?? [];
        int script = McpCommandLine.ScriptOfShell(server);
        bool first = McpCommandLine.IsInterpreter(command);
        for (int i = 0; i < Math.Min(script, arguments.Count); i++)
        {
            if (arguments[i].AsText() is not { } text || text.StartsWith('-'))
            {
                if (arguments[i].AsText() is "--directory" or "--cwd" or "--prefix" or "--project" or "-C" or "-m" or "-e" or "-c")
                {
                    // From here on a path may be one of another folder, or no path at all.
                    yield break;
                }

                continue;
            }

            bool isFile = s_scripts.Contains(Path.GetExtension(text)) && !IsAbsolute(text) && !text.Contains("://", StringComparison.Ordinal) && McpPlaceholders.Find(text) is null;
            if (isFile && (first || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal)))
            {
                yield return (i, arguments[i]);
            }

            first = false;
        }
    }

    private string? FindProblem(string written, string folder)
    {
        string? path = Resolve(folder, written);
        return path is null ? "which leads out of the plugin"
            : files.ContainsKey(path) || generated?.Contains(path) == true ? FindSlashProblem(written)
            : files.Keys.FirstOrDefault(file => string.Equals(file, path, StringComparison.OrdinalIgnoreCase)) is { } other ? $"and the plugin's file is '{other}'; case counts"
            : $"and the plugin has no file '{path}'. Add it, as a PluginFile where no convention finds it";
    }

    private string? FindFolderProblem(string written)
    {
        string? path = Resolve("", written);
        return path is null ? "which leads out of the plugin"
            : path.Length == 0 || files.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal)) ? FindSlashProblem(written)
            : $"and the plugin has no folder '{path}' with files in it";
    }

    private static string? FindSlashProblem(string written) =>
        written.Contains('\\', StringComparison.Ordinal) ? $"and only Windows takes '\\' for a slash. Write '{written.Replace('\\', '/')}'" : null;

    private bool IsExecutable(string path)
    {
        if (generated?.Contains(path) == true || !files.TryGetValue(path, out SourceEntry? file) || s_programsOfWindows.Contains(Path.GetExtension(path)))
        {
            return true;
        }

        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file.FullPath, share: FileShare.ReadWrite | FileShare.Delete);
            Span<byte> start = stackalloc byte[4];
            return ExecutableFile.Is(start[..RandomAccess.Read(handle, start, 0)]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever copies the file reports it.
            return true;
        }
    }

    /// <summary>The path in the plugin, or null where it leads out of it.</summary>
    private static string? Resolve(string folder, string path) => DeclaredPath.Resolve($"{folder}/{path}".Replace('\\', '/'));

    private static bool IsAbsolute(string path) =>
        path.StartsWith('/') || path.StartsWith('\\') || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]));

    private bool IsPluginFile(string written, bool orRelative)
    {
        string text = written.Replace('\\', '/');
        return text.StartsWith("./", StringComparison.Ordinal)
            || files.ContainsKey(text)
            || (orRelative && text.Contains('/', StringComparison.Ordinal) && !IsAbsolute(text) && !text.StartsWith('~') && McpPlaceholders.Find(text) is null);
    }
}
