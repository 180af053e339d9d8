using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Codex.Plugin.Benchmarks;

/// <summary>The cost of one run of a command.</summary>
/// <param name="Cpu">Processor seconds, user and system, of the process and all its children.</param>
/// <param name="Wall">Seconds from start to end.</param>
internal readonly record struct Measurement(double Cpu, double Wall)
{
    /// <summary>Runs the steps one after the other and adds up what they cost. A step that fails ends the benchmark.</summary>
    public static Measurement Of(IReadOnlyList<Step> steps)
    {
        double cpu = ChildrenCpuSeconds();
        long start = Stopwatch.GetTimestamp();
        foreach (Step step in steps)
        {
            step.Run();
        }

        return new Measurement(ChildrenCpuSeconds() - cpu, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static double ChildrenCpuSeconds()
    {
        const int Children = -1;
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            throw new PlatformNotSupportedException("The processor time of a process with its children is only asked for on Linux and macOS.");
        }

        return NativeMethods.GetResourceUsage(Children, out ResourceUsage usage) == 0
            ? usage.User.Seconds + usage.System.Seconds
            : throw new InvalidOperationException($"getrusage failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct TimeValue
    {
        private readonly nint _seconds;
        private readonly nint _microseconds;

        public double Seconds => _seconds + (_microseconds / 1e6);
    }

    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct ResourceUsage
    {
        public TimeValue User;
        public TimeValue System;
        private fixed long _rest[14];
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "getrusage", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int GetResourceUsage(int who, out ResourceUsage usage);
    }
}
