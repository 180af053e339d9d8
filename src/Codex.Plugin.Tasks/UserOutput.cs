using Microsoft.Build.Framework;

namespace Codex.Plugin.Tasks;

/// <summary>
/// Lines that are the point of a target, and not only its log. The terminal logger shows no message below an error or a warning, and no logger does
/// with <c>-v:q</c>: then the lines are printed at the end of the build, after what the terminal logger draws.
/// </summary>
internal static class UserOutput
{
    public static void Write(Microsoft.Build.Utilities.Task task, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
        {
            task.Log.LogMessage(MessageImportance.High, "{0}", line);
        }

        if (!IsShown(task.BuildEngine, Environment.GetCommandLineArgs(), Environment.GetEnvironmentVariable, Console.IsOutputRedirected))
        {
            (task.BuildEngine as IBuildEngine4)?.RegisterTaskObject(new object(), new Printer(lines), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        }
    }

    /// <summary>Whether the logger of the console shows messages. A task is not told which one it is, so this asks what decides it.</summary>
    internal static bool IsShown(IBuildEngine engine, IReadOnlyList<string> arguments, Func<string, string?> variable, bool isRedirected)
    {
        string? verbosity = Find(arguments, "v", "verbosity");
        if (verbosity is "q" or "quiet" || (engine is IBuildEngine10 ten && !ten.EngineServices.LogsMessagesOfImportance(MessageImportance.High)))
        {
            return false;
        }

        if (verbosity is "d" or "detailed" or "diag" or "diagnostic")
        {
            return true;
        }

        bool isInteractive = !isRedirected && variable("TERM") is not "dumb" && (OperatingSystem.IsWindows() || !string.IsNullOrEmpty(variable("TERM")));
        return !((Find(arguments, "tl", "terminallogger") ?? variable("MSBUILDTERMINALLOGGER")?.ToLowerInvariant()) switch
        {
            "on" or "true" or "" => true,
            "off" or "false" => false,
            _ => isInteractive,
        });
    }

    // As MSBuild takes them: -v:q, --verbosity q, /verbosity:quiet. The last one counts.
    private static string? Find(IReadOnlyList<string> arguments, params ReadOnlySpan<string> names)
    {
        string? found = null;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument is not ['-' or '/', ..])
            {
                continue;
            }

            string[] parts = argument.TrimStart('-', '/').ToLowerInvariant().Split([':', '='], 2);
            if (names.Contains(parts[0]))
            {
                found = parts.Length > 1 ? parts[1] : i + 1 < arguments.Count && arguments[i + 1] is not ['-' or '/', ..] ? arguments[i + 1].ToLowerInvariant() : "";
            }
        }

        return found;
    }

    /// <summary>MSBuild disposes of it when the build ends.</summary>
    private sealed class Printer(IReadOnlyList<string> lines) : IDisposable
    {
        public void Dispose()
        {
            foreach (string line in lines)
            {
                Console.Out.WriteLine(line);
            }
        }
    }
}
