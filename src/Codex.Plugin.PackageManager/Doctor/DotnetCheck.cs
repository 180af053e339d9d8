using System.ComponentModel;
using Codex.Plugin.Packaging.Capabilities;
using Codex.Plugin.Runtime.Codex;
using NuGet.Versioning;

namespace Codex.Plugin.PackageManager.Doctor;

/// <summary>Whether there is a .NET SDK that builds marketplaces.</summary>
internal static class DotnetCheck
{
    private const string Area = "dotnet";

    // Every SDK of it can load the tasks.
    private static readonly NuGetVersion s_oldest = new(10, 0, 100);

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorOptions options, CancellationToken cancellation)
    {
        try
        {
            ProcessResult result = await ChildProcess.RunAsync(ChildProcess.Describe(options.Dotnet, ["--version"], options.Folder), s_timeout, cancellation).ConfigureAwait(false);
            return [result.ExitCode == 0 ? Judge(result.StandardOutput.Trim()) : NoSdk(result)];
        }
        catch (Win32Exception)
        {
            return [new CheckResult(Area, null, CheckState.Error, "there is no dotnet", "Install the .NET SDK 10 and put it on the PATH.")];
        }
        catch (TimeoutException exception)
        {
            return [new CheckResult(Area, null, CheckState.Unknown, exception.Message, "Run 'dotnet --info'.")];
        }
    }

    internal static CheckResult Judge(string version) =>
        !NuGetVersion.TryParse(version, out NuGetVersion? parsed) ? new CheckResult(Area, null, CheckState.Unknown, $"dotnet calls its version '{CapabilityText.Show(version)}'", "Run 'dotnet --info'.")
        : VersionComparer.VersionRelease.Compare(new NuGetVersion(parsed.Version), s_oldest) < 0
            ? new CheckResult(Area, null, CheckState.Error, $".NET SDK {version}, and at least {s_oldest} is needed", "Install the .NET SDK 10; where global.json asks for an older one, change it.")
        : new CheckResult(Area, null, CheckState.Ok, $".NET SDK {version}");

    // It says what global.json asks for, in many lines.
    private static CheckResult NoSdk(ProcessResult result)
    {
        string first = $"{result.StandardError}\n{result.StandardOutput}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "it says nothing";
        return new CheckResult(Area, null, CheckState.Error, $"dotnet has no SDK that fits here: {CapabilityText.Show(first.TrimEnd('.'))}", "Install the .NET SDK 10, or the one that global.json asks for.");
    }
}
