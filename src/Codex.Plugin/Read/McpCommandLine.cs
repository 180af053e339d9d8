using Codex.Plugin.Text;

namespace Codex.Plugin.Read;

/// <summary>What the first words of a command line tell about the others.</summary>
internal static class McpCommandLine
{
    private static readonly HashSet<string> s_unixShells = new(StringComparer.OrdinalIgnoreCase) { "sh", "bash", "zsh", "dash", "ash", "ksh", "fish" };

    private static readonly HashSet<string> s_interpreters = new(s_unixShells, StringComparer.OrdinalIgnoreCase)
    {
        "node", "nodejs", "deno", "bun", "tsx", "ts-node", "python", "python2", "python3", "py", "ruby", "perl", "php", "java", "dotnet", "pwsh", "powershell",
    };

    /// <summary>Whether the command is a program that runs the file which is its first argument.</summary>
    public static bool IsInterpreter(string command) => s_interpreters.Contains(NameOf(command));

    /// <summary>The number of the argument from which on a shell expands what stands there; the number of arguments where there is no shell.</summary>
    public static int ScriptOfShell(McpServer server) => ScriptOfShell(server.Text("command") ?? "", server["args"]?.Items ?? []);

    /// <inheritdoc cref="ScriptOfShell(McpServer)"/>
    public static int ScriptOfShell(string command, IReadOnlyList<JsonSyntax> arguments)
    {
        string word = command;
        for (int i = 0; i < arguments.Count; i++)
        {
            string? argument = arguments[i].AsText();
            if (argument is not null && IsOptionForScript(NameOf(word), argument))
            {
                return i + 1;
            }

            // The shell's own options, such as -e before -c.
            if (argument is not null && !(argument.StartsWith('-') || argument.StartsWith('/')) || !IsShell(NameOf(word)))
            {
                word = argument ?? "";
            }
        }

        return arguments.Count;
    }

    /// <summary>Whether the program, without its folder and ending, is a shell.</summary>
    public static bool IsShell(string name) => s_unixShells.Contains(name) || name.ToUpperInvariant() is "CMD" or "PWSH" or "POWERSHELL";

    /// <summary>Whether the argument of the shell says that the next one is a script.</summary>
    public static bool IsOptionForScript(string shell, string argument) =>
        s_unixShells.Contains(shell) ? argument.Length > 1 && argument[0] == '-' && argument[1] != '-' && argument.Contains('c', StringComparison.Ordinal)
        : shell.ToUpperInvariant() switch
        {
            "CMD" => argument.ToUpperInvariant() is "/C" or "/K" or "/S/C",
            "PWSH" or "POWERSHELL" => argument.ToUpperInvariant() is "-C" or "-COMMAND" or "/C" or "/COMMAND",
            _ => false,
        };

    private static string NameOf(string command)
    {
        string name = command[(command.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
    }
}
