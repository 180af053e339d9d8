using System.Diagnostics;

namespace Codex.Plugin.Tests.Helpers;

internal static class Shell
{
    /// <summary>Runs the script with <c>/bin/sh</c>; it fails with its first failing line.</summary>
    public static void Run(string folder, string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-eu", "-c", script]) { WorkingDirectory = folder, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, error);
    }
}
