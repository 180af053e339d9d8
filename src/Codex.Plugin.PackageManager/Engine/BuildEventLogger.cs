using Microsoft.Build.Framework;

namespace Codex.Plugin.PackageManager.Engine;

/// <summary>
/// The logger that MSBuild loads for us: writes what the build tells to standard output, a line of JSON each, and ends the build when we are gone, so that
/// nobody changes a project behind the back of the next command.
/// </summary>
public sealed class BuildEventLogger : ILogger
{
    private readonly Lock _lock = new();
    private readonly Stream _output = Console.OpenStandardOutput();

    /// <inheritdoc/>
    public LoggerVerbosity Verbosity { get; set; }

    /// <inheritdoc/>
    public string? Parameters { get; set; }

    /// <inheritdoc/>
    public void Initialize(IEventSource eventSource)
    {
        ArgumentNullException.ThrowIfNull(eventSource);
        new Thread(static () => EndWithOwner(Console.OpenStandardInput())) { IsBackground = true, Name = nameof(EndWithOwner) }.Start();
        eventSource.ErrorRaised += (_, e) => Write(new BuildEvent(BuildEventKind.Error, e.Message ?? "")
        {
            Code = e.Code, File = PathOf(e.File, e.ProjectFile), Line = e.LineNumber, Column = e.ColumnNumber, Help = e.HelpLink,
        });
        eventSource.WarningRaised += (_, e) => Write(new BuildEvent(BuildEventKind.Warning, e.Message ?? "")
        {
            Code = e.Code, File = PathOf(e.File, e.ProjectFile), Line = e.LineNumber, Column = e.ColumnNumber, Help = e.HelpLink,
        });
        eventSource.MessageRaised += (_, e) =>
        {
            if (e.Importance == MessageImportance.High)
            {
                Write(new BuildEvent(BuildEventKind.Message, e.Message ?? ""));
            }
        };
        eventSource.TargetStarted += (_, e) =>
        {
            if (BuildStep.Names.ContainsKey(e.TargetName))
            {
                Write(new BuildEvent(BuildEventKind.Target, e.TargetName));
            }
        };
    }

    /// <inheritdoc/>
    public void Shutdown() => _output.Flush();

    // Our end of the pipe is never written to, and closed by the system when we are killed.
    private static void EndWithOwner(Stream input)
    {
        Span<byte> nothing = stackalloc byte[1];
        while (input.Read(nothing) > 0)
        {
        }

        Environment.Exit(1);
    }

    private void Write(BuildEvent one)
    {
        byte[] line = System.Text.Encoding.UTF8.GetBytes(BuildEventJson.Format(one) + "\n");
        lock (_lock)
        {
            _output.Write(line);
            _output.Flush();
        }
    }

    private static string? PathOf(string? file, string? project) =>
        string.IsNullOrEmpty(file) ? project : Path.GetFullPath(file, Path.GetDirectoryName(project) ?? Environment.CurrentDirectory);
}
