using System.ComponentModel;
using System.Text.Json;

namespace Codex.Plugin.Sdk.Tests.Codex;

/// <summary>The real Codex CLI, in the one version that <c>package.json</c> beside this file names.</summary>
internal static class CodexCli
{
    private const string PackageName = "@openai/codex";
    private static readonly TimeSpan InstallTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(6);

    private static readonly Lazy<Task<CodexInstallation>> Installation = new(() => Task.Run(FindOrInstallAsync));
    private static string? s_repositoryRoot;

    /// <summary>Says where the repository is; once, before the first question.</summary>
    public static void Initialize(string repositoryRoot) => s_repositoryRoot = Path.GetFullPath(repositoryRoot);

    public static Task<CodexInstallation> GetAsync() => Installation.Value;

    /// <summary>Ends the test when there is no Codex: inconclusive at a desk, a failure in CI.</summary>
    public static async Task<CodexInstallation> RequireAsync()
    {
        var installation = await GetAsync();
        if (!installation.IsAvailable)
        {
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            {
                Assert.Fail(installation.Reason);
            }

            Assert.Inconclusive(installation.Reason);
        }

        return installation;
    }

    private static async Task<CodexInstallation> FindOrInstallAsync()
    {
        var root = s_repositoryRoot ?? throw new InvalidOperationException($"Call {nameof(CodexCli)}.{nameof(Initialize)} first.");
        var package = Path.Combine(root, "tests", "Codex.Plugin.Sdk.Tests", "Codex", "package.json");
        var version = ReadPinnedVersion(package);
        var installations = Path.Combine(root, "artifacts", "codex");
        var folder = Path.Combine(installations, version);

        if (FindExecutable(folder) is { } present)
        {
            return new(version, present, null);
        }

        try
        {
            Directory.CreateDirectory(installations);
            await using var oneAtATime = await LockAsync(Path.Combine(installations, ".lock"));
            return FindExecutable(folder) is { } installedMeanwhile
                ? new(version, installedMeanwhile, null)
                : await InstallAsync(package, version, installations, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return new(version, null, $"Codex {version} could not be installed: {e.Message}");
        }
    }

    private static string ReadPinnedVersion(string package)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(package));
        return json.RootElement.GetProperty("dependencies").GetProperty(PackageName).GetString()!;
    }

    private static async Task<CodexInstallation> InstallAsync(string package, string version, string installations, string folder)
    {
        // Under the lock every such folder is the rest of a killed run.
        foreach (var leftover in Directory.EnumerateDirectories(installations, ".new-*"))
        {
            Directory.Delete(leftover, recursive: true);
        }

        var building = Path.Combine(installations, ".new-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(building);
        try
        {
            File.Copy(package, Path.Combine(building, "package.json"));
            var npm = ChildProcess.Describe(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
                ["install", "--no-audit", "--no-fund", "--no-save", "--no-package-lock", "--ignore-scripts"],
                building);
            var result = await ChildProcess.RunAsync(npm, InstallTimeout);
            if (result.ExitCode != 0)
            {
                return new(version, null, $"Codex {version} could not be installed: {Summarize(result)}");
            }

            if (FindExecutable(building) is null)
            {
                return new(version, null, $"npm has no Codex {version} for this operating system and processor.");
            }

            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.Move(building, folder);
            return new(version, FindExecutable(folder), null);
        }
        catch (Win32Exception)
        {
            return new(version, null, $"Codex {version} could not be installed: npm was not found. Install Node.js.");
        }
        finally
        {
            if (Directory.Exists(building))
            {
                Directory.Delete(building, recursive: true);
            }
        }
    }

    // The native executable, not node's wrapper: one process to start and to kill, and a faster one.
    private static string? FindExecutable(string folder)
    {
        var scope = Path.Combine(folder, "node_modules", "@openai");
        if (!Directory.Exists(scope))
        {
            return null;
        }

        var name = OperatingSystem.IsWindows() ? "codex.exe" : "codex";
        return Directory.EnumerateDirectories(scope, "codex*")
            .Select(package => Path.Combine(package, "vendor"))
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Select(target => Path.Combine(target, "bin", name))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(File.Exists);
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        var giveUp = DateTime.UtcNow + LockTimeout;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < giveUp)
            {
                await Task.Delay(250);
            }
        }
    }

    private static string Summarize(ProcessResult result)
    {
        const string Prefix = "npm error ";
        var lines = result.StandardError.Split('\n', StringSplitOptions.TrimEntries)
            .Where(line => line.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(line => line[Prefix.Length..])
            .Where(line => !line.Contains("debug-", StringComparison.Ordinal))
            .Take(4)
            .ToList();
        return lines.Count > 0 ? "npm: " + string.Join("; ", lines) : $"npm ended with {result.ExitCode}.";
    }
}
