namespace Codex.Plugin.Runtime.Servers;

/// <summary>What a program search asks of the disk.</summary>
internal interface IProgramFiles
{
    /// <summary>Whether there is a file of that path.</summary>
    bool Exists(string path);

    /// <summary>Whether it may be executed; Windows goes by the name alone.</summary>
    bool IsExecutable(string path);
}

/// <summary>Finds the program of a server where Codex looks for it.</summary>
/// <param name="files">The disk.</param>
/// <param name="windows">Whether the machine runs Windows.</param>
internal sealed class ProgramResolver(IProgramFiles files, bool windows)
{
    private const string WindowsExtensions = ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC";

    // What the system's own search takes where there is no PATH.
    private const string UnixPath = "/usr/local/bin:/bin:/usr/bin";

    /// <summary>The resolver of this machine.</summary>
    public static ProgramResolver Machine { get; } = new(new MachineFiles(), OperatingSystem.IsWindows());

    /// <summary>The absolute path of the program; null where there is none, and then <paramref name="problem"/> says why, to follow in a sentence.</summary>
    /// <param name="command">The command as it is declared: a bare name is searched in the PATH, anything else is a path.</param>
    /// <param name="environment">The environment of the server.</param>
    /// <param name="folder">The folder that the server starts in.</param>
    /// <param name="problem">Why there is none.</param>
    public string? Resolve(string command, IReadOnlyDictionary<string, string> environment, string folder, out string? problem)
    {
        bool isPath = command.Contains('/', StringComparison.Ordinal) || (windows && command.AsSpan().ContainsAny('\\', ':'));
        string? notExecutable = null;
        foreach (string candidate in isPath ? Candidates(Combine(folder, command), environment) : SearchPath(command, environment, folder))
        {
            if (!files.Exists(candidate))
            {
                continue;
            }

            if (windows || files.IsExecutable(candidate))
            {
                problem = null;
                return candidate;
            }

            notExecutable ??= candidate;
        }

        problem = command.Trim().Length == 0 ? "its command is empty; name a program"
            : notExecutable is not null ? $"'{notExecutable}' is not executable; make it so with 'chmod +x', or pack it with this SDK, which does"
            : isPath ? $"there is no file '{command}' in '{folder}', the folder that it starts in"
            : $"there is no program '{command}' on the PATH; install it, or name the path of a file of the plugin that begins with './'";
        return null;
    }

    private IEnumerable<string> SearchPath(string command, IReadOnlyDictionary<string, string> environment, string folder)
    {
        string path = environment.TryGetValue("PATH", out string? value) ? value : windows ? "" : UnixPath;
        return path.Split(windows ? ';' : ':')
            .Where(entry => !windows || entry.Length > 0)
            .SelectMany(entry => Candidates(Combine(Combine(folder, windows ? entry.Trim('"') : entry), command), environment));
    }

    /// <summary>The file itself, and on Windows with each extension of programs.</summary>
    private IEnumerable<string> Candidates(string path, IReadOnlyDictionary<string, string> environment)
    {
        if (!windows)
        {
            return [path];
        }

        string[] extensions = (environment.GetValueOrDefault("PATHEXT") is { Length: > 0 } list ? list : WindowsExtensions).Split(';', StringSplitOptions.RemoveEmptyEntries);
        // A file without an extension may be a script for another shell, as npm's are.
        return extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ? [path]
            : extensions.Select(extension => path + extension.ToLowerInvariant());
    }

    private string Combine(string folder, string path)
    {
        if (!windows)
        {
            return path.StartsWith('/') ? path : path.Length == 0 ? folder : $"{folder.TrimEnd('/')}/{path}";
        }

        string native = path.Replace('/', '\\');
        return native.Contains(':', StringComparison.Ordinal) || native.StartsWith('\\') ? native : $"{folder.Replace('/', '\\').TrimEnd('\\')}\\{(native.StartsWith(".\\", StringComparison.Ordinal) ? native[2..] : native)}";
    }

    private sealed class MachineFiles : IProgramFiles
    {
        private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

        public bool Exists(string path) => File.Exists(path);

        public bool IsExecutable(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0;
    }
}
