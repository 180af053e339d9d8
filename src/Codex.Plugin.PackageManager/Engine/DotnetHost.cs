using System.Runtime.InteropServices;

namespace Codex.Plugin.PackageManager.Engine;

/// <summary>The <c>dotnet</c> of this machine.</summary>
public static class DotnetHost
{
    /// <summary>The command that started us, else the one of <c>DOTNET_ROOT</c>, else the one on the <c>PATH</c>, else the one of our own runtime.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        IEnumerable<string?> candidates =
        [
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? System.IO.Path.Combine(root, name) : null,
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Where(System.IO.Path.IsPathFullyQualified).Select(folder => System.IO.Path.Combine(folder, name)),
            // shared/Microsoft.NETCore.App/VERSION/ below it.
            System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name)),
        ];
        return candidates.FirstOrDefault(File.Exists) ?? name;
    }
}
