using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Codex.Plugin.Sdk.Tests.Codex;
using Codex.Plugin.Sdk.Tests.Infrastructure;
using Codex.Plugin.Tests.Feed;

namespace Codex.Plugin.Tool.Tests.Infrastructure;

/// <summary>Somebody with an empty home, a folder to work in, and the tool.</summary>
internal sealed class ToolUser(TestFolder folder, CodexHome codex, string executable) : IDisposable
{
    private static readonly string[] s_files = ["plugins.csproj", "packages.lock.json", "plugins.approved.json", "nuget.config"];
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    /// <summary>The folder to work in, with its <c>nuget.config</c>.</summary>
    public TestFolder Work => folder;

    public CodexHome Codex => codex;

    /// <summary>The project that the tool keeps.</summary>
    public string ProjectFolder => Path.Combine(codex.UserHome, ".config", "codex-plugin", "my-plugins");

    public string ReadProject(string file = "plugins.csproj") => File.ReadAllText(Path.Combine(ProjectFolder, file));

    /// <summary>Runs the tool to its end.</summary>
    public async Task<DotnetResult> RunAsync(params string[] arguments) => await RunAsync(Describe(arguments), arguments);

    public static async Task<DotnetResult> RunAsync(ProcessStartInfo start, params string[] arguments)
    {
        var result = await ChildProcess.RunAsync(start, s_timeout);
        return new DotnetResult($"codex-plugin {string.Join(' ', arguments)}", start.WorkingDirectory, result.ExitCode, result.StandardOutput, result.StandardError);
    }

    public ProcessStartInfo Describe(params string[] arguments)
    {
        var start = folder.Describe();
        start.FileName = executable;
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>Asks the real Codex: <c>plugin version enabled</c>.</summary>
    public async Task<IReadOnlyList<string>> ListCodexAsync() =>
    [
        .. (await codex.RunJsonAsync("plugin", "list", "--json")).GetProperty("installed").EnumerateArray()
            .Select(static plugin => $"{plugin.GetProperty("pluginId").GetString()} {plugin.GetProperty("version").GetString()} {(plugin.GetProperty("enabled").GetBoolean() ? "on" : "off")}"),
    ];

    /// <summary>The answer of <c>--json</c>.</summary>
    public async Task<JsonElement> RunJsonAsync(params string[] arguments) => JsonElement.Parse((await RunAsync([.. arguments, "--json"])).StandardOutput);

    /// <summary>Everything that counts: the project with its pins, consents and sources, what the tool says of it, and Codex's home. By content.</summary>
    public async Task<string> GetStateAsync()
    {
        var lines = new List<string>();
        foreach (var file in s_files.Select(name => Path.Combine(ProjectFolder, name)).Where(File.Exists))
        {
            lines.Add($"{Path.GetFileName(file)} {Hash(file)}");
        }

        lines.AddRange(TestFolder.ListFiles(codex.CodexFolder)
            .Where(static file => file.StartsWith("config.toml", StringComparison.Ordinal) || file.StartsWith("plugins/", StringComparison.Ordinal) || file.StartsWith("codex-plugin-sdk/", StringComparison.Ordinal))
            .Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .Select(file => $"codex/{file} {Hash(Path.Combine(codex.CodexFolder, file))}"));
        lines.AddRange((await RunAsync("list")).Lines);
        return string.Join('\n', lines);

        static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))[..12];
    }

    /// <summary>The feed is the only one that the folder to work in knows; NuGet tries twice.</summary>
    public ToolUser Use(TestFeed feed, bool login = false)
    {
        folder.Use(feed, login).With("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "2");
        return this;
    }

    public void Dispose() => codex.Dispose();
}
