namespace Codex.Plugin.Runtime.Codex;

/// <summary>What decides on a machine which file a command's name means.</summary>
/// <param name="IsWindows">Whether names get their endings from <c>PATHEXT</c>.</param>
/// <param name="Variable">The value of an environment variable, or null.</param>
/// <param name="IsExecutable">Whether there is a file at the path that can be started.</param>
internal sealed record Machine(bool IsWindows, Func<string, string?> Variable, Predicate<string> IsExecutable)
{
    public static Machine Current { get; } = new(OperatingSystem.IsWindows(), Environment.GetEnvironmentVariable, IsExecutableFile);

    private static bool IsExecutableFile(string path)
    {
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Execute) != 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>Finds <c>codex</c> the way a shell does.</summary>
internal static class CodexExecutable
{
    private const string Name = "codex";

    // What Windows has where the variable is not set.
    private const string UsualEndings = ".COM;.EXE;.BAT;.CMD";

    /// <summary>The path of the executable, or null where there is none.</summary>
    /// <param name="chosen">What the user has set: a file, a folder that holds it, or the name of a command; null or empty: <c>codex</c>.</param>
    /// <param name="folder">What a relative <paramref name="chosen"/> is relative to.</param>
    /// <param name="machine">This machine, or the one of a test.</param>
    public static string? Find(string? chosen, string folder, Machine machine)
    {
        if (string.IsNullOrWhiteSpace(chosen))
        {
            return FindOnPath(Name, machine);
        }

        if (chosen.IndexOfAny(['/', '\\']) < 0 && FindOnPath(chosen, machine) is { } command)
        {
            return command;
        }

        string path = Path.Combine(folder, chosen);
        return FindAt(path, machine) ?? FindAt(Join(path, Name, machine), machine);
    }

    private static string? FindOnPath(string name, Machine machine)
    {
        foreach (string entry in (machine.Variable("PATH") ?? "").Split(machine.IsWindows ? ';' : ':'))
        {
            // cmd.exe takes an entry with or without quotes. A relative one means another folder in every shell.
            string folder = machine.IsWindows ? entry.Trim().Trim('"') : entry;
            if (IsAbsolute(folder, machine) && FindAt(Join(folder, name, machine), machine) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    // npm puts a script for sh beside codex.cmd: on Windows only what has one of the endings can be started.
    private static string? FindAt(string path, Machine machine)
    {
        if (!machine.IsWindows)
        {
            return machine.IsExecutable(path) ? path : null;
        }

        string[] endings = (machine.Variable("PATHEXT") is { Length: > 0 } set ? set : UsualEndings)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && machine.IsExecutable(path)
            ? path
            : endings.Select(ending => path + ending.ToLowerInvariant()).FirstOrDefault(candidate => machine.IsExecutable(candidate));
    }

    private static bool IsAbsolute(string folder, Machine machine) =>
        machine.IsWindows
            ? folder is [_, ':', '\\' or '/', ..] || folder.StartsWith(@"\\", StringComparison.Ordinal)
            : folder.StartsWith('/');

    private static string Join(string folder, string name, Machine machine) =>
        machine.IsWindows ? folder.TrimEnd('\\', '/') + '\\' + name : folder.TrimEnd('/') + '/' + name;
}
