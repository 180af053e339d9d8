using Codex.Plugin.Sdk.Tests.Infrastructure;

namespace Codex.Plugin.Tool.Tests.Infrastructure;

/// <summary>The tool of this checkout, packed and installed as a user installs it; once a run.</summary>
internal static class ToolInstallation
{
    private static readonly Lazy<Task<string>> s_executable = new(InstallAsync);

    /// <summary>The path of <c>codex-plugin</c>.</summary>
    public static Task<string> GetAsync() => s_executable.Value;

    private static async Task<string> InstallAsync()
    {
        using var folder = new TestFolder("install-tool");
        var tools = Path.Combine(SdkPackages.RunFolder, "tool");
        (await folder.RunAsync("tool", "install", "Codex.Plugin.Tool", "--version", Repository.Version, "--tool-path", tools)).Succeeded();
        return Path.Combine(tools, OperatingSystem.IsWindows() ? "codex-plugin.exe" : "codex-plugin");
    }
}
