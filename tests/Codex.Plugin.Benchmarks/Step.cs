using System.Diagnostics;

namespace Codex.Plugin.Benchmarks;

/// <summary>A command as a user types it.</summary>
/// <param name="Folder">Where it is run.</param>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record Step(string Folder, string FileName, params string[] Arguments)
{
    /// <summary>Runs the command and waits for its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it printed.</exception>
    public void Run()
    {
        var start = new ProcessStartInfo(FileName, Arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in Workspace.Environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{this}' in {Folder} ended with {process.ExitCode}:\n{output}{error.Result}");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{FileName} {string.Join(' ', Arguments)}";
}
