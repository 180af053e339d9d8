using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;

namespace Codex.Plugin.Runtime.Servers;

/// <summary>
/// The processes that hold the pipes of a server: its descendants, also those whose parents have ended, which <see cref="Process.Kill(bool)"/> does not find.
/// Codex kills the server's process group, which .NET cannot make.
/// </summary>
internal sealed class PipeHolders
{
    private readonly HashSet<string> _pipes;

    private PipeHolders(HashSet<string> pipes) => _pipes = pipes;

    /// <summary>Remembers the pipes whose other ends these are; none where the system does not tell.</summary>
    public static PipeHolders Of(params ReadOnlySpan<Stream> ends)
    {
        var pipes = new HashSet<string>(StringComparer.Ordinal);
        foreach (Stream end in ends)
        {
            if (OperatingSystem.IsLinux() && end is PipeStream pipe && LinkOf($"/proc/self/fd/{pipe.SafePipeHandle.DangerousGetHandle()}") is { } link)
            {
                pipes.Add(link);
            }
        }

        return new PipeHolders(pipes);
    }

    /// <summary>Kills them all, but not this process, which has the other ends.</summary>
    public void Kill()
    {
        if (_pipes.Count == 0)
        {
            return;
        }

        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && id != Environment.ProcessId && Holds(folder))
            {
                KillOne(id);
            }
        }
    }

    private static void KillOne(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }
    }

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private bool Holds(string process)
    {
        try
        {
            return Enumerable.Range(0, 3).Any(number => LinkOf($"{process}/fd/{number}") is { } link && _pipes.Contains(link));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
