using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Codex.Plugin.Runtime.Codex;

/// <summary>The <c>codex</c> of this machine, in the home of its user.</summary>
/// <param name="executable">Its path.</param>
/// <param name="home">Another <c>CODEX_HOME</c> than the user's.</param>
internal sealed class CodexCommand(string executable, string? home = null)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    public string Executable { get; } = executable;

    /// <summary>Where Codex keeps everything: <c>CODEX_HOME</c>, else <c>.codex</c> in the user's folder.</summary>
    public static string HomeFolder =>
        Environment.GetEnvironmentVariable("CODEX_HOME") is { Length: > 0 } set
            ? Path.GetFullPath(set)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".codex");

    /// <summary>For instance <c>0.169.0</c>; null where Codex does not say it in a form that we know.</summary>
    public async Task<string?> GetVersionAsync(CancellationToken cancellationToken)
    {
        ProcessResult result = await RunAsync(Environment.CurrentDirectory, cancellationToken, "--version").ConfigureAwait(false);
        string[] words = result.StandardOutput.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words is [_, var version, ..] && char.IsAsciiDigit(version[0]) ? version : null;
    }

    /// <exception cref="CodexException">Codex refused; the message is its own.</exception>
    public async Task<JsonElement> RunJsonAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        ProcessResult result = await RunAsync(folder, cancellationToken, arguments).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new CodexException(Summarize(result));
        }

        try
        {
            return JsonElement.Parse(result.StandardOutput);
        }
        catch (JsonException exception)
        {
            throw new CodexException($"it answers '{result.StandardOutput.Trim()}', which is no JSON: {exception.Message}");
        }
    }

    public Task<CodexAppServer> StartServerAsync(string folder) =>
        GuardAsync(() => CodexAppServer.StartAsync(Describe(folder, "app-server"), "codex-plugin-sdk", s_timeout));

    /// <summary>What Codex says on standard error, on one line and without what helps nobody.</summary>
    internal static string Summarize(ProcessResult result)
    {
        IEnumerable<string> lines = result.StandardError.Split('\n')
            .Select(static line => line.Trim())
            .TakeWhile(static line => line != "Stack backtrace:")
            .Where(static line => line.Length > 0 && line.Trim('|', ' ', '^').Length > 0 && !line.Contains("could not create PATH aliases", StringComparison.Ordinal));
        string text = string.Join(' ', lines);
        return text.Length == 0 ? $"it ended with {result.ExitCode} and without a word"
            : text.StartsWith("Error: ", StringComparison.Ordinal) ? text["Error: ".Length..]
            : text;
    }

    private Task<ProcessResult> RunAsync(string folder, CancellationToken cancellationToken, params string[] arguments) =>
        GuardAsync(() => ChildProcess.RunAsync(Describe(folder, arguments), s_timeout, cancellationToken));

    private async Task<T> GuardAsync<T>(Func<Task<T>> start)
    {
        try
        {
            return await start().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is Win32Exception or TimeoutException)
        {
            throw new CodexException($"{Executable}: {exception.Message}");
        }
    }

    private ProcessStartInfo Describe(string folder, params string[] arguments)
    {
        ProcessStartInfo start = ChildProcess.Describe(Executable, arguments, folder);
        // Codex appends the addresses of its own functions to an error otherwise.
        start.Environment["RUST_BACKTRACE"] = "0";
        if (home is not null)
        {
            start.Environment["CODEX_HOME"] = home;
        }

        return start;
    }
}
